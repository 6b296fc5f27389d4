//! `GET /v1/receipts/{id}` and the log of receipts at `/v1/log/`.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_model::Instant;
use candor_runtime::{Refusal, RefusalKind};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;

use crate::jobs::parse_id;
use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::blocking;

/// Which object of the bucket the receipt is to prove.
#[derive(Debug, Deserialize)]
pub(crate) struct Member {
    commitment: Option<String>,
    /// E of an object whose id does not say it, as the answer to the event told it.
    expires_at: Option<String>,
}

/// The receipt of an object's destruction, as a file that can be verified offline.
pub(crate) async fn receipt(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(member): Query<Member>,
) -> Result<Response, Problem> {
    let id = parse_id(id.strip_suffix(".tlog-proof").unwrap_or(&id))?;
    let commitment = member.commitment.as_deref().map(read).transpose()?;
    let end = member.expires_at.as_deref().map(read_instant).transpose()?;
    let store = state.store().clone();
    let proof = blocking(move || {
        store.receipt_at(&id, commitment.as_ref(), end).map_err(|error| match error {
            candor_runtime::StoreError::Unknown => Refusal::new(
                RefusalKind::Unknown,
                "receipt/unknown",
                "No receipt",
                "There is no receipt for this object: it is not destroyed, it is held, or it was erased early or waited for \
                 an event, and then its commitment must be named with ?commitment=.",
            ),
            candor_runtime::StoreError::NameTheEnd => name_the_end(),
            other => other.into(),
        })
    })
    .await?;
    let name = format!("attachment; filename=\"{id}.tlog-proof\"");
    Ok(text(
        proof.to_string(),
        "text/plain; charset=utf-8",
        Some(name),
    ))
}

fn name_the_end() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "receipt/name-the-end",
        "When did it end?",
        "The id does not say when its object ended, and more has ended since than is looked through: name the instant that \
         the answer to the event told, with &expires_at=.",
    )
}

fn read_instant(text: &str) -> Result<Instant, Refusal> {
    Instant::parse_rfc3339(text).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Invalid,
            "receipt/instant",
            "The instant cannot be read",
            "An instant looks like 2026-11-23T12:00:00Z.",
        )
    })
}

fn read(hex: &str) -> Result<[u8; 32], Refusal> {
    let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| {
            Refusal::new(
                RefusalKind::Invalid,
                "receipt/commitment",
                "The commitment cannot be read",
                "A commitment is 64 hexadecimal digits, as the answer to the upload gave it.",
            )
        })
}

/// The signed checkpoint.
pub(crate) async fn checkpoint(State(state): State<AppState>) -> Result<Response, Problem> {
    let store = state.store().clone();
    let checkpoint = blocking(move || Ok(store.with_log(|log| Ok(log.checkpoint().to_owned()))?));
    Ok(text(checkpoint.await?, "text/plain; charset=utf-8", None))
}

/// The public keys of the log, newest last.
pub(crate) async fn keys(State(state): State<AppState>) -> Result<Response, Problem> {
    let store = state.store().clone();
    let keys = blocking(move || Ok(store.log_keys()?.to_text())).await?;
    Ok(text(keys, "text/plain; charset=utf-8", None))
}

/// A tile or a bundle of entries (C2SP tlog-tiles).
pub(crate) async fn tile(
    State(state): State<AppState>,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let store = state.store().clone();
    let found = blocking(move || Ok(store.with_log(|log| Ok(log.resource(&path)))?)).await?;
    Ok(match found {
        Some(bytes) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

fn text(body: String, kind: &'static str, disposition: Option<String>) -> Response {
    let mut response = (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        body,
    )
        .into_response();
    if let Some(value) = disposition.and_then(|value| value.parse().ok()) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
