//! The rules that rendering itself reports.

use candor_syntax::{RuleCard, Severity};

pub(crate) const UNKNOWN_NAME: RuleCard = card(
    "site/unknown-name",
    "a name in a page that no fact has",
    "A page or template names a fact that does not exist, so the sentence would be published with a gap.",
);
pub(crate) const TEMPLATE: RuleCard = card(
    "site/template-error",
    "a template that cannot be rendered",
    "A page or template has a fault in its own language, so nothing can be made from it.",
);

pub(crate) const DRIFT: RuleCard = card(
    "site/drift",
    "a note in a page that differs from the policy",
    "A page that people wrote has a marked note, `<!-- candor:note ID -->`, whose text is not what `candor build` would write there now. `build` refreshes it; until then the page tells visitors something else than the policy.",
);
pub(crate) const UNKNOWN_NOTE: RuleCard = card(
    "site/unknown-note",
    "a note of a tool that is not declared",
    "A page that people wrote marks a note for a tool that the workspace does not declare, so a build leaves it as it is.",
);
pub(crate) const UNCLOSED_NOTE: RuleCard = card(
    "site/unclosed-note",
    "a note without an end",
    "A page that people wrote begins a note with `<!-- candor:note ID -->` and does not end it with `<!-- /candor:note -->` before the next one begins.",
);

const fn card(id: &'static str, title: &'static str, documentation: &'static str) -> RuleCard {
    RuleCard {
        id,
        severity: Severity::Error,
        regimes: &[],
        title,
        structural: false,
        contradiction: false,
        documentation,
    }
}

/// Every card of this crate.
pub fn cards() -> &'static [&'static RuleCard] {
    const CARDS: &[&RuleCard] = &[
        &UNKNOWN_NAME,
        &TEMPLATE,
        &DRIFT,
        &UNKNOWN_NOTE,
        &UNCLOSED_NOTE,
    ];
    CARDS
}
