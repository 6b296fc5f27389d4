//! Invented workspaces around the facts that are hard to express: each builds, shows its facts, and gives exactly the
//! findings that its table expects.
//!
//! The tables are `cases/EXPECTED.*.md`: facts (workspace, fact, file, words on a page) and findings (workspace, rule,
//! file, text on the line).

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod visible;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use candor_check::{Options, Workspace, check};
use candor_model::Date;
use candor_syntax::Severity;
use visible::visible_text;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn workspaces() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(cases())
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("candor.yaml").is_file())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

/// The rows of every table whose head begins with these columns.
fn rows(columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(cases()).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let mut within = false;
        for line in fs::read_to_string(&path).expect("a table").lines() {
            if !line.starts_with('|') {
                within = false;
                continue;
            }
            let cells: Vec<String> = line
                .trim_matches('|')
                .split(" | ")
                .map(|cell| cell.trim().trim_matches('`').to_owned())
                .collect();
            let is_head = cells
                .iter()
                .zip(columns)
                .all(|(cell, column)| cell == column)
                && cells.len() >= columns.len();
            if is_head {
                within = true;
            } else if within && !line.contains("---") {
                assert_eq!(cells.len(), columns.len(), "{}: {line}", path.display());
                rows.push(cells);
            }
        }
    }
    rows
}

fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

#[test]
fn each_workspace_has_facts() {
    let named: BTreeSet<String> = rows(&["workspace", "fact", "declared in", "words"])
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let there = workspaces();
    assert!(there.len() >= 10, "{there:?}");
    assert_eq!(named, there.into_iter().collect());
}

#[test]
fn every_fact_can_be_read_on_a_page() {
    let facts = rows(&["workspace", "fact", "declared in", "words"]);
    let mut missing = Vec::new();
    for name in workspaces() {
        let workspace = Workspace::load(&cases().join(&name)).expect("the workspace");
        let outcome = check(&workspace, &Options::on(today()));
        let policy = outcome
            .policy
            .unwrap_or_else(|| panic!("{name}: {:#?}", outcome.diagnostics));
        let rendered = candor_render::render(&policy, &candor_render::Options::new(today()));
        assert!(rendered.is_complete(), "{name}: {:?}", rendered.diagnostics);
        let pages: Vec<String> = rendered
            .files
            .iter()
            .filter(|file| file.path.ends_with(".html"))
            .map(|file| visible_text(&String::from_utf8_lossy(&file.bytes)).to_lowercase())
            .collect();
        for fact in facts.iter().filter(|fact| fact[0] == name) {
            for file in fact[2].split("; ") {
                let file = file.split('#').next().unwrap_or_default();
                assert!(
                    cases().join(&name).join(file).is_file(),
                    "{name}: no {file}"
                );
            }
            let words = fact[3].to_lowercase();
            if !pages.iter().any(|page| page.contains(&words)) {
                missing.push(format!("{name}, fact {}: {}", fact[1], fact[3]));
            }
        }
    }
    assert!(missing.is_empty(), "no page shows\n{}", missing.join("\n"));
}

#[test]
fn each_workspace_gives_exactly_the_findings_of_its_table() {
    let expected = rows(&["workspace", "rule", "file", "line with"]);
    let mut wrong = Vec::new();
    for name in workspaces() {
        let root = cases().join(&name);
        let workspace = Workspace::load(&root).expect("the workspace");
        let outcome = check(&workspace, &Options::on(today()));
        let found: BTreeSet<(String, String)> = outcome
            .diagnostics
            .iter()
            .filter(|finding| matches!(finding.severity, Severity::Error | Severity::Warning))
            .map(|finding| {
                let place = finding.place.as_ref().expect("a place");
                (
                    finding.rule.to_owned(),
                    format!("{}:{}", place.file, place.line),
                )
            })
            .collect();
        let wanted: BTreeSet<(String, String)> = expected
            .iter()
            .filter(|row| row[0] == name)
            .map(|row| {
                let text = fs::read_to_string(root.join(&row[2])).expect("the file");
                let line = text.lines().position(|line| line.contains(&row[3]));
                let line = line.unwrap_or_else(|| panic!("{name}: {} has no `{}`", row[2], row[3]));
                (row[1].clone(), format!("{}:{}", row[2], line + 1))
            })
            .collect();
        wrong.extend(
            wanted
                .difference(&found)
                .map(|one| format!("{name}: missing {one:?}")),
        );
        wrong.extend(
            found
                .difference(&wanted)
                .map(|one| format!("{name}: surplus {one:?}")),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
