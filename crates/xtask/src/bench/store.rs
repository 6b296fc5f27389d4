//! Candor's store beside a raw file, SQLite, PostgreSQL and Redis, measured by the runtime's own example.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::method;
use crate::repository;

/// Runs the example and gives its rows as tables in Markdown. `full` has a million objects, and the full size of the roles.
pub(crate) fn measure(full: bool) -> Result<String, String> {
    println!("measuring the store");
    let mut command = repository::cargo();
    command.args(["run", "--quiet", "--release", "--package", "candor-runtime"]);
    command.args(["--example", "store_bench", "--"]);
    command.arg(if full { "full" } else { "standard" });
    render(&repository::output(&mut command)?)
}

/// A table for each case; rows of one case have the same columns.
fn render(lines: &str) -> Result<String, String> {
    let mut text = format!("{}\n", method::ALL);
    let mut columns: Option<(String, Vec<String>)> = None;
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let mut row: Map<String, Value> = serde_json::from_str(line)
            .map_err(|_| format!("`store_bench` printed no JSON object: {line}"))?;
        let case = row
            .shift_remove("case")
            .and_then(|case| case.as_str().map(str::to_owned))
            .ok_or_else(|| format!("`store_bench` printed a row of no case: {line}"))?;
        let head = (case, row.keys().cloned().collect::<Vec<_>>());
        if columns.as_ref() != Some(&head) {
            let (case, names) = columns.insert(head);
            let words: Vec<String> = names.iter().map(|name| name.replace('_', " ")).collect();
            let sides = row.values().map(|value| match value {
                Value::String(_) => "---",
                _ => "---:",
            });
            let sides: Vec<&str> = sides.collect();
            let _ = write!(text, "\n### {case}\n\n");
            if !method::of(case).is_empty() {
                let _ = write!(text, "{}\n\n", method::of(case));
            }
            let (words, sides) = (words.join(" | "), sides.join("|"));
            let _ = write!(text, "| {words} |\n|{sides}|\n");
        }
        let cells = row.values().map(|value| match value {
            Value::String(word) => word.clone(),
            other => other.to_string(),
        });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_case_become_a_table_and_other_text_is_an_error() {
        let text = render(
            "{\"case\":\"reads\",\"system\":\"redis\",\"per_second\":\"not measured\"}\n\
             {\"case\":\"reads\",\"system\":\"sqlite\",\"per_second\":12}\n\
             {\"case\":\"ends\",\"p50_ms\":1.5}\n",
        )
        .unwrap();
        let reads = "| system | per second |\n|---|---|\n| redis | not measured |\n| sqlite | 12 |\n\n### ends\n\n";
        assert!(text.contains(reads), "{text}");
        assert!(text.ends_with("| p50 ms |\n|---:|\n| 1.5 |\n"), "{text}");
        assert!(text.contains(method::of("ends")), "{text}");
        assert!(render("warming up\n").is_err());
        assert!(render("[1]\n").is_err());
        assert!(render("{\"system\":\"redis\"}\n").is_err());
    }
}
