//! `GET`, `HEAD` and `DELETE` of `/v1/objects/{id}`. What is gone and held is given to administrators alone.

use std::io::Read;
use std::ops::Range;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Refusal, RefusalKind, StoreError};
use futures_util::stream;

use crate::authority::is_admin;
use crate::jobs::parse_id;
use crate::problem::Problem;
use crate::state::AppState;
use crate::uploads::{blocking, text};

/// Bytes per step of a streamed answer.
const STEP: usize = 64 * 1024;

/// Answers with the object, or a part of it. The answer ends at E even if it has begun before.
pub(crate) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = parse_id(&id)?;
    let store = state.store().clone();
    let wanted = text(&headers, header::RANGE);
    let head_only = method == Method::HEAD;
    let by_admin = is_admin(&state, uri.path(), &headers);
    let (stored, range, body) = blocking(move || {
        let (stored, is_held) = match store.head(&id) {
            Err(StoreError::Gone) if by_admin => match store.head_held(&id) {
                // Nobody holds it, so it is as gone for an administrator as for anybody.
                Err(StoreError::Unknown) => return Err(StoreError::Gone.into()),
                held => (held?, true),
            },
            living => (living?, false),
        };
        let range = match wanted
            .as_deref()
            .map(|wanted| parse_range(wanted, stored.length))
        {
            None | Some(Asked::Whole) => None,
            Some(Asked::Part(range)) => Some(range),
            Some(Asked::Beyond) => {
                return Err(Refusal::new(
                    RefusalKind::Invalid,
                    "object/range",
                    "The range lies beyond the object",
                    format!("The object has {} bytes.", stored.length),
                ));
            }
        };
        let body = if head_only {
            None
        } else if is_held {
            Some(store.read_held(&id, range.clone())?)
        } else {
            Some(store.read(&id, range.clone())?)
        };
        Ok((stored, range, body))
    })
    .await?;
    let length = range
        .as_ref()
        .map_or(stored.length, |range| range.end - range.start);
    let body = match body {
        None => Body::empty(),
        Some(reader) => Body::from_stream(stream::unfold(Some(reader), step)),
    };
    let mut response = Response::new(body);
    if let Some(Range { start, end }) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        insert(
            &mut response,
            header::CONTENT_RANGE,
            &format!("bytes {start}-{}/{}", end - 1, stored.length),
        );
    }
    insert(&mut response, header::CONTENT_LENGTH, &length.to_string());
    insert(&mut response, header::CONTENT_TYPE, &stored.meta.media_type);
    insert(&mut response, header::ACCEPT_RANGES, "bytes");
    insert(&mut response, header::CACHE_CONTROL, "no-store");
    insert(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    insert(&mut response, header::CONTENT_SECURITY_POLICY, "sandbox");
    insert(&mut response, header::CONTENT_DISPOSITION, "attachment");
    Ok(response)
}

/// Erases an object now, and what was made from it.
pub(crate) async fn erase(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = parse_id(&id)?;
    let store = state.store().clone();
    let runtime = state.runtime().ok().cloned();
    // Erasure works while new data is refused: a policy that does not check must never stop it.
    blocking(move || match runtime {
        Some(runtime) => runtime.erase(&id),
        None => store.erase(&id, true).map_err(Refusal::from),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// One step of a body. An error ends the connection, so that a cut answer is never taken for a whole one.
async fn step<R: Read + Send + 'static>(
    reader: Option<R>,
) -> Option<(std::io::Result<Bytes>, Option<R>)> {
    let mut reader = reader?;
    let result = tokio::task::spawn_blocking(move || {
        let mut bytes = vec![0; STEP];
        let read = reader.read(&mut bytes);
        (read, bytes, reader)
    })
    .await;
    match result {
        Ok((Ok(0), ..)) => None,
        Ok((Ok(read), mut bytes, reader)) => {
            bytes.truncate(read);
            Some((Ok(Bytes::from(bytes)), Some(reader)))
        }
        Ok((Err(error), ..)) => Some((Err(error), None)),
        Err(error) => Some((Err(std::io::Error::other(error.to_string())), None)),
    }
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// What a `Range` header asks for (RFC 9110, section 14).
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Beyond,
}

/// Reads one byte range. Several ranges and other units are answered with the whole, as the RFC allows.
fn parse_range(text: &str, length: u64) -> Asked {
    let Some(spec) = text.strip_prefix("bytes=") else {
        return Asked::Whole;
    };
    let Some((first, last)) = spec.split_once('-').filter(|_| !spec.contains(',')) else {
        return Asked::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(suffix)) if first.is_empty() => length.saturating_sub(suffix)..length,
        _ => return Asked::Whole,
    };
    if range.start >= range.end {
        Asked::Beyond
    } else {
        Asked::Part(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(parse_range("bytes=0-4", 10), Asked::Part(0..5));
        assert_eq!(parse_range("bytes=4-", 10), Asked::Part(4..10));
        assert_eq!(parse_range("bytes=-3", 10), Asked::Part(7..10));
        assert_eq!(parse_range("bytes=0-99", 10), Asked::Part(0..10));
        assert_eq!(parse_range("bytes=10-", 10), Asked::Beyond);
        assert_eq!(parse_range("bytes=-0", 10), Asked::Beyond);
        assert_eq!(parse_range("bytes=5-4", 10), Asked::Whole);
        assert_eq!(parse_range("bytes=0-1,3-4", 10), Asked::Whole);
        assert_eq!(parse_range("lines=1-2", 10), Asked::Whole);
        assert_eq!(
            parse_range("bytes=18446744073709551615-", 10),
            Asked::Beyond
        );
    }
}
