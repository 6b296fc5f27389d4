//! Probing what headers really close: leaks are made on purpose, and what arrives at the other end is open.

mod sink;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use crate::Channel;
use crate::cancel::Cancel;
use crate::chromium::Browser;
use crate::page::Page;
use crate::run::Seen;
use crate::watch::Watcher;
pub(crate) use sink::Sink;

const PROBE: &str = include_str!("../page/scripts/probe.js");

/// Ways out that leave the page or hide it, each tried on a page of its own.
///
/// Chromium loads nothing by speculation rules, and no media, for a page that lies behind another: a window opened
/// beside the other probes would let them look closed where the headers leave them open.
const LEAVING: [(&str, &str); 5] = [
    ("navigation", "location.href = SINK"),
    (
        "form-navigation",
        "(() => { const form = document.createElement('form'); form.method = 'post'; form.action = SINK; document.body.append(form); form.submit(); })()",
    ),
    (
        "unload-beacon",
        "addEventListener('pagehide', () => navigator.sendBeacon(SINK, 'x'))",
    ),
    (
        "own-navigation",
        "location.href = location.pathname + '?' + NONCE",
    ),
    ("popup", "void globalThis.open(SINK, '_blank')"),
];

/// What workers try, in the script that the browser really loaded for them.
const IN_WORKER: &str = "(async () => { for (const work of [() => fetch(SINK, {mode: 'no-cors'}), () => new WebSocket(SINK.replace(/^http/, 'ws')), () => importScripts(SINK)]) { try { await work(); } catch { /* closed */ } } return 1; })()";

/// A way out, and whether the headers close it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Its name.
    pub name: String,
    /// The channel that it belongs to.
    pub channel: Channel,
    /// Whether something arrived.
    pub is_open: bool,
}

/// What is tried, before it is known what arrived.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) nonce: String,
    pub(crate) sink: Sink,
    names: Vec<String>,
}

/// Tries every way out of a page that has done its work.
///
/// # Errors
/// Plain words where the page cannot be used.
pub(crate) fn attempt(
    page: &Page<'_>,
    browser: &Browser,
    watcher: &Watcher,
    entry: &str,
    cancel: &Cancel,
) -> Result<Tried, String> {
    const WAIT: Duration = Duration::from_millis(2_000);
    const LOADING: Duration = Duration::from_secs(20);
    // A tool may have opened a window of its own, and what lies behind one tries less than it could.
    page.call("Page.bringToFront", json!({}))?;
    let sink = Sink::open()?;
    let nonce = sink.nonce();
    let arguments = format!(
        "{}, {}, {}",
        json!(sink.origin()),
        json!(sink.udp()),
        json!(nonce)
    );
    let tried = page.evaluate(&format!("({PROBE})({arguments})"))?;
    let mut names: Vec<String> = tried
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let workers: Vec<(String, String)> = watcher.look(|seen| {
        let alive = seen.targets.iter().filter(|(_, target)| !target.is_gone);
        alive
            .filter(|(_, target)| target.kind.ends_with("worker"))
            .map(|(session, target)| (session.clone(), target.kind.clone()))
            .collect()
    });
    for (session, kind) in workers {
        let name = format!("in-{kind}");
        let target = json!(format!("{}/{nonce}-{name}", sink.origin()));
        let script = IN_WORKER.replace("SINK", &target.to_string());
        browser.connection.send(
            &session,
            "Runtime.evaluate",
            json!({"expression": script, "awaitPromise": false}),
        );
        if !names.contains(&name) {
            names.push(name);
        }
    }
    cancel.sleep(WAIT)?;
    let mut pages = Vec::new();
    for (name, script) in LEAVING {
        let own = Page::open(&browser.connection, watcher, cancel)?;
        own.go(entry)?;
        pages.push((own, name, script));
    }
    for (own, name, script) in &pages {
        // What is tried on a page that is not there arrives nowhere, and would look closed.
        if !own.loads(LOADING)? {
            return Err(format!(
                "a page to try ways out on was not loaded within {} s",
                LOADING.as_secs()
            ));
        }
        let target = json!(format!("{}/{nonce}-{name}", sink.origin())).to_string();
        let query = json!(format!("{nonce}-{name}")).to_string();
        // A page that leaves may not answer any more.
        let _left = own.evaluate(&script.replace("SINK", &target).replace("NONCE", &query));
        names.push((*name).to_owned());
    }
    cancel.sleep(Duration::from_millis(300))?;
    for (own, _, _) in &pages {
        own.close();
    }
    cancel.sleep(Duration::from_millis(800))?;
    Ok(Tried { nonce, sink, names })
}

impl Tried {
    /// Which of the ways were open, from the sink, the server of the build, and the log of the network.
    pub(crate) fn judge(&self, seen: &Seen) -> Vec<Probe> {
        let mut open: BTreeSet<String> = self.sink.received(&self.nonce);
        for arrival in &seen.arrivals {
            open.extend(sink::names(&self.nonce, arrival.target.as_bytes()));
        }
        if let Some(log) = &seen.log {
            if log.names.keys().any(|name| name.contains(&self.nonce)) {
                open.insert("dns-prefetch".to_owned());
            }
            let port = self.sink.port().to_string();
            let other = format!("127.0.0.2:{port}");
            if log
                .sockets
                .iter()
                .any(|socket| socket.address.as_deref() == Some(other.as_str()))
            {
                open.insert("preconnect".to_owned());
            }
            let udp = self.sink.udp();
            for socket in log
                .sockets
                .iter()
                .filter(|socket| socket.is_udp && socket.sent > 0)
            {
                if socket.address.as_deref() == Some(udp.as_str()) {
                    open.insert("turn".to_owned());
                } else if socket
                    .address
                    .as_ref()
                    .is_some_and(|address| address.ends_with(&format!(":{port}")))
                {
                    open.insert("webtransport".to_owned());
                }
            }
        }
        self.names
            .iter()
            .map(|name| Probe {
                name: name.clone(),
                channel: channel(name),
                is_open: open.contains(name),
            })
            .collect()
    }
}

fn channel(name: &str) -> Channel {
    match name {
        "fetch" | "fetch-post" | "keepalive" | "later" | "own-fetch" => Channel::Fetch,
        "xhr" => Channel::Xhr,
        "beacon" | "ping" | "unload-beacon" => Channel::Beacon,
        "websocket" => Channel::Websocket,
        "webtransport" => Channel::Webtransport,
        "image" | "css" | "own-image" => Channel::Image,
        "form" | "form-navigation" => Channel::Form,
        "turn" => Channel::Webrtc,
        "dns-prefetch" | "preconnect" => Channel::Dns,
        "blob-worker" | "own-worker" | "in-worker" | "in-shared_worker" => Channel::Worker,
        "in-service_worker" => Channel::ServiceWorker,
        "frame" | "popup" | "navigation" | "own-navigation" | "own-frame" => Channel::Navigation,
        _ => Channel::Other,
    }
}
