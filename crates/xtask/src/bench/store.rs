//! Ingest and expiry, measured by the runtime's own example beside a raw file and SQLite.

use std::fmt::Write as _;

use serde_json::Value;

use crate::repository;

/// What the figures are of; every rival does what is said here and no more.
const METHOD: &str = "All on the same disk in one run; only ratios count.\n\n\
`ingest`: as many writers for each, each answered when its record is synced; the median of three interleaved rounds. \
`raw grouped` appends to one file and `sqlite grouped` inserts rows (WAL, `synchronous=FULL`, an index on the end), both \
with the store's group commit: one thread, up to 64 records, one sync. `sqlite` has a transaction per record. Neither \
encrypts; the store encrypts, hashes and indexes.\n\n\
`ends`: small buckets that end one after another, for the spread. `expiry`: one bucket of many objects, one run each. \
Milliseconds are counted from E: until the id is refused, until the key ring on disk is without the key, until the files \
are unlinked and their absence is durable. `sqlite delete` is one `DELETE` of as many rows and a checkpoint, which makes \
rows unreadable and leaves their bytes; `sqlite secure delete` overwrites them too. `postgres delete vacuum` is `DELETE` and \
`VACUUM` of the same rows in a private PostgreSQL 15 with its own settings, or `not measured` where Debian's package is \
missing; the freed bytes stay in its files and its log. `recovery` opens the full store.\n\n";

/// Runs the example and gives its lines as a list in Markdown. `full` measures a million objects too, which takes some ten
/// minutes.
pub(crate) fn measure(full: bool) -> Result<String, String> {
    println!("measuring ingest and expiry");
    let counts: &[&str] = if full {
        &["10000", "100000", "1000000"]
    } else {
        &["10000", "100000"]
    };
    let mut command = repository::cargo();
    command.args(["run", "--quiet", "--release", "--package", "candor-runtime"]);
    command
        .args(["--example", "store_bench", "--", "1"])
        .args(counts);
    let lines = repository::output(&mut command)?;
    render(&lines)
}

fn render(lines: &str) -> Result<String, String> {
    let mut text = format!("\n## Ingest and expiry\n\n{METHOD}");
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line)
            .map_err(|_| format!("`store_bench` printed no JSON: {line}"))?;
        let fields = value
            .as_object()
            .ok_or_else(|| format!("`store_bench` printed no object: {line}"))?;
        let words: Vec<String> = fields
            .iter()
            .map(|(key, value)| match value {
                Value::String(word) => format!("{} {word}", key.replace('_', " ")),
                other => format!("{} {other}", key.replace('_', " ")),
            })
            .collect();
        let _ = writeln!(text, "- {}", words.join(", "));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_becomes_an_item_and_other_text_is_an_error() {
        let text = render("{\"case\":\"ingest\",\"per_second\":12}\n").unwrap();
        assert!(text.ends_with("- case ingest, per second 12\n"), "{text}");
        assert!(render("warming up\n").is_err());
        assert!(render("[1]\n").is_err());
    }
}
