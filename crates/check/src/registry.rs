//! Every rule, one line each, in the order of their names.

use candor_syntax::RuleCard;

use crate::cards::STRUCTURAL;
use crate::findings::Rule;
use crate::rules as all;
use crate::waivers;

/// The rules over the model.
pub fn rules() -> &'static [&'static Rule] {
    all::ALL
}

/// Every card: of files, of structure, of waivers, of the rules.
pub fn cards() -> Vec<&'static RuleCard> {
    let mut cards = candor_syntax::cards().to_vec();
    cards.extend(STRUCTURAL);
    cards.extend(waivers::CARDS);
    cards.extend(rules().iter().map(|rule| &rule.card));
    cards
}
