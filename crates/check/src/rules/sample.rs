//! Small workspaces for what an example of one file cannot show.

#![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

use std::collections::BTreeMap;
use std::path::Path;

use candor_model::Date;
use candor_syntax::Diagnostic;

use crate::{Options, Workspace, check};

/// What a rule finds in these files, which stand beside settings and an organisation.
pub(crate) fn found(rule: &str, regimes: &str, files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let settings = format!("candor: 1\nworkspace: w\nlanguages: [en]\nregimes: [{regimes}]\n");
    let organisation = include_str!("../../tests/base/policies/organisation.yaml");
    let base = [
        ("candor.yaml", settings.as_str()),
        ("policies/organisation.yaml", organisation),
    ];
    let files: BTreeMap<String, Vec<u8>> = base
        .iter()
        .chain(files)
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let workspace = Workspace::from_files(Path::new("."), files);
    let options = Options::on(Date::parse("2026-11-23").unwrap());
    let outcome = check(&workspace, &options);
    assert!(outcome.policy.is_some(), "{:?}", outcome.diagnostics);
    outcome
        .diagnostics
        .into_iter()
        .filter(|found| found.rule == rule)
        .collect()
}
