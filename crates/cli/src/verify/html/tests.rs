#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use candor_evidence::{
    Channel, Encoding, Leak, Position, Probe, Report, Timeline, TimelineEvent, Verdict, Weight,
};
use candor_model::Id;
use candor_model::vocabulary::EvidenceLevel;
use html5gum::{Token, Tokenizer};

use super::html;
use crate::verify::Verified;

const HOSTILE: &str =
    "https://sink.example/\"><script>alert(1)</script><img src=x onerror=alert(2)>";

fn event(at: i64, channel: Channel, url: &str) -> TimelineEvent {
    TimelineEvent {
        at,
        channel,
        method: "POST".to_owned(),
        url: url.to_owned(),
        bytes: 12,
        target: "page".to_owned(),
        script: None,
        answer: Some("<b>refused</b>".to_owned()),
    }
}

fn leaking() -> Verified {
    let leak = Leak {
        channel: Channel::Beacon,
        url: HOSTILE.to_owned(),
        encoding: Encoding::Metadata,
        weight: Weight::Metadata,
        messages: 1,
        bytes: 12,
        note: "the name of the file (</dd><script>)".to_owned(),
        script: Some(Position {
            url: "http://127.0.0.1/a.js?<script>".to_owned(),
            line: 3,
            column: 9,
        }),
        runs: vec!["file A"],
        after: 1500,
        advice: "remove it",
    };
    let run = Timeline {
        label: "file A",
        done: vec!["opened the page".to_owned()],
        closed: Some(4000),
        revisited: Some(i64::MAX),
        events: vec![
            event(-300, Channel::Fetch, "/app.js"),
            event(1500, Channel::Beacon, HOSTILE),
            event(i64::MIN, Channel::Image, "/far"),
        ],
        saved: vec![("</svg><script>.png".to_owned(), 9)],
        trouble: Some("<script>trouble</script>".to_owned()),
        console: vec!["<script>alert(3)</script>".to_owned()],
        picture: Some(vec![1, 2, 3]),
        isolation: None,
        elapsed_ms: u128::MAX,
    };
    let report = Report {
        origin: None,
        verdict: Verdict::Leak,
        leaks: vec![leak],
        reason: None,
        output_produced: true,
        requests: 1,
        isolation: None,
        probes: vec![Probe {
            name: "fetch".to_owned(),
            channel: Channel::Fetch,
            is_open: true,
        }],
        scan: None,
        files: BTreeMap::from([("<script>.js".to_owned(), "00".to_owned())]),
        browser: "Chrome/156.0".to_owned(),
        switches: Vec::new(),
        scenario: Vec::new(),
        canaries: Vec::new(),
        timelines: vec![run],
        elapsed: Duration::from_secs(2),
    };
    Verified {
        tool: Id::new("resize"),
        wanted: EvidenceLevel::Observed,
        level: EvidenceLevel::Declared,
        outcome: Ok(report),
        record: None,
        sends_too: false,
    }
}

/// The names of all elements, and all text.
fn parsed(page: &str) -> (BTreeMap<String, usize>, String) {
    let (mut names, mut text) = (BTreeMap::new(), String::new());
    for token in Tokenizer::new(page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let has_handler = tag.attributes.keys().any(|name| name.starts_with(b"on"));
                assert!(!has_handler, "{name} has a handler");
                *names.entry(name).or_insert(0) += 1;
            }
            Token::String(part) => text.push_str(&String::from_utf8_lossy(&part)),
            _ => {}
        }
    }
    (names, text)
}

#[test]
fn what_a_hostile_page_said_stays_text() {
    let page = html(&[leaking()], "2026-11-20T10:00:00Z");
    let (names, text) = parsed(&page);
    assert_eq!(names.get("script"), None);
    assert_eq!(names.get("img"), Some(&1), "only the picture of the run");
    assert_eq!(names.get("path"), Some(&1), "one message counts");
    assert_eq!(names.get("circle"), Some(&2), "two do not");
    assert!(text.contains(HOSTILE), "the address is told as it is");
    assert!(page.contains("data:image/png;base64,AQID"));
}

#[test]
fn a_tool_of_both_kinds_is_not_sent_to_headers_that_cannot_be_written() {
    let local = html(&[leaking()], "2026-11-20T10:00:00Z");
    assert!(parsed(&local).1.contains("candor export headers"));
    let hybrid = Verified {
        sends_too: true,
        ..leaking()
    };
    let (_, text) = parsed(&html(&[hybrid], "2026-11-20T10:00:00Z"));
    assert!(text.contains("level: isolated") && !text.contains("export headers"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = html(&[leaking(), leaking()], "2026-11-20T10:00:00Z");
    for token in Tokenizer::new(&page) {
        let Token::StartTag(tag) = token.unwrap() else {
            continue;
        };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value);
            if ["src", "href", "srcset", "action"].contains(&&*String::from_utf8_lossy(name)) {
                let is_inside = value.starts_with("data:") || value.starts_with('#');
                assert!(is_inside, "{value}");
            }
        }
    }
}

#[test]
fn a_tool_that_could_not_be_run_says_why() {
    let mut verified = leaking();
    verified.outcome = Err("no browser <was> found".to_owned());
    let (_, text) = parsed(&html(&[verified], "2026-11-20T10:00:00Z"));
    assert!(text.contains("one tool: inconclusive"), "{text}");
    assert!(text.contains("no browser <was> found"), "{text}");
}

#[test]
fn no_tool_is_said_too() {
    let (_, text) = parsed(&html(&[], "2026-11-20T10:00:00Z"));
    assert!(text.contains("no tool is said to work in the browser"));
}
