//! What a record is worth beside others: a scan, an older browser, a page that nobody looked at, a newer run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at a fault of its own"
)]

mod base;
mod records;

use candor_check::{Observed, Options, Outcome};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, ToolProof};
use candor_syntax::{Diagnostic, RuleCard, Severity, SourceFile};

/// A second local tool with the same build.
const CROP: &str = "name: Crop\nsummary: Cut a part out.\nlocation: local\npurpose: requested-service\n\
    uses: [{data: uploaded-image, keep: nothing}]\nevidence: {build: {root: site, entry: index.html}}\n";

const RESIZE: &str = include_str!("base/policies/tools/resize.yaml");

/// A tool of which one part works in the browser and another on a server.
const HYBRID: &str = "name: Resize\nsummary: Change the width and height of a picture.\nlocation: hybrid\nactivities:\n\
    - {id: small, name: Small, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}\n\
    - {id: large, name: Large, location: server, only_when: you press Large, purpose: requested-service, legal_basis: contract, \
    subjects: [visitor], uses: [{data: uploaded-image, keep: uploads}], storage: {medium: encrypted-disk, regions: [DE]}, \
    recipients: [nimbus]}\n\
    evidence: {build: {root: site, entry: index.html}}\n";

fn record(tool: &str, verdict: &str, level: &str, browser: &str) -> String {
    let record = include_str!("records/resize.json");
    record
        .replace("\"tool\": \"resize\"", &format!("\"tool\": \"{tool}\""))
        .replace("<digest of resize>", &format!("<digest of {tool}>"))
        .replace(
            "\"verdict\": \"local\"",
            &format!("\"verdict\": \"{verdict}\""),
        )
        .replace(
            "\"level\": \"observed\"",
            &format!("\"level\": \"{level}\""),
        )
        .replace("Chrome/156.0", browser)
}

fn options() -> Options {
    Options::on(Date::parse("2026-11-23").unwrap())
}

fn level(outcome: &Outcome, tool: &str) -> EvidenceLevel {
    let policy = outcome.policy.as_ref().unwrap();
    outcome.proofs.level(policy.tool(tool).unwrap())
}

fn has(outcome: &Outcome, rule: &str, words: &str) -> bool {
    let mut found = outcome.diagnostics.iter();
    found.any(|finding| finding.rule == rule && finding.message.contains(words))
}

#[test]
fn a_scan_is_worth_what_it_says_and_no_more() {
    let scan = record("resize", "inconclusive", "scanned", "Chrome/156.0");
    let of = |asked: &str| {
        let tool = RESIZE.replace("{build:", &format!("{{level: {asked}, build:"));
        let files = [
            ("policies/tools/resize.yaml", tool.as_str()),
            ("evidence/resize.json", &scan),
        ];
        records::signed(&files, &options(), Vec::new())
    };
    let asked = of("scanned");
    assert_eq!(level(&asked, "resize"), EvidenceLevel::Scanned);
    assert!(
        asked.diagnostics.is_empty(),
        "{}",
        base::listed(&asked.diagnostics)
    );
    let more = of("observed");
    assert!(has(&more, "evidence/level-too-low", "proved as scanned"));
    assert!(has(&more, "evidence/inconclusive", "resize"));

    // A record without a verdict carries no level that only a verdict gives.
    let bold = record("resize", "inconclusive", "isolated", "Chrome/156.0");
    let files = [("evidence/resize.json", bold.as_str())];
    let outcome = records::signed(&files, &options(), Vec::new());
    assert_eq!(level(&outcome, "resize"), EvidenceLevel::Declared);
}

