//! How fast text is read; `cargo run --release -p candor-claims --example extract_speed`.
#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "it prints what it measured"
)]

use std::time::Instant;

use candor_claims::{extract, sentences};

fn main() {
    let paragraph = "We keep your *uploads* for [24 hours](/retention), and then they are gone. Your files never leave\n\
        the `browser`; nothing is stored, e.g. on a server. Do you have a question? Write to us.\n\n";
    let markdown = format!(
        "# Privacy\n\n{}",
        format!("{paragraph}{paragraph}- one item of a list\n- another item\n\n## A heading\n\n")
            .repeat(12_000)
    );
    let html = format!("<h1>Privacy</h1>{}", "<div class=\"row\"><p>We keep your <em>uploads</em> for <a href=\"/retention\">24 hours</a>, and then they\n  are gone &mdash; for good. Your files never leave the browser.</p><ul><li>one item</li><li>another item</li></ul></div>\n".repeat(20_000));
    let json = format!("{{{}}}", (0..40_000).map(|n| format!("\"key{n}\": {{\"title\": \"Your files never leave the browser.\", \"text\": \"We keep \\\"uploads\\\" for 24 hours.\"}}")).collect::<Vec<_>>().join(",\n"));
    let script = "export const Note = () => <p className=\"mt-4\">We <b>never</b> store {name}.</p>;\nconst text = 'Files stay in the browser.'; if (a / b > c) { return call(a.b.c, [1, 2, 3], `Kept ${n} hours`); }\n".repeat(25_000);
    for (path, text) in [
        ("a.md", &markdown),
        ("a.html", &html),
        ("en.json", &json),
        ("a.tsx", &script),
    ] {
        let mut best = f64::MAX;
        let mut units = 0;
        for _ in 0..5 {
            let start = Instant::now();
            units = extract(path, text).units.len();
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!(
            "{path}: {:.0} MB/s, {units} units of {} bytes",
            text.len() as f64 / best / 1e6,
            text.len()
        );
    }
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        let count = sentences(&markdown).len();
        assert!(count > 1000);
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("sentences: {:.0} MB/s", markdown.len() as f64 / best / 1e6);
}
