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
    const CARDS: &[&RuleCard] = &[&UNKNOWN_NAME, &TEMPLATE];
    CARDS
}
