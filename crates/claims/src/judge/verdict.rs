//! What comes of holding a claim against the facts.

use candor_model::Origin;

/// How a claim stands to the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The facts carry it, with the evidence that its kind needs.
    Backed,
    /// The facts say the same, and nothing shows that they hold.
    Declared,
    /// The facts say something else.
    Contradicted,
    /// Nothing that is declared or shown carries it.
    Unverified,
    /// It holds for a part of what it speaks of.
    Narrowed,
    /// It speaks of something else than the facts do.
    NotComparable,
    /// It names a matter that can be checked and no value for it.
    Vague,
    /// There was nothing to hold it against.
    Listed,
}

impl Verdict {
    /// The verdict's word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Backed => "backed",
            Verdict::Declared => "declared",
            Verdict::Contradicted => "contradicted",
            Verdict::Unverified => "unverified",
            Verdict::Narrowed => "narrowed",
            Verdict::NotComparable => "not-comparable",
            Verdict::Vague => "vague",
            Verdict::Listed => "listed",
        }
    }
}

/// The verdict on one claim, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Where the fact is declared that decided it.
    pub fact: Option<Origin>,
    /// One plain sentence or two: what the text says, what is declared, what to write instead.
    pub why: String,
    /// The facts that were looked at, in their order.
    pub trace: Vec<String>,
    /// Whether the text is bound to the fact that decided; the binding has a finding of its own then.
    pub is_bound: bool,
}

impl Judgement {
    /// The judgement on a claim where no workspace declares anything.
    pub fn listed() -> Self {
        Self::new(
            Verdict::Listed,
            "no workspace declares facts to hold this against",
        )
    }

    pub(super) fn new(verdict: Verdict, why: impl Into<String>) -> Self {
        Self {
            verdict,
            fact: None,
            why: why.into(),
            trace: Vec::new(),
            is_bound: false,
        }
    }

    /// Names the declaration that decided.
    pub(super) fn at(mut self, origin: &Origin) -> Self {
        if !origin.is_built_in() {
            self.fact = Some(origin.clone());
        }
        self
    }

    /// Names the declaration that decided, where there is one.
    pub(super) fn at_any(self, origin: Option<&Origin>) -> Self {
        match origin {
            Some(origin) => self.at(origin),
            None => self,
        }
    }

    /// Adds what was looked at.
    pub(super) fn tracing(mut self, trace: impl IntoIterator<Item = String>) -> Self {
        self.trace.extend(trace);
        self
    }
}
