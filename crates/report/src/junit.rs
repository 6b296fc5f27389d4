//! JUnit XML: one test case per finding, so that CI systems without annotations show them.

use std::fmt::Write;

use candor_syntax::Severity;

use crate::Report;

impl Report<'_> {
    /// The findings as a JUnit test suite.
    pub fn junit(&self) -> String {
        let summary = self.summary;
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let tests = self.diagnostics.len().max(1);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "<testsuite name=\"candor check\" tests=\"{tests}\" failures=\"{}\" skipped=\"{}\">",
            summary.errors, summary.unchecked
        );
        if self.diagnostics.is_empty() {
            text.push_str("  <testcase classname=\"candor\" name=\"no findings\"/>\n");
        }
        for diagnostic in self.diagnostics {
            let place = diagnostic
                .place
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let _ = writeln!(
                text,
                "  <testcase classname=\"{}\" name=\"{}\">",
                escape(diagnostic.rule),
                escape(&place)
            );
            let tag = match diagnostic.severity {
                Severity::Error => "failure",
                Severity::Unchecked => "skipped",
                Severity::Warning | Severity::Info => "system-out",
            };
            let message = escape(&diagnostic.message);
            let help = escape(diagnostic.help.as_deref().unwrap_or_default());
            let _ = if tag == "system-out" {
                writeln!(
                    text,
                    "    <system-out>{message}\n{help}</system-out>\n  </testcase>"
                )
            } else {
                writeln!(
                    text,
                    "    <{tag} message=\"{message}\">{help}</{tag}>\n  </testcase>"
                )
            };
        }
        text.push_str("</testsuite>\n");
        text
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0 has no form for these at all.
            control if control.is_control() && !matches!(control, '\n' | '\t') => {
                escaped.push('\u{fffd}')
            }
            other => escaped.push(other),
        }
    }
    escaped
}
