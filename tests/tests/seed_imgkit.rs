//! ImgKit's page on image tools and privacy: every fact is expressed, its gaps are found, and its careful words are left alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;

use std::fs;
use std::path::Path;

use candor_check::{Options, Workspace, check};
use candor_model::vocabulary::{ActivityLocation, Certainty, ToolLocation};
use seed::{Seed, today};

const BACKGROUND_REMOVAL: &str = "policies/tools/background-removal.yaml";
const LOCAL_TOOLS: [&str; 5] = ["compress", "convert", "crop", "image-to-pdf", "resize"];
const PAGE: &str = "policies/pages/privacy.en.md";

/// The files in which something runs on a server.
fn server_files(seed: &Seed) -> Vec<String> {
    let mut files = seed.files_of("policies/activities");
    files.push(BACKGROUND_REMOVAL.to_owned());
    files
}

/// The places at which a rule reports once more lines are added to a file.
fn found_with(seed: &Seed, rule: &str, file: &str, more: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/imgkit");
    let directories = ["tools", "activities", "pages"];
    let mut paths: Vec<String> = directories
        .iter()
        .flat_map(|directory| seed.files_of(&format!("policies/{directory}")))
        .chain(seed.files_of("policies"))
        .filter(|path| root.join(path).is_file())
        .collect();
    paths.push("candor.yaml".to_owned());
    assert!(paths.iter().any(|path| path == file), "{file} is read");
    let texts = paths.into_iter().map(|path| {
        let mut bytes = fs::read(root.join(&path)).expect("the file");
        if path == file {
            bytes.extend_from_slice(more.as_bytes());
        }
        (path, bytes)
    });
    let outcome = check(&Workspace::from_files(&root, texts), &Options::on(today()));
    assert!(outcome.policy.is_some(), "no structural fault");
    outcome
        .diagnostics
        .iter()
        .filter(|found| found.rule == rule)
        .map(|found| {
            let place = found.place.as_ref().expect("a place");
            format!("{}:{}", place.file, place.line)
        })
        .collect()
}

/// The line that is added at the end of a file.
fn line_after(seed: &Seed, file: &str) -> String {
    let lines = seed.lines_with(file, "").len();
    format!("{file}:{}", lines + 1)
}

#[test]
fn every_fact_is_expressed() {
    let seed = Seed::read("imgkit");
    assert_eq!(seed.facts.len(), 70);
    seed.facts_stand_where_the_table_says();
}

#[test]
fn five_tools_are_usually_local_and_one_has_both_branches() {
    let seed = Seed::read("imgkit");
    let policy = &seed.policy;
    let of_location = |location: ToolLocation| -> Vec<&str> {
        policy
            .tools()
            .iter()
            .filter(|tool| tool.location.value == location)
            .map(|tool| tool.id.as_str())
            .collect()
    };
    assert_eq!(of_location(ToolLocation::Local), LOCAL_TOOLS);
    assert_eq!(of_location(ToolLocation::Hybrid), ["background-removal"]);
    assert_eq!(policy.tools().len(), 6);
    for tool in policy.tools() {
        let certainty = tool.certainty.as_ref().map(|certainty| certainty.value);
        let is_local = tool.location.value == ToolLocation::Local;
        assert_eq!(certainty, is_local.then_some(Certainty::Usually));
        for activity in policy.activities_of(tool) {
            let certainty = activity.certainty.as_ref().map(|found| found.value);
            let is_local = activity.location.value == ActivityLocation::Local;
            assert_eq!(certainty, is_local.then_some(Certainty::WhereSupported));
        }
    }
}

#[test]
fn server_processing_without_a_period_is_found() {
    let seed = Seed::read("imgkit");
    let lines: Vec<String> = server_files(&seed)
        .iter()
        .flat_map(|file| seed.lines_with(file, "keep: not-stated"))
        .collect();
    assert_eq!(lines.len(), 6);
    seed.reports_exactly("retention/missing-window", lines);
}

#[test]
fn unnamed_fonts_analytics_and_other_recipients_are_found() {
    let seed = Seed::read("imgkit");
    let mut lines = seed.lines_with("policies/activities/page-requests.yaml", "{unnamed:");
    assert_eq!(lines.len(), 3);
    for file in server_files(&seed) {
        if !file.ends_with("page-requests.yaml") {
            lines.extend(seed.lines_with(&file, "recipients: not-stated"));
        }
    }
    seed.reports_exactly("notice/unnamed-recipient", lines);
}

#[test]
fn server_processing_without_a_basis_or_a_region_is_found() {
    let seed = Seed::read("imgkit");
    let files = server_files(&seed);
    let bases = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "legal_basis: not-stated"));
    seed.reports_exactly("notice/missing-legal-basis", bases);
    let regions = files
        .iter()
        .flat_map(|file| seed.lines_with(file, "storage: not-stated"));
    seed.reports_exactly("region/missing-region", regions);
}

#[test]
fn who_answers_for_the_data_is_found_open() {
    let seed = Seed::read("imgkit");
    let found = seed.lines_of("notice/not-stated");
    let organisation = "policies/organisation.yaml";
    for key in [
        "legal_name",
        "address",
        "contact",
        "data_protection_officer",
        "eu_representative",
        "supervisory_authority",
    ] {
        for line in seed.lines_with(organisation, &format!("{key}: not-stated")) {
            assert!(found.contains(&line), "{line}");
        }
    }
    for line in seed.lines_with("policies/data.yaml", "identifies: not-stated") {
        assert!(found.contains(&line), "{line}");
    }
}

#[test]
fn careful_words_are_left_alone() {
    let seed = Seed::read("imgkit");
    let mut careful: Vec<String> = LOCAL_TOOLS
        .iter()
        .map(|id| format!("policies/tools/{id}.yaml"))
        .collect();
    careful.extend(["policies/promises.yaml".to_owned(), PAGE.to_owned()]);
    // The document offers no right at all; that gap is told at its page, and is no fault of a word in it.
    let of_words = |found: &&candor_syntax::Diagnostic| found.rule != "notice/right-missing";
    assert!(seed.findings.iter().any(|found| !of_words(&found)));
    for found in seed.findings.iter().filter(of_words) {
        let place = found.place.as_ref().expect("a place");
        assert!(
            !careful.contains(&place.file.to_string()),
            "{}:{} {} {}",
            place.file,
            place.line,
            found.rule,
            found.message
        );
        let group = found.rule.split('/').next();
        assert!(
            !matches!(
                group,
                Some("boundary" | "promise" | "device-storage" | "evidence")
            ),
            "{} {}",
            found.rule,
            found.message
        );
    }
    for rule in [
        "notice/ambiguous-date",
        "notice/anonymous-with-identifiers",
        "notice/placeholder-text",
        "retention/contradictory-statement",
        "retention/storage-contradiction",
        "retention/unenforced-window",
        "subprocessor/contact-missing",
        "subprocessor/undeclared-data",
    ] {
        seed.reports_exactly(rule, []);
    }
}

#[test]
fn one_claim_for_every_tool_would_be_found() {
    let seed = Seed::read("imgkit");
    let rule = "boundary/local-wording";
    let claim = "Your photos stay on your device.\n";
    assert_eq!(
        found_with(&seed, rule, PAGE, claim),
        [line_after(&seed, PAGE)]
    );
    let hedged = "Many tools work locally, but not every feature is local.\n";
    assert!(found_with(&seed, rule, PAGE, hedged).is_empty());
}
