//! WebSockets, plain and inside TLS.

use futures_util::StreamExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::log::Log;

/// Writes down every message.
pub(super) async fn start(sink: &'static str, tls: Option<TlsAcceptor>, log: Log) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (log, tls) = (log.clone(), tls.clone());
            tokio::spawn(async move {
                match tls {
                    None => listen(sink, stream, log).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            listen(sink, stream, log).await;
                        }
                    }
                }
            });
        }
    });
    port
}

async fn listen(sink: &'static str, stream: impl AsyncRead + AsyncWrite + Unpin, log: Log) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    while let Some(Ok(message)) = socket.next().await {
        log.add(sink, "message", message.into_data());
    }
}
