//! A page that somebody serves already: what its origin gives is held against the build.
//!
//! Between a build and its visitors stand hosts and edges that insert scripts, rewrite pages and leave headers out. The
//! bytes are read by the browser itself, for everything that the page loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use candor_record::shipped_digest;
use serde_json::json;

use crate::cancel::Cancel;
use crate::chromium::{Browser, Chromium, Network};
use crate::page::{Page, Resource};
use crate::run::Seen;
use crate::serve::{Build, Files};
use crate::watch;

/// The longest that the page may take to load before its files are read.
const PATIENCE: Duration = Duration::from_secs(20);

/// At most so many files of a live origin are read again.
const MOST_FILES: usize = 1_000;

/// A served page, and the build from which it should come.
#[derive(Clone)]
pub struct Live {
    /// The page.
    pub url: String,
    /// The build; without one nothing can be compared.
    pub build: Option<Build>,
}

/// What a live origin gives, held against the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The page that was opened.
    pub url: String,
    /// Everything of the page's own origin that was loaded; empty where there is no build.
    pub files: Vec<OriginFile>,
}

impl Origin {
    /// Whether all that was loaded is the build's, with the build's headers.
    pub fn is_same(&self) -> bool {
        let same = |file: &OriginFile| file.state == OriginState::Same && file.headers.is_empty();
        !self.files.is_empty() && self.files.iter().all(same)
    }
}

/// One file of a live origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginFile {
    /// Path and query.
    pub target: String,
    /// How it stands to the build.
    pub state: OriginState,
    /// Headers of the build that did not arrive, or arrived with another value: name, what arrived.
    pub headers: Vec<(String, Option<String>)>,
}

/// How a served file stands to the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginState {
    /// It is the build's file.
    Same,
    /// It is another than the build's: what is in it and not in the build, as far as it can be shown.
    Differs(Vec<String>),
    /// The build has no such file; somebody else put it there.
    NotInBuild,
    /// It could not be compared.
    Unreadable(String),
}

fn file(own: &Files, target: &str, given: Result<Resource, String>) -> OriginFile {
    let path = target.split('?').next().unwrap_or(target);
    let (state, headers) = match (own.read(path), given) {
        (None, _) => (OriginState::NotInBuild, Vec::new()),
        (Some(_), Err(why)) => (OriginState::Unreadable(why), Vec::new()),
        (Some((served, expected)), Ok(given)) => {
            let state = match shipped_digest(&served.name, &given.bytes) == served.digest {
                true => OriginState::Same,
                false => OriginState::Differs(foreign(&served.name, &expected, &given.bytes)),
            };
            (state, missing(&own.headers(path), &given.headers))
        }
    };
    OriginFile {
        target: target.to_owned(),
        state,
        headers,
    }
}

/// The expected headers that are not there as they should be.
fn missing(
    expected: &[(String, String)],
    given: &[(String, String)],
) -> Vec<(String, Option<String>)> {
    // The browser writes headers of one name as lines of one value.
    let arrived = |name: &str| -> Vec<&str> {
        let values = given
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        values
            .flat_map(|(_, value)| value.split('\n'))
            .map(str::trim)
            .collect()
    };
    let mut missing: Vec<(String, Option<String>)> = expected
        .iter()
        .map(|(name, value)| (name, value.trim(), arrived(name)))
        .filter(|(_, value, arrived)| !arrived.contains(value))
        .map(|(name, _, arrived)| {
            let found = (!arrived.is_empty()).then(|| arrived.join(", "));
            (name.clone(), found)
        })
        .collect();
    missing.dedup();
    missing
}

/// The pieces of a page that the build's page does not have.
fn foreign(name: &str, expected: &[u8], given: &[u8]) -> Vec<String> {
    const SHOWN: usize = 5;
    const LONGEST: usize = 160;
    let lengths = || {
        vec![format!(
            "{} bytes instead of {}",
            given.len(),
            expected.len()
        )]
    };
    let is_page = name.ends_with(".html") || name.ends_with(".htm");
    let (true, Ok(expected), Ok(given)) = (
        is_page,
        std::str::from_utf8(expected),
        std::str::from_utf8(given),
    ) else {
        return lengths();
    };
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in expected.split('<') {
        *known.entry(piece.trim()).or_default() += 1;
    }
    let mut found = Vec::new();
    for piece in given.split('<').map(str::trim) {
        match known.get_mut(piece) {
            Some(count) if *count > 0 => *count -= 1,
            // The end of an element says nothing that its beginning does not.
            _ if piece.starts_with('/') => {}
            _ => found.push(piece.chars().take(LONGEST).collect::<String>()),
        }
    }
    if found.is_empty() {
        return lengths();
    }
    found.truncate(SHOWN);
    found.into_iter().map(|piece| format!("<{piece}")).collect()
}

