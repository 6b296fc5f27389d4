//! Request bodies as readers, in bounded memory.

use std::io;

use axum::body::Body;
use futures_util::TryStreamExt;
use tokio_util::io::{StreamReader, SyncIoBridge};

/// A body as a blocking reader. It must be read on a thread that may block.
pub(crate) fn reader(body: Body) -> impl io::Read + Send {
    let stream = body
        .into_data_stream()
        .map_err(|error| io::Error::other(error.to_string()));
    SyncIoBridge::new(StreamReader::new(stream))
}
