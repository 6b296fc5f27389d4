//! img apis' privacy policy: every fact is expressed, its contradictions are found where they stand, and what it
//! does right is left alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;

use candor_model::vocabulary::Relation;
use seed::Seed;

/// The one tool of the document.
const TOOL: &str = "policies/tools/image-api.yaml";

#[test]
fn every_fact_is_expressed() {
    let seed = Seed::read("imgapis");
    assert_eq!(seed.facts.len(), 115);
    seed.facts_stand_where_the_table_says();
}

#[test]
fn the_three_vendors_are_called_subprocessors() {
    let seed = Seed::read("imgapis");
    let vendors: Vec<(&str, Relation)> = seed
        .policy
        .vendors()
        .iter()
        .map(|vendor| (vendor.id.as_str(), vendor.relation.value))
        .collect();
    let wanted = ["aws", "cloudflare", "stripe"].map(|id| (id, Relation::Subprocessor));
    assert_eq!(vendors, wanted);
}

#[test]
fn not_stored_against_a_year_in_the_cache_is_found() {
    let seed = Seed::read("imgapis");
    seed.reports_exactly(
        "retention/contradictory-statement",
        seed.lines_with("policies/retention.yaml", "{window:"),
    );
}

#[test]
fn what_has_no_period_is_found() {
    let seed = Seed::read("imgapis");
    // The mail is said to go out through a vendor, and nothing is said of the data in it.
    let mut lines = vec!["policies/activities/transactional-mail.yaml:1".to_owned()];
    for name in [
        "accounts",
        "billing",
        "duplicate-requests",
        "product-usage",
        "usage-telemetry",
    ] {
        let file = format!("policies/activities/{name}.yaml");
        lines.extend(seed.lines_with(&file, "keep: not-stated"));
    }
    seed.reports_exactly("retention/missing-window", lines);
}

#[test]
fn what_carries_out_a_period_is_not_said() {
    let seed = Seed::read("imgapis");
    seed.reports_exactly(
        "retention/unenforced-window",
        seed.lines_with("policies/retention.yaml", "enforced_by: not-stated"),
    );
}

#[test]
fn processing_without_a_basis_is_found() {
    let seed = Seed::read("imgapis");
    let bases = seed
        .files_of("policies/activities")
        .into_iter()
        .chain([TOOL.to_owned()])
        .flat_map(|file| seed.lines_with(&file, "legal_basis: not-stated"));
    seed.reports_exactly("notice/missing-legal-basis", bases);
}

#[test]
fn stores_without_a_place_are_found() {
    let seed = Seed::read("imgapis");
    let mut lines = seed.lines_with(TOOL, "regions: not-stated");
    lines.extend(seed.lines_with(
        "policies/activities/product-usage.yaml",
        "regions: not-stated",
    ));
    for name in ["billing", "duplicate-requests"] {
        let file = format!("policies/activities/{name}.yaml");
        lines.extend(seed.lines_with(&file, "storage: not-stated"));
    }
    seed.reports_exactly("region/missing-region", lines);
}

#[test]
fn open_recipients_and_contacts_are_found() {
    let seed = Seed::read("imgapis");
    let hash = "policies/activities/duplicate-requests.yaml";
    let recipients = [TOOL, hash]
        .into_iter()
        .flat_map(|file| seed.lines_with(file, "recipients: not-stated"));
    seed.reports_exactly("notice/unnamed-recipient", recipients);
    let vendors = seed.files_of("subprocessors");
    let contacts = vendors
        .iter()
        .flat_map(|file| seed.lines_with(file, "contact: not-stated"));
    seed.reports_exactly("subprocessor/contact-missing", contacts);
}

#[test]
fn the_gaps_that_a_notice_must_close_are_found() {
    let seed = Seed::read("imgapis");
    let found = seed.lines_of("notice/not-stated");
    let device = "policies/device-storage.yaml";
    let organisation = "policies/organisation.yaml";
    let gaps = [
        (organisation, "legal_name:"),
        (organisation, "address:"),
        (organisation, "data_protection_officer:"),
        (organisation, "eu_representative:"),
        (organisation, "uk_representative:"),
        (organisation, "supervisory_authority:"),
        (device, "name: not-stated"),
        (device, "lifetime: not-stated"),
        ("policies/rights.yaml", "answer_within:"),
        ("policies/changes.yaml", "subprocessors:"),
    ];
    for (file, key) in gaps {
        for line in seed.lines_with(file, key) {
            assert!(found.contains(&line), "{file} {key}: {line} is not found");
        }
    }
}

#[test]
fn what_the_document_does_right_is_left_alone() {
    let seed = Seed::read("imgapis");
    // No tool is said to run in the browser, no period asks for the impossible, nothing is called anonymous, the
    // one day is clear, and the named absences agree with the vendors that are listed.
    for rule in [
        "boundary/hybrid-without-branches",
        "boundary/local-with-recipients",
        "boundary/local-wording",
        "boundary/location-mismatch",
        "boundary/unverified-local",
        "notice/ambiguous-date",
        "notice/anonymous-with-identifiers",
        "notice/placeholder-text",
        "retention/no-room",
        "retention/storage-contradiction",
        "subprocessor/undeclared-data",
    ] {
        seed.reports_exactly(rule, []);
    }
    // The age, the notice of 14 days by e-mail, the day of effect and the certificates are complete facts.
    let complete = [
        ("policies/audience.yaml", "minimum_age: 16"),
        ("policies/changes.yaml", "at_least: 14 days"),
        ("policies/changes.yaml", "effective: 2026-05-18"),
        ("policies/data.yaml", "card-number:"),
        ("policies/data.yaml", "ip-address:"),
        (
            "policies/activities/accounts.yaml",
            "place: 'AWS DynamoDB, region us-east-1",
        ),
        (
            "policies/activities/usage-telemetry.yaml",
            "place: 'AWS DynamoDB, region us-east-1",
        ),
        ("subprocessors/aws.yaml", "scheme:"),
        ("subprocessors/cloudflare.yaml", "scheme:"),
        ("subprocessors/stripe.yaml", "scheme:"),
    ];
    for (file, key) in complete {
        for line in seed.lines_with(file, key) {
            let found = seed.findings.iter().find(|found| {
                found
                    .place
                    .as_ref()
                    .is_some_and(|place| format!("{}:{}", place.file, place.line) == line)
            });
            assert!(found.is_none(), "{line}: {found:?}");
        }
    }
}

#[test]
fn an_erasure_that_leaves_copies_for_a_year_is_found() {
    let seed = Seed::read("imgapis");
    let erasure = seed.lines_with("policies/rights.yaml", "  erasure:");
    seed.reports_exactly("notice/erasure-narrower", erasure);
}
