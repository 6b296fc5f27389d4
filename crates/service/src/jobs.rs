//! `POST /v1/tools/{tool}/jobs` and `GET /v1/jobs/{id}`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Job, JobState, ObjectId, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bodies::SmallBody;
use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::{Answer, blocking, text};

/// What a caller asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    upload: String,
    operation: String,
    #[serde(default)]
    parameters: BTreeMap<String, Value>,
}

/// What a caller is told about a job.
#[derive(Serialize)]
struct View {
    id: ObjectId,
    state: JobState,
    result: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Value>,
}

impl From<Job> for View {
    fn from(job: Job) -> Self {
        let problem = job.reason.as_ref().map(|reason| {
            serde_json::json!({ "title": "The job ended without a result", "detail": reason, "status": 422 })
        });
        Self {
            id: job.id,
            state: job.state,
            result: job.result.map(Answer::from),
            problem,
        }
    }
}

/// Reads the id of an object. Whatever is none is unknown, so that ids cannot be probed by their form.
pub(crate) fn parse_id(text: &str) -> Result<ObjectId, Refusal> {
    ObjectId::parse(text).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Unknown,
            "object/unknown",
            "Unknown object",
            "There is no object of this id.",
        )
    })
}

/// Orders an operation.
pub(crate) async fn create(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    headers: HeaderMap,
    SmallBody(body): SmallBody,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let subject = text(&headers, "candor-subject");
    let order: Order = serde_json::from_slice(&body).map_err(|error| {
        let detail = format!("The body is not {{upload, operation, parameters}} as JSON: {error}.");
        Refusal::new(
            RefusalKind::Invalid,
            "runtime/invalid-order",
            "The order cannot be read",
            detail,
        )
    })?;
    let upload = parse_id(&order.upload)?;
    let parameters = plain(order.parameters)?;
    let job = blocking(move || {
        let subject = subject.as_deref();
        runtime.order_for(&tool, &upload, &order.operation, parameters, subject)
    })
    .await?;
    let location = format!("/v1/jobs/{}", job.id);
    let mut response = (StatusCode::ACCEPTED, Json(View::from(job))).into_response();
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Tells where a job stands.
pub(crate) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = parse_id(&id)?;
    state.store().refuse_ended(&id).map_err(Refusal::from)?;
    let job = state.runtime()?.job(&id)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(View::from(job))).into_response())
}

/// Parameters are texts, numbers and answers; nothing else.
pub(crate) fn plain(
    parameters: BTreeMap<String, Value>,
) -> Result<BTreeMap<String, String>, Refusal> {
    parameters
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            Value::Number(number) => Ok((name, number.to_string())),
            Value::Bool(answer) => Ok((name, answer.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => Err(Refusal::new(
                RefusalKind::Invalid,
                "runtime/invalid-order",
                "The order cannot be read",
                format!("The parameter `{name}` must be a text or a number."),
            )),
        })
        .collect()
}
