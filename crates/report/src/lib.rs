//! Findings as text, JSON, SARIF, JUnit, GitHub and GitLab output. Knows no rule and no model.

mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod summary;

use candor_syntax::{Diagnostic, RuleCard, SetAside, Severity, Sources};

pub use summary::Summary;

/// Where the rules of Candor are explained; a rule's page lies below it.
pub const RULES_URL: &str = "https://candor.example/rules";

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The findings, in the order of [`sort`].
    pub diagnostics: &'a [Diagnostic],
    /// The findings that are set aside: they are told, and fail nothing.
    pub set_aside: &'a [SetAside],
    /// The files, for carets.
    pub sources: &'a Sources,
    /// Every rule.
    pub cards: &'a [&'static RuleCard],
    /// The counts.
    pub summary: Summary,
    /// Where the rules are explained.
    pub rules_url: &'a str,
}

impl Report<'_> {
    /// The page that explains a rule.
    fn url(&self, rule: &str) -> String {
        format!("{}/{rule}/", self.rules_url)
    }
}

/// Puts findings into the order of files, lines, columns, rules and messages.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
}

/// The word of a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Unchecked => "unchecked",
    }
}

/// A stable name for a finding: rule, file, pointer and subject, never a line, so that edits above it change nothing.
fn fingerprint(diagnostic: &Diagnostic) -> String {
    let file = diagnostic.place.as_ref().map_or("", |place| &place.file);
    let pointer = diagnostic.pointer.as_deref().unwrap_or_default();
    let subject = diagnostic.subject.as_deref().unwrap_or_default();
    // FNV-1a with 64 bits: no secret and no collision-proof needed, only the same name in every run.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in [diagnostic.rule, file, pointer, subject] {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests;
