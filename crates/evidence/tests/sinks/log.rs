//! What the sinks received.

use std::sync::{Arc, Mutex, PoisonError};

/// Something that reached a sink.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// Which sink: `own`, `http`, `site2`, `tls`, `ws`, `tlsws`, `turn`, `webrtc`, `webtransport` or `bare`.
    pub(crate) sink: &'static str,
    /// The request line and the headers, or what stands for them; one to a line.
    pub(crate) head: String,
    /// The body, the frame, the stream or the datagram.
    pub(crate) bytes: Vec<u8>,
}

/// A list that all servers of one set of sinks write to.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Received>>>);

impl Log {
    /// Writes down one arrival.
    pub(crate) fn add(
        &self,
        sink: &'static str,
        head: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) {
        let received = Received {
            sink,
            head: head.into(),
            bytes: bytes.into(),
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(received);
    }

    /// All arrivals so far.
    pub(crate) fn all(&self) -> Vec<Received> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
