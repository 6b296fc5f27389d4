//! What comes in: tokens decide; while there are none, only what comes from this machine and from this site is let in.
//!
//! A page of another site can make a browser send requests to a loopback address. Such requests carry an `Origin` or
//! `Sec-Fetch-Site` of that site, and a name that was rebound to 127.0.0.1 shows in `Host`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use candor_runtime::{Refusal, RefusalKind};

use crate::authority::{self, Admitted};
use crate::problem::Problem;
use crate::state::AppState;

/// Lets a request through, or refuses it.
pub(crate) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (method, headers) = (request.method(), request.headers());
    let admitted = authority::admit(&state, method, request.uri().path(), headers);
    // Without any token, the way in is closed to whatever comes from elsewhere; with tokens, they decide.
    let admitted = admitted.and_then(|by| match by {
        Admitted::ByPlace => admit(method, headers),
        Admitted::ByToken | Admitted::Free => Ok(()),
    });
    if let Err(refusal) = admitted {
        return Problem(refusal).into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::INSUFFICIENT_STORAGE {
        state.note_disk_full();
    }
    response
}

fn admit(method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    if !is_loopback_name(host) {
        return Err(refuse("the request names another host than this machine"));
    }
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    if let Some(origin) = text(header::ORIGIN) {
        let same = origin
            .strip_prefix("http://")
            .is_some_and(|own| own.eq_ignore_ascii_case(host));
        if !same {
            return Err(refuse("the request comes from a page of another site"));
        }
    }
    match headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
    {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(refuse("the request comes from a page of another site")),
    }
}

/// `127.0.0.1`, `[::1]` or `localhost`, with or without a port.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn refuse(why: &str) -> Refusal {
    let detail = format!("Without tokens only this machine and this site may write, and {why}.");
    Refusal::new(
        RefusalKind::Boundary,
        "runtime/foreign-request",
        "Request from elsewhere",
        detail,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| {
                (
                    name.parse::<axum::http::HeaderName>().unwrap(),
                    value.parse().unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn only_this_machine_and_this_site_may_write() {
        let own = [("host", "127.0.0.1:8080")];
        assert!(admit(&Method::POST, &headers(&own)).is_ok());
        assert!(
            admit(
                &Method::POST,
                &headers(&[own[0], ("origin", "http://127.0.0.1:8080")])
            )
            .is_ok()
        );
        assert!(
            admit(
                &Method::POST,
                &headers(&[own[0], ("origin", "http://127.0.0.1:9090")])
            )
            .is_err()
        );
        assert!(
            admit(
                &Method::POST,
                &headers(&[own[0], ("origin", "https://elsewhere.example")])
            )
            .is_err()
        );
        assert!(admit(&Method::POST, &headers(&[own[0], ("origin", "null")])).is_err());
        assert!(
            admit(
                &Method::DELETE,
                &headers(&[own[0], ("sec-fetch-site", "cross-site")])
            )
            .is_err()
        );
        assert!(admit(&Method::POST, &headers(&[("host", "rebound.example:8080")])).is_err());
        assert!(admit(&Method::GET, &headers(&[("host", "rebound.example:8080")])).is_err());
        assert!(admit(&Method::GET, &headers(&[("host", "[::1]:8080")])).is_ok());
        assert!(admit(&Method::GET, &headers(&[("host", "localhost")])).is_ok());
        assert!(admit(&Method::GET, &headers(&[])).is_err());
    }
}
