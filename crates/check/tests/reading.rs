//! Reading a workspace: places of files, what is left out, levels and waivers, and that no text makes it panic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

mod base;

use std::path::Path;

use candor_check::{Options, Workspace, check, check_with, kinds, schema, schema_files};
use candor_model::Date;
use candor_syntax::{Diagnostic, Severity};
use proptest::prelude::*;

fn rules(findings: &[Diagnostic]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule).collect()
}

fn loaded(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<Diagnostic>) {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in base::FILES.iter().chain(files) {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let findings = look(directory.path());
    (directory, findings)
}

fn look(root: &Path) -> Vec<Diagnostic> {
    let workspace = Workspace::load(root).unwrap();
    check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap())).diagnostics
}

#[test]
fn files_come_from_their_places() {
    let (_directory, findings) = loaded(&[]);
    assert!(findings.is_empty(), "\n{}", base::listed(&findings));

    let (_directory, findings) = loaded(&[
        ("policies/tools/crop.yml", "name: Crop\n"),
        ("policies/retentoin.yaml", "a: 1\n"),
        ("policies/tools/My Tool.yaml", "name: x\n"),
        ("policies/pages/privacy.md", "x\n"),
        ("policies/.hidden", "x\n"),
        ("notes.txt", "not ours\n"),
    ]);
    let places: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (&*finding.place.as_ref().unwrap().file, finding.rule))
        .collect();
    assert_eq!(
        places,
        [
            ("policies/pages/privacy.md", "schema/file-place"),
            ("policies/retentoin.yaml", "schema/file-place"),
            ("policies/tools/My Tool.yaml", "schema/file-place"),
            ("policies/tools/crop.yml", "schema/file-place"),
        ]
    );
    assert_eq!(
        findings[1].help.as_deref(),
        Some("did you mean policies/retention.yaml?")
    );
    assert_eq!(
        findings[3].help.as_deref(),
        Some("did you mean policies/tools/crop.yaml?")
    );
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_workspace() {
    let (directory, _) = loaded(&[]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let link = directory.path().join("policies/tools/outside.yaml");
    std::os::unix::fs::symlink(outside.path(), &link).unwrap();
    let inside = directory.path().join("policies/tools/again.yaml");
    std::os::unix::fs::symlink(directory.path().join("policies/tools/resize.yaml"), inside)
        .unwrap();
    let circle = directory.path().join("policies/activities");
    std::os::unix::fs::symlink(directory.path().join("policies"), circle).unwrap();
    let findings = look(directory.path());
    let about = |file: &str| {
        findings
            .iter()
            .filter(|finding| &*finding.place.as_ref().unwrap().file == file)
            .count()
    };
    assert_eq!(
        about("policies/tools/outside.yaml"),
        1,
        "\n{}",
        base::listed(&findings)
    );
    assert_eq!(
        about("policies/tools/again.yaml"),
        0,
        "\n{}",
        base::listed(&findings)
    );
    assert!(
        findings
            .iter()
            .any(|finding| finding.message.contains("deeper"))
    );
}

#[test]
fn a_file_that_is_no_text_is_a_finding_at_its_place() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(directory.path().join("policies")).unwrap();
    std::fs::write(
        directory.path().join("candor.yaml"),
        b"candor: 1\nworkspace: M\xfcnchen\n",
    )
    .unwrap();
    let findings = look(directory.path());
    let encoding = findings
        .iter()
        .find(|finding| finding.rule == "schema/encoding")
        .unwrap();
    assert_eq!(
        encoding.place.as_ref().unwrap().to_string(),
        "candor.yaml:2:13"
    );
    assert!(
        rules(&findings).contains(&"schema/missing-key"),
        "the organisation is missing, too"
    );
}

