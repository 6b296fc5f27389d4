//! `POST /v1/tools/{tool}/uploads`.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Accepted, Refusal, RefusalKind, Upload};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::state::AppState;

/// Which activity and category are meant, where several fit.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Choice {
    pub(crate) activity: Option<String>,
    pub(crate) category: Option<String>,
}

/// What a caller is told about a stored object.
#[derive(Serialize)]
pub(crate) struct Answer {
    #[serde(flatten)]
    accepted: Accepted,
    erase_url: String,
}

impl From<Accepted> for Answer {
    fn from(accepted: Accepted) -> Self {
        Self {
            erase_url: format!("/v1/objects/{}", accepted.id),
            accepted,
        }
    }
}

/// A header's value as text.
pub(crate) fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

/// Runs something that blocks, away from the threads that serve.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(Problem),
        Err(error) => Err(Problem(Refusal::new(
            RefusalKind::Failed,
            "runtime/failed",
            "The request could not be carried out",
            error.to_string(),
        ))),
    }
}

/// Takes an upload. What the policy refuses is refused before the body is read.
pub(crate) async fn create(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let content_type = text(&headers, header::CONTENT_TYPE);
    let subject = text(&headers, "candor-subject");
    let length = text(&headers, header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let body = state.bodies().admit(body).await?;
    let accepted = blocking(move || {
        let upload = Upload {
            tool: &tool,
            activity: choice.activity.as_deref(),
            category: choice.category.as_deref(),
            content_type: content_type.as_deref(),
            subject: subject.as_deref(),
            length,
        };
        runtime.admit(&upload)?;
        runtime.upload(&upload, &mut body.reader())
    })
    .await?;
    let location = format!("/v1/objects/{}", accepted.id);
    let mut response = (StatusCode::CREATED, Json(Answer::from(accepted))).into_response();
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    Ok(response)
}
