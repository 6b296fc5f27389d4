//! Why the service cannot start.

use std::fmt;
use std::net::SocketAddr;

use crate::headers::HeadersFault;

/// Why the service cannot start or go on.
#[derive(Debug)]
pub enum ServeError {
    /// Others could reach the address, and there are no tokens.
    NotLoopback(SocketAddr),
    /// The tokens cannot be read.
    Tokens(candor_runtime::StoreError),
    /// The address cannot be listened on.
    Listen(SocketAddr, std::io::Error),
    /// The headers file cannot be used.
    Headers(HeadersFault),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "{address} can be reached by others, and there is no token to write with, so anybody could: make one \
                 with `candor token new --kind write`, or listen on 127.0.0.1"
            ),
            Self::Tokens(why) => write!(f, "{why}"),
            Self::Listen(address, error) => write!(f, "{address} cannot be listened on: {error}"),
            Self::Headers(fault) => write!(f, "{fault}"),
        }
    }
}

impl std::error::Error for ServeError {}

impl From<HeadersFault> for ServeError {
    fn from(fault: HeadersFault) -> Self {
        Self::Headers(fault)
    }
}
