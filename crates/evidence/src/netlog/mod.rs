//! The second witness: the browser's own log of its network, which also sees what leaves after a tab has ended.
//!
//! The log is JSON with one event on a line. It is read line by line, so that its size does not matter for memory.

mod event;
mod socket;
mod wire;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use event::Names;
use serde_json::Value;
pub(crate) use socket::Socket;
use socket::Sockets;
pub(crate) use wire::{WireRequest, requests};

use crate::cancel::Cancel;
use crate::chromium::LARGEST_LOG;

/// A line of more bytes is no event of a browser.
const LONGEST_LINE: u64 = 16 << 20;

/// At most so many requests and names are kept, of each.
const MOST: usize = 50_000;

/// What the log says.
#[derive(Debug, Default)]
pub(crate) struct NetLog {
    /// Requests of HTTP in the order of their beginning.
    pub(crate) requests: Vec<LoggedRequest>,
    /// What each socket sent.
    pub(crate) sockets: Vec<Socket>,
    /// Names that were looked up, with the first instant.
    pub(crate) names: BTreeMap<String, i64>,
    /// Whether the log ends as it should, and all of it could be read; a browser that was killed leaves it open.
    pub(crate) is_complete: bool,
    /// Whether it says more than can be kept.
    pub(crate) is_cut: bool,
}

/// A request of HTTP in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LoggedRequest {
    /// In milliseconds since the Unix epoch.
    pub(crate) at: i64,
    /// When the last of its body left; the beginning where it has none.
    pub(crate) until: i64,
    /// The method.
    pub(crate) method: String,
    /// Where to.
    pub(crate) url: String,
    /// The origin of the page that asked for it; nothing where the browser itself did.
    pub(crate) initiator: Option<String>,
    /// How many bytes its body has, as far as they were read.
    pub(crate) length: u64,
    /// Its number in the log.
    source: u64,
}

impl NetLog {
    /// Reads a log.
    ///
    /// # Errors
    /// Plain words where it cannot be read, is too large, or is none.
    pub(crate) fn read(path: &Path, cancel: &Cancel) -> Result<Self, String> {
        let failed =
            |error: std::io::Error| format!("the log of the network cannot be read: {error}");
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() > LARGEST_LOG {
            return Err("the log of the network is too large to be judged".to_owned());
        }
        Self::from_reader(BufReader::with_capacity(1 << 16, file), cancel)
    }

    fn from_reader(mut reader: impl BufRead, cancel: &Cancel) -> Result<Self, String> {
        let mut line = Vec::new();
        let mut names = None;
        let mut log = Self::default();
        let mut open = Open::default();
        let mut is_broken = false;
        loop {
            cancel.check()?;
            line.clear();
            let length = reader
                .by_ref()
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)
                .map_err(|error| format!("the log of the network cannot be read: {error}"))?;
            if length == 0 {
                break;
            }
            if length as u64 == LONGEST_LINE {
                return Err("the log of the network has a line that is too long".to_owned());
            }
            let text = line.trim_ascii();
            let Some(names) = &names else {
                let head = text.strip_suffix(b",").unwrap_or(text);
                let read = Names::read(&[head, b"}"].concat());
                names =
                    Some(read.ok_or("the log of the network does not begin with its constants")?);
                continue;
            };
            if log.is_complete {
                // Behind the events stands what the browser remembers when it ends.
                break;
            }
            // An event is an object, so only the last one has the end of the list behind it.
            let last = text
                .strip_suffix(b"],")
                .or_else(|| text.strip_suffix(b"]}"));
            log.is_complete = last.is_some();
            let body = last.or_else(|| text.strip_suffix(b",")).unwrap_or(text);
            match serde_json::from_slice::<Value>(body) {
                Ok(event) => log.event(names, &event, &mut open),
                Err(_) => is_broken |= !is_frame(body),
            }
        }
        log.is_complete &= !is_broken;
        log.is_cut |= open.sockets.is_cut;
        log.sockets = open.sockets.finish();
        Ok(log)
    }

    fn event(&mut self, names: &Names, event: &Value, open: &mut Open) {
        let at = names.instant(event);
        let source = event["source"]["id"].as_u64().unwrap_or_default();
        let params = &event["params"];
        let text = |key: &str| params[key].as_str().unwrap_or_default();
        match names.of(event) {
            "URL_REQUEST_START_JOB" => {
                let url = text("url").to_owned();
                // A request that is restarted inside the browser is one request.
                if url.is_empty() || !open.seen.insert((source, url.clone())) {
                    return;
                }
                if self.requests.len() >= MOST {
                    self.is_cut = true;
                    return;
                }
                open.latest.insert(source, self.requests.len());
                self.requests.push(LoggedRequest {
                    at,
                    until: at,
                    method: text("method").to_owned(),
                    url,
                    initiator: Some(text("initiator"))
                        .filter(|origin| !origin.is_empty() && *origin != "not an origin")
                        .map(str::to_owned),
                    length: 0,
                    source,
                });
            }
            "UPLOAD_DATA_STREAM_INIT" | "UPLOAD_DATA_STREAM_READ" => {
                let number = open.latest.get(&source);
                let own = number.and_then(|number| self.requests.get_mut(*number));
                let length = params["total_size"]
                    .as_u64()
                    .max(params["current_position"].as_u64());
                if let (Some(own), Some(length)) = (own, length) {
                    // Where nothing was added, it is the end that was noticed.
                    if params["current_position"].as_u64().is_some() {
                        own.until = own.until.max(at);
                    }
                    own.length = own.length.max(length);
                }
            }
            "SSL_SOCKET_BYTES_SENT" => open.sockets.sent(source, at, params, true),
            "SOCKET_BYTES_SENT" => open.sockets.sent(source, at, params, false),
            "UDP_BYTES_SENT" => {
                open.sockets.opened(source, at, params, true);
                open.sockets.sent(source, at, params, false);
            }
            "TCP_CONNECT_ATTEMPT" => open.sockets.opened(source, at, params, false),
            "UDP_CONNECT" => open.sockets.opened(source, at, params, true),
            "HOST_RESOLVER_MANAGER_REQUEST" | "HOST_RESOLVER_MANAGER_JOB" => {
                let host = text("host");
                if !host.is_empty() {
                    let name = host.split_once("://").map_or(host, |(_, rest)| rest);
                    let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
                    if self.names.len() < MOST {
                        self.names.entry(name.to_owned()).or_insert(at);
                    } else {
                        self.is_cut = true;
                    }
                }
            }
            _ => {}
        }
    }
}

/// What is under way while a log is read.
#[derive(Default)]
struct Open {
    sockets: Sockets,
    /// Requests that began, and the latest of each source.
    seen: BTreeSet<(u64, String)>,
    latest: HashMap<u64, usize>,
}

/// Whether a line belongs to the frame of the log, and not to its events.
fn is_frame(line: &[u8]) -> bool {
    line.is_empty() || line.starts_with(b"\"events\"")
}

#[cfg(test)]
mod tests;
