//! The code quality report of GitLab.

use candor_syntax::Severity;
use serde_json::json;

use crate::{Report, fingerprint};

impl Report<'_> {
    /// The findings as a code quality report.
    pub fn gitlab(&self) -> String {
        let issues: Vec<_> = self
            .diagnostics
            .iter()
            .map(|diagnostic| {
                let severity = match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning | Severity::Unchecked => "minor",
                    Severity::Info => "info",
                };
                let place = diagnostic.place.as_ref();
                json!({
                    "description": diagnostic.message,
                    "check_name": diagnostic.rule,
                    "fingerprint": fingerprint(diagnostic),
                    "severity": severity,
                    "location": {
                        "path": place.map_or("candor.yaml", |place| &place.file),
                        "lines": { "begin": place.map_or(1, |place| place.line) },
                    },
                })
            })
            .collect();
        serde_json::to_string_pretty(&issues).unwrap_or_default()
    }
}