#[test]
fn the_help_for_a_tool_of_both_kinds_is_no_header() {
    let record = record("resize", "local", "observed", "Chrome/156.0");
    let help = |tool: &str| {
        let tool = tool.replace("{build:", "{level: enforced, build:");
        let files = [
            ("policies/tools/resize.yaml", tool.as_str()),
            ("evidence/resize.json", &record),
        ];
        let outcome = records::signed(&files, &options(), Vec::new());
        let mut found = outcome.diagnostics.iter();
        let own = found.find(|finding| finding.rule == "evidence/level-too-low");
        let own = own.unwrap_or_else(|| panic!("{}", base::listed(&outcome.diagnostics)));
        own.help.clone().unwrap()
    };
    assert!(help(RESIZE).contains("export headers"));
    let help = help(HYBRID);
    assert!(
        help.contains("level: isolated") && !help.contains("export headers"),
        "{help}"
    );
}

#[test]
fn an_older_browser_enforces_nothing() {
    let of = |first: &str, level_of_second: &str| {
        let one = record("resize", "local", "enforced", first);
        let two = record("crop", "local", level_of_second, "Chrome/156.0.2");
        let files = [
            ("policies/tools/crop.yaml", CROP),
            ("evidence/resize.json", &one),
            ("evidence/crop.json", &two),
        ];
        records::signed(&files, &options(), Vec::new())
    };
    let same = of("Chrome/156.0.1", "enforced");
    assert_eq!(level(&same, "resize"), EvidenceLevel::Enforced);
    assert_eq!(level(&same, "crop"), EvidenceLevel::Enforced);
    let older = of("Chrome/155.9.9", "observed");
    assert_eq!(level(&older, "resize"), EvidenceLevel::Isolated);
    assert!(
        has(&older, "evidence/stale", "Chrome/155.9.9"),
        "{}",
        base::listed(&older.diagnostics)
    );
    // Only headers depend on the browser: a record without them stays what it is.
    assert_eq!(level(&older, "crop"), EvidenceLevel::Observed);
}

#[test]
fn a_page_that_build_would_write_otherwise_voids_the_record() {
    static DRIFT: RuleCard = RuleCard {
        id: "site/drift",
        severity: Severity::Error,
        regimes: &[],
        title: "a note in a page that differs from the policy",
        structural: false,
        contradiction: false,
        documentation: "",
    };
    let own = record("resize", "local", "observed", "Chrome/156.0");
    let files = [("evidence/resize.json", own.as_str())];
    for (page, counts) in [("site/index.html", false), ("site/other.html", true)] {
        let source = SourceFile::new(page.to_owned(), "<p>");
        let noticed = Diagnostic::new(&DRIFT, "the note `resize` differs").at(source.place(0..1));
        let outcome = records::signed(&files, &options(), vec![noticed]);
        let proved = level(&outcome, "resize") == EvidenceLevel::Observed;
        assert_eq!(proved, counts, "{page}");
        assert_eq!(
            has(&outcome, "evidence/build-changed", page),
            !counts,
            "{page}"
        );
    }
}

#[test]
fn a_run_of_now_outweighs_a_record_of_then() {
    let own = record("resize", "local", "enforced", "Chrome/156.0");
    let files = [("evidence/resize.json", own.as_str())];
    let day = Date::parse("2026-11-23").unwrap();
    let proof = |level| ToolProof {
        level,
        checked_on: day,
        valid_until: day,
        browser: "Chrome/156.0".to_owned(),
        build: "0".repeat(12),
        not_covered: Vec::new(),
        files: Vec::new(),
    };
    let resize = base::checked(&[]).policy.unwrap();
    let id = resize.tool("resize").unwrap().id.clone();
    for (observed, left) in [
        (
            Observed::Proved(proof(EvidenceLevel::Observed)),
            EvidenceLevel::Observed,
        ),
        (
            Observed::Scanned(proof(EvidenceLevel::Scanned), "why".to_owned()),
            EvidenceLevel::Scanned,
        ),
        (Observed::Leak("what".to_owned()), EvidenceLevel::Declared),
        (
            Observed::Inconclusive("why".to_owned()),
            EvidenceLevel::Declared,
        ),
    ] {
        let options = Options {
            observed: vec![(id.clone(), observed)],
            ..options()
        };
        let outcome = records::signed(&files, &options, Vec::new());
        assert_eq!(level(&outcome, "resize"), left);
    }
}
