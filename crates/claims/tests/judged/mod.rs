//! A text held against a workspace of this repository, as `candor claims` does it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own, and each test uses its part of this"
)]

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Options, Workspace, check};
use candor_claims::{Facts, Kind, Polarity, Published, Verdict};
use candor_model::{Date, Policy};

/// One claim of a text with its judgement.
pub(crate) struct Found {
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) kind: Kind,
    pub(crate) polarity: Polarity,
    pub(crate) value: Option<String>,
    pub(crate) verdict: Verdict,
    pub(crate) why: String,
}

impl Found {
    /// Whether a reader of the report has something to do.
    pub(crate) fn objects(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Contradicted | Verdict::Narrowed | Verdict::Unverified | Verdict::Vague
        )
    }
}

/// The policy of a workspace, by its path below the repository's root.
pub(crate) fn policy(workspace: &str) -> Policy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(workspace);
    let workspace = Workspace::load(&root).unwrap();
    let outcome = check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap()));
    outcome.policy.expect("no structural fault")
}

/// What a text claims, held against a policy.
pub(crate) fn read(policy: &Policy, path: &str, source: &str) -> Vec<Found> {
    let asked = policy.settings.evidence.local_claims;
    let facts = Facts::of(policy, BTreeMap::new(), asked);
    let published = Published::read(path, source, None, true);
    let judged = published.stated.iter().map(|stated| {
        let (_, judgement) = stated.judge(path, &facts);
        let before = source.get(..stated.source.start).unwrap();
        Found {
            line: before.matches('\n').count() + 1,
            text: stated.text.clone(),
            kind: stated.claim.kind,
            polarity: stated.claim.polarity,
            value: stated.claim.value.clone(),
            verdict: judgement.verdict,
            why: judgement.why,
        }
    });
    let quiet = |found: &Found| found.kind.is_beside() || found.polarity == Polarity::Denies;
    judged
        .filter(|found| !(quiet(found) && found.verdict == Verdict::NotComparable))
        .collect()
}