#[test]
fn a_broken_file_hides_no_fault_of_another() {
    let outcome = base::checked(&[
        ("policies/organisation.yaml", "legal_name: [\n"),
        (
            "policies/tools/resize.yaml",
            "name: Resize\nlocation: locl\n",
        ),
        ("subprocessors/nimbus.yaml", "legal_nam: x\n"),
        (
            "policies/activities/logs.yaml",
            "name: Logs\nlocation: server\npurpose: requested-service\nuses: [{data: nothing-known, keep: nothing}]\nrecipients: [nimbus, nimbos-two]\n",
        ),
    ]);
    assert!(outcome.policy.is_none());
    let found: Vec<(&str, &str)> = outcome
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (&*finding.place.as_ref().unwrap().file, finding.rule))
        .collect();
    for wanted in [
        ("policies/organisation.yaml", "schema/yaml-syntax"),
        ("policies/tools/resize.yaml", "schema/unknown-word"),
        ("subprocessors/nimbus.yaml", "schema/unknown-key"),
        ("policies/activities/logs.yaml", "reference/unknown-id"),
    ] {
        assert!(
            found.contains(&wanted),
            "{wanted:?}\n{}",
            base::listed(&outcome.diagnostics)
        );
    }
    let unknown: Vec<&str> = outcome
        .diagnostics
        .iter()
        .filter(|finding| finding.rule == "reference/unknown-id")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        unknown,
        [
            "there is no data category `nothing-known`",
            "there is no vendor `nimbos-two`"
        ],
        "`nimbus` is declared, in a file with faults"
    );
    let unchecked = outcome.diagnostics.iter().any(|finding| {
        finding.severity == Severity::Unchecked && finding.message.contains("the vendor `nimbus`")
    });
    assert!(unchecked, "\n{}", base::listed(&outcome.diagnostics));
}

const SETTINGS: &str = "candor: 1\nworkspace: example\nlanguages: [en]\nregimes: [gdpr]\n";
const UNENFORCED: &str = "uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: nobody}\nresults: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}\n";

fn with_settings(more: &str, options: &Options) -> Vec<Diagnostic> {
    let files = base::FILES
        .iter()
        .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()))
        .filter(|(path, _)| path != "candor.yaml" && path != "policies/retention.yaml")
        .chain([
            (
                "candor.yaml".to_owned(),
                format!("{SETTINGS}{more}").into_bytes(),
            ),
            (
                "policies/retention.yaml".to_owned(),
                UNENFORCED.as_bytes().to_vec(),
            ),
        ]);
    let workspace = Workspace::from_files(Path::new("."), files);
    check(&workspace, options).diagnostics
}

#[test]
fn levels_of_the_workspace_and_of_the_run() {
    let day = Options::on(Date::parse("2026-11-23").unwrap());
    let severity = |findings: &[Diagnostic]| {
        findings
            .iter()
            .find(|finding| finding.rule == "retention/unenforced-window")
            .map(|finding| finding.severity)
    };
    let rule = "retention/unenforced-window".to_owned();
    assert_eq!(severity(&with_settings("", &day)), Some(Severity::Warning));
    let deny = "rules: {retention/unenforced-window: deny}\n";
    assert_eq!(severity(&with_settings(deny, &day)), Some(Severity::Error));
    let warn = Options {
        warn: vec![rule.clone()],
        ..day.clone()
    };
    assert_eq!(
        severity(&with_settings(deny, &warn)),
        Some(Severity::Warning)
    );
    let allow = Options {
        allow: vec![rule],
        ..day.clone()
    };
    assert_eq!(severity(&with_settings(deny, &allow)), None);
    let mistyped = Options {
        deny: vec!["retention/unenforced".to_owned()],
        ..day
    };
    assert!(rules(&with_settings("", &mistyped)).contains(&"record/unknown-rule"));
}

fn waiver(rule: &str, at: &str, until: &str) -> String {
    format!(
        "waivers: [{{rule: {rule}, at: {at}, reason: known, owner: a@b.example, until: {until}}}]\n"
    )
}

