#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Observed, Options, Outcome, Workspace, check};
use candor_evidence::{Report, Verdict};
use candor_model::clock::{Clock, SystemClock};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Policy, Tool};
use candor_record::{Envelope, SigningKey, shipped_digest};

use super::{observed, statement};
use crate::verify::Verified;

const PAGE: &str = "site/index.html";

/// The workspace that the rules' examples stand in, with headers and a key that it trusts.
fn workspace(root: &Path, key: &SigningKey) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../check/tests/base");
    let copied = [
        "policies/data.yaml",
        "policies/organisation.yaml",
        "policies/retention.yaml",
        "policies/tools/enlarge.yaml",
        "policies/tools/resize.yaml",
        "subprocessors/nimbus.yaml",
        PAGE,
    ];
    let write = |path: &str, bytes: &[u8]| {
        let to = root.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    };
    for path in copied {
        write(path, &std::fs::read(base.join(path)).unwrap());
    }
    let settings = std::fs::read_to_string(base.join("candor.yaml")).unwrap();
    let own =
        "site: {out: site, headers: site/_headers}\nevidence: {trusted_keys: [evidence/own.pub]}\n";
    write("candor.yaml", format!("{settings}{own}").as_bytes());
    write("site/_headers", b"/*\n  X-Content-Type-Options: nosniff\n");
    let public = key.public().unwrap().write("own");
    write("evidence/own.pub", public.as_bytes());
}

/// Runs that cleared the tool, in a browser that loaded its page.
fn cleared(root: &Path, tool: &Tool) -> Verified {
    let page = std::fs::read(root.join(PAGE)).unwrap();
    let digest = shipped_digest("index.html", &page);
    let report = Report {
        verdict: Verdict::Local,
        leaks: Vec::new(),
        reason: None,
        output_produced: true,
        requests: 0,
        isolation: None,
        probes: Vec::new(),
        scan: None,
        origin: None,
        files: BTreeMap::from([("index.html".to_owned(), digest)]),
        browser: "Chrome/156.0".to_owned(),
        switches: Vec::new(),
        scenario: Vec::new(),
        canaries: Vec::new(),
        timelines: Vec::new(),
        elapsed: std::time::Duration::ZERO,
    };
    Verified {
        tool: tool.id.clone(),
        wanted: EvidenceLevel::Observed,
        level: EvidenceLevel::Observed,
        outcome: Ok(report),
        record: None,
        sends_too: false,
    }
}

/// What pages call the version that was looked at.
fn version(outcome: &Outcome) -> String {
    let policy = outcome.policy.as_ref().unwrap();
    let proof = outcome.proofs.of_tool(policy.tool("resize").unwrap());
    proof.unwrap().build.clone()
}

#[test]
fn a_run_in_the_pipeline_and_a_record_name_one_version() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let key = SigningKey::read(&SigningKey::generate("own").unwrap()).unwrap();
    workspace(root, &key);
    let now = SystemClock.now();
    let checked = |runs: bool| {
        let mut options = Options::on(now.date());
        let at = Workspace::load(root).unwrap();
        let policy: Policy = check(&at, &options).policy.unwrap();
        let tool = policy.tool("resize").unwrap();
        let verified = cleared(root, tool);
        match runs {
            true => {
                let seen = observed(root, &policy, tool, &verified, now.date()).unwrap();
                assert!(matches!(seen, Observed::Proved(_)));
                options.observed = vec![(tool.id.clone(), seen)];
            }
            false => {
                let statement = statement(root, &policy, tool, &verified, now).unwrap();
                let record = Envelope::signed(&statement, &key).unwrap();
                let text = serde_json::to_string(&record).unwrap();
                std::fs::write(root.join("evidence/resize.json"), text).unwrap();
            }
        }
        version(&check(&Workspace::load(root).unwrap(), &options))
    };
    let of_runs = checked(true);
    let of_record = checked(false);
    assert!(!of_runs.is_empty());
    assert_eq!(of_runs, of_record);
    std::fs::remove_file(root.join("evidence/resize.json")).unwrap();
    std::fs::write(root.join("site/_headers"), "/*\n  X-Frame-Options: DENY\n").unwrap();
    assert_ne!(of_runs, checked(true), "other headers are another version");
}
