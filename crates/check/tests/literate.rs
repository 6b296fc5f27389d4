//! Every rule's documentation is its test: the failing examples fail on the marked lines, the passing ones pass.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

mod base;
mod records;

use std::collections::BTreeSet;

use base::listed;
use candor_check::{Example, cards, examples, rules};
use candor_syntax::{Diagnostic, RuleCard, Severity};

/// Cards whose findings an example can show: this crate's own, but for a fault of the disk.
fn shown() -> Vec<&'static RuleCard> {
    let of_syntax: BTreeSet<&str> = candor_syntax::cards().iter().map(|card| card.id).collect();
    cards()
        .into_iter()
        .filter(|card| !of_syntax.contains(card.id) && card.id != "schema/unreadable")
        .collect()
}

/// What is wrong with an example, if anything.
fn verdict(card: &RuleCard, example: &Example) -> Option<String> {
    let found = records::checked(example).diagnostics;
    let structural: BTreeSet<&str> = cards()
        .iter()
        .filter(|card| card.structural && card.severity == Severity::Error)
        .map(|card| card.id)
        .collect();
    let own: Vec<&Diagnostic> = found
        .iter()
        .filter(|finding| finding.rule == card.id)
        .collect();
    let wanted: BTreeSet<u32> = example.lines.iter().copied().collect();
    let lines: BTreeSet<u32> = own
        .iter()
        .filter_map(|finding| finding.place.as_ref())
        .filter(|place| *place.file == *example.file)
        .map(|place| place.line)
        .collect();
    let elsewhere = own.iter().any(|finding| {
        finding
            .place
            .as_ref()
            .is_none_or(|place| *place.file != *example.file)
    });
    let broken = found
        .iter()
        .any(|finding| structural.contains(finding.rule) && finding.rule != card.id);
    let may_break = card.structural && example.fails;
    let wrong = if broken && !may_break {
        "has a structural fault"
    } else if example.fails && wanted.is_empty() {
        "marks no line"
    } else if lines != wanted || elsewhere {
        "has findings on other lines than the marked ones"
    } else {
        return None;
    };
    let kind = if example.fails { "fails" } else { "passes" };
    Some(format!(
        "{} {kind} {}: {wrong}; marked {wanted:?}, found {lines:?}\n{}{}",
        card.id,
        example.file,
        example.text,
        listed(&found)
    ))
}

#[test]
fn the_base_is_clean() {
    let found = base::checked(&[]).diagnostics;
    assert!(found.is_empty(), "\n{}", listed(&found));
}

#[test]
fn every_example_does_what_it_says() {
    let mut wrong = String::new();
    for card in shown() {
        for example in examples(card.documentation) {
            wrong.extend(verdict(card, &example));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_has_examples_and_every_heading() {
    for card in shown() {
        let examples = examples(card.documentation);
        assert!(
            examples.iter().any(|example| example.fails),
            "{} has no failing example",
            card.id
        );
        assert!(
            examples.iter().any(|example| !example.fails),
            "{} has no passing example",
            card.id
        );
        for heading in [
            "## What it checks",
            "## Why it matters",
            "## Fails",
            "## Passes",
            "## Basis",
        ] {
            assert!(
                card.documentation.contains(heading),
                "{} has no \"{heading}\"",
                card.id
            );
        }
    }
}

#[test]
fn names_are_unique_and_in_one_style() {
    const GROUPS: [&str; 18] = [
        "schema",
        "reference",
        "retention",
        "boundary",
        "evidence",
        "claims",
        "promise",
        "subprocessor",
        "transfer",
        "region",
        "notice",
        "record",
        "security",
        "device-storage",
        "ccpa",
        "children",
        "changes",
        "site",
    ];
    let mut seen = BTreeSet::new();
    for card in cards() {
        assert!(seen.insert(card.id), "{} stands twice", card.id);
        let (group, name) = card.id.split_once('/').expect("a group");
        assert!(GROUPS.contains(&group), "{} is in no known group", card.id);
        assert!(
            name.split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase())),
            "{} is not kebab-case",
            card.id
        );
        assert!(
            !card.title.is_empty() && !card.title.ends_with('.'),
            "{}: {}",
            card.id,
            card.title
        );
        assert!(
            !card.documentation.trim().is_empty(),
            "{} is not documented",
            card.id
        );
        let structural = group == "schema" || group == "reference";
        assert_eq!(
            card.structural, structural,
            "{} is structural by its group",
            card.id
        );
    }
}

#[test]
fn rules_stand_in_the_order_of_their_names() {
    let names: Vec<&str> = rules().iter().map(|rule| rule.card.id).collect();
    assert!(names.is_sorted(), "{names:?}");
}
