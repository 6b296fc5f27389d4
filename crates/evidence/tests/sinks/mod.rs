//! Servers that a page can leak to, and that prove it by the bytes they received.
//!
//! Names that are looked up reach none of them: the witness of a DNS leak is the browser's own net-log.

#![allow(
    dead_code,
    reason = "every test that uses the sinks compiles them anew and uses a part of them"
)]

mod bare;
mod collector;
mod http;
mod log;
mod signal;
mod site;
mod stun;
mod tls;
mod websocket;
mod webtransport;

use std::path::PathBuf;

pub(crate) use log::{Log, Received};
use signal::Signal;
pub(crate) use site::Site;
use tls::Tls;

/// One set of sinks, each on a port of its own that the system chose.
pub(crate) struct Sinks {
    log: Log,
    http: u16,
    site2: u16,
    tls: u16,
    ws: u16,
    tlsws: u16,
    turn: u16,
    webtransport: u16,
    bare: u16,
    identity: Tls,
}

impl Sinks {
    /// Starts all of them on the runtime of the caller; they end with it.
    pub(crate) async fn start() -> Self {
        let log = Log::default();
        let identity = Tls::new();
        let signal = Signal::default();
        Self {
            http: collector::start("http", None, log.clone(), signal.clone()).await,
            site2: collector::start("site2", None, log.clone(), signal.clone()).await,
            tls: collector::start("tls", Some(identity.http2()), log.clone(), signal).await,
            ws: websocket::start("ws", None, log.clone()).await,
            tlsws: websocket::start("tlsws", Some(identity.http1()), log.clone()).await,
            turn: stun::start(log.clone()).await,
            webtransport: webtransport::start(identity.identity(), log.clone()),
            bare: bare::start(log.clone()).await,
            identity,
            log,
        }
    }

    /// Serves a directory as the tool's own site, on 127.0.0.1, with headers for every response.
    pub(crate) async fn serve(&self, root: PathBuf, headers: Vec<(String, String)>) -> Site {
        Site::start(root, headers, self.log.clone()).await
    }

    /// Everything that arrived so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.log.all()
    }

    /// The text of `sinks.js`, by which the pages know the addresses.
    pub(crate) fn script(&self) -> String {
        let addresses = serde_json::json!({
            "http": self.http(),
            "site2": format!("http://localhost:{}", self.site2),
            "tls": format!("https://localhost:{}", self.tls),
            "ws": format!("ws://localhost:{}", self.ws),
            "tlsws": format!("wss://localhost:{}", self.tlsws),
            "turn": format!("127.0.0.1:{}", self.turn),
            "webtransport": format!("https://127.0.0.1:{}/", self.webtransport),
            "bare": format!("http://localhost:{}", self.bare),
            "certificate": self.identity.certificate_hash(),
        });
        format!("globalThis.SINKS = {addresses};\n")
    }

    /// The address of the plain collector, which is another site than the tool's.
    pub(crate) fn http(&self) -> String {
        format!("http://localhost:{}", self.http)
    }

    /// The page that answers peer connections, to be opened in a browser of its own.
    pub(crate) fn peer(&self) -> String {
        format!("http://localhost:{}/peer.html", self.http)
    }

    /// The switch by which a browser accepts the certificate of these sinks and no other unknown one.
    pub(crate) fn certificate_switch(&self) -> String {
        format!(
            "--ignore-certificate-errors-spki-list={}",
            self.identity.key_hash()
        )
    }
}
