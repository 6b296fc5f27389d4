//! The built site, with the headers that it ships.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::state::AppState;

/// The files below the site's directory; nothing outside of it, no hidden file, no listing.
pub(crate) fn router(state: AppState) -> Router {
    let files = ServeDir::new(state.site()).append_index_html_on_directories(true);
    Router::new()
        .fallback_service(files)
        .layer(axum::middleware::from_fn_with_state(state, ship_headers))
}

async fn ship_headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let host = request.headers().get(header::HOST);
    let host = host
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    // Files such as the manifest and the headers file are not part of the site.
    if path
        .split('/')
        .any(|part| part.starts_with('.') || part == "_headers")
    {
        return not_found();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        response = not_found();
    }
    // On the loopback the site has another origin than for its visitors; everywhere else a proxy stands before it.
    let is_loopback = ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
        host.strip_prefix(own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    let origin = match is_loopback {
        true => format!("http://{host}"),
        false => format!("https://{host}"),
    };
    state
        .headers()
        .apply(&path, &origin, response.headers_mut());
    response
}

fn not_found() -> Response {
    const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not found</title>\
                        <h1>Not found</h1><p>There is no page here. <a href=\"/\">Start</a></p></html>";
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        PAGE,
    )
        .into_response()
}
