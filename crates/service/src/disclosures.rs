//! `POST /v1/disclosures`.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Disclosure, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};

use crate::bodies::SmallBody;
use crate::jobs::parse_id;
use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::blocking;

/// What a caller asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    vendor: String,
    activity: String,
    data: Vec<String>,
    object: Option<String>,
}

/// What a caller is told.
#[derive(Serialize)]
struct Answer {
    permit: String,
    vendor: String,
    activity: String,
    data: Vec<String>,
    window: String,
    expires_at: String,
}

/// Permits that data goes to a vendor.
pub(crate) async fn permit(
    State(state): State<AppState>,
    SmallBody(body): SmallBody,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let request: Request = serde_json::from_slice(&body).map_err(|error| {
        Refusal::new(
            RefusalKind::Invalid,
            "disclosure/invalid",
            "The disclosure cannot be read",
            format!("The body is not {{vendor, activity, data, object}} as JSON: {error}."),
        )
    })?;
    let disclosure = Disclosure {
        object: request.object.as_deref().map(parse_id).transpose()?,
        vendor: request.vendor,
        activity: request.activity,
        data: request.data,
    };
    let permit = blocking(move || runtime.disclose(&disclosure)).await?;
    let answer = Answer {
        permit: permit.id,
        vendor: permit.vendor.to_string(),
        activity: permit.activity,
        data: permit.data.iter().map(ToString::to_string).collect(),
        window: permit.window,
        expires_at: permit.expires_at.to_rfc3339(),
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, Json(answer)).into_response())
}
