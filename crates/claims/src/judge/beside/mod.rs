//! What text says beside the kinds of promises: complete lists, certificates, rights, roles, purposes, values that are
//! left open, and the opposite of a promise. It is looked for only where facts can be held against it, and is reported
//! only where they object.

mod assurance;
mod disclosure;
mod exhaustive;
mod other;
mod right;
mod role;
mod vague;

pub(super) use vague::delegated;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::facts::Facts;
use super::said::Said;
use super::{Judgement, Scope, Verdict};
use crate::{Claim, Kind, Polarity};

/// One matter that a sentence may speak of.
struct Matter {
    kind: Kind,
    polarity: Polarity,
    /// Phrases of which a sentence that speaks of it has one.
    signs: &'static [&'static [&'static str]],
    /// Finds the words that show it in a sentence in lower case.
    find: fn(&str) -> Option<&'static str>,
}

const fn asserts(
    kind: Kind,
    signs: &'static [&'static [&'static str]],
    find: fn(&str) -> Option<&'static str>,
) -> Matter {
    Matter {
        kind,
        polarity: Polarity::Asserts,
        signs,
        find,
    }
}

const fn denies(
    kind: Kind,
    signs: &'static [&'static [&'static str]],
    find: fn(&str) -> Option<&'static str>,
) -> Matter {
    Matter {
        kind,
        polarity: Polarity::Denies,
        signs,
        find,
    }
}

static MATTERS: [Matter; 13] = [
    asserts(Kind::Exhaustive, exhaustive::SIGNS, exhaustive::find),
    asserts(Kind::Assurance, assurance::SIGNS, assurance::find),
    asserts(Kind::Rights, right::SIGNS, right::find),
    asserts(Kind::Role, role::SIGNS_OF_ROLE, role::find_role),
    asserts(Kind::Purpose, role::SIGNS_OF_PURPOSE, role::find_purpose),
    asserts(Kind::OtherParty, other::SIGNS, other::find),
    asserts(
        Kind::Placeholder,
        vague::SIGNS_OF_PLACEHOLDER,
        vague::find_placeholder,
    ),
    asserts(
        Kind::RetentionDuration,
        vague::SIGNS_OF_DELEGATION,
        vague::find_delegation,
    ),
    asserts(
        Kind::NoticePeriod,
        vague::SIGNS_OF_NOTICE,
        vague::find_notice,
    ),
    asserts(
        Kind::Region,
        vague::SIGNS_OF_RESIDENCY,
        vague::find_residency,
    ),
    denies(
        Kind::NoSale,
        disclosure::SIGNS_OF_SALE,
        disclosure::find_sale,
    ),
    denies(
        Kind::NoSharing,
        disclosure::SIGNS_OF_SHARING,
        disclosure::find_sharing,
    ),
    denies(
        Kind::NoTraining,
        disclosure::SIGNS_OF_TRAINING,
        disclosure::find_training,
    ),
];

/// Finds the signs of all matters in one pass.
struct Signs {
    automaton: AhoCorasick,
    /// The matter of each sign, by its place.
    matters: Vec<usize>,
}

impl Signs {
    fn new() -> Option<Signs> {
        let signs = MATTERS.iter().enumerate().flat_map(|(number, matter)| {
            let signs = matter.signs.iter().copied().flatten();
            signs.map(move |sign| (*sign, number))
        });
        let (signs, matters): (Vec<&str>, Vec<usize>) = signs.unzip();
        let automaton = AhoCorasick::new(signs).ok()?;
        Some(Signs { automaton, matters })
    }

    /// The matters of which a sentence has a sign, in their order.
    fn near(&self, lower: &str) -> impl Iterator<Item = &'static Matter> {
        let mut near = [false; MATTERS.len()];
        for hit in self.automaton.find_overlapping_iter(lower) {
            let number = self.matters.get(hit.pattern().as_usize());
            if let Some(near) = number.and_then(|number| near.get_mut(*number)) {
                *near = true;
            }
        }
        let known = MATTERS.iter().zip(near);
        known.filter_map(|(matter, near)| near.then_some(matter))
    }
}

/// The matters that a sentence speaks of, as claims without a value.
pub(crate) fn matters(sentence: &str) -> Vec<Claim> {
    // It only fails for more signs than there are, which every test would show.
    static SIGNS: LazyLock<Option<Signs>> = LazyLock::new(Signs::new);
    let lower = sentence.to_lowercase();
    if lower.trim_end().ends_with('?') {
        return Vec::new();
    }
    let near = SIGNS.iter().flat_map(|signs| signs.near(&lower));
    let found = near.filter_map(|matter| {
        let words = (matter.find)(&lower)?;
        Some(Claim {
            kind: matter.kind,
            polarity: matter.polarity,
            sentence: 0..sentence.len(),
            value: None,
            bound: None,
            object: None,
            recipient: None,
            anchor: None,
            absolute: false,
            hedged: false,
            trace: vec![words.to_owned()],
        })
    });
    found.collect()
}

/// Holds such a matter against the facts; `not-comparable` where they do not object.
pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let judgement = match (said.claim.kind, said.claim.polarity) {
        (Kind::NoSale, Polarity::Denies) => disclosure::sale(facts),
        (Kind::NoSharing, Polarity::Denies) => disclosure::sharing(facts),
        (Kind::NoTraining, Polarity::Denies) => disclosure::training(facts),
        (Kind::Exhaustive, _) => exhaustive::judge(said, facts),
        (Kind::Assurance, _) => assurance::judge(said, scope, facts),
        (Kind::Rights, _) => right::judge(said, facts),
        (Kind::Role, _) => role::role(facts),
        (Kind::Purpose, _) => role::purpose(said, facts),
        (Kind::OtherParty, _) => other::judge(said, facts),
        (Kind::Placeholder, _) => Some(vague::placeholder()),
        (Kind::RetentionDuration, _) => vague::delegated(said),
        (Kind::NoticePeriod, _) => vague::notice(facts),
        (Kind::Region, _) => vague::residency(facts),
        _ => None,
    };
    judgement.unwrap_or_else(|| Judgement::new(Verdict::NotComparable, "no fact objects to this"))
}

/// The first of these phrases that a sentence has.
fn first(lower: &str, phrases: &[&'static str]) -> Option<&'static str> {
    phrases
        .iter()
        .copied()
        .find(|phrase| super::words::starts(lower, phrase).is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every sign, and words that only say something beside one.
    fn phrases() -> Vec<&'static str> {
        let signs = MATTERS.iter().flat_map(|matter| matter.signs);
        let beside = [
            "data",
            "object",
            "opt out",
            "local",
            "we keep",
            "is stored",
            "third parties",
            "[specify period]",
            "does not",
            "store",
            "may be",
            "uses",
        ];
        signs.copied().flatten().copied().chain(beside).collect()
    }

    #[test]
    fn signs_are_in_lower_case() {
        for phrase in phrases() {
            assert_eq!(phrase, phrase.to_lowercase(), "it would never be found");
        }
    }

    proptest! {
        /// The look at the signs loses nothing that a look for each matter finds.
        #[test]
        fn what_is_found_has_a_sign(text in prop::collection::vec(prop::sample::select(phrases()), 1..6)) {
            let text = text.join(" ");
            let alone: Vec<Kind> = MATTERS.iter().filter(|one| (one.find)(&text).is_some()).map(|one| one.kind).collect();
            let kinds: Vec<Kind> = matters(&text).iter().map(|claim| claim.kind).collect();
            prop_assert_eq!(kinds, alone);
        }
    }
}
