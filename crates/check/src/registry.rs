//! Every rule and every card, in one list each.

use candor_syntax::RuleCard;

use crate::findings::Rule;
use crate::{cards as structural, rules as all};

/// The rules over the model.
pub fn rules() -> &'static [&'static Rule] {
    all::ALL
}

/// Every card: of files, of structure, of waivers, of the rules.
pub fn cards() -> Vec<&'static RuleCard> {
    let mut cards = candor_syntax::cards().to_vec();
    cards.extend(structural::all());
    cards.extend(rules().iter().map(|rule| &rule.card));
    cards
}
