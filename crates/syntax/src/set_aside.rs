//! Findings that somebody decided to live with.

use crate::{Diagnostic, Place};

/// By what a finding is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// A comment in the text itself.
    Comment,
    /// An entry of the file beside a text that cannot hold comments.
    SideFile,
    /// A waiver of the workspace.
    Waiver,
    /// The baseline of a run.
    Baseline,
}

impl Means {
    /// Its word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Means::Comment => "comment",
            Means::SideFile => "side-file",
            Means::Waiver => "waiver",
            Means::Baseline => "baseline",
        }
    }
}

/// A finding that is set aside: it is told, and counts for no exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The finding.
    pub finding: Diagnostic,
    /// By what.
    pub by: Means,
    /// Why, in the words of whoever decided it, with the owner and the last day where they are known.
    pub why: String,
    /// Where that was decided.
    pub at: Option<Place>,
}
