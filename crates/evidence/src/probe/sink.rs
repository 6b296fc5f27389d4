//! The other end of a probe: it answers everything and keeps what it was sent.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::lock;

/// The most bytes that are kept of one connection.
const KEPT: usize = 1 << 16;

/// Listens on the loopback under another name than the page.
#[derive(Debug)]
pub(crate) struct Sink {
    port: u16,
    udp: u16,
    kept: Arc<Mutex<Vec<Vec<u8>>>>,
    stop: Arc<AtomicBool>,
}

impl Sink {
    pub(crate) fn open() -> Result<Self, String> {
        let failed =
            |error: std::io::Error| format!("the other end of the probes cannot listen: {error}");
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let packets = UdpSocket::bind("127.0.0.1:0").map_err(failed)?;
        let sink = Self {
            port: listener.local_addr().map_err(failed)?.port(),
            udp: packets.local_addr().map_err(failed)?.port(),
            kept: Arc::default(),
            stop: Arc::default(),
        };
        listener.set_nonblocking(true).map_err(failed)?;
        packets
            .set_read_timeout(Some(Duration::from_millis(50)))
            .map_err(failed)?;
        let (kept, stop) = (Arc::clone(&sink.kept), Arc::clone(&sink.stop));
        std::thread::spawn(move || {
            while !stop.load(Ordering::SeqCst) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let kept = Arc::clone(&kept);
                        std::thread::spawn(move || serve(stream, &kept));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(10)),
                }
            }
        });
        let (kept, stop) = (Arc::clone(&sink.kept), Arc::clone(&sink.stop));
        std::thread::spawn(move || {
            let mut buffer = [0; 2048];
            while !stop.load(Ordering::SeqCst) {
                if let Ok(length) = packets.recv(&mut buffer) {
                    lock(&kept).push(buffer.get(..length).unwrap_or_default().to_vec());
                }
            }
        });
        Ok(sink)
    }

    /// A word that nobody else uses.
    pub(crate) fn nonce(&self) -> String {
        format!("p{:016x}", RandomState::new().build_hasher().finish())
    }

    /// Another site than the page's, though the same machine.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn udp(&self) -> String {
        format!("127.0.0.1:{}", self.udp)
    }

    /// The names of the probes that arrived.
    pub(crate) fn received(&self, nonce: &str) -> BTreeSet<String> {
        lock(&self.kept)
            .iter()
            .flat_map(|bytes| names(nonce, bytes))
            .collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

/// The names of probes in what was sent: each stands behind the word of the probes.
pub(super) fn names(nonce: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let start = format!("{nonce}-");
    text.match_indices(&start)
        .filter_map(|(at, _)| text.get(at + start.len()..))
        .map(|rest| {
            let is_part =
                |letter: char| letter.is_ascii_lowercase() || letter == '-' || letter == '_';
            rest.chars().take_while(|letter| is_part(*letter)).collect()
        })
        .collect()
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<Vec<u8>>>) {
    let prepared = stream
        .set_nonblocking(false)
        .and_then(|()| stream.set_read_timeout(Some(Duration::from_millis(1_500))));
    if prepared.is_err() {
        return;
    }
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        let part = buffer.get(..length).unwrap_or_default();
        all.extend_from_slice(part);
        // Known at once, so that a connection that stays open is not waited for.
        lock(kept).push(all.clone());
        let is_head_complete = all.windows(4).any(|window| window == b"\r\n\r\n");
        let answer = b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\nContent-Length: 0\r\n\r\n";
        if all.len() > KEPT || (is_head_complete && stream.write_all(answer).is_err()) {
            return;
        }
        if is_head_complete {
            all.clear();
        }
    }
}
