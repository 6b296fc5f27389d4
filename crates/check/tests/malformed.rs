//! Documents with faults: every fault is found in one run, at its exact place.
//!
//! Each file of `malformed/` begins with the path that it takes in the base workspace. A line that must carry findings
//! ends with `# <- RULE COLUMN`, several separated by `;`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

mod base;

use std::collections::BTreeSet;
use std::path::Path;

use candor_check::cards;
use candor_syntax::Severity;

type Fault = (u32, u32, String);

fn marked(text: &str) -> BTreeSet<Fault> {
    let mut marked = BTreeSet::new();
    for (number, line) in (1..).zip(text.lines()) {
        let Some((_, marks)) = line.split_once("# <- ") else {
            continue;
        };
        for mark in marks.split(';') {
            let (rule, column) = mark.trim().split_once(' ').expect("RULE COLUMN");
            marked.insert((number, column.parse().expect("a column"), rule.to_owned()));
        }
    }
    marked
}

#[test]
fn every_fault_is_found_at_its_place() {
    let structural: BTreeSet<&str> = cards()
        .iter()
        .filter(|card| card.structural && card.severity == Severity::Error)
        .map(|card| card.id)
        .collect();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    let mut cases = 0;
    let mut wrong = String::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let place = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .expect("a place");
        let outcome = base::checked(&[(place, &text)]);
        let found: BTreeSet<Fault> = outcome
            .diagnostics
            .iter()
            .filter(|finding| structural.contains(finding.rule))
            .map(|finding| {
                let at = finding.place.as_ref().expect("a place");
                assert_eq!(&*at.file, place, "{}: {}", finding.rule, finding.message);
                (at.line, at.column, finding.rule.to_owned())
            })
            .collect();
        let marked = marked(&text);
        if found != marked || marked.is_empty() {
            let missing: Vec<_> = marked.difference(&found).collect();
            let surplus: Vec<_> = found.difference(&marked).collect();
            wrong += &format!(
                "{}:\n  missing {missing:?}\n  surplus {surplus:?}\n{}",
                path.display(),
                base::listed(&outcome.diagnostics)
            );
        }
        assert!(
            outcome.policy.is_none(),
            "{} leaves a policy",
            path.display()
        );
        let said = outcome
            .diagnostics
            .iter()
            .any(|finding| finding.severity == Severity::Unchecked);
        assert!(
            said,
            "{}: nothing says that the file could not be checked",
            path.display()
        );
        cases += 1;
    }
    assert!(cases >= 12, "only {cases} cases");
    assert!(wrong.is_empty(), "\n{wrong}");
}
