//! Ingest and expiry, measured by the runtime's own example beside a raw file and SQLite.

use std::fmt::Write as _;

use serde_json::Value;

use crate::repository;

/// Runs the example and gives its lines as a list in Markdown.
pub(crate) fn measure() -> Result<String, String> {
    println!("measuring ingest and expiry");
    let lines = repository::output(repository::cargo().args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "candor-runtime",
        "--example",
        "store_bench",
    ]))?;
    render(&lines)
}

fn render(lines: &str) -> Result<String, String> {
    let mut text = String::from("\n## Ingest and expiry\n\n");
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