#[test]
fn waivers_set_aside_until_their_last_day() {
    let day = Options::on(Date::parse("2026-11-23").unwrap());
    let rule = "retention/unenforced-window";
    let whole = waiver(rule, "policies/retention.yaml", "2026-11-23");
    assert!(
        with_settings(&whole, &day).is_empty(),
        "the last day counts"
    );
    let exact = waiver(
        rule,
        "policies/retention.yaml#/uploads/enforced_by",
        "2027-01-01",
    );
    assert!(with_settings(&exact, &day).is_empty());
    let elsewhere = waiver(
        rule,
        "policies/retention.yaml#/results/enforced_by",
        "2027-01-01",
    );
    assert_eq!(
        rules(&with_settings(&elsewhere, &day)),
        ["record/unused-waiver", rule]
    );
    let expired = waiver(rule, "policies/retention.yaml", "2026-11-22");
    assert_eq!(
        rules(&with_settings(&expired, &day)),
        ["record/expired-waiver", rule]
    );
    let refused = waiver(
        "boundary/location-mismatch",
        "policies/tools/resize.yaml",
        "2027-01-01",
    );
    assert!(rules(&with_settings(&refused, &day)).contains(&"record/refused-waiver"));
}

#[test]
fn findings_of_others_obey_the_same_levels() {
    static CARD: candor_syntax::RuleCard = candor_syntax::RuleCard {
        id: "site/other",
        severity: Severity::Warning,
        regimes: &[],
        title: "a finding of another crate",
        structural: false,
        contradiction: false,
        documentation: "",
    };
    let files = base::FILES
        .iter()
        .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(Path::new("."), files);
    let mut options = Options::on(Date::parse("2026-11-23").unwrap());
    options.deny.push("site/other".to_owned());
    let outcome = check_with(&workspace, &options, &[&CARD], |_, _, _| {
        vec![Diagnostic::new(&CARD, "x")]
    });
    assert_eq!(outcome.diagnostics.len(), 1);
    assert_eq!(outcome.diagnostics[0].severity, Severity::Error);
}

#[test]
fn every_kind_has_a_schema_that_explains_its_words() {
    assert_eq!(schema_files().len(), kinds().len());
    let tool = schema("tool").unwrap();
    assert!(tool.contains("markdownEnumDescriptions"));
    assert!(tool.contains("\"additionalProperties\": false"));
}

/// A file of the base with one line replaced by other text.
fn damaged() -> impl Strategy<Value = (usize, String)> {
    let words = prop::sample::select(vec![
        "location: locl",
        "uses: 5",
        "- a",
        "not-stated",
        "{stated: \"x\"}",
        "  keep: uploads",
        "purpose:",
        "recipients: [[nimbus]]",
        "uploads: {then: uploads}",
        "? {a: b}",
        "&a [*a]",
        "storage: {medium: []}",
        "activities: [{id: a}]",
        "ip-address: {label: x, identifies: maybe}",
        "url: 1.5e999",
        "name: \u{feff}x",
        "languages: []",
        "rules: {a: b}",
        "max_size: 99999999999999999999 GB",
        "held_by: {}",
    ]);
    (
        0..base::FILES.len(),
        any::<prop::sample::Index>(),
        prop_oneof![words.prop_map(str::to_owned), ".{0,40}"],
    )
        .prop_map(|(file, line, text)| {
            let lines: Vec<&str> = base::FILES[file].1.lines().collect();
            let at = line.index(lines.len());
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed[at] = text;
            (file, changed.join("\n"))
        })
}

proptest! {
    /// Whatever stands in the files, reading and all rules come to an end; without a policy there is a finding.
    #[test]
    fn no_text_makes_it_panic(changes in prop::collection::vec(damaged(), 1..4)) {
        let overlay: Vec<(&str, &str)> = changes
            .iter()
            .map(|(file, text)| (base::FILES[*file].0, text.as_str()))
            .collect();
        let outcome = base::checked(&overlay);
        prop_assert!(outcome.policy.is_some() || !outcome.diagnostics.is_empty());
        for finding in &outcome.diagnostics {
            if let Some(place) = &finding.place {
                prop_assert!(place.line >= 1 && place.column >= 1);
            }
        }
    }
}
