//! How fast text is read on one thread, from the bytes of a file to its claims.
//!
//! `cargo run --release -p candor-claims --example extract_speed [-- quick|claims|figures|wrong]`. Each line is a JSON object.
//! `claims` reads the same page again and again, which is what a profiler wants to see; `figures` prints precision and
//! recall on the labelled sentences instead, and `wrong` the sentences of the parts to tune on that are read otherwise than
//! they are labelled.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "it prints what it measured, and stops at a fault of its own"
)]

mod corpus;
#[path = "../../tests/recognition/labelled.rs"]
mod labelled;

use std::io::{self, Write};
use std::time::Instant;

use candor_claims::{Published, extract, sentences};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mode = std::env::args().nth(1).unwrap_or_default();
    match mode.as_str() {
        "figures" => figures(),
        "wrong" => wrong(),
        "page" => {
            let bytes = std::env::args().nth(2).and_then(|bytes| bytes.parse().ok());
            let page = corpus::page(bytes.unwrap_or(1 << 20));
            io::stdout().write_all(page.as_bytes())
        }
        "quick" => speed(1 << 18, 1),
        "claims" => {
            let text = corpus::page(8 << 20);
            let pages = in_pages(&text);
            (0..20)
                .try_for_each(|_| measure(&[of_pages(&text, &pages), of_file("whole", &text)], 1))
        }
        _ => speed(8 << 20, 12),
    }
}

/// Something that is read, and in which things are found.
struct Case<'t> {
    name: &'static str,
    what: &'static str,
    text: &'t str,
    claims: usize,
    read: Box<dyn Fn() -> usize + 't>,
}

fn speed(bytes: usize, rounds: usize) -> io::Result<()> {
    // The first sentence pays for the grammar.
    let start = Instant::now();
    let first = Published::read("a.md", "Your files never leave your device.", None, false);
    let cold = start.elapsed();
    print(
        &json!({"case": "first sentence", "ms": round(cold.as_secs_f64() * 1e3), "claims": first.stated.len()}),
    )?;
    let (half, whole) = (corpus::page(bytes / 2), corpus::page(bytes));
    let pages = in_pages(&whole);
    let html = "<div class=\"row\"><p>We keep your <em>uploads</em> for <a href=\"/r\">24 hours</a>, and then they\n  are gone &mdash; for good.</p><ul><li>one item</li></ul></div>\n";
    let tsx = "export const Note = () => <p className=\"mt-4\">We <b>never</b> store {name}.</p>;\nconst text = 'Files stay in the browser.'; if (a / b > c) { return call(a.b.c, [1, 2], `Kept ${n} hours`); }\n";
    let html = html.repeat(bytes / html.len());
    let tsx = tsx.repeat(bytes / tsx.len());
    let extraction = |name, what: &'static str, path: &'static str, text| Case {
        name,
        what,
        text,
        claims: 0,
        read: Box::new(move || extract(path, text).units.len()),
    };
    let cases = [
        of_pages(&whole, &pages),
        of_file("half", &half),
        of_file("whole", &whole),
        extraction("extraction of Markdown", "whole", "a.md", &whole),
        Case {
            name: "sentences",
            what: "whole",
            text: &whole,
            claims: 0,
            read: Box::new(|| sentences(&whole).len()),
        },
        extraction("extraction", "a.html", "a.html", &html),
        extraction("extraction", "a.tsx", "a.tsx", &tsx),
    ];
    measure(&cases, rounds)
}

/// How long a page of a site is.
const PAGE: usize = 32 << 10;

/// A text in pages as a site has them.
fn in_pages(text: &str) -> Vec<&str> {
    let mut pages: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let near = rest.floor_char_boundary(PAGE);
        let end = rest[near..]
            .find("\n\n")
            .map_or(rest.len(), |at| near + at + 2);
        let (page, behind) = rest.split_at(end);
        pages.push(page);
        rest = behind;
    }
    pages
}

/// The whole way from bytes to claims, page by page.
fn of_pages<'t>(text: &'t str, pages: &'t [&'t str]) -> Case<'t> {
    let read = || {
        let claims = pages
            .iter()
            .map(|page| Published::read("a.md", page, None, false));
        claims.map(|published| published.stated.len()).sum()
    };
    Case {
        name: "claims of Markdown",
        what: "pages",
        text,
        claims: read(),
        read: Box::new(read),
    }
}

/// The same of one file.
fn of_file<'t>(what: &'static str, text: &'t str) -> Case<'t> {
    let read = || Published::read("a.md", text, None, false).stated.len();
    Case {
        name: "claims of Markdown",
        what,
        text,
        claims: read(),
        read: Box::new(read),
    }
}

/// The best of several rounds of each. Every round has all of them, so that none has the machine's worst minute alone.
fn measure(cases: &[Case<'_>], rounds: usize) -> io::Result<()> {
    let mut measured = vec![(f64::MAX, 0); cases.len()];
    for _ in 0..rounds {
        for (case, (best, found)) in cases.iter().zip(&mut measured) {
            let start = Instant::now();
            *found = (case.read)();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    for (case, (best, found)) in cases.iter().zip(measured) {
        let bytes = case.text.len();
        print(
            &json!({"case": case.name, "what": case.what, "bytes": bytes, "ms": round(best * 1e3), "mb_per_s": round(bytes as f64 / best / 1e6), "found": found, "claims": case.claims}),
        )?;
    }
    Ok(())
}

fn print(line: &Value) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn figures() -> io::Result<()> {
    for (part, table) in labelled::measure(|_| ()) {
        for (key, count) in table {
            print(
                &json!({"part": part, "of": key, "precision": count.precision(), "recall": count.recall(), "f1": count.f1(),
                    "hit": count.hit, "wrong": count.wrong, "missed": count.missed, "valued": count.valued, "exact": count.exact,
                    "empty": count.empty, "flagged": count.flagged}),
            )?;
        }
    }
    Ok(())
}

fn wrong() -> io::Result<()> {
    let mut problems = Vec::new();
    labelled::measure(|problem| problems.push(problem));
    problems
        .iter()
        .try_for_each(|problem| print(&json!({"wrong": problem})))
}
