//! Request bodies that are small, whole and in bounded memory.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use candor_runtime::{Refusal, RefusalKind};

use crate::problem::Problem;

/// The largest body in bytes of a request that is no data, such as an order.
const SMALL: usize = 64 * 1024;

/// The whole body of a request that is no data.
#[derive(Debug)]
pub(crate) struct SmallBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for SmallBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        // What breaks off and what is too long come back as one kind of error; either way nothing was done.
        to_bytes(request.into_body(), SMALL)
            .await
            .map(Self)
            .map_err(|error| {
                Problem(Refusal::new(
                    RefusalKind::TooLarge,
                    "runtime/too-large",
                    "The request cannot be read",
                    format!("At most {SMALL} bytes are read here: {error}. Nothing was done."),
                ))
            })
    }
}
