//! Workflow commands of GitHub Actions, one line per finding.

use std::fmt::Write;

use candor_syntax::Severity;

use crate::Report;

impl Report<'_> {
    /// The findings as annotations of a workflow run.
    pub fn github(&self) -> String {
        let mut text = String::new();
        for diagnostic in self.diagnostics {
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning | Severity::Unchecked => "warning",
                Severity::Info => "notice",
            };
            let mut message = diagnostic.message.clone();
            for part in [&diagnostic.reason, &diagnostic.help].into_iter().flatten() {
                message.push('\n');
                message.push_str(part);
            }
            let title = property(diagnostic.rule);
            // Writing to a String cannot fail.
            let _ = match &diagnostic.place {
                Some(place) => writeln!(
                    text,
                    "::{command} file={},line={},col={},endLine={},endColumn={},title={title}::{}",
                    property(&place.file),
                    place.line,
                    place.column,
                    place.end_line,
                    place.end_column,
                    data(&message)
                ),
                None => writeln!(text, "::{command} title={title}::{}", data(&message)),
            };
        }
        let _ = writeln!(text, "{}", self.summary.sentence());
        text
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
