//! Pixmize's privacy policy: every fact is expressed, what it leaves open is found where it is open, and what it
//! does right is left alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;

use candor_check::cards;
use candor_model::vocabulary::ToolLocation;
use seed::Seed;

const TOOL: &str = "policies/tools/image-processing.yaml";

#[test]
fn every_fact_is_expressed() {
    let seed = Seed::read("pixmize");
    assert_eq!(seed.facts.len(), 119);
    seed.facts_stand_where_the_table_says();
}

#[test]
fn the_day_that_can_be_read_in_two_ways_is_found() {
    let seed = Seed::read("pixmize");
    let lines = seed.lines_with("policies/changes.yaml", "{stated: 8/4/2025}");
    seed.reports_exactly("notice/ambiguous-date", lines);
}

#[test]
fn the_way_through_the_browser_lacks_its_evidence() {
    let seed = Seed::read("pixmize");
    let tool = seed.policy.tools().first().expect("the tool");
    assert_eq!(tool.location.value, ToolLocation::Hybrid);
    let lines = seed.lines_with(TOOL, "location: hybrid");
    seed.reports_exactly("boundary/unverified-local", lines);
}

#[test]
fn processing_without_a_basis_is_found() {
    let seed = Seed::read("pixmize");
    let files: Vec<String> = seed
        .files_of("policies/activities")
        .into_iter()
        .chain([TOOL.to_owned()])
        .collect();
    assert_eq!(files.len(), 6);
    let lines = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "legal_basis: not-stated"));
    seed.reports_exactly("notice/missing-legal-basis", lines);
}

#[test]
fn data_without_a_period_is_found() {
    let seed = Seed::read("pixmize");
    let lines = ["accounts", "hosting", "site-analytics", "static-assets"]
        .iter()
        .flat_map(|name| {
            let file = format!("policies/activities/{name}.yaml");
            seed.lines_with(&file, "keep: not-stated")
        });
    seed.reports_exactly("retention/missing-window", lines);
}

#[test]
fn a_period_that_nothing_is_said_to_carry_out_is_found() {
    let seed = Seed::read("pixmize");
    let lines = seed.lines_with("policies/retention.yaml", "enforced_by: not-stated");
    assert_eq!(lines.len(), 2);
    seed.reports_exactly("retention/unenforced-window", lines);
}

#[test]
fn recipients_without_a_name_are_found() {
    let seed = Seed::read("pixmize");
    let activity = |name: &str| format!("policies/activities/{name}.yaml");
    let mut lines = seed.lines_with(&activity("static-assets"), "{unnamed: content delivery");
    lines.extend(seed.lines_with(&activity("site-analytics"), "{unnamed: privacy-focused"));
    lines.extend(seed.lines_with(&activity("usage-statistics"), "recipients: not-stated"));
    seed.reports_exactly("notice/unnamed-recipient", lines);
}

#[test]
fn stores_without_a_country_are_found() {
    let seed = Seed::read("pixmize");
    let files = seed.files_of("policies/activities");
    let lines = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "storage:"));
    seed.reports_exactly("region/missing-region", lines);
}

#[test]
fn vendors_without_a_contact_are_found() {
    let seed = Seed::read("pixmize");
    let files = seed.files_of("subprocessors");
    assert_eq!(files.len(), 3);
    let lines = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "contact: not-stated"));
    seed.reports_exactly("subprocessor/contact-missing", lines);
}

#[test]
fn nobody_is_named_and_no_time_is_given() {
    let seed = Seed::read("pixmize");
    let found = seed.lines_of("notice/not-stated");
    for (file, text) in [
        ("policies/organisation.yaml", "legal_name: not-stated"),
        ("policies/organisation.yaml", "address: not-stated"),
        ("policies/retention.yaml", "value: not-stated"),
    ] {
        for line in seed.lines_with(file, text) {
            assert!(found.contains(&line), "{line}: `{text}`");
        }
    }
}

/// Pixmize keeps no image itself, sends one to ImageKit.io only where it says so, uses HTTPS, sets no advertising
/// cookie and gives its statistics one period: none of that may be reported.
#[test]
fn what_the_document_does_right_is_left_alone() {
    let seed = Seed::read("pixmize");
    for rule in [
        "boundary/hybrid-without-branches",
        "boundary/local-with-recipients",
        "boundary/location-mismatch",
        "notice/placeholder-text",
        "promise/contradicted",
        "retention/contradictory-statement",
        "retention/no-room",
        "retention/storage-contradiction",
        "subprocessor/undeclared-data",
    ] {
        assert!(cards().iter().any(|card| card.id == rule), "no rule {rule}");
        seed.reports_exactly(rule, []);
    }
}

#[test]
fn words_that_need_a_proof_are_found_wherever_they_stand() {
    let seed = Seed::read("pixmize");
    let mut lines = seed.lines_with("policies/promises.yaml", "never leaves your device");
    lines.extend(seed.lines_with(
        "policies/tools/image-processing.yaml",
        "never leaves your device",
    ));
    seed.reports_exactly("boundary/local-wording", lines);
    let conduct = seed.lines_with("policies/promises.yaml", "id: no-mining");
    seed.reports_exactly("promise/vendor-without-source", conduct);
}

#[test]
fn vendors_of_whom_no_place_is_known_are_found() {
    let seed = Seed::read("pixmize");
    let vendors: std::collections::BTreeSet<String> = seed
        .lines_of("transfer/place-unknown")
        .into_iter()
        .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
        .collect();
    assert_eq!(vendors.len(), 3, "{vendors:?}");
}
