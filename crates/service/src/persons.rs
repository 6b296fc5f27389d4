//! `/v1/subjects/{id}`: what a person can ask for, and what happens to a person. None of it needs the policy, so a workspace
//! that does not check never stops it.

use std::io::{self, Write};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_model::Instant;
use candor_runtime::{Refusal, RefusalKind, SubjectEvent};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::bodies::SmallBody;
use crate::problem::{Problem, log_failure};
use crate::state::AppState;
use crate::uploads::blocking;

/// What happened to a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    event: String,
    /// When; now where it is absent.
    at: Option<String>,
}

/// What an event did to the data under one window.
#[derive(Serialize)]
struct Outcome {
    window: String,
    objects: u64,
    erased: bool,
    expires_at: Option<String>,
    erased_by: Option<String>,
}

/// Lets something happen to a person, such as the closing of the account.
pub(crate) async fn event(
    State(state): State<AppState>,
    Path(subject): Path<String>,
    SmallBody(body): SmallBody,
) -> Result<Response, Problem> {
    let (event, at) = read_event(&body)?;
    let store = state.store().clone();
    let outcomes = blocking(move || {
        let at = at.unwrap_or_else(|| store.now());
        Ok(store.subject_event(&subject, event, at)?)
    })
    .await?;
    let outcomes: Vec<Outcome> = outcomes
        .into_iter()
        .map(|outcome| {
            let term = outcome.term;
            let text = |instant: Option<Instant>| instant.map(Instant::to_rfc3339);
            Outcome {
                window: outcome.window,
                objects: outcome.objects,
                erased: term.is_none(),
                expires_at: text(term.and_then(|term| term.expires_at)),
                erased_by: text(term.and_then(|term| term.erased_by)),
            }
        })
        .collect();
    Ok(Json(serde_json::json!({ "windows": outcomes })).into_response())
}

fn read_event(body: &[u8]) -> Result<(SubjectEvent, Option<Instant>), Refusal> {
    let refuse = |detail: String| {
        Refusal::new(
            RefusalKind::Invalid,
            "runtime/invalid-event",
            "The event cannot be read",
            detail,
        )
    };
    let event: Event = serde_json::from_slice(body)
        .map_err(|error| refuse(format!("The body is not {{event, at}} as JSON: {error}.")))?;
    let known = SubjectEvent::parse(&event.event).ok_or_else(|| {
        refuse(format!(
            "`{}` is no event that a window can count from; write account-closed, contract-end or last-use.",
            event.event
        ))
    })?;
    let at = match event.at {
        None => None,
        Some(text) => Some(Instant::parse_rfc3339(&text).ok_or_else(|| {
            refuse(format!(
                "`{text}` is no date and time of RFC 3339, such as 2026-11-23T12:00:00Z."
            ))
        })?),
    };
    Ok((known, at))
}

/// Erases everything of a person that is not held.
pub(crate) async fn erase(
    State(state): State<AppState>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let (store, runtime) = (state.store().clone(), state.runtime().ok().cloned());
    let erased = blocking(move || match runtime {
        Some(runtime) => runtime.erase_subject(&subject),
        None => Ok(store.erase_subject(&subject)?),
    })
    .await?;
    Ok(Json(serde_json::json!({ "erased": erased })).into_response())
}

/// Keeps everything of a person without using it.
pub(crate) async fn restrict(
    State(state): State<AppState>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    change(state, subject, true).await
}

/// Lifts a restriction.
pub(crate) async fn lift(
    State(state): State<AppState>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    change(state, subject, false).await
}

async fn change(state: AppState, subject: String, restricted: bool) -> Result<Response, Problem> {
    let store = state.store().clone();
    let changed = blocking(move || Ok(store.restrict_subject(&subject, restricted)?)).await?;
    let answer = serde_json::json!({ "restricted": restricted, "changed": changed });
    Ok(Json(answer).into_response())
}

/// Chunks of an archive that wait for the network.
const WAITING: usize = 4;

/// Streams everything of a person as a tar archive. One that breaks off ends the connection, so it is never taken for whole.
pub(crate) async fn export(State(state): State<AppState>, Path(subject): Path<String>) -> Response {
    let store = state.store().clone();
    let (sender, receiver) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut out = io::BufWriter::with_capacity(64 * 1024, Pipe(sender.clone()));
        let exported = store.export_subject(&subject, &mut out);
        let flushed = out.flush();
        if let Err(refusal) = &exported {
            log_failure(&format!("an export broke off: {refusal}"));
        }
        if exported.is_err() || flushed.is_err() {
            // The receiver may be gone, and then nobody needs to be told.
            let _ = sender.blocking_send(Err(io::Error::other("the export broke off")));
        }
    });
    let body = Body::from_stream(stream::unfold(receiver, next));
    (
        StatusCode::OK,
        [
            (header::CONTENT_TYPE, "application/x-tar"),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"export.tar\"",
            ),
        ],
        body,
    )
        .into_response()
}

type Chunk = io::Result<Bytes>;

async fn next(mut receiver: Receiver<Chunk>) -> Option<(Chunk, Receiver<Chunk>)> {
    let chunk = receiver.recv().await?;
    Some((chunk, receiver))
}

/// A writer whose bytes go out with a response.
struct Pipe(Sender<Chunk>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Ok(Bytes::copy_from_slice(bytes));
        self.0
            .blocking_send(chunk)
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
