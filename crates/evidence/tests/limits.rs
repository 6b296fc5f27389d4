//! Pages that do more than can be kept or looked at: each bound is told by its own name, and nothing is cleared.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

mod tool;

use candor_evidence::{Cancel, Explained, Report, Verdict};
use tool::{BODY, WORKS, inspection, looked_at, page};

/// A tool that works, and does this besides once a file is chosen.
fn looked(besides: &str) -> Report {
    let script = format!("{WORKS} file.addEventListener('change', () => {{ {besides} }});");
    let directory = page(BODY, &script);
    let mut inspection = inspection(directory.path(), Vec::new(), &[]);
    inspection.explained = vec![Explained {
        to: "/told".to_owned(),
        why: "an example".to_owned(),
    }];
    looked_at(&inspection, &Cancel::default()).unwrap()
}

fn is_told(besides: &str, words: &str) {
    let report = looked(besides);
    assert_ne!(report.verdict, Verdict::Local, "{words}");
    let notes = report.leaks.iter().map(|leak| leak.note.as_str());
    let reasons = notes.chain(report.reason.as_deref());
    assert!(
        reasons.clone().any(|reason| reason.contains(words)),
        "{words}: {:?}",
        reasons.collect::<Vec<_>>()
    );
}

#[test]
fn more_messages_than_can_be_kept() {
    is_told(
        "for (let at = 0; at < 21_000; at += 1) fetch(`data:,${at}`).catch(() => {});",
        "the page sent more messages than can be kept",
    );
}

#[test]
fn more_bytes_than_can_be_kept() {
    is_told(
        "for (let at = 0; at < 6; at += 1) fetch('/told', { method: 'POST', body: 'x'.repeat(12e6) + at }).catch(() => {});",
        "the page sent more bytes than can be kept",
    );
}

#[test]
fn a_body_that_is_larger_than_the_server_of_the_build_keeps() {
    is_told(
        "fetch('/told', { method: 'POST', body: new Blob(['x'.repeat(4e7)]) }).catch(() => {});",
        "a body arrived that is larger than can be looked at",
    );
}

#[test]
fn a_body_that_is_larger_than_can_be_searched() {
    is_told(
        "fetch('/told', { method: 'POST', body: 'x'.repeat(1.7e7) }).catch(() => {});",
        "is larger than can be looked at as a whole",
    );
}

#[test]
fn more_workers_than_can_be_watched() {
    is_told(
        "for (let at = 0; at < 400; at += 1) new Worker(URL.createObjectURL(new Blob(['1'])));",
        "the page opened more pages, frames and workers than can be watched",
    );
}
