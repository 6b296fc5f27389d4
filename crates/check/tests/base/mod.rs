//! The small workspace that examples and broken documents change in one file.

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Baseline, Options, Outcome, Workspace, check};
use candor_model::Date;
use candor_syntax::Diagnostic;

/// Its files.
pub(crate) const FILES: [(&str, &str); 7] = [
    ("candor.yaml", include_str!("candor.yaml")),
    ("policies/data.yaml", include_str!("policies/data.yaml")),
    (
        "policies/organisation.yaml",
        include_str!("policies/organisation.yaml"),
    ),
    (
        "policies/retention.yaml",
        include_str!("policies/retention.yaml"),
    ),
    (
        "policies/tools/enlarge.yaml",
        include_str!("policies/tools/enlarge.yaml"),
    ),
    (
        "policies/tools/resize.yaml",
        include_str!("policies/tools/resize.yaml"),
    ),
    (
        "subprocessors/nimbus.yaml",
        include_str!("subprocessors/nimbus.yaml"),
    ),
];

/// The outcome for the base workspace with files replaced or added.
pub(crate) fn checked(overlay: &[(&str, &str)]) -> Outcome {
    checked_with(overlay, None)
}

/// The same with findings that were known before.
pub(crate) fn checked_with(overlay: &[(&str, &str)], baseline: Option<Baseline>) -> Outcome {
    let files: BTreeMap<String, Vec<u8>> = FILES
        .iter()
        .chain(overlay)
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let workspace = Workspace::from_files(&root, files);
    let options = Options {
        baseline,
        ..Options::on(Date::parse("2026-11-23").unwrap())
    };
    check(&workspace, &options)
}

/// Findings for the message of a test.
pub(crate) fn listed(findings: &[Diagnostic]) -> String {
    findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().map(ToString::to_string);
            format!(
                "  {} {}: {}\n",
                place.unwrap_or_default(),
                finding.rule,
                finding.message
            )
        })
        .collect()
}
