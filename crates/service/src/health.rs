//! `/healthz`, `/readyz` and `/metrics`.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::state::AppState;

/// The process runs.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// The process takes data; otherwise the reason.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    match state.runtime() {
        Ok(_) => "ready\n".into_response(),
        Err(refusal) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("{}\n", refusal.detail),
        )
            .into_response(),
    }
}

/// The metrics in the text format of Prometheus.
pub(crate) async fn metrics(State(state): State<AppState>) -> Response {
    let stats = state.store().stats();
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "# HELP candor_objects Objects that can be read.\n# TYPE candor_objects gauge\n"
    );
    for window in &stats.windows {
        let _ = writeln!(
            text,
            "candor_objects{{window=\"{}\"}} {}",
            window.window, window.objects
        );
    }
    text.push_str("# HELP candor_bytes Bytes of those objects.\n# TYPE candor_bytes gauge\n");
    for window in &stats.windows {
        let _ = writeln!(
            text,
            "candor_bytes{{window=\"{}\"}} {}",
            window.window, window.bytes
        );
    }
    let _ = write!(
        text,
        "# HELP candor_oldest_undestroyed_seconds Age of the oldest key whose bucket has ended; 0 where there is none.\n\
         # TYPE candor_oldest_undestroyed_seconds gauge\ncandor_oldest_undestroyed_seconds {}\n\
         # HELP candor_expiry_lag_seconds Time from the end of a bucket to the destruction of its key and of its bytes.\n\
         # TYPE candor_expiry_lag_seconds histogram\n",
        stats.oldest_undestroyed_millis as f64 / 1000.0
    );
    for (step, lags) in [("key", &stats.key_lag), ("bytes", &stats.bytes_lag)] {
        for (bound, count) in lags.buckets() {
            let _ = writeln!(
                text,
                "candor_expiry_lag_seconds_bucket{{step=\"{step}\",le=\"{bound}\"}} {count}"
            );
        }
        let _ = writeln!(
            text,
            "candor_expiry_lag_seconds_sum{{step=\"{step}\"}} {}",
            lags.sum_seconds()
        );
        let _ = writeln!(
            text,
            "candor_expiry_lag_seconds_count{{step=\"{step}\"}} {}",
            lags.count()
        );
    }
    if let Ok(runtime) = state.runtime() {
        let _ = write!(
            text,
            "# HELP candor_jobs_waiting Jobs that wait for a worker.\n# TYPE candor_jobs_waiting gauge\n\
             candor_jobs_waiting {}\n",
            runtime.waiting_jobs()
        );
        text.push_str("# HELP candor_refusals_total Refusals by rule.\n# TYPE candor_refusals_total counter\n");
        for (rule, count) in runtime.refusals() {
            let _ = writeln!(text, "candor_refusals_total{{rule=\"{rule}\"}} {count}");
        }
    }
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
        .into_response()
}
