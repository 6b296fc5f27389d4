//! Why the runtime says no.

use std::fmt;

use candor_model::Origin;

/// The kind of a refusal; an HTTP service maps each to one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The policy does not allow it.
    Boundary,
    /// No such tool, activity, job or object.
    Unknown,
    /// Several activities or categories fit, and the caller named none.
    Ambiguous,
    /// It was there; its window has ended or it was erased.
    Gone,
    /// A length is needed and missing.
    LengthRequired,
    /// The body is larger than the activity allows.
    TooLarge,
    /// The body is of a format that the tool does not take.
    UnsupportedFormat,
    /// The request contradicts itself or names an operation or parameter that does not exist.
    Invalid,
    /// Only sweeping goes on: the workspace no longer checks, or the clock must be confirmed.
    SweepOnly,
    /// The disk is full.
    Full,
    /// The caller named no token that allows it.
    Unauthorised,
    /// The store failed; the details are for the operator, not for the caller.
    Failed,
}

/// A refusal in plain words, with the rule and the line of the policy that decide it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its kind.
    pub kind: RefusalKind,
    /// The rule, such as `boundary/local-activity`.
    pub rule: &'static str,
    /// What is refused, in a few words.
    pub title: String,
    /// Why, and what to do instead.
    pub detail: String,
    /// The line of the policy that decides, where one does.
    pub policy: Option<Origin>,
}

impl Refusal {
    /// A refusal without a place.
    pub fn new(
        kind: RefusalKind,
        rule: &'static str,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            rule,
            title: title.into(),
            detail: detail.into(),
            policy: None,
        }
    }

    /// Names the line of the policy that decides.
    #[must_use]
    pub fn at(mut self, origin: &Origin) -> Self {
        self.policy = Some(origin.clone());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}", self.title, self.detail, self.rule)?;
        if let Some(origin) = &self.policy {
            write!(f, ", {origin}")?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for Refusal {}
