//! The battery does what its table says: every leak reaches its sink as the bytes that the table names, and nothing of a
//! clean page reaches any. No driver of Candor takes part, so that the battery can be held against one.
//!
//! `CANDOR_BATTERY=name,name` runs these pages only.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop where something is wrong, and says how far it is"
)]

mod battery;
mod real;
mod sinks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use battery::Row;
use candor_evidence::{Cancel, Chromium};
use real::browser::Browser;
use real::{canary, proof};
use sinks::{Received, Sinks};
use tokio::sync::Semaphore;
use tokio::time::sleep;

const DRIVE: &str = include_str!("real/drive.js");

/// How many browsers run at once.
const AT_ONCE: usize = 4;

/// How long a page may take beyond the time that it waits by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a clean page is listened to after its result was saved, and after it was visited again.
const SILENCE: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_does_what_its_row_says() {
    let chromium = Chromium::find(&Cancel::default()).unwrap();
    let chosen = std::env::var("CANDOR_BATTERY").unwrap_or_default();
    let rows = battery::rows();
    let is_chosen = |row: &Row| chosen.is_empty() || chosen.split(',').any(|name| name == row.name);
    let mut rows: Vec<Row> = rows.into_iter().filter(is_chosen).collect();
    // The pages that wait longest come first, so that the others fill their time.
    rows.sort_by_key(|row| std::cmp::Reverse(row.wait));
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let runs: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let (chromium, places) = (chromium.clone(), places.clone());
            tokio::spawn(async move {
                let _place = places.acquire().await.unwrap();
                (row.name.clone(), run(&chromium, &row).await)
            })
        })
        .collect();
    let mut wrong = Vec::new();
    for run in runs {
        let (name, outcome) = run.await.unwrap();
        if let Err(why) = outcome {
            eprintln!("{name}: {why}");
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_proof_is_content_with_another_file() {
    let mut other = canary::canary();
    other.iter_mut().for_each(|byte| *byte ^= 0x5a);
    let other = Received {
        sink: "http",
        head: "POST /part/0?d=AAAA HTTP/1.1\ncontent-length: 4096\n".to_owned(),
        bytes: other,
    };
    for row in battery::rows().iter().filter(|row| row.leaks) {
        match row.proof.as_str() {
            // The net-log of a browser without the page's script names no such host.
            "label" => assert!(!proof::is_looked_up(&other.bytes)),
            // A connection carries nothing, so only its absence proves the opposite.
            "connected" => assert!(!proof::proves("connected", &[])),
            proof => assert!(
                !proof::proves(proof, std::slice::from_ref(&other)),
                "{}",
                row.name
            ),
        }
    }
}

/// Opens a page in a browser of its own, with sinks of its own, and holds what arrived against its row.
async fn run(chromium: &Chromium, row: &Row) -> Result<(), String> {
    let sinks = Sinks::start().await;
    let next = match (&row.then, row.leaks) {
        (Some(page), _) => serde_json::json!(page),
        // A clean page stays clean at the next visit, too.
        (None, false) => serde_json::json!(""),
        _ if row.needs("visit") => serde_json::json!(""),
        _ if row.needs("unload") => serde_json::json!("about:blank"),
        _ => serde_json::Value::Null,
    };
    let course = serde_json::json!({ "next": next });
    let script = format!(
        "{}{}globalThis.COURSE = {course};\n{DRIVE}",
        sinks.script(),
        canary::script()
    );
    let directory = row.stage(&script);
    let headers = row.headers(&sinks.http());
    let site = sinks.serve(directory.path().to_owned(), headers).await;
    let switches = [sinks.certificate_switch()];
    let peer = row
        .needs("peer")
        .then(|| Browser::open(chromium, &sinks.peer(), &[]));
    let browser = Browser::open(chromium, &site.url("index.html"), &switches);
    let until = Instant::now() + PATIENCE + Duration::from_secs(row.wait);
    let mut saved = false;
    let mut proved = false;
    while Instant::now() < until && !(saved && proved) {
        sleep(Duration::from_millis(150)).await;
        saved = saved || browser.saved().iter().any(|path| is_result(path));
        proved = match row.sink.as_str() {
            // What is looked up shows when the browser has written its log.
            _ if !row.leaks => saved,
            "net-log" => saved,
            sink => proof::proves(&row.proof, &of(sink, &sinks.received())),
        };
    }
    if !row.leaks || row.sink == "net-log" {
        sleep(SILENCE).await;
    }
    let log = browser.close().await;
    drop(peer);
    if !saved {
        return Err("no result was saved".to_owned());
    }
    match (row.leaks, row.sink.as_str()) {
        (false, _) => only_explained(row, &sinks.received()),
        (true, "net-log") if proof::is_looked_up(&log) => Ok(()),
        (true, _) if proved && row.sink != "net-log" => Ok(()),
        (true, sink) => {
            let all = sinks.received();
            let heads: Vec<&str> = all
                .iter()
                .map(|one| one.head.lines().next().unwrap_or_default())
                .map(|line| line.get(..60).unwrap_or(line))
                .collect();
            Err(format!("{sink} has no proof; what arrived: {heads:?}"))
        }
    }
}

fn of(sink: &str, all: &[Received]) -> Vec<Received> {
    all.iter().filter(|one| one.sink == sink).cloned().collect()
}

/// Whether a saved file is what the tool makes: exactly the inverted picture, or another picture or document.
fn is_result(path: &std::path::Path) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    match path.file_name().is_some_and(|name| name == "negative.png") {
        true => canary::is_negative(&bytes),
        false => [&b"\x89PNG"[..], &[0xff, 0xd8, 0xff], b"%PDF-"]
            .iter()
            .any(|start| bytes.starts_with(start)),
    }
}

/// Nothing may arrive from a clean page but requests for its own files and what its policy declares.
fn only_explained(row: &Row, all: &[Received]) -> Result<(), String> {
    let explained = |one: &Received| {
        let mut words = one.head.split_whitespace();
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        match one.sink {
            "own" => method == "GET" && !target.contains('?') && !one.head.contains("cookie:"),
            "http" => row.explained.iter().any(|path| path == target),
            _ => false,
        }
    };
    let visits = all.iter().filter(|one| one.head.contains("/index.html"));
    if row.name != "offline-cache" && visits.count() < 2 {
        return Err("the page was not visited again".to_owned());
    }
    match all.iter().find(|one| !explained(one)) {
        None => Ok(()),
        Some(one) => Err(format!("{} received {}", one.sink, one.head)),
    }
}
