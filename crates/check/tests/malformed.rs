//! Documents with faults: every fault is found in one run, at its exact place, and told in plain words.
//!
//! Each document of `malformed/` is named after its mistake. A file begins with the path that it takes in the base
//! workspace, and a line that must carry findings ends with `# <- RULE COLUMN`, several separated by `;`. Behind the
//! column may stand part of the message in quotation marks, and behind it part of the help. Where a mark at the end of
//! a line would change what the mistake does, the path and the marks stand in `NAME.expect` beside the file: first the
//! path, then lines of `LINE RULE COLUMN`. A directory of `malformed/workspaces/` holds several files in their places.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at a fault of its own"
)]

#[allow(dead_code, reason = "the base serves several tests")]
mod base;
mod malformed_marks;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use candor_check::cards;
use candor_syntax::{Diagnostic, Severity};
use malformed_marks::{Mark, in_text, sidecar};

/// Words of programmers, which no message says to a lawyer.
const JARGON: [&str; 26] = [
    "mapping",
    "scalar",
    "null",
    "enum",
    "string",
    "integer",
    "boolean",
    "sequence",
    "schema path",
    "oneof",
    "anyof",
    "node",
    "token",
    "indicator",
    "flow",
    "parse",
    "parsing",
    "eof",
    "unexpected",
    "simple key",
    "regex",
    "pattern",
    "property",
    "properties",
    "instance",
    "object",
];

/// One document or workspace with its faults.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    marks: BTreeMap<String, Vec<Mark>>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed")
}

fn children(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A single document, with the path in its first line or in the sidecar's.
fn document(path: &Path) -> Case {
    let name = path.strip_prefix(corpus()).unwrap().display().to_string();
    let text = std::fs::read_to_string(path).unwrap();
    let (place, marks) = match std::fs::read_to_string(path.with_extension("expect")) {
        Ok(expected) => sidecar(&expected),
        Err(_) => {
            let first = text.lines().next().and_then(|line| line.strip_prefix("# "));
            let place = first.unwrap_or_else(|| panic!("{name} names no path"));
            (place.to_owned(), in_text(&text))
        }
    };
    Case {
        name,
        files: vec![(place.clone(), text)],
        marks: BTreeMap::from([(place, marks)]),
    }
}

/// Several files in their places.
fn workspace(directory: &Path) -> Case {
    let mut case = Case {
        name: directory
            .strip_prefix(corpus())
            .unwrap()
            .display()
            .to_string(),
        files: Vec::new(),
        marks: BTreeMap::new(),
    };
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for path in children(&next) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let place = path.strip_prefix(directory).unwrap().display().to_string();
            let text = std::fs::read_to_string(&path).unwrap();
            case.marks.insert(place.clone(), in_text(&text));
            case.files.push((place, text));
        }
    }
    case
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for group in children(&corpus()) {
        for path in children(&group) {
            if path.is_dir() {
                cases.push(workspace(&path));
            } else if path.extension().is_none_or(|ending| ending != "expect") {
                cases.push(document(&path));
            }
        }
    }
    cases
}

/// What was found at the place of a mark and says what the mark asks for.
fn says(finding: &Diagnostic, file: &str, mark: &Mark) -> bool {
    let at = finding.place.as_ref().expect("a place");
    let help = finding.help.as_deref().unwrap_or_default();
    (&*at.file, at.line, at.column, finding.rule) == (file, mark.line, mark.column, &*mark.rule)
        && finding.message.contains(&mark.message)
        && help.contains(&mark.help)
}

fn checked(case: &Case) -> (Vec<Diagnostic>, bool) {
    let overlay: Vec<(&str, &str)> = case
        .files
        .iter()
        .map(|(place, text)| (place.as_str(), text.as_str()))
        .collect();
    let outcome = base::checked(&overlay);
    (outcome.diagnostics, outcome.policy.is_some())
}

fn structural(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    let rules: BTreeSet<&str> = cards()
        .iter()
        .filter(|card| card.structural && card.severity == Severity::Error)
        .map(|card| card.id)
        .collect();
    findings
        .iter()
        .filter(|finding| rules.contains(finding.rule))
        .collect()
}

#[test]
fn every_fault_is_found_at_its_place() {
    let mut wrong = String::new();
    let (mut documents, mut worded) = (0, 0);
    for case in cases() {
        documents += 1;
        let (findings, has_policy) = checked(&case);
        let mut surplus = structural(&findings);
        let mut missing = String::new();
        for (file, marks) in &case.marks {
            for mark in marks {
                worded += usize::from(!mark.message.is_empty());
                match surplus.iter().position(|found| says(found, file, mark)) {
                    Some(at) => drop(surplus.swap_remove(at)),
                    None => missing += &format!("  missing {file}: {mark:?}\n"),
                }
            }
        }
        let surplus: Vec<Diagnostic> = surplus.into_iter().cloned().collect();
        if !missing.is_empty() || !surplus.is_empty() {
            let surplus = told(&surplus);
            wrong += &format!("{}\n{missing}  surplus\n{surplus}", case.name);
        }
        if case.marks.values().all(Vec::is_empty) || has_policy {
            wrong += &format!("{} marks nothing, or leaves a policy\n", case.name);
        }
        // A file that is read nowhere hides nothing that another file says.
        let elsewhere = structural(&findings)
            .iter()
            .all(|finding| finding.rule == "schema/file-place");
        let unchecked = findings
            .iter()
            .any(|finding| finding.severity == Severity::Unchecked);
        if !unchecked && !elsewhere {
            wrong += &format!("{}: nothing says that it was not checked\n", case.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(documents >= 180, "only {documents} documents");
    assert!(worded >= 180, "only {worded} marks ask for words");
}

#[test]
fn every_fault_is_told_in_plain_words() {
    let mut wrong = String::new();
    for case in cases() {
        let (findings, _) = checked(&case);
        for finding in structural(&findings) {
            let help = finding.help.as_deref().unwrap_or_default();
            let said = format!("{} / {help}", finding.message);
            let spoken = outside_quotations(&said).to_lowercase();
            let jargon = JARGON.iter().find(|word| {
                spoken
                    .split(|character: char| !character.is_alphanumeric() && character != ' ')
                    .any(|part| format!(" {part} ").contains(&format!(" {word} ")))
            });
            if let Some(word) = jargon {
                wrong += &format!("{}: says {word}: {said}\n", case.name);
            }
            if help.is_empty() || finding.message.ends_with('.') || help.ends_with('.') {
                wrong += &format!("{}: {said}\n", case.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A sentence without what it cites from the file.
fn outside_quotations(said: &str) -> String {
    said.split('`').step_by(2).collect()
}

fn told(findings: &[Diagnostic]) -> String {
    findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().map(ToString::to_string);
            format!(
                "    {} {}: {} / {}\n",
                place.unwrap_or_default(),
                finding.rule,
                finding.message,
                finding.help.as_deref().unwrap_or("(no help)")
            )
        })
        .collect()
}
