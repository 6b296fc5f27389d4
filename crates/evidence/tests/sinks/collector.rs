//! The collector: a server of another site that takes whatever comes and writes it down.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use tokio_rustls::TlsAcceptor;

use super::http::{Asked, serve};
use super::log::Log;
use super::signal::Signal;

const FRAME: &str = include_str!("pages/frame.html");
const PEER: &str = include_str!("pages/peer.html");

/// The smallest picture there is.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Starts one under a name of its own.
pub(super) async fn start(
    sink: &'static str,
    tls: Option<TlsAcceptor>,
    log: Log,
    signal: Signal,
) -> u16 {
    serve(tls, move |asked| {
        answer(sink, log.clone(), signal.clone(), asked)
    })
    .await
}

async fn answer(
    sink: &'static str,
    log: Log,
    signal: Signal,
    asked: Asked,
) -> Response<Full<Bytes>> {
    let path = asked.path().to_owned();
    let from_peer = path == "/peer" || path.starts_with("/signal/");
    if !from_peer {
        log.add(sink, asked.head.clone(), asked.body.clone());
    }
    let text = || String::from_utf8_lossy(&asked.body).into_owned();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let (kind, body): (&str, Bytes) = match path.as_str() {
        "/frame.html" => ("text/html", Bytes::from_static(FRAME.as_bytes())),
        "/peer.html" => ("text/html", Bytes::from_static(PEER.as_bytes())),
        "/peer" => {
            log.add("webrtc", "", asked.body.clone());
            ("text/plain", Bytes::new())
        }
        "/signal/offer" => ("text/plain", signal.next_offer().await.into()),
        "/signal" if asked.method == "POST" => {
            ("application/sdp", signal.offer(text()).await.into())
        }
        "/events" => ("text/event-stream", Bytes::from_static(b"data: hello\n\n")),
        answer if answer.starts_with("/signal/answer/") => {
            signal.answer(answer.trim_start_matches("/signal/answer/"), text());
            ("text/plain", Bytes::new())
        }
        _ => match ending {
            "gif" => ("image/gif", Bytes::from_static(PIXEL)),
            "js" => ("text/javascript", Bytes::new()),
            "html" => (
                "text/html",
                Bytes::from_static(b"<!doctype html><title>Thanks</title>"),
            ),
            _ => ("text/plain", Bytes::from_static(b"ok")),
        },
    };
    Response::builder()
        .header("Content-Type", kind)
        .header("Cache-Control", "no-store")
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Methods", "GET, POST, PUT, OPTIONS")
        .header("Access-Control-Allow-Headers", asked.wanted)
        .body(Full::new(body))
        .unwrap()
}
