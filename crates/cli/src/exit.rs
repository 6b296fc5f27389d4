//! Exit codes.

use std::process::ExitCode;

use candor_syntax::{Diagnostic, Severity};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing at or above the fail level.
    Fine = 0,
    /// Findings at or above the fail level.
    Findings = 1,
    /// No workspace, wrong flags, or the system failed.
    Unable = 2,
    /// Only "could not check" remains. That is never a pass.
    Unchecked = 3,
}

impl Exit {
    /// The code for a list of findings. `strict` lets warnings fail too.
    pub(crate) fn for_findings(diagnostics: &[Diagnostic], strict: bool) -> Self {
        let has = |severity| {
            diagnostics
                .iter()
                .any(|diagnostic| diagnostic.severity == severity)
        };
        if has(Severity::Error) || (strict && has(Severity::Warning)) {
            Self::Findings
        } else if has(Severity::Unchecked) {
            Self::Unchecked
        } else {
            Self::Fine
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
