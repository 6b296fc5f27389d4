//! The rules that are no functions over the model: faults of files, of references, and of waivers.

mod baseline;
mod forms;
mod keys;
mod references;
mod suppressions;
mod waivers;

use candor_syntax::RuleCard;

pub(crate) use baseline::*;
pub(crate) use forms::*;
pub(crate) use keys::*;
pub(crate) use references::*;
pub(crate) use suppressions::*;
pub(crate) use waivers::*;

/// Declares cards of one sort, and the list of them.
macro_rules! cards {
    ($list:ident, structural: $structural:literal; $($name:ident = $id:literal, $severity:ident, $title:literal, $documentation:literal;)+) => {
        $(pub(crate) const $name: RuleCard = RuleCard {
            id: $id,
            severity: Severity::$severity,
            regimes: &[],
            title: $title,
            structural: $structural,
            contradiction: false,
            documentation: $documentation,
        };)+
        pub(crate) const $list: &[&RuleCard] = &[$(&$name),+];
    };
}
use cards;

/// Every card of this directory.
pub(crate) fn all() -> impl Iterator<Item = &'static RuleCard> {
    [KEYS, FORMS, REFERENCES, WAIVERS, SUPPRESSIONS, BASELINE]
        .into_iter()
        .flatten()
        .copied()
}
