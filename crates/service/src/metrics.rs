//! `/metrics`: the text format of Prometheus, version 0.0.4.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use candor_runtime::Stats;

use crate::state::AppState;

/// The metrics.
pub(crate) async fn metrics(State(state): State<AppState>) -> Response {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text(&state),
    )
        .into_response()
}

fn text(state: &AppState) -> String {
    let store = state.store();
    let (stats, now) = (store.stats(), store.now());
    let mut page = Page(String::new());
    windows(&mut page, state, &stats);
    page.single(
        "candor_held_objects",
        "gauge",
        "Objects that are held beyond the end of their window.",
        stats.held,
    );
    page.single(
        "candor_index_bytes",
        "gauge",
        "Memory that the index of all objects takes.",
        stats.index_bytes,
    );
    page.single(
        "candor_damages",
        "gauge",
        "Places in the store that were damaged, could not be read, or were none of the store's when it was opened.",
        store.damages().len(),
    );
    let damaged: u64 = store.damages().iter().map(|damage| damage.length).sum();
    page.single(
        "candor_damaged_bytes",
        "gauge",
        "Bytes that belonged to no whole record when the store was opened.",
        damaged,
    );
    page.single(
        "candor_clock_suspect",
        "gauge",
        "1 while the clock is not believed: nothing is read and no key is destroyed until it is confirmed.",
        u8::from(store.clock_state().suspect),
    );
    page.single(
        "candor_clock_behind_seconds",
        "gauge",
        "How far the clock is behind what the store has seen; time stands still for so long, and beyond a minute no new data is taken.",
        seconds(store.clock_state().behind_millis),
    );
    // Without a bucket there is nothing that ends, and a gauge without a sample says so.
    page.family(
        "candor_next_end_seconds",
        "gauge",
        "Time until the next bucket ends; negative while one that has ended is not destroyed.",
    );
    if let Some(end) = store.next_end() {
        page.sample(
            "candor_next_end_seconds",
            &[],
            seconds(now.millis_until(end)),
        );
    }
    page.single(
        "candor_oldest_undestroyed_seconds",
        "gauge",
        "Age of the oldest key whose bucket has ended; 0 where there is none.",
        seconds(stats.oldest_undestroyed_millis),
    );
    page.single(
        "candor_receipt_fault",
        "gauge",
        "1 while receipts cannot be issued; what ends is destroyed all the same.",
        u8::from(store.receipt_fault().is_some()),
    );
    let (sweeps, last) = state.sweeps();
    page.single(
        "candor_sweeps_total",
        "counter",
        "Sweeps that went through.",
        sweeps,
    );
    page.family(
        "candor_last_sweep_timestamp_seconds",
        "gauge",
        "When the last sweep went through, in seconds since the Unix epoch.",
    );
    if let Some(last) = last {
        let last = seconds(last.unix_millis());
        page.sample("candor_last_sweep_timestamp_seconds", &[], last);
    }
    lags(&mut page, &stats);
    page.single(
        "candor_disk_full_total",
        "counter",
        "Requests that were refused because the disk is full.",
        state.disk_full(),
    );
    if let Ok(runtime) = state.runtime() {
        page.single(
            "candor_damaged_job_records",
            "gauge",
            "Records of jobs that could not be read when the jobs were found again.",
            runtime.job_faults().len(),
        );
        page.single(
            "candor_jobs_waiting",
            "gauge",
            "Jobs that wait for a worker.",
            runtime.waiting_jobs(),
        );
        page.family("candor_refusals_total", "counter", "Refusals by rule.");
        for (rule, count) in runtime.refusals() {
            page.sample("candor_refusals_total", &[("rule", rule)], count);
        }
    }
    page.0
}

/// Objects, bytes and buckets. A changed window has several tags and one name, and a name may stand only once.
fn windows(page: &mut Page, state: &AppState, stats: &Stats) {
    let mut by_name: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for window in &stats.windows {
        let own = by_name.entry(&window.window).or_default();
        own.0 += window.objects;
        own.1 += window.bytes;
    }
    page.family("candor_objects", "gauge", "Objects that can be read.");
    for (window, (objects, _)) in &by_name {
        page.sample("candor_objects", &[("window", window)], objects);
    }
    page.family("candor_bytes", "gauge", "Bytes of those objects.");
    for (window, (_, bytes)) in &by_name {
        page.sample("candor_bytes", &[("window", window)], bytes);
    }
    let mut buckets: BTreeMap<String, u64> = BTreeMap::new();
    for bucket in state.store().buckets() {
        *buckets.entry(bucket.window).or_default() += 1;
    }
    page.family(
        "candor_buckets",
        "gauge",
        "Buckets that are not destroyed yet.",
    );
    for (window, count) in &buckets {
        page.sample("candor_buckets", &[("window", window)], count);
    }
}

fn lags(page: &mut Page, stats: &Stats) {
    const NAME: &str = "candor_expiry_lag_seconds";
    page.family(
        NAME,
        "histogram",
        "Time from the end of a bucket to the destruction of its key and of its bytes.",
    );
    for (step, lags) in [("key", &stats.key_lag), ("bytes", &stats.bytes_lag)] {
        for (bound, count) in lags.buckets() {
            let labels = [("step", step), ("le", bound.as_str())];
            page.sample("candor_expiry_lag_seconds_bucket", &labels, count);
        }
        let labels = [("step", step)];
        page.sample("candor_expiry_lag_seconds_sum", &labels, lags.sum_seconds());
        page.sample("candor_expiry_lag_seconds_count", &labels, lags.count());
    }
}

fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

/// A page of metrics.
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{}\"", escape(text));
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }
}

/// A label's value as the format demands: backslash, quotation mark and line feed are escaped.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped() {
        let mut page = Page(String::new());
        page.sample("a", &[("b", "x\"y\\z\n"), ("c", "")], 1.5);
        assert_eq!(page.0, "a{b=\"x\\\"y\\\\z\\n\",c=\"\"} 1.5\n");
    }
}
