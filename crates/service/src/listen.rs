//! Connections: each has only so long to say what it wants, and a stop waits for those that are being answered.

use std::io::ErrorKind;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use crate::problem::log_failure;

/// How long to wait where the system has no room for another connection.
const BREATH: Duration = Duration::from_secs(1);

/// Answers connections until told to stop, and then until every request that has begun is answered. A connection whose
/// next request is not there with its whole head after `patience` is closed, whether it sent a part of it or nothing.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    // Nothing is ever sent on it: it ends when the last connection has let go of its end.
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Whoever could tell of a stop being gone is a stop too.
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let answering = answer(stream, router.clone(), patience, stopped.clone());
                let open = open.clone();
                tokio::spawn(async move {
                    answering.await;
                    drop(open);
                });
            }
            Err(error) if is_of_one_connection(error.kind()) => {}
            Err(error) => {
                log_failure(&format!("a connection cannot be accepted: {error}"));
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop((listener, open));
    let _ = all_closed.recv().await;
}

/// Whether the other side went away before it was accepted.
fn is_of_one_connection(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

async fn answer(
    stream: TcpStream,
    router: Router,
    patience: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let service = TowerToHyperService::new(router);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let mut is_stopping = false;
    loop {
        tokio::select! {
            // How a connection broke off concerns nobody but the other side.
            _ = connection.as_mut() => return,
            _ = stopped.wait_for(|stopped| *stopped), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
