//! The runtime over HTTP, the image processors behind its jobs, and the static site.
//!
//! Every refusal is a problem document (RFC 9457) that names the rule and the line of the policy. The service knows
//! nothing of YAML or of rendering: it gets a runtime and a directory.

mod authority;
mod bodies;
mod coming;
mod disclosures;
mod error;
mod events;
mod gate;
mod headers;
mod health;
mod html;
mod jobs;
mod listen;
mod metrics;
mod objects;
mod openapi;
mod persons;
mod problem;
mod receipts;
mod run;
mod site;
mod state;
mod status_page;
mod timeline;
mod uploads;
mod workers;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use candor_runtime::{Runtime, Store};
use tokio::net::TcpListener;

pub use error::ServeError;
pub use headers::{HeaderRules, HeadersFault};
pub use state::AppState;

/// What to serve.
#[derive(Debug)]
pub struct Config {
    /// The address. Any other than a loopback one needs tokens.
    pub listen: SocketAddr,
    /// The directory of the built site.
    pub site: PathBuf,
    /// The file of headers that the site ships.
    pub headers: Option<PathBuf>,
    /// Where the site stands for its visitors; headers may name it.
    pub base_url: Option<String>,
    /// The runtime; without it only sweeping goes on and new data is refused.
    pub runtime: Option<Arc<Runtime>>,
    /// The store.
    pub store: Arc<Store>,
    /// How long the head of a request may take, how long its body may bring nothing before it is broken off, and how long
    /// open connections may keep a stop waiting; [`STALLED`] unless there is a reason.
    pub patience: Duration,
}

/// How long the head of a request may take, and its body may bring nothing.
pub const STALLED: Duration = Duration::from_secs(30);

/// Serves until the process is told to stop. Calls `ready` once with the address that is listened on.
///
/// # Errors
/// Refuses addresses that others can reach while there is no token to write with, a headers file that cannot be read,
/// and an address that is taken.
pub async fn serve(config: Config, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let rules = match &config.headers {
        Some(path) => HeaderRules::read(path)?.with_base(config.base_url.as_deref()),
        None => HeaderRules::default(),
    };
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| ServeError::Listen(config.listen, error))?;
    let address = listener
        .local_addr()
        .map_err(|error| ServeError::Listen(config.listen, error))?;
    let state = AppState::new(
        config.runtime,
        config.store,
        config.site,
        rules,
        address.ip().is_loopback(),
        config.patience,
    );
    authority::refuse_open_address(&state, address)?;
    let workers = workers::start(&state);
    ready(address);
    let (stopping, stopped) = tokio::sync::watch::channel(false);
    let serving = listen::serve(listener, router(state.clone()), config.patience, stopped);
    // Whoever is being answered is answered to the end; whoever stalls is waited for only so long.
    let stop = async {
        stop_signal().await;
        // Nobody listens any more only where serving has ended.
        let _ = stopping.send(true);
        tokio::time::sleep(config.patience).await;
    };
    tokio::select! {
        () = serving => {}
        () = stop => {}
    }
    state.close();
    workers.join().await;
    Ok(())
}

/// All routes over one state.
pub fn router(state: AppState) -> Router {
    let api = Router::new()
        .route("/v1/tools/{tool}/uploads", post(uploads::create))
        .route("/v1/tools/{tool}/jobs", post(jobs::create))
        .route("/v1/tools/{tool}/run", post(run::run))
        .route("/v1/jobs/{id}", get(jobs::read))
        .route(
            "/v1/objects/{id}",
            get(objects::read).delete(objects::erase),
        )
        .route("/v1/subjects/{id}", delete(persons::erase))
        .route("/v1/subjects/{id}/events", post(persons::event))
        .route("/v1/subjects/{id}/export", get(persons::export))
        .route(
            "/v1/subjects/{id}/restriction",
            put(persons::restrict).delete(persons::lift),
        )
        .route("/v1/disclosures", post(disclosures::permit))
        .route("/v1/receipts/{id}", get(receipts::receipt))
        .route("/v1/log/checkpoint", get(receipts::checkpoint))
        .route("/v1/log/keys", get(receipts::keys))
        .route("/v1/log/tile/{*path}", get(receipts::tile))
        .route("/v1/events/{category}", post(events::record))
        .route("/v1/events/{category}/counts", get(events::count))
        .route("/v1/openapi.json", get(openapi::document))
        .route("/metrics", get(metrics::metrics))
        .route("/status", get(status_page::page))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        // Bodies are limited per activity while they stream; a limit of the framework would buffer and guess.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(
            state.clone(),
            gate::check,
        ))
        .with_state(state.clone());
    api.fallback_service(site::router(state))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
}

/// Waits for Ctrl-C, or for the signal by which a service manager stops a process.
async fn stop_signal() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// How long a worker waits for a job before it looks whether it should stop.
pub(crate) const PATIENCE: Duration = Duration::from_millis(250);
