//! A workspace of every kind of file is read completely.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

use std::path::Path;

use candor_check::{Options, Workspace, check};
use candor_model::Date;

fn day() -> Date {
    Date::parse("2026-11-23").unwrap()
}

#[test]
fn darkroom_is_read_completely() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace::load(&root).unwrap();
    let outcome = check(&workspace, &Options::on(day()));
    for finding in &outcome.diagnostics {
        eprintln!(
            "{} {}: {}",
            finding
                .place
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            finding.rule,
            finding.message
        );
    }
    let policy = outcome.policy.expect("no structural fault");
    assert!(policy.tools().len() >= 5);
    assert!(policy.vendors().len() >= 3);
}
