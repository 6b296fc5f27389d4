//! `/healthz` and `/readyz`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::state::AppState;

/// The process runs.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// The process takes data; otherwise the reason.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    match state.runtime() {
        Ok(_) => "ready\n".into_response(),
        Err(refusal) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("{}\n", refusal.detail),
        )
            .into_response(),
    }
}
