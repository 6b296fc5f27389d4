//! `POST /v1/tools/{tool}/run`: body in, result out, nothing stored.

use std::collections::BTreeMap;
use std::io::Read;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Refusal, RefusalKind, Upload};

use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::{blocking, text};
use crate::workers;

/// The largest body in bytes where the activity states none: what a picture may take in memory.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Runs an operation on the body and answers with the result.
pub(crate) async fn run(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    Query(mut query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let operation = query.remove("operation").ok_or_else(|| {
        Refusal::new(
            RefusalKind::Invalid,
            "runtime/invalid-order",
            "The operation is missing",
            "Name it with ?operation=NAME; other query parameters go to the operation.",
        )
    })?;
    let (activity, category) = (query.remove("activity"), query.remove("category"));
    let content_type = text(&headers, header::CONTENT_TYPE);
    let length = text(&headers, header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let body = state.bodies().admit(body).await?;
    let output = blocking(move || {
        let upload = Upload {
            tool: &tool,
            activity: activity.as_deref(),
            category: category.as_deref(),
            content_type: content_type.as_deref(),
            subject: None,
            length,
        };
        runtime.admit_run(&upload, &operation)?;
        let most = runtime.max_size(&upload).unwrap_or(MOST_BYTES);
        let mut input = Vec::new();
        body.reader()
            .take(most + 1)
            .read_to_end(&mut input)
            .map_err(|error| {
                Refusal::new(
                    RefusalKind::Invalid,
                    "runtime/broken-body",
                    "The body broke off",
                    error.to_string(),
                )
            })?;
        if input.len() as u64 > most {
            return Err(Refusal::new(
                RefusalKind::TooLarge,
                "boundary/too-large",
                "The body is too large",
                format!("At most {most} bytes are taken. Nothing was stored."),
            ));
        }
        workers::process(&operation, &query, &input).map_err(|reason| {
            Refusal::new(
                RefusalKind::Invalid,
                "process/refused",
                "The picture was not processed",
                reason,
            )
        })
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, output.media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, output.bytes).into_response())
}
