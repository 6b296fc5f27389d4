//! Request bodies as readers, in bounded memory and bounded time.
//!
//! A body is read on a thread that may block, and there are not many of those. So a body that stalls is broken off, and
//! only so many are read at once: reading and erasing never wait for somebody's slow upload.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use candor_runtime::{Refusal, RefusalKind};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::io::{StreamReader, SyncIoBridge};

/// How many bodies are read at once: half of the threads that may block.
const MOST: usize = 256;
/// How many bytes a second a body must bring on average, beside the patience that it is given.
const LEAST_RATE: u64 = 500;

/// Who may read a body now.
#[derive(Clone, Debug)]
pub(crate) struct Bodies {
    places: Arc<Semaphore>,
    /// How long a body may bring nothing, and how long a request waits for a place.
    patience: Duration,
}

impl Bodies {
    pub(crate) fn new(patience: Duration) -> Self {
        Self {
            places: Arc::new(Semaphore::new(MOST)),
            patience,
        }
    }

    /// Waits for a place, and gives the body with it.
    ///
    /// # Errors
    /// Refuses where none becomes free for a while.
    pub(crate) async fn admit(&self, body: Body) -> Result<Coming, Refusal> {
        let place = timeout(self.patience, self.places.clone().acquire_owned()).await;
        match place {
            Ok(Ok(place)) => Ok(Coming {
                body,
                place,
                patience: self.patience,
            }),
            _ => Err(Refusal::new(
                RefusalKind::SweepOnly,
                "runtime/busy",
                "Too many bodies are coming at once",
                "Send it again in a moment. Nothing was stored.",
            )),
        }
    }
}

/// A body that has a place.
#[derive(Debug)]
pub(crate) struct Coming {
    body: Body,
    place: OwnedSemaphorePermit,
    patience: Duration,
}

impl Coming {
    /// The body as a blocking reader. It must be read on a thread that may block.
    pub(crate) fn reader(self) -> impl io::Read + Send {
        let parts = Parts {
            stream: self.body.into_data_stream(),
            _place: self.place,
            patience: self.patience,
            since: Instant::now(),
            bytes: 0,
        };
        let stream = stream::unfold(parts, |mut parts| async move {
            let next = parts.next().await?;
            Some((next, parts))
        });
        SyncIoBridge::new(StreamReader::new(Box::pin(stream)))
    }
}

/// What is left of a body.
struct Parts<S> {
    stream: S,
    _place: OwnedSemaphorePermit,
    patience: Duration,
    since: Instant,
    bytes: u64,
}

impl<S, E> Parts<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let whole = self.since + self.patience + Duration::from_secs(self.bytes / LEAST_RATE);
        let next = pin!(self.stream.next());
        let soon = whole.min(Instant::now() + self.patience);
        match timeout_at(soon, next).await {
            Err(_) => Some(Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "it came too slowly, so it was broken off",
            ))),
            Ok(None) => None,
            Ok(Some(Err(error))) => Some(Err(io::Error::other(error.to_string()))),
            Ok(Some(Ok(bytes))) => {
                self.bytes += bytes.len() as u64;
                Some(Ok(bytes))
            }
        }
    }
}
