//! `POST /v1/events/{category}` and `GET /v1/events/{category}/counts`.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_model::Date;
use candor_runtime::{EventCounts, EventsAccepted, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::{Choice, blocking, text};

/// What a caller is told about stored events. The id of their object is not among it: whoever sends events need not be
/// able to read them.
#[derive(Serialize)]
struct Answer {
    accepted: u64,
    dropped: BTreeMap<String, u64>,
    window: String,
    expires_at: String,
    erased_by: String,
}

impl From<EventsAccepted> for Answer {
    fn from(events: EventsAccepted) -> Self {
        Self {
            accepted: events.accepted,
            dropped: events.dropped,
            window: events.window,
            expires_at: events.expires_at.to_rfc3339(),
            erased_by: events.erased_by.to_rfc3339(),
        }
    }
}

/// What is to be counted.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    by: String,
    from: Option<String>,
    until: Option<String>,
}

/// What a caller is told about a count.
#[derive(Serialize)]
struct Counts {
    category: String,
    from: String,
    until: String,
    by: Vec<String>,
    total: u64,
    undated: u64,
    kept: u64,
    counts: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    day: String,
    values: Map<String, Value>,
    count: u64,
}

impl From<EventCounts> for Counts {
    fn from(counts: EventCounts) -> Self {
        let names = counts.by.clone();
        let group = |group: candor_runtime::EventGroup| Group {
            day: group.day.to_string(),
            values: names.iter().cloned().zip(group.values).collect(),
            count: group.count,
        };
        Self {
            category: counts.category,
            from: counts.from.to_string(),
            until: counts.until.to_string(),
            by: counts.by,
            total: counts.total,
            undated: counts.undated,
            kept: counts.kept,
            counts: counts.groups.into_iter().map(group).collect(),
        }
    }
}

/// Stores events.
pub(crate) async fn record(
    State(state): State<AppState>,
    Path(category): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let content_type = text(&headers, header::CONTENT_TYPE);
    let subject = text(&headers, "candor-subject");
    let body = state.bodies().admit(body).await?;
    let accepted = blocking(move || {
        runtime.record_events(
            &category,
            choice.activity.as_deref(),
            content_type.as_deref(),
            subject.as_deref(),
            &mut body.reader(),
        )
    })
    .await?;
    Ok(answer(StatusCode::ACCEPTED, Answer::from(accepted)))
}

/// Counts stored events. An admin call: its token was checked at the gate.
pub(crate) async fn count(
    State(state): State<AppState>,
    Path(category): Path<String>,
    Query(question): Query<Question>,
) -> Result<Response, Problem> {
    let runtime = state.runtime()?.clone();
    let from = day("from", question.from.as_deref())?;
    let until = day("until", question.until.as_deref())?;
    let counts = blocking(move || {
        let by: Vec<&str> = question
            .by
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        runtime.count_events(&category, &by, from, until)
    })
    .await?;
    Ok(answer(StatusCode::OK, Counts::from(counts)))
}

fn answer(status: StatusCode, body: impl Serialize) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

fn day(name: &str, given: Option<&str>) -> Result<Date, Refusal> {
    given.and_then(Date::parse).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Invalid,
            "events/invalid-day",
            "The days cannot be read",
            format!(
                "Name the first and the last day to count, as ?from=2026-11-01&until=2026-11-30; `{name}` is missing \
                 or is no day. Days are counted in UTC."
            ),
        )
    })
}
