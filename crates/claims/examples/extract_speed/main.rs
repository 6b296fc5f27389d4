//! How fast text is read on one thread, from the bytes of a file to its claims.
//!
//! `cargo run --release -p candor-claims --example extract_speed [-- quick|claims|figures]`. Each line is a JSON object.
//! `claims` reads the same page again and again, which is what a profiler wants to see; `figures` prints precision and
//! recall on the labelled sentences instead.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it prints what it measured, and stops at a fault of its own"
)]

mod corpus;
#[path = "../../tests/recognition/labelled.rs"]
mod labelled;

use std::time::Instant;

use candor_claims::{Published, extract, sentences};
use serde_json::json;

fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    match mode.as_str() {
        "figures" => figures(),
        "page" => {
            let bytes = std::env::args().nth(2).and_then(|bytes| bytes.parse().ok());
            print!("{}", corpus::page(bytes.unwrap_or(1 << 20)));
        }
        "quick" => speed(1 << 18, 1),
        "claims" => {
            for _ in 0..20 {
                pages(8 << 20, 1);
                claims(8 << 20, "whole", 1);
            }
        }
        _ => speed(8 << 20, 5),
    }
}

fn speed(bytes: usize, rounds: usize) {
    // The first sentence pays for the grammar.
    let start = Instant::now();
    let first = Published::read("a.md", "Your files never leave your device.", None, false);
    let cold = start.elapsed();
    println!(
        "{}",
        json!({"case": "first sentence", "ms": round(cold.as_secs_f64() * 1e3), "claims": first.stated.len()})
    );
    pages(bytes, rounds);
    claims(bytes / 2, "half", rounds);
    claims(bytes, "whole", rounds);
    let text = corpus::page(bytes);
    report(
        "extraction of Markdown",
        "whole",
        &text,
        rounds,
        0,
        |text| extract("a.md", text).units.len(),
    );
    report("sentences", "whole", &text, rounds, 0, |text| {
        sentences(text).len()
    });
    for (path, part) in [
        (
            "a.html",
            "<div class=\"row\"><p>We keep your <em>uploads</em> for <a href=\"/r\">24 hours</a>, and then they\n  are gone &mdash; for good.</p><ul><li>one item</li></ul></div>\n",
        ),
        (
            "a.tsx",
            "export const Note = () => <p className=\"mt-4\">We <b>never</b> store {name}.</p>;\nconst text = 'Files stay in the browser.'; if (a / b > c) { return call(a.b.c, [1, 2], `Kept ${n} hours`); }\n",
        ),
    ] {
        let text = part.repeat(bytes / part.len());
        report("extraction", path, &text, rounds, 0, |text| {
            extract(path, text).units.len()
        });
    }
}

/// How long a page of a site is.
const PAGE: usize = 32 << 10;

/// The whole way from bytes to claims, page by page as a site has them.
fn pages(bytes: usize, rounds: usize) {
    let text = corpus::page(bytes);
    let mut pages: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let near = rest.floor_char_boundary(PAGE);
        let end = rest[near..]
            .find("\n\n")
            .map_or(rest.len(), |at| near + at + 2);
        let (page, behind) = rest.split_at(end);
        pages.push(page);
        rest = behind;
    }
    let read = |_: &str| {
        let claims = pages
            .iter()
            .map(|page| Published::read("a.md", page, None, false));
        claims.map(|published| published.stated.len()).sum()
    };
    report("claims of Markdown", "pages", &text, rounds, read(""), read);
}

/// The same of one file.
fn claims(bytes: usize, what: &str, rounds: usize) {
    let text = corpus::page(bytes);
    let claims = Published::read("a.md", &text, None, false).stated.len();
    report("claims of Markdown", what, &text, rounds, claims, |text| {
        Published::read("a.md", text, None, false).stated.len()
    });
}

/// The best of several rounds.
fn report(
    case: &str,
    what: &str,
    text: &str,
    rounds: usize,
    claims: usize,
    mut read: impl FnMut(&str) -> usize,
) {
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..rounds {
        let start = Instant::now();
        found = read(text);
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{}",
        json!({"case": case, "what": what, "bytes": text.len(), "ms": round(best * 1e3), "mb_per_s": round(text.len() as f64 / best / 1e6), "found": found, "claims": claims})
    );
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn figures() {
    for (part, table) in labelled::measure(|_| ()) {
        for (key, count) in table {
            println!(
                "{}",
                json!({"part": part, "of": key, "precision": count.precision(), "recall": count.recall(), "f1": count.f1(),
                    "hit": count.hit, "wrong": count.wrong, "missed": count.missed, "valued": count.valued, "exact": count.exact,
                    "empty": count.empty, "flagged": count.flagged})
            );
        }
    }
}
