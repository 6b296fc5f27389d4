//! Serving a build on the loopback as its site would, with the headers that the site ships, and writing down what arrives.

mod files;
mod media;

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::oneshot;

pub(crate) use files::{Files, Served};

use crate::lock;
use crate::watch::now;

/// The largest body that is kept, in bytes. More of it is refused, and the arrival says so.
const LARGEST_BODY: usize = 32 << 20;

/// At most so many arrivals are kept.
const MOST_ARRIVALS: usize = 20_000;

/// At most so many bytes of them.
const MOST_BYTES: usize = 64 << 20;

/// The headers of the site for a path, as it ships them, for the origin at which it is served.
pub type HeadersOf = Arc<dyn Fn(&str, &str) -> Vec<(String, String)> + Send + Sync>;

/// A build to serve.
#[derive(Clone)]
pub struct Build {
    /// Its directory.
    pub root: PathBuf,
    /// The first document, from the root.
    pub entry: String,
    /// The headers of each path.
    pub headers: HeadersOf,
}

/// Something that the server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    /// In milliseconds since the Unix epoch.
    pub(crate) at: i64,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether more of the body came than is kept.
    pub(crate) is_cut: bool,
    /// The file that was given, with its digest.
    pub(crate) served: Option<Served>,
}

/// What arrived, within bounds.
#[derive(Default)]
struct Arrivals {
    all: Vec<Arrival>,
    bytes: usize,
    is_cut: bool,
}

impl Arrivals {
    fn add(&mut self, arrival: Arrival) {
        let headers = arrival.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        let bytes = arrival.body.len() + arrival.target.len() + headers;
        if self.all.len() >= MOST_ARRIVALS || self.bytes.saturating_add(bytes) > MOST_BYTES {
            self.is_cut = true;
            return;
        }
        self.bytes += bytes;
        self.all.push(arrival);
    }
}

/// A server of one build.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    arrivals: Arc<Mutex<Arrivals>>,
    files: Arc<Files>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// Serves on a listener, which may stand in a network namespace of its own.
    ///
    /// # Errors
    /// Plain words where the build is not there or the system refuses.
    pub(crate) fn start(listener: TcpListener, build: &Build) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("the build cannot be served: {error}");
        let address = listener.local_addr().map_err(failed)?;
        let files = Arc::new(Files::new(build, format!("http://{address}"))?);
        listener.set_nonblocking(true).map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed)?;
        let arrivals = Arc::new(Mutex::new(Arrivals::default()));
        let (stop, stopped) = oneshot::channel::<()>();
        let (own, kept) = (Arc::clone(&files), Arc::clone(&arrivals));
        let thread = std::thread::spawn(move || {
            runtime.block_on(async move {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    tokio::select! {
                        () = accept(listener, own, kept) => {}
                        _ = stopped => {}
                    }
                }
            });
        });
        Ok(Self {
            address,
            arrivals,
            files,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The origin of its pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes what arrived so far, and whether more arrived than is kept.
    pub(crate) fn arrivals(&self) -> (Vec<Arrival>, bool) {
        let arrivals = std::mem::take(&mut *lock(&self.arrivals));
        (arrivals.all, arrivals.is_cut)
    }

    /// Whether a path is a file of the build.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.has(path)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

async fn accept(
    listener: tokio::net::TcpListener,
    files: Arc<Files>,
    arrivals: Arc<Mutex<Arrivals>>,
) {
    // A page that opens thousands of connections waits for its turn.
    let places = Arc::new(tokio::sync::Semaphore::new(64));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let (files, arrivals) = (Arc::clone(&files), Arc::clone(&arrivals));
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (files, arrivals) = (Arc::clone(&files), Arc::clone(&arrivals));
                async move { Ok::<_, Infallible>(answer(request, &files, &arrivals).await) }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            // A connection that ends early is the page's own affair.
            drop(connection.await);
            drop(place);
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    files: &Files,
    arrivals: &Mutex<Arrivals>,
) -> Response<Full<Bytes>> {
    let at = now();
    let (parts, body) = request.into_parts();
    let target = parts
        .uri
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string);
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)));
    let headers = headers.collect();
    let (body, is_cut) = match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => (body.to_bytes().to_vec(), false),
        Err(_) => (Vec::new(), true),
    };
    let is_reading = parts.method == "GET" || parts.method == "HEAD";
    let found = match is_reading {
        true => files.read(parts.uri.path()),
        false => None,
    };
    let mut response = Response::new(Full::new(Bytes::new()));
    for (name, value) in files.headers(parts.uri.path()) {
        let pair = (
            name.parse::<HeaderName>(),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        if let (Ok(name), Ok(value)) = pair {
            response.headers_mut().append(name, value);
        }
    }
    let mut arrival = Arrival {
        at,
        method: parts.method.to_string(),
        target,
        headers,
        body,
        is_cut,
        served: None,
    };
    match found {
        Some((served, bytes)) => {
            let kind = HeaderValue::from_static(media::of(&served.name));
            response.headers_mut().insert(CONTENT_TYPE, kind);
            *response.body_mut() = Full::new(Bytes::from(bytes));
            arrival.served = Some(served);
        }
        None if is_reading => *response.status_mut() = StatusCode::NOT_FOUND,
        None => *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED,
    }
    lock(arrivals).add(arrival);
    response
}