/// Reads what the runs loaded of their own origin once more and holds it against the build.
///
/// # Errors
/// Plain words where the browser does not start, or the build cannot be read.
pub(crate) fn look(
    chromium: &Chromium,
    live: &Live,
    own: &Own,
    switches: &[String],
    cancel: &Cancel,
) -> Result<Origin, String> {
    let mut files = Vec::new();
    if let Some(build) = &live.build {
        let expected = Files::new(build, own.origin.clone())?;
        let watcher = watch::watcher();
        let browser = Browser::start(
            chromium,
            &Network::Open,
            switches,
            Arc::clone(&watcher) as _,
            cancel,
        )?;
        watch::begin(&browser.connection);
        let page = Page::open(&browser.connection, &watcher, cancel)?;
        // Policies of the site may keep its own page from reading its scripts, and every other page from reading any.
        page.call("Page.setBypassCSP", json!({"enabled": true}))?;
        page.go(&live.url)?;
        // One that never comes to an end is read as far as it came.
        let _in_time = page.loads(PATIENCE)?;
        for target in own.loaded.iter().take(MOST_FILES) {
            let given = page.resource(&format!("{}{target}", own.origin));
            files.push(file(&expected, target, given));
        }
        let left = own.loaded.iter().skip(MOST_FILES);
        files.extend(left.map(|target| OriginFile {
            target: target.clone(),
            state: OriginState::Unreadable("the page loads too many files".to_owned()),
            headers: Vec::new(),
        }));
    }
    Ok(Origin {
        url: live.url.clone(),
        files,
    })
}

/// What the runs of a live page read of its own origin.
pub(crate) struct Own {
    origin: String,
    /// Path and query of everything that any run read.
    loaded: BTreeSet<String>,
}

/// Gathers what the runs read of their own origin. What all runs with a file read, URL for URL, whatever the file was, says
/// nothing of any file; it joins what needs no explanation.
pub(crate) fn own(none: &mut Seen, runs: &mut [Seen]) -> Own {
    let common = common(runs);
    let mut loaded = BTreeSet::new();
    for run in runs.iter_mut().chain([&mut *none]) {
        loaded.extend(reads(run));
        run.files.extend(common.iter().cloned());
    }
    Own {
        origin: none.origin.clone(),
        loaded,
    }
}

/// Own path and query of every reading; the log of the network knows those that the protocol lost.
fn reads(run: &Seen) -> BTreeSet<String> {
    let messages = run.messages.iter().filter(|message| {
        let is_bare = message.body.is_empty() && !message.body_hidden;
        is_bare && message.method == "GET" && !run.is_elsewhere(message.at)
    });
    let logged = run.log.iter().flat_map(|log| &log.requests);
    let logged = logged.filter(|request| request.method == "GET" && !run.is_elsewhere(request.at));
    messages
        .map(|message| &message.url)
        .chain(logged.map(|request| &request.url))
        .filter_map(|url| url.strip_prefix(run.origin.as_str()))
        .filter_map(|target| target.split('#').next())
        // Browsers ask for the icon by themselves.
        .filter(|target| target.starts_with('/') && *target != "/favicon.ico")
        .map(str::to_owned)
        .collect()
}

fn common(runs: &[Seen]) -> BTreeSet<String> {
    let mut with_file = runs
        .iter()
        .filter(|run| run.file.is_some() && run.isolation.is_none());
    let Some(first) = with_file.next() else {
        return BTreeSet::new();
    };
    let mut files = BTreeSet::from([first.file.clone()]);
    let mut common = reads(first);
    for run in with_file {
        files.insert(run.file.clone());
        let own = reads(run);
        common.retain(|target| own.contains(target));
    }
    // With one file alone nothing is known of another.
    match files.len() {
        0 | 1 => BTreeSet::new(),
        _ => common,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_edge_inserts_is_shown() {
        let own = b"<html><head><title>x</title></head><p>a</p></html>";
        let edge = b"<html><head><title>x</title><script src=\"/cdn-cgi/b.js\"></script></head><p>a</p></html>";
        assert_eq!(
            foreign("index.html", own, edge),
            ["<script src=\"/cdn-cgi/b.js\">"]
        );
        assert_eq!(foreign("a.js", b"1;", b"1;2;"), ["4 bytes instead of 2"]);
    }

    #[test]
    fn a_header_that_is_lost_or_changed_is_named() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [
            pair("Content-Security-Policy", "default-src 'self'"),
            pair("Connection-Allowlist", "(response-origin)"),
            pair("X-Frame-Options", "DENY"),
        ];
        let given = [
            pair("content-security-policy", "default-src 'self'"),
            pair("x-frame-options", "SAMEORIGIN"),
        ];
        let missing = missing(&expected, &given);
        assert_eq!(
            missing,
            [
                ("Connection-Allowlist".to_owned(), None),
                ("X-Frame-Options".to_owned(), Some("SAMEORIGIN".to_owned()))
            ]
        );
    }
}
