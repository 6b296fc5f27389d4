//! The counts of a run.

use std::time::Duration;

use candor_syntax::{Diagnostic, Severity};
use serde::Serialize;

/// How many files and findings there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were looked at.
    pub files: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub infos: usize,
    /// What could not be checked.
    pub unchecked: usize,
    /// Findings that are set aside, by comments, waivers or a baseline.
    pub set_aside: usize,
    /// Time that the run took, in milliseconds.
    pub elapsed_ms: u64,
}

impl Summary {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic], files: usize, elapsed: Duration) -> Self {
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == severity)
                .count()
        };
        Self {
            files,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            unchecked: count(Severity::Unchecked),
            set_aside: 0,
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// The same with so many findings that are set aside.
    #[must_use]
    pub fn with_set_aside(mut self, count: usize) -> Self {
        self.set_aside = count;
        self
    }

    /// The counts in one plain sentence. What could not be checked is said, never called passed.
    pub fn sentence(&self) -> String {
        let plural =
            |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let mut parts = Vec::new();
        if self.errors > 0 {
            parts.push(plural(self.errors, "error"));
        }
        if self.warnings > 0 {
            parts.push(plural(self.warnings, "warning"));
        }
        if self.infos > 0 {
            parts.push(plural(self.infos, "note"));
        }
        if self.unchecked > 0 {
            parts.push(format!("{} not checked", plural(self.unchecked, "point")));
        }
        let files = plural(self.files, "file");
        let mut sentence = match parts.split_last() {
            None => format!("no findings in {files}"),
            Some((last, [])) => format!("{last} in {files}"),
            Some((last, rest)) => format!("{} and {last} in {files}", rest.join(", ")),
        };
        if self.set_aside > 0 {
            sentence.push_str(&format!(
                "; {} set aside",
                plural(self.set_aside, "finding")
            ));
        }
        sentence
    }
}
