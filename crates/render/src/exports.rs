//! A table as Markdown, CSV and JSON. Every format has the same rows.

use serde_json::{Map, Value};

use crate::view::{Cell, Row};

/// A table with its columns.
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// A Markdown table; bars and line breaks in values cannot break it.
    pub(crate) fn markdown(&self) -> String {
        let escape = |text: &str| {
            let text = text
                .replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace('<', "&lt;")
                .replace('[', "\\[");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(self.columns.iter().map(|column| escape(column)).collect());
        text.push_str(&line(
            self.columns.iter().map(|_| "---".to_owned()).collect(),
        ));
        for row in &self.rows {
            text.push_str(&line(
                row.cells
                    .iter()
                    .map(|cells| escape(&joined(cells)))
                    .collect(),
            ));
        }
        text
    }

    /// CSV of RFC 4180. A value that a spreadsheet would run as a formula is kept from it by an apostrophe.
    pub(crate) fn csv(&self) -> String {
        let field = |text: &str| {
            let safe = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                format!("'{text}")
            } else {
                text.to_owned()
            };
            format!("\"{}\"", safe.replace('"', "\"\""))
        };
        let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
        let mut text = line(self.columns.iter().map(|column| field(column)).collect());
        for row in &self.rows {
            text.push_str(&line(
                row.cells
                    .iter()
                    .map(|cells| field(&joined(cells)))
                    .collect(),
            ));
        }
        text
    }

    /// A JSON list of objects; every value is a list of lines.
    pub(crate) fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let entries = self.columns.iter().zip(&row.cells).map(|(column, cells)| {
                    let lines = cells
                        .iter()
                        .map(|cell| Value::String(cell.text.clone()))
                        .collect();
                    (column.clone(), Value::Array(lines))
                });
                Value::Object(entries.collect::<Map<String, Value>>())
            })
            .collect();
        let mut text = serde_json::to_string_pretty(&rows).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn joined(cells: &[Cell]) -> String {
    cells
        .iter()
        .map(|cell| cell.text.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(value: &str) -> Table {
        let row = Row {
            id: None,
            about: None,
            cells: vec![vec![Cell::text(value), Cell::text("b")]],
        };
        Table {
            columns: vec!["A".to_owned()],
            rows: vec![row],
        }
    }

    #[test]
    fn hostile_values_stay_values() {
        assert_eq!(table("=1+1").csv(), "\"A\"\r\n\"'=1+1; b\"\r\n");
        assert_eq!(
            table("say \"x\"\nline").csv(),
            "\"A\"\r\n\"say \"\"x\"\"\nline; b\"\r\n"
        );
        assert_eq!(
            table("a|b\n<script>").markdown().lines().nth(2),
            Some("| a\\|b &lt;script>; b |")
        );
        let read: Value = serde_json::from_str(&table("\"\n").json()).unwrap();
        assert_eq!(read[0]["A"][0], "\"\n");
    }
}
