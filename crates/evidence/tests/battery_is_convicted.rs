//! Every page of the battery before the judge: no leak is cleared, and no clean page is convicted.
//!
//! `CANDOR_BATTERY=name,name` runs these pages only, `CANDOR_BATTERY=all` every one; without it a part is run that has one
//! page of every kind of witness and difficulty.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop where something is wrong, and says how far it is"
)]

mod battery;
mod sinks;

use std::sync::Arc;

use battery::Row;
use candor_evidence::{
    Build, Cancel, Chromium, Explained, Inspection, Report, Subject, Verdict, verify,
};
use sinks::Sinks;

/// One page for each witness: the protocol, workers, the log of the network, names, packets, comparison, delay, return.
const USUAL: [&str; 12] = [
    "fetch-formdata",
    "beacon-pagehide",
    "nested-worker",
    "service-worker",
    "aes-gcm",
    "jpeg-thumbnail",
    "dns-prefetch",
    "delayed-worker",
    "indexeddb-next-visit",
    "declared-analytics",
    "late-code",
    "offline-cache",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_leak_is_cleared_and_no_clean_page_is_convicted() {
    let chromium = Chromium::find(&Cancel::default()).unwrap();
    let chosen = std::env::var("CANDOR_BATTERY").unwrap_or_else(|_| USUAL.join(","));
    let is_chosen = |row: &Row| chosen == "all" || chosen.split(',').any(|name| name == row.name);
    let mut wrong = Vec::new();
    let rows: Vec<Row> = battery::rows().into_iter().filter(is_chosen).collect();
    assert!(!rows.is_empty(), "no page is called so");
    for row in rows {
        let report = judged(&chromium, &row).await;
        if let Some(why) = fault(&row, &report) {
            wrong.push(format!("{}: {why}", row.name));
        }
        eprintln!(
            "{:24} {:?} in {:.1} s {}",
            row.name,
            report.verdict,
            report.elapsed.as_secs_f64(),
            told(&report)
        );
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

async fn judged(chromium: &Chromium, row: &Row) -> Report {
    let sinks = Sinks::start().await;
    let directory = row.stage(&sinks.script());
    let headers = row.headers(&sinks.http());
    let inspection = Inspection {
        subject: Subject::Build(Build {
            root: directory.path().to_owned(),
            entry: "index.html".to_owned(),
            headers: Arc::new(move |_, _| headers.clone()),
        }),
        scenario: Vec::new(),
        explained: row
            .explained
            .iter()
            .map(|path| Explained {
                to: format!("{}{path}", sinks.http()),
                why: "counts how often a tool is used".to_owned(),
            })
            .collect(),
        probed: false,
        switches: vec![sinks.certificate_switch()],
        at_once: 3,
    };
    let chromium = chromium.clone();
    tokio::task::spawn_blocking(move || {
        verify(&chromium, &inspection, &[11; 32], &Cancel::default()).unwrap()
    })
    .await
    .unwrap()
}

/// What is wrong with a judgement, if anything.
fn fault(row: &Row, report: &Report) -> Option<String> {
    match (row.leaks, report.verdict) {
        (true, Verdict::Local) => Some("a leak was cleared".to_owned()),
        (false, Verdict::Leak) => Some(format!("a clean page was convicted: {}", told(report))),
        (false, Verdict::Inconclusive) => Some(format!(
            "nothing could be said of a clean page: {:?}",
            report.reason
        )),
        (true, Verdict::Leak) => {
            let mut named = report
                .leaks
                .iter()
                .map(|leak| leak.channel.word().to_owned());
            (!named.any(|word| row.channels.contains(&word))).then(|| {
                format!(
                    "the leak is called {}, and not one of {:?}",
                    told(report),
                    row.channels
                )
            })
        }
        _ => None,
    }
}

fn told(report: &Report) -> String {
    let leaks = report.leaks.iter().take(3);
    let words: Vec<String> = leaks
        .map(|leak| format!("{}/{}: {}", leak.channel, leak.encoding, leak.note))
        .collect();
    words.join("; ") + report.reason.as_deref().unwrap_or_default()
}
