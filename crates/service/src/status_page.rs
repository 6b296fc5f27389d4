//! `GET /status`: what the store holds and what goes when, for the people who run it.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use candor_model::Instant;
use candor_runtime::{JobFault, Store, StoreError};

use crate::html::{Text, bytes};
use crate::problem::Problem;
use crate::state::AppState;
use crate::timeline;
use crate::uploads::blocking;

const STYLE: &str = include_str!("status_page.css");

/// The page. It loads nothing else, and a browser may keep no copy.
pub(crate) async fn page(State(state): State<AppState>) -> Result<Response, Problem> {
    let store = state.store().clone();
    let refuses = state.runtime().err().map(|refusal| refusal.detail);
    let faults = state.runtime().map(|runtime| runtime.job_faults());
    let faults = faults.unwrap_or_default();
    let html = blocking(move || Ok(write_page(&store, refuses.as_deref(), &faults))).await?;
    let mut response = Html(html).into_response();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn write_page(store: &Store, refuses: Option<&str>, faults: &[JobFault]) -> String {
    let clock = store.clock_state();
    let stats = store.stats();
    let mut html = String::with_capacity(16 * 1024);
    // Writing to a String cannot fail.
    let _ = write!(
        html,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Store status</title><style>{STYLE}</style></head><body><main><h1>What is stored, and when it goes</h1>\
         <p class=\"lead\">As of {}. Reload for a newer view.</p>",
        Text(clock.mark)
    );
    warnings(&mut html, store, refuses, faults);
    let lag = &stats.key_lag;
    let _ = write!(
        html,
        "<dl><div><dt>Oldest key whose bucket has ended</dt><dd>{} s</dd></div>\
         <div><dt>Buckets ended since the start</dt><dd>{}</dd></div>\
         <div><dt>Held beyond their end</dt><dd>{}</dd></div></dl>",
        stats.oldest_undestroyed_millis as f64 / 1000.0,
        lag.count(),
        stats.held
    );
    windows(&mut html, store);
    html.push_str("<h2>What goes when</h2>");
    html.push_str(&timeline::charts(&store.buckets(), clock.mark));
    html.push_str("</main></body></html>");
    html
}

fn warnings(html: &mut String, store: &Store, refuses: Option<&str>, faults: &[JobFault]) {
    let clock = store.clock_state();
    let mut warn = |text: String| {
        let _ = write!(html, "<p class=\"warn\" role=\"status\">{}</p>", Text(text));
    };
    if let Some(detail) = refuses {
        warn(detail.to_owned());
    }
    if clock.suspect {
        warn(format!(
            "The clock says {}, and the store last saw {}: nothing is read and no key is destroyed until `candor sweep --confirm-clock`.",
            clock.wall, clock.mark
        ));
    }
    if clock.refuses {
        warn(clock_behind(clock.wall, clock.mark));
    }
    for damage in store.damages() {
        warn(damage.to_string());
    }
    for fault in faults {
        warn(fault.to_string());
    }
    if let Some(fault) = store.receipt_fault() {
        warn(format!("Receipts cannot be issued: {fault}"));
    }
}

fn clock_behind(wall: Instant, mark: Instant) -> String {
    let error = StoreError::ClockBehind { mark, wall }.to_string();
    format!("New data is refused: {error}.")
}

fn windows(html: &mut String, store: &Store) {
    let buckets = store.buckets();
    html.push_str(
        "<h2>Windows</h2><table><thead><tr><th scope=\"col\">Window</th><th scope=\"col\">Rule</th><th scope=\"col\">Objects</th>\
         <th scope=\"col\">Size</th><th scope=\"col\">Next end</th></tr></thead><tbody>",
    );
    for window in store.window_terms() {
        let next = buckets.iter().find(|bucket| bucket.tag == window.tag);
        let next = next.map_or_else(
            || "none".to_owned(),
            |bucket| Instant::to_rfc3339(bucket.end),
        );
        let rule = window.definition.map_or_else(
            || "a definition that this program does not know".to_owned(),
            |definition| in_words(&definition),
        );
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{} <span class=\"quiet\">({})</span></th><td data-label=\"Rule\">{}</td>\
             <td data-label=\"Objects\">{}</td><td data-label=\"Size\">{}</td><td data-label=\"Next end\">{}</td></tr>",
            Text(&window.window),
            window.tag.0,
            Text(rule),
            window.objects,
            bytes(window.bytes),
            Text(next)
        );
    }
    html.push_str("</tbody></table>");
}

fn in_words(definition: &candor_model::Definition) -> String {
    let mut words = match (&definition.keep, &definition.maximum) {
        (Some(keep), Some(maximum)) => format!("kept for {keep}, gone within {maximum}"),
        (None, Some(maximum)) => format!("gone within {maximum}"),
        (Some(keep), None) => format!("kept for {keep}"),
        (None, None) => "no period".to_owned(),
    };
    if let Some(start) = definition.counted_from {
        let _ = write!(words, ", counted from {start}");
    }
    if let Some(bound) = &definition.at_most {
        let _ = write!(words, ", at most {bound} after the upload");
    }
    words
}
