//! What of a recording counts against the claim, and what it leaves open.

use std::collections::BTreeSet;

use super::RECORDING;
use super::entry::Entry;
use super::log::Log;
use crate::content::{Encoding, Matcher, Sighting, What};
use crate::judge::{Explained, Leak, Leaks, Weight, advice, told};

/// So many bytes are searched; a recording of a tool has far fewer.
const MOST: usize = 256 << 20;
/// The place of the address among the parts of a message.
const ADDRESS: usize = 0;

/// The tool's own site, and when its page had loaded.
pub(super) struct Own {
    /// Scheme and host of the first page.
    origin: String,
    hosts: BTreeSet<String>,
    /// In milliseconds since the Unix epoch; the last of the pages whose time is known.
    pub(super) loaded: Option<i64>,
}

impl Own {
    /// The first message of the recording is the page, and where it was sent on to.
    pub(super) fn of(log: &Log) -> Self {
        const MOST_REDIRECTS: usize = 20;
        let mut own = Self {
            origin: String::new(),
            hosts: BTreeSet::new(),
            loaded: log.pages.iter().filter_map(|page| page.loaded).min(),
        };
        let mut entries = log.entries.iter().filter(|entry| !is_inside(&entry.url));
        for entry in entries.by_ref().take(MOST_REDIRECTS) {
            own.origin = crate::run::origin(&entry.url);
            own.hosts.insert(host(&entry.url));
            let is_sent_on = entry
                .status
                .is_some_and(|status| (300..400).contains(&status));
            let next = entry.redirect.as_deref().filter(|_| is_sent_on);
            match next.filter(|next| next.contains("://")) {
                Some(next) => own.hosts.insert(host(next)),
                None if is_sent_on => continue,
                None => break,
            };
        }
        own
    }

    fn is_foreign(&self, url: &str) -> bool {
        !self.hosts.contains(&host(url))
    }

    /// A URL without the origin of the tool.
    pub(super) fn short<'u>(&self, url: &'u str) -> &'u str {
        let inside = url.strip_prefix(self.origin.as_str());
        inside.filter(|path| path.starts_with('/')).unwrap_or(url)
    }

    /// When the page of a message had loaded.
    fn loaded(&self, log: &Log, entry: &Entry) -> Option<i64> {
        let mut pages = log.pages.iter();
        let page = pages.find(|page| page.id == entry.page && !entry.page.is_empty());
        match page {
            Some(page) => page.loaded,
            None => self.loaded,
        }
    }
}

/// What a recording came to.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) leaks: Vec<Leak>,
    /// Messages that left after their page had loaded.
    pub(super) requests: usize,
    /// Messages that may hold anything: what they are and where they went.
    pub(super) unclear: Vec<String>,
    /// Whether messages to other hosts cannot be dated.
    pub(super) is_undated: bool,
    /// Whether not everything could be searched.
    pub(super) is_cut: bool,
}

pub(super) fn judge(
    log: &Log,
    own: &Own,
    matcher: &Matcher,
    explained: &[Explained],
    has_file: bool,
) -> Judged {
    let mut judged = Judged::default();
    let mut leaks = Leaks::default();
    let mut left = MOST;
    let zero = own.loaded.unwrap_or_default();
    for entry in log.entries.iter().filter(|entry| !is_inside(&entry.url)) {
        let loaded = own.loaded(log, entry);
        let is_after = entry.at.zip(loaded).map(|(at, loaded)| at > loaded);
        judged.requests += usize::from(is_after != Some(false));
        judged.is_cut |= entry.is_cut;
        let new = |encoding, weight, note: String, is_unexplained| Leak {
            channel: entry.channel,
            url: own.short(&entry.url).to_owned(),
            encoding,
            weight,
            messages: 1,
            bytes: entry.bytes().max(1),
            note,
            script: entry.script.clone(),
            runs: vec![RECORDING],
            after: entry.at.map_or(0, |at| at.saturating_sub(zero)),
            advice: advice(entry.channel, is_unexplained),
        };
        let mut is_found = false;
        for (index, part) in entry.parts().enumerate().filter(|_| has_file) {
            if part.len() > left {
                judged.is_cut = true;
                continue;
            }
            left -= part.len();
            let looked = matcher.look_closely(part);
            judged.is_cut |= looked.is_cut;
            for sighting in looked
                .sightings
                .iter()
                .filter(|one| proves(one, entry, own, index == ADDRESS))
            {
                is_found = true;
                leaks.add(new(
                    sighting.encoding,
                    sighting.what.into(),
                    told(sighting),
                    false,
                ));
            }
        }
        let is_explained = explained
            .iter()
            .any(|one| one.covers(&own.origin, &entry.url));
        if is_found {
            continue;
        }
        if own.is_foreign(&entry.url) && !is_explained {
            match is_after {
                Some(true) => {
                    leaks.add(new(
                        form(entry),
                        Weight::Unexplained,
                        unexplained(entry),
                        true,
                    ));
                }
                Some(false) => {}
                None => judged.is_undated = true,
            }
        }
        if !entry.is_reading() || entry.body.is_missing || entry.body.bytes > 0 {
            judged.unclear.push(unclear(entry, own));
        }
    }
    judged.leaks = leaks.finish();
    judged
}

/// Whether a sighting says something. Sizes may be equal by chance, and a page may itself show a picture of that name.
fn proves(sighting: &Sighting, entry: &Entry, own: &Own, is_address: bool) -> bool {
    let is_own_picture = || {
        let is_bare = !entry.url.contains('?');
        is_address && entry.is_reading() && is_bare && !own.is_foreign(&entry.url)
    };
    match sighting.what {
        What::Size | What::Dimensions => false,
        What::Name | What::Text => !is_own_picture(),
        What::Content | What::Picture | What::Digest(_) => true,
    }
}

fn form(entry: &Entry) -> Encoding {
    const SHORT: usize = 64;
    match entry.body.is_missing || entry.bytes() > SHORT {
        true => Encoding::Opaque,
        false => Encoding::Other,
    }
}

fn unexplained(entry: &Entry) -> String {
    let mut note = "it went to another host after the page had loaded, and the policy does not explain it; a HAR file does not say when the file was chosen".to_owned();
    if entry.body.is_missing {
        note.push_str("; its body was not recorded");
    }
    if entry.failure.is_some() {
        note.push_str("; it failed");
    }
    note
}

/// A message that may hold anything, in words.
fn unclear(entry: &Entry, own: &Own) -> String {
    const LONGEST: usize = 80;
    let why = match (entry.body.is_missing, entry.bytes()) {
        (true, 0) | (false, 0) => "without a recorded body".to_owned(),
        (true, bytes) => format!("whose {bytes} bytes were not all recorded"),
        (false, bytes) => format!("with {bytes} bytes that were not recognised"),
    };
    let method: String = entry.method.chars().take(20).collect();
    let url: String = own.short(&entry.url).chars().take(LONGEST).collect();
    format!("{method} {url} {why}")
}

/// What stays in the browser.
pub(super) fn is_inside(url: &str) -> bool {
    const INSIDE: [&str; 7] = [
        "data:",
        "blob:",
        "about:",
        "chrome:",
        "file:",
        "chrome-extension:",
        "moz-extension:",
    ];
    INSIDE.iter().any(|start| url.starts_with(start))
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    host.to_ascii_lowercase()
}
