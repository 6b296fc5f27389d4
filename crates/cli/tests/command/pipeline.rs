//! `candor check --verify`: the gate and the browser in one pipeline, without keys and records.

use serde_json::Value;

use crate::workspace::{Copy, candor};

/// Sends every picture that the worker of a tool is given.
const LEAK: &str = "self.addEventListener(\"message\", ({ data }) => data.question && fetch(\"/collect\", { method: \"POST\", body: data.question.file }));\n";

/// Headers that close nothing, so that what stops a leak is the tool and nothing else.
const BARE: &str = "/*\n  X-Content-Type-Options: nosniff\n";

fn rules(found: &Value) -> Vec<&str> {
    let findings = found["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

#[test]
fn a_leaking_variant_is_blocked_at_the_line_of_its_policy() {
    let copy = Copy::with_tools(".");
    copy.only("resize", "observed");
    copy.write("site/_headers", BARE);
    let script = "site/tools/resize/worker.js";
    let own = copy.read(script);
    copy.write(script, &format!("{own}\n{LEAK}"));
    let (code, found) = copy.json(&["check", "--verify"]);
    assert_eq!(code, 1, "{found}");
    let findings = found["findings"].as_array().unwrap();
    let of = |rule: &str| {
        let mut findings = findings.iter();
        let own = findings.find(|finding| finding["rule"] == rule);
        own.unwrap_or_else(|| panic!("{rule}: {found}"))
    };
    let policy = copy.read("policies/tools/resize.yaml");
    let line = policy
        .lines()
        .position(|line| line.starts_with("location: local"))
        .unwrap()
        + 1;
    let blocked = of("boundary/unverified-local");
    assert_eq!(blocked["severity"], "error");
    assert_eq!(blocked["file"], "policies/tools/resize.yaml");
    assert_eq!(blocked["line"], line);
    assert_eq!(blocked["subject"], "resize");
    let leak = of("evidence/leak");
    assert_eq!(leak["severity"], "error");
    assert!(
        leak["message"].as_str().unwrap().contains("/collect"),
        "{leak}"
    );
}

#[test]
fn every_tool_passes_isolated_without_any_header() {
    let copy = Copy::with_tools(".");
    copy.write("site/_headers", BARE);
    copy.replace(
        "candor.yaml",
        "local_claims: declared",
        "local_claims: isolated",
    );
    let (code, found) = copy.json(&["check", "--verify"]);
    assert_eq!((code, rules(&found)), (0, vec![]), "{found}");
    let (code, found) = copy.json(&["check"]);
    assert_eq!(code, 1, "without runs and records nothing is proved");
    // The declarations of all six tools, and the sentences of the pages that say the same.
    let (tools, texts): (Vec<_>, Vec<_>) = rules(&found)
        .into_iter()
        .partition(|rule| *rule == "boundary/unverified-local");
    assert_eq!(tools.len(), 6, "{found}");
    assert!(
        !texts.is_empty() && texts.iter().all(|rule| *rule == "claims/unverified-local"),
        "{found}"
    );
}

#[test]
fn without_a_browser_nothing_is_checked_and_nothing_passes() {
    let copy = Copy::with_tools(".");
    copy.only("resize", "isolated");
    let output = candor()
        .arg("-C")
        .arg(copy.path("."))
        .args(["check", "--verify", "--format", "json"])
        .env("CANDOR_CHROMIUM", "/nowhere/chromium")
        .output()
        .unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{found}");
    assert_eq!(rules(&found), ["evidence/inconclusive"], "{found}");
    let finding = &found["findings"][0];
    assert_eq!(finding["severity"], "unchecked");
    assert_eq!(finding["file"], "policies/tools/resize.yaml");
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("/nowhere/chromium"), "{message}");
}
