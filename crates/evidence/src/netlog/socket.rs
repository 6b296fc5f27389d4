//! What sockets sent, within a bound for all of them.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::Value;

/// At most so many bytes are kept of what all sockets sent.
const MOST_BYTES: usize = 64 << 20;

/// At most so many sockets are kept.
const MOST: usize = 50_000;

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
    /// Whether it is TLS.
    pub(crate) is_tls: bool,
    /// How many bytes it sent.
    pub(crate) sent: u64,
    /// The bytes, as far as they are kept.
    pub(crate) bytes: Vec<u8>,
    /// From which of them on it sent when.
    pub(super) times: Vec<(usize, i64)>,
}

impl Socket {
    /// When a byte was sent.
    pub(super) fn time_of(&self, place: usize) -> i64 {
        let index = self.times.partition_point(|(from, _)| *from <= place);
        let time = index.checked_sub(1).and_then(|index| self.times.get(index));
        time.map_or(self.at, |(_, at)| *at)
    }
}

/// All sockets of a log.
#[derive(Default)]
pub(super) struct Sockets {
    all: BTreeMap<u64, Socket>,
    /// How many bytes are kept.
    kept: usize,
    /// Whether there were more sockets or bytes than can be kept, or the log does not show them.
    pub(super) is_cut: bool,
}

impl Sockets {
    /// A socket is opened, or says where it goes.
    pub(super) fn opened(&mut self, source: u64, at: i64, params: &Value, is_udp: bool) {
        let address = params["address"].as_str().map(str::to_owned);
        if let Some(socket) = self.of(source) {
            socket.is_udp |= is_udp;
            socket.address = socket.address.take().or(address);
            if socket.at == 0 {
                socket.at = at;
            }
        }
    }

    /// A socket sent something; with TLS the log tells it in the clear, and once more as it went out.
    pub(super) fn sent(&mut self, source: u64, at: i64, params: &Value, is_tls: bool) {
        let kept = self.kept;
        let Some(socket) = self.of(source) else {
            return;
        };
        if socket.is_tls && !is_tls {
            return;
        }
        // What came before the first plaintext was the greeting of TLS.
        let greeting = match is_tls && !socket.is_tls {
            true => {
                socket.times.clear();
                std::mem::take(&mut socket.bytes).len()
            }
            false => 0,
        };
        socket.is_tls |= is_tls;
        if socket.at == 0 {
            socket.at = at;
        }
        socket.until = at;
        let bytes = params["bytes"].as_str().unwrap_or_default();
        let decoded = BASE64.decode(bytes.as_bytes()).unwrap_or_default();
        let length = params["byte_count"]
            .as_u64()
            .unwrap_or(decoded.len() as u64);
        socket.sent = socket.sent.saturating_add(length);
        let kept = kept.saturating_sub(greeting);
        let room = MOST_BYTES.saturating_sub(kept).min(decoded.len());
        let shown = decoded.get(..room).unwrap_or_default();
        if socket.times.last().is_none_or(|(_, last)| *last != at) {
            socket.times.push((socket.bytes.len(), at));
        }
        socket.bytes.extend_from_slice(shown);
        self.kept = kept.saturating_add(room);
        self.is_cut |= (room as u64) < length;
    }

    fn of(&mut self, source: u64) -> Option<&mut Socket> {
        if self.all.len() >= MOST && !self.all.contains_key(&source) {
            self.is_cut = true;
            return None;
        }
        Some(self.all.entry(source).or_default())
    }

    /// The sockets in the order of their numbers.
    pub(super) fn finish(self) -> Vec<Socket> {
        self.all.into_values().collect()
    }
}
