//! HTTP/1 and HTTP/2 on a connection, and the whole of each request.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A request that arrived, as far as it did.
pub(super) struct Asked {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    /// The request line and the headers.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
    /// The headers that a preflight asks for.
    pub(super) wanted: String,
}

impl Asked {
    pub(super) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    async fn read(request: Request<Incoming>) -> Self {
        let (parts, mut body) = request.into_parts();
        let target = parts
            .uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string);
        let mut head = format!("{} {target}\n", parts.method);
        for (name, value) in &parts.headers {
            let _ = writeln!(
                head,
                "{name}: {}",
                String::from_utf8_lossy(value.as_bytes())
            );
        }
        let wanted = parts.headers.get("access-control-request-headers");
        let wanted = wanted
            .and_then(|value| value.to_str().ok())
            .unwrap_or("*")
            .to_owned();
        let mut bytes = Vec::new();
        // A page that ends in the middle of a body has still leaked what came before.
        while let Some(Ok(frame)) = body.frame().await {
            if let Some(chunk) = frame.data_ref() {
                bytes.extend_from_slice(chunk);
            }
        }
        Self {
            method: parts.method.to_string(),
            target,
            head,
            body: bytes,
            wanted,
        }
    }
}

/// Accepts connections for as long as the runtime lives; with TLS they speak HTTP/2.
pub(super) async fn serve<H, F>(tls: Option<TlsAcceptor>, handle: H) -> u16
where
    H: Fn(Asked) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Full<Bytes>>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let handle = Arc::new(handle);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (handle, tls) = (handle.clone(), tls.clone());
            let service = service_fn(move |request| {
                let handle = handle.clone();
                async move { Ok::<_, Infallible>(handle(Asked::read(request).await).await) }
            });
            // A connection that breaks is the browser's business; what came on it is written down already.
            tokio::spawn(async move {
                match tls {
                    None => {
                        let _ = hyper::server::conn::http1::Builder::new()
                            .serve_connection(TokioIo::new(stream), service)
                            .await;
                    }
                    Some(tls) => {
                        let Ok(stream) = tls.accept(stream).await else {
                            return;
                        };
                        let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                            .serve_connection(TokioIo::new(stream), service)
                            .await;
                    }
                }
            });
        }
    });
    port
}
