//! The second witness: the browser's own log of its network, which also sees what leaves after a tab has ended.
//!
//! The log is JSON with one event on a line. It is read line by line, so that its size does not matter for memory.

mod event;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use data_encoding::BASE64;
use event::Names;
use serde_json::Value;

/// A log of more bytes cannot be judged.
const LARGEST: u64 = 1 << 30;

/// At most so many bytes are kept of what one socket sent.
const KEPT_PER_SOCKET: usize = 64 << 20;

/// What the log says.
#[derive(Debug, Default)]
pub(crate) struct NetLog {
    /// Requests of HTTP in the order of their beginning.
    pub(crate) requests: Vec<LoggedRequest>,
    /// What each socket sent.
    pub(crate) sockets: Vec<Socket>,
    /// Names that were looked up, with the first instant.
    pub(crate) names: BTreeMap<String, i64>,
    /// Whether the log ends as it should; a browser that was killed leaves it open.
    pub(crate) is_complete: bool,
}

/// A request of HTTP in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoggedRequest {
    /// In milliseconds since the Unix epoch.
    pub(crate) at: i64,
    /// The method.
    pub(crate) method: String,
    /// Where to.
    pub(crate) url: String,
    /// The origin of the page that asked for it; nothing where the browser itself did.
    pub(crate) initiator: Option<String>,
}

/// A socket, and what it sent in the clear: the plaintext of TLS, where it is TLS.
#[derive(Clone, Debug, Default)]
pub(crate) struct Socket {
    /// When it first sent, in milliseconds since the Unix epoch.
    pub(crate) at: i64,
    /// When it last sent.
    pub(crate) until: i64,
    /// Address and port of the other end, where the log says it.
    pub(crate) address: Option<String>,
    /// Whether it is UDP.
    pub(crate) is_udp: bool,
    /// How many bytes it sent.
    pub(crate) sent: u64,
    /// The bytes, as far as they are kept.
    pub(crate) bytes: Vec<u8>,
}

impl NetLog {
    /// Reads a log.
    ///
    /// # Errors
    /// Plain words where it cannot be read, is too large, or is none.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let failed =
            |error: std::io::Error| format!("the log of the network cannot be read: {error}");
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() > LARGEST {
            return Err("the log of the network is too large to be judged".to_owned());
        }
        Self::from_reader(BufReader::with_capacity(1 << 16, file))
    }

    fn from_reader(mut reader: impl BufRead) -> Result<Self, String> {
        let mut line = Vec::new();
        let mut names = None;
        let mut log = Self::default();
        let mut sockets: HashMap<u64, Socket> = HashMap::new();
        let mut seen = BTreeSet::new();
        loop {
            line.clear();
            let length = reader
                .by_ref()
                .take(LARGEST)
                .read_until(b'\n', &mut line)
                .map_err(|error| format!("the log of the network cannot be read: {error}"))?;
            if length == 0 {
                break;
            }
            let text = line.trim_ascii();
            match &names {
                None => {
                    let head = text.strip_suffix(b",").unwrap_or(text);
                    let closed = [head, b"}"].concat();
                    names = Names::read(&closed);
                    if names.is_none() {
                        return Err(
                            "the log of the network does not begin with its constants".to_owned()
                        );
                    }
                }
                Some(names) => {
                    // An event is an object, so only the last one has the end of the list behind it.
                    let last = text
                        .strip_suffix(b"],")
                        .or_else(|| text.strip_suffix(b"]}"));
                    log.is_complete |= last.is_some();
                    let body = last.or_else(|| text.strip_suffix(b",")).unwrap_or(text);
                    if let Ok(event) = serde_json::from_slice::<Value>(body) {
                        log.event(names, &event, &mut sockets, &mut seen);
                    }
                }
            }
        }
        let mut sockets: Vec<(u64, Socket)> = sockets.into_iter().collect();
        sockets.sort_by_key(|(id, _)| *id);
        log.sockets = sockets.into_iter().map(|(_, socket)| socket).collect();
        Ok(log)
    }

    fn event(
        &mut self,
        names: &Names,
        event: &Value,
        sockets: &mut HashMap<u64, Socket>,
        seen: &mut BTreeSet<(u64, String)>,
    ) {
        let at = names.instant(event);
        let source = event["source"]["id"].as_u64().unwrap_or_default();
        let params = &event["params"];
        let text = |key: &str| params[key].as_str().unwrap_or_default();
        match names.of(event) {
            "URL_REQUEST_START_JOB" => {
                let url = text("url").to_owned();
                // A request that is restarted inside the browser is one request.
                if !url.is_empty() && seen.insert((source, url.clone())) {
                    self.requests.push(LoggedRequest {
                        at,
                        method: text("method").to_owned(),
                        url,
                        initiator: Some(text("initiator"))
                            .filter(|origin| !origin.is_empty() && *origin != "not an origin")
                            .map(str::to_owned),
                    });
                }
            }
            "SOCKET_BYTES_SENT" | "SSL_SOCKET_BYTES_SENT" => {
                sent(sockets.entry(source).or_default(), at, params);
            }
            "UDP_BYTES_SENT" => {
                let socket = sockets.entry(source).or_default();
                socket.is_udp = true;
                if let Some(address) = params["address"].as_str() {
                    socket.address.get_or_insert_with(|| address.to_owned());
                }
                sent(socket, at, params);
            }
            "TCP_CONNECT_ATTEMPT" | "UDP_CONNECT" => {
                let udp = names.of(event) == "UDP_CONNECT";
                if let Some(address) = params["address"].as_str() {
                    let socket = sockets.entry(source).or_default();
                    socket.is_udp |= udp;
                    socket.address.get_or_insert_with(|| address.to_owned());
                    if socket.at == 0 {
                        socket.at = at;
                    }
                }
            }
            "HOST_RESOLVER_MANAGER_REQUEST" | "HOST_RESOLVER_MANAGER_JOB" => {
                let host = text("host");
                if !host.is_empty() {
                    let name = host.split_once("://").map_or(host, |(_, rest)| rest);
                    let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
                    self.names.entry(name.to_owned()).or_insert(at);
                }
            }
            _ => {}
        }
    }
}

/// Adds what a socket sent. With TLS the log has the plaintext and the ciphertext; both are kept, and only the former matches.
fn sent(socket: &mut Socket, at: i64, params: &Value) {
    if socket.at == 0 {
        socket.at = at;
    }
    socket.until = at;
    let bytes = params["bytes"].as_str().unwrap_or_default();
    let decoded = BASE64.decode(bytes.as_bytes()).unwrap_or_default();
    socket.sent += params["byte_count"]
        .as_u64()
        .unwrap_or(decoded.len() as u64);
    let room = KEPT_PER_SOCKET.saturating_sub(socket.bytes.len());
    socket
        .bytes
        .extend_from_slice(decoded.get(..room.min(decoded.len())).unwrap_or_default());
}
