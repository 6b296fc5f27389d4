//! Matters that could be checked and have no value: handed to somebody else, left open, or never filled in.

use candor_model::Territory;

use super::super::facts::Facts;
use super::super::said::Said;
use super::super::words::any;
use super::super::{Judgement, Verdict};
use super::first;

/// Words about keeping.
const KEEPS: &[&str] = &[
    "retain",
    "retention",
    "store",
    "storage",
    "keep",
    "kept",
    "aufbewahr",
    "gespeichert",
    "speicher",
    "conserv",
    "guard",
    "almacen",
    "handled",
];

/// Somebody else's rules in place of a length of time.
const THEIRS: &[&str] = &[
    "their retention",
    "subject to their",
    "their data retention",
    "'s retention",
    "’s retention",
    "'s data retention",
    "’s data retention",
    "their standard practices",
    "'s standard policies",
    "’s standard policies",
    "their respective policies",
    "control how long",
    "as long as your provider",
    "as long as the provider",
    "so lange wie ihr anbieter",
    "nach deren richtlinien",
    "selon leurs politiques",
    "según sus políticas",
];

/// A length of time that nobody can check.
const OPEN: &[&str] = &[
    "as long as necessary",
    "as long as needed",
    "as long as is necessary",
    "as needed",
    "so lange wie nötig",
    "solange wie nötig",
    "so lange wie erforderlich",
    "aussi longtemps que nécessaire",
    "le temps nécessaire",
    "durante el tiempo necesario",
    "mientras sea necesario",
    "el tiempo necesario",
];

/// Phrases of which a sentence has one where `find_delegation` finds anything.
pub(super) const SIGNS_OF_DELEGATION: &[&[&str]] = &[THEIRS, OPEN];

/// Whether a sentence hands the length of time to somebody else or leaves it open.
pub(super) fn find_delegation(lower: &str) -> Option<&'static str> {
    if !any(lower, KEEPS) {
        return None;
    }
    let theirs = THEIRS.iter().copied().find(|phrase| lower.contains(phrase));
    theirs.or_else(|| first(lower, OPEN))
}

/// The judgement on a length of time that the text does not give.
pub(in super::super) fn delegated(said: &Said<'_>) -> Option<Judgement> {
    if said.claim.value.is_some() {
        return None;
    }
    let words = find_delegation(&said.lower)?;
    Some(Judgement::new(
        Verdict::Vague,
        format!(
            "the text says how long data is kept with the words \"{}\", which name no length of time (GDPR Article \
             13(2)(a)); write the time, or what decides it",
            words.trim()
        ),
    ))
}

/// How changes are announced, without a time.
const NOTICE: &[&str] = &[
    "when we make changes",
    "changes will be posted",
    "we will post any changes",
    "we may change this policy",
    "änderungen werden auf dieser seite",
    "les modifications seront publiées",
    "los cambios se publicarán",
];

/// Phrases of which a sentence has one where `find_notice` finds anything.
pub(super) const SIGNS_OF_NOTICE: &[&[&str]] = &[NOTICE];

pub(super) fn find_notice(lower: &str) -> Option<&'static str> {
    first(lower, NOTICE).filter(|_| !lower.contains(|letter: char| letter.is_ascii_digit()))
}

/// A notice without a time, where none is declared either.
pub(super) fn notice(facts: &Facts<'_>) -> Option<Judgement> {
    let changes = facts.policy.changes.as_ref();
    let notice = changes.and_then(|changes| changes.policy.as_ref());
    if notice.is_some_and(|notice| notice.at_least.known().is_some()) {
        return None;
    }
    Some(
        Judgement::new(
            Verdict::Vague,
            "the text says that changes are announced and not how long before; declare `notice.policy.at_least` in \
             policies/changes.yaml and write it",
        )
        .at_any(notice.map(|notice| &notice.at_least.origin)),
    )
}

/// Phrases of which a sentence has one where `find_placeholder` finds anything.
pub(super) const SIGNS_OF_PLACEHOLDER: &[&[&str]] = &[&["["]];

/// What is left of a template: "[Specify period]", "[Company name]".
pub(super) fn find_placeholder(lower: &str) -> Option<&'static str> {
    const BEGINS: &[&str] = &[
        "[specify",
        "[insert",
        "[company",
        "[your ",
        "[country",
        "[date",
        "[period",
        "[name of",
        "[email",
        "[e-mail",
        "[address",
        "[number of",
        "[ihr",
        "[firma",
        "[zeitraum",
        "[datum",
        "[entreprise",
        "[durée",
        "[empresa",
        "[plazo",
    ];
    BEGINS.iter().copied().find(|begin| {
        lower.match_indices(begin).any(|(at, _)| {
            let rest = lower.get(at..).unwrap_or_default();
            rest.find(']').is_some_and(|end| {
                let after = rest.get(end + 1..).unwrap_or_default();
                end < 80 && !after.starts_with(['(', '['])
            })
        })
    })
}

pub(super) fn placeholder() -> Judgement {
    Judgement::new(
        Verdict::Vague,
        "a part of the template was not filled in, so the sentence says nothing; write the value in place of the brackets",
    )
}

const RESIDENCY: &[&str] = &[
    "residency follows",
    "residency is",
    "data residency",
    "datenresidenz",
];

/// Phrases of which a sentence has one where `find_residency` finds anything.
pub(super) const SIGNS_OF_RESIDENCY: &[&[&str]] = &[RESIDENCY];

pub(super) fn find_residency(lower: &str) -> Option<&'static str> {
    first(lower, RESIDENCY)
}

/// A residency next to copies that may lie anywhere.
pub(super) fn residency(facts: &Facts<'_>) -> Option<Judgement> {
    let activities = facts.policy.activities().iter();
    let place = activities
        .filter(|activity| activity.is_server())
        .filter_map(|activity| activity.storage.as_ref()?.known()?.regions.known())
        .flatten()
        .find(|region| region.value == Territory::Worldwide);
    let vendors = facts.policy.vendors().iter();
    let held = vendors
        .flat_map(|vendor| &vendor.processes_in)
        .flat_map(|place| place.stated_countries())
        .find(|country| country.value == Territory::Worldwide);
    let origin = place.or(held).map(|place| &place.origin)?;
    Some(
        Judgement::new(
            Verdict::Contradicted,
            "the text says where data resides, and copies are declared to lie anywhere in the world; name the copies and \
             how long they last",
        )
        .at(origin),
    )
}
