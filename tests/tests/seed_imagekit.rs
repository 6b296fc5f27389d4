//! ImageKit's page on the GDPR: every fact is expressed, and what it leaves open is found where it is open.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;

use candor_model::vocabulary::{Relation, Role};
use seed::Seed;

#[test]
fn every_fact_is_expressed() {
    let seed = Seed::read("imagekit");
    assert_eq!(seed.facts.len(), 91);
    seed.facts_stand_where_the_table_says();
}

#[test]
fn eleven_vendors_stand_in_their_roles() {
    let seed = Seed::read("imagekit");
    let vendors = seed.policy.vendors();
    assert_eq!(vendors.len(), 11);
    let own: Vec<&str> = vendors
        .iter()
        .filter(|vendor| vendor.relation.value == Relation::SelfHosted)
        .map(|vendor| vendor.id.as_str())
        .collect();
    assert_eq!(own, ["metabase"]);
    for vendor in vendors {
        let for_customers = vendor
            .serves
            .iter()
            .any(|role| role.value == Role::Processor);
        assert_eq!(
            vendor.relation.value == Relation::Subprocessor,
            for_customers,
            "{}: a subprocessor serves the processor's role, and nobody else does",
            vendor.id
        );
    }
}

#[test]
fn vendors_without_a_contact_are_found() {
    let seed = Seed::read("imagekit");
    let files = seed.files_of("subprocessors");
    let lines = files
        .iter()
        .filter(|file| !file.contains("metabase"))
        .flat_map(|file| seed.lines_with(file, "contact: not-stated"));
    seed.reports_exactly("subprocessor/contact-missing", lines);
}

#[test]
fn activities_without_a_basis_or_a_period_are_found() {
    let seed = Seed::read("imagekit");
    let files = seed.files_of("policies/activities");
    let bases = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "legal_basis: not-stated"));
    seed.reports_exactly("notice/missing-legal-basis", bases);
    let mut periods: Vec<String> = files
        .iter()
        .filter(|file| !["accounts", "logs"].iter().any(|own| file.contains(own)))
        .map(|file| format!("{file}:1"))
        .collect();
    for file in seed.files_of("policies/tools").into_iter().chain([
        "policies/activities/accounts.yaml".to_owned(),
        "policies/activities/logs.yaml".to_owned(),
    ]) {
        periods.extend(seed.lines_with(&file, "keep: not-stated"));
    }
    seed.reports_exactly("retention/missing-window", periods);
}
