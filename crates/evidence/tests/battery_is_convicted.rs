//! Every page of the battery before the judge: no leak is cleared, and no clean page is convicted.
//!
//! Without a wish every fifth page is run, leaks and clean ones; `CANDOR_BATTERY=all` asks for every page, as `cargo xtask soak`
//! does, `1/3` for the second of three parts, counted from 0, and `name,name` for these pages only.

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
use tokio::sync::Semaphore;

/// How many tools are verified at once. Most of a run is waiting, and each tool has browsers of its own.
const AT_ONCE: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_leak_is_cleared_and_no_clean_page_is_convicted() {
    let chromium = Chromium::find(&Cancel::default()).unwrap();
    let chosen = std::env::var("CANDOR_BATTERY").unwrap_or_else(|_| "1/5".to_owned());
    eprintln!("CANDOR_BATTERY={chosen}");
    let rows: Vec<Row> = battery::rows()
        .into_iter()
        .enumerate()
        .filter(|(place, row)| match part(&chosen) {
            _ if chosen == "all" => true,
            Some((part, of)) => place % of == part,
            None => chosen.split(',').any(|name| name == row.name),
        })
        .map(|(_, row)| row)
        .collect();
    assert!(
        rows.iter().any(|row| row.leaks) || part(&chosen).is_none(),
        "no page of this part leaks"
    );
    assert!(!rows.is_empty(), "no page is called so");
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let runs: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let (chromium, places) = (chromium.clone(), places.clone());
            tokio::spawn(async move {
                let _place = places.acquire().await.unwrap();
                let report = judged(&chromium, &row).await;
                let fault = fault(&row, &report);
                eprintln!(
                    "{:24} {:?} in {:.1} s {}{}",
                    row.name,
                    report.verdict,
                    report.elapsed.as_secs_f64(),
                    told(&report),
                    fault
                        .as_ref()
                        .map_or(String::new(), |why| format!("  WRONG: {why}"))
                );
                if std::env::var("CANDOR_BATTERY").is_ok() {
                    let runs = report.timelines.iter();
                    let took: Vec<_> = runs.map(|run| (run.label, run.elapsed_ms)).collect();
                    eprintln!("    {took:?}");
                }
                fault.map(|why| format!("{}: {why}", row.name))
            })
        })
        .collect();
    let mut wrong = Vec::new();
    for run in runs {
        wrong.extend(run.await.unwrap());
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// `1/3` as its two numbers.
fn part(chosen: &str) -> Option<(usize, usize)> {
    let (part, of) = chosen.split_once('/')?;
    let (part, of) = (part.parse().ok()?, of.parse().ok()?);
    (part < of).then_some((part, of))
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
        at_once: 5,
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
        (true, Verdict::Inconclusive) => match (&row.open, &report.reason) {
            (Some(_), Some(_)) => None,
            (Some(_), None) => Some("it is not said why nothing can be said".to_owned()),
            (None, reason) => Some(format!("a leak was not seen: {reason:?}")),
        },
        (true, Verdict::Leak) => {
            let mut leaks = report.leaks.iter();
            let is_named = leaks.any(|leak| {
                let is_one = |words: &[String], word: &str| words.iter().any(|one| one == word);
                is_one(&row.channels, leak.channel.word())
                    && is_one(&row.encodings, leak.encoding.word())
            });
            (!is_named).then(|| {
                format!(
                    "the leak is called {}, and not one of {:?} by one of {:?}",
                    told(report),
                    row.encodings,
                    row.channels
                )
            })
        }
        (false, Verdict::Local) => None,
    }
}

fn told(report: &Report) -> String {
    let leaks = report.leaks.iter().take(3);
    let words: Vec<String> = leaks
        .map(|leak| format!("{}/{}: {}", leak.channel, leak.encoding, leak.note))
        .collect();
    words.join("; ") + report.reason.as_deref().unwrap_or_default()
}
