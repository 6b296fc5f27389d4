//! imgigo's privacy policy: every fact is expressed, and its contradictions are found where they stand.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;

use seed::Seed;

#[test]
fn every_fact_is_expressed() {
    let seed = Seed::read("imgigo");
    assert_eq!(seed.facts.len(), 88);
    seed.facts_stand_where_the_table_says();
}

#[test]
fn statements_against_the_windows_are_found() {
    let seed = Seed::read("imgigo");
    let retention = "policies/retention.yaml";
    seed.reports_exactly(
        "retention/contradictory-statement",
        seed.lines_with(retention, "{window:"),
    );
    seed.reports_exactly(
        "retention/unenforced-window",
        seed.lines_with(retention, "enforced_by: nobody"),
    );
}

#[test]
fn a_temporary_store_against_seven_days_is_found() {
    let seed = Seed::read("imgigo");
    let editor = "policies/tools/editor.yaml";
    let mut lines = seed.lines_with(editor, "keep: uploads");
    lines.extend(seed.lines_with(editor, "keep: results"));
    seed.reports_exactly("retention/storage-contradiction", lines);
}

#[test]
fn the_anonymous_address_is_found() {
    let seed = Seed::read("imgigo");
    let lines = seed.lines_with("policies/data.yaml", "ip-address:");
    seed.reports_exactly("notice/anonymous-with-identifiers", lines);
}

#[test]
fn what_the_document_leaves_open_is_found() {
    let seed = Seed::read("imgigo");
    let activities: Vec<String> = seed
        .files_of("policies/activities")
        .into_iter()
        .chain(["policies/tools/editor.yaml".to_owned()])
        .collect();
    let bases = activities
        .iter()
        .flat_map(|file| seed.lines_with(file, "legal_basis: not-stated"));
    seed.reports_exactly("notice/missing-legal-basis", bases);
    let contacts = seed.files_of("subprocessors");
    let contacts = contacts
        .iter()
        .flat_map(|file| seed.lines_with(file, "contact: not-stated"));
    seed.reports_exactly("subprocessor/contact-missing", contacts);
}
