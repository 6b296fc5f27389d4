//! The workspaces of this repository: Darkroom at its root and the one with windows of seconds pass the check.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::path::{Path, PathBuf};

use candor_check::{Options, Workspace, check};
use candor_model::Date;

/// The findings of a workspace, one line each, and whether it has a policy.
fn findings(directory: &str) -> (Vec<String>, bool) {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(directory);
    let workspace = Workspace::load(&root).expect("the workspace can be listed");
    let as_of = Date::parse("2026-11-23").expect("a day");
    let outcome = check(&workspace, &Options::on(as_of));
    let lines = outcome
        .diagnostics
        .iter()
        .map(|found| {
            let (file, line, column) = found
                .place
                .as_ref()
                .map_or(("", 0, 0), |place| (&*place.file, place.line, place.column));
            format!("{file}:{line}:{column} {} {}", found.rule, found.message)
        })
        .collect();
    (lines, outcome.policy.is_some())
}

#[test]
fn darkroom_has_no_finding() {
    let (lines, policy) = findings(".");
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(policy);
}

#[test]
fn the_workspace_of_seconds_has_no_finding() {
    let (lines, policy) = findings("tests/workspaces/seconds");
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(policy);
}

#[test]
fn seeds_build_in_spite_of_their_findings() {
    for seed in ["imgigo", "imagekit", "imgkit", "pixmize", "imgapis"] {
        let (lines, policy) = findings(&format!("tests/seeds/{seed}"));
        assert!(policy, "{seed}:\n{}", lines.join("\n"));
        assert!(!lines.is_empty(), "{seed} states everything");
    }
}
