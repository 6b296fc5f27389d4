//! One run of one tool in one browser, and everything that was seen of it.

mod play;
mod steps;

use std::collections::BTreeSet;
use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::canary::Canary;
use crate::cancel::Cancel;
use crate::chromium::{Browser, Chromium, Network, namespace};
use crate::live::Live;
use crate::netlog::NetLog;
use crate::page::{HOOK, HURRY};
use crate::probe::Probe;
use crate::scenario::Step;
use crate::serve::{Arrival, Build, Server};
use crate::watch::{self, Download, Message};

/// Where the tool's page is.
#[derive(Clone)]
pub enum Subject {
    /// A build in the workspace, served for the run.
    Build(Build),
    /// A page that somebody serves already.
    Live(Live),
}

/// How one run is done.
pub(crate) struct Plan<'p> {
    /// What the run is called in a report.
    pub(crate) label: &'static str,
    /// Where the page is.
    pub(crate) subject: &'p Subject,
    /// Further switches of the browser.
    pub(crate) switches: &'p [String],
    /// What is done with it.
    pub(crate) steps: &'p [Step],
    /// The files, of which the first one that the tool takes is chosen; none where the run is without a file.
    pub(crate) canaries: &'p [Canary],
    /// Whether the file is on the disk, as a person's is, or in the page's memory.
    pub(crate) on_disk: bool,
    /// Whether long delays are shortened, in workers, too.
    pub(crate) hurried: bool,
    /// Whether the page's clock is advanced.
    pub(crate) advanced: bool,
    /// Whether the use of peer connections is told from inside the page.
    pub(crate) hooked: bool,
    /// Whether the page is visited again afterwards.
    pub(crate) revisited: bool,
    /// Whether the network is taken away.
    pub(crate) isolated: bool,
    /// Whether leaks are made on purpose, to see which ones the headers close.
    pub(crate) probed: bool,
}

/// Everything that was seen of a run.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) label: &'static str,
    /// The origin of the tool's pages.
    pub(crate) origin: String,
    pub(crate) messages: Vec<Message>,
    pub(crate) log: Option<NetLog>,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) downloads: Vec<Saved>,
    /// When the file was chosen, in milliseconds since the Unix epoch; the instant of the first press where none was.
    pub(crate) chosen_at: Option<i64>,
    /// When the page was closed, and when it was visited again.
    pub(crate) closed_at: Option<i64>,
    pub(crate) revisited_at: Option<i64>,
    /// When other pages of the site were opened, to which the tool's page links. What these send by themselves is no matter
    /// of the tool, unless it follows the file.
    pub(crate) elsewhere_at: Option<i64>,
    /// Whether a declared element appeared after the file was chosen.
    pub(crate) appeared: bool,
    /// What was done, in words.
    pub(crate) done: Vec<String>,
    /// Why nothing can be said, where that is so.
    pub(crate) trouble: Option<String>,
    pub(crate) picture: Option<Vec<u8>>,
    pub(crate) console: Vec<String>,
    pub(crate) hooked: Vec<String>,
    pub(crate) switches: Vec<String>,
    /// How the network was taken away.
    pub(crate) isolation: Option<&'static str>,
    pub(crate) elapsed: Duration,
    /// The ways out that were tried on purpose.
    pub(crate) probes: Vec<Probe>,
    /// The digest of the file that was chosen.
    pub(crate) file: Option<String>,
    /// Paths of the tool's own site to which its page links.
    pub(crate) links: BTreeSet<String>,
    /// Paths of the build that were asked for, without any query.
    pub(crate) files: BTreeSet<String>,
}

impl Seen {
    /// Whether something happened on other pages of the site.
    pub(crate) fn is_elsewhere(&self, at: i64) -> bool {
        self.elsewhere_at.is_some_and(|from| at >= from)
    }

    /// A URL without the origin of the tool, which is another in every run.
    pub(crate) fn short(&self, url: &str) -> String {
        let inside = url
            .strip_prefix(self.origin.as_str())
            .filter(|path| path.starts_with('/'));
        inside.unwrap_or(url).to_owned()
    }
}

/// A saved file and its digest.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    pub(crate) download: Download,
    /// SHA-256 in hexadecimal; nothing where it could not be read.
    pub(crate) digest: Option<String>,
}

