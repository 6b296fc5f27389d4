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

use super::facts::Facts;
use super::said::Said;
use super::{Judgement, Scope, Verdict};
use crate::{Claim, Kind, Polarity};

/// One matter that a sentence may speak of.
struct Matter {
    kind: Kind,
    polarity: Polarity,
    /// Finds the words that show it in a sentence in lower case.
    find: fn(&str) -> Option<&'static str>,
}

const fn asserts(kind: Kind, find: fn(&str) -> Option<&'static str>) -> Matter {
    Matter {
        kind,
        polarity: Polarity::Asserts,
        find,
    }
}

const fn denies(kind: Kind, find: fn(&str) -> Option<&'static str>) -> Matter {
    Matter {
        kind,
        polarity: Polarity::Denies,
        find,
    }
}

static MATTERS: [Matter; 13] = [
    asserts(Kind::Exhaustive, exhaustive::find),
    asserts(Kind::Assurance, assurance::find),
    asserts(Kind::Rights, right::find),
    asserts(Kind::Role, role::find_role),
    asserts(Kind::Purpose, role::find_purpose),
    asserts(Kind::OtherParty, other::find),
    asserts(Kind::Placeholder, vague::find_placeholder),
    asserts(Kind::RetentionDuration, vague::find_delegation),
    asserts(Kind::NoticePeriod, vague::find_notice),
    asserts(Kind::Region, vague::find_residency),
    denies(Kind::NoSale, disclosure::find_sale),
    denies(Kind::NoSharing, disclosure::find_sharing),
    denies(Kind::NoTraining, disclosure::find_training),
];

/// The matters that a sentence speaks of, as claims without a value.
pub(crate) fn matters(sentence: &str) -> Vec<Claim> {
    let lower = sentence.to_lowercase();
    if lower.trim_end().ends_with('?') {
        return Vec::new();
    }
    let found = MATTERS.iter().filter_map(|matter| {
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