/// Does a run. What goes wrong is part of what was seen.
pub(crate) fn run(chromium: &Chromium, plan: &Plan<'_>, cancel: &Cancel) -> Seen {
    let started = Instant::now();
    let mut seen = Seen {
        label: plan.label,
        ..Seen::default()
    };
    let wants_namespace = plan.isolated && matches!(plan.subject, Subject::Build(_));
    let done = if wants_namespace && namespace::is_allowed() {
        seen.isolation = Some("network-namespace");
        namespace::within(|| with_browser(chromium, plan, &Network::Namespace, cancel, &mut seen))
    } else if plan.isolated {
        seen.isolation = Some("browser-flags");
        with_browser(
            chromium,
            plan,
            &Network::Closed {
                host: String::new(),
            },
            cancel,
            &mut seen,
        )
    } else {
        with_browser(chromium, plan, &Network::Open, cancel, &mut seen)
    };
    if let Err(why) = done {
        seen.trouble.get_or_insert(why);
    }
    seen.elapsed = started.elapsed();
    seen
}

fn with_browser(
    chromium: &Chromium,
    plan: &Plan<'_>,
    network: &Network,
    cancel: &Cancel,
    seen: &mut Seen,
) -> Result<(), String> {
    let server = match plan.subject {
        Subject::Build(build) => {
            let listener = TcpListener::bind("127.0.0.1:0")
                .map_err(|error| format!("the build cannot be served: {error}"))?;
            Some(Server::start(listener, build)?)
        }
        Subject::Live(_) => None,
    };
    let entry = match (plan.subject, &server) {
        (Subject::Build(build), Some(server)) => {
            format!("{}/{}", server.origin(), entry_path(&build.entry))
        }
        (Subject::Live(live), _) => live.url.clone(),
        (Subject::Build(_), None) => return Err("the build is not served".to_owned()),
    };
    seen.origin = origin(&entry);
    let network = match network {
        Network::Closed { .. } => Network::Closed {
            host: host(&entry).to_owned(),
        },
        other => other.clone(),
    };
    let watcher = watch::watcher();
    if plan.hooked {
        watcher.inject(HOOK);
    }
    if plan.hurried {
        watcher.inject(HURRY);
    }
    let mut browser = Browser::start(
        chromium,
        &network,
        plan.switches,
        Arc::clone(&watcher) as _,
        cancel,
    )?;
    seen.switches.clone_from(&browser.switches);
    let mut play = play::Play {
        plan,
        browser: &browser,
        watcher: &watcher,
        cancel,
        entry: &entry,
        seen,
        tried: None,
        visible: BTreeSet::new(),
        earlier: BTreeSet::new(),
    };
    let played = play.all();
    let tried = play.tried.take();
    seen.messages = watcher.take_messages();
    watcher.look(|own| {
        seen.console.clone_from(&own.console);
        seen.hooked.clone_from(&own.hooked);
        seen.downloads = saved(&own.downloads, &browser.downloads());
        if let Some(trouble) = &own.trouble {
            seen.trouble.get_or_insert_with(|| trouble.clone());
        }
    });
    let closed = browser
        .close(cancel)
        .and_then(|log| NetLog::read(&log, cancel));
    if let Some(excess) = browser.excess() {
        seen.trouble = Some(excess);
    }
    match closed {
        Ok(log) => seen.log = Some(log),
        Err(why) => {
            seen.trouble.get_or_insert(why);
        }
    }
    if let Some(server) = &server {
        let (arrivals, is_cut) = server.arrivals();
        seen.arrivals = arrivals;
        if is_cut {
            let why = "more arrived at the tool's own site than can be kept";
            seen.trouble.get_or_insert_with(|| why.to_owned());
        }
        let logged = seen
            .log
            .iter()
            .flat_map(|log| &log.requests)
            .map(|request| &request.url);
        let urls = seen
            .messages
            .iter()
            .map(|message| &message.url)
            .chain(logged);
        let paths = urls.filter_map(|url| url.strip_prefix(&seen.origin));
        let paths = paths.filter(|path| !path.contains(['?', '#']) && server.has(path));
        seen.files = paths.map(str::to_owned).collect();
    }
    if let Some(tried) = tried {
        seen.probes = tried.judge(seen);
    }
    played
}

/// The path under which the entry of a build stands: an index without its name, as visitors see it.
fn entry_path(entry: &str) -> &str {
    match entry.strip_suffix("index.html") {
        Some(directory) if directory.is_empty() || directory.ends_with('/') => directory,
        _ => entry,
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Scheme, host and port of a URL.
pub(crate) fn origin(url: &str) -> String {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    format!("{scheme}://{}", host(url))
}

fn saved(downloads: &[Download], directory: &Path) -> Vec<Saved> {
    downloads
        .iter()
        .map(|download| Saved {
            digest: digest(&directory.join(&download.id)),
            download: download.clone(),
        })
        .collect()
}

/// The SHA-256 of a file, read piece by piece; how much a page may save is bounded where it is saved.
fn digest(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let mut sum = Sha256::new();
    std::io::copy(&mut file, &mut sum).ok()?;
    Some(HEXLOWER.encode(&sum.finalize()))
}
