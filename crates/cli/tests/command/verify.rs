//! The gate on real pages in a real browser: a local tool is proved, and a leaking variant of it is blocked.

use std::path::Path;

use serde_json::Value;

use crate::workspace::{Copy, candor};

fn run(workspace: &Path, words: &[&str]) -> (i32, String, String) {
    let output = candor()
        .arg("-C")
        .arg(workspace)
        .args(words)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json(workspace: &Path, words: &[&str]) -> (i32, Value) {
    let (code, text, error) = run(workspace, &[words, &["--format", "json"]].concat());
    let parsed = serde_json::from_str(&text);
    (
        code,
        parsed.unwrap_or_else(|_| panic!("{words:?}: {text}{error}")),
    )
}

/// Darkroom, asking for evidence of what it says about its local tools.
fn darkroom() -> Copy {
    let copy = Copy::with_tools(".");
    let settings = copy.directory.path().join("candor.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let asking = text.replace("local_claims: declared", "local_claims: isolated");
    assert_ne!(text, asking, "the setting is still called so");
    std::fs::write(&settings, asking).unwrap();
    copy
}

#[test]
fn a_local_tool_is_proved_and_its_record_counts_until_the_build_changes() {
    let copy = darkroom();
    let root = copy.directory.path();
    let secret = tempfile::tempdir().unwrap();
    let key = secret.path().join("key");
    let key = key.to_str().unwrap();
    let (code, told, error) = run(root, &["verify", "--keygen", "--key", key]);
    assert_eq!(code, 0, "{error}");
    let public = told
        .split("trusted_keys: [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .unwrap();
    let settings = root.join("candor.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let trusting = text.replace(
        "evidence:\n",
        &format!("evidence:\n  trusted_keys: [{public}]\n"),
    );
    std::fs::write(&settings, trusting).unwrap();

    let (code, found) = json(root, &["verify", "resize", "--write", "--key", key]);
    let tool = &found["tools"][0];
    assert_eq!(
        (code, tool["verdict"].as_str()),
        (0, Some("local")),
        "{found}"
    );
    assert!(
        ["isolated", "enforced"].contains(&tool["level"].as_str().unwrap()),
        "{found}"
    );
    assert_eq!(tool["record"], "evidence/resize.json");
    assert!(tool["output_produced"].as_bool().unwrap());

    let about = |found: &Value, rule: &str| {
        let findings = found["findings"].as_array().unwrap().iter();
        findings
            .filter(|one| one["rule"] == rule && one["subject"] == "resize")
            .count()
    };
    let (_, found) = json(root, &["check"]);
    assert_eq!(about(&found, "boundary/unverified-local"), 0, "{found}");
    let (code, _, error) = run(root, &["build"]);
    assert_eq!(code, 0, "{error}");
    let page = std::fs::read_to_string(root.join("site/privacy/tools/resize/index.html")).unwrap();
    assert!(
        page.contains("the file was not sent") || page.contains("never leaves your device"),
        "{page}"
    );
    // The note in the tool's own page says so, too, and that does not void the record.
    let (_, found) = json(root, &["check"]);
    assert_eq!(about(&found, "evidence/build-changed"), 0, "{found}");

    let script = root.join("site/tools/resize/app.js");
    let mut code_of_tool = std::fs::read_to_string(&script).unwrap();
    code_of_tool.push_str("\nconsole.log(1);\n");
    std::fs::write(&script, code_of_tool).unwrap();
    let (code, found) = json(root, &["check"]);
    assert_eq!(code, 1);
    assert_eq!(about(&found, "evidence/build-changed"), 1, "{found}");
    assert_eq!(about(&found, "boundary/unverified-local"), 1, "{found}");
}

#[test]
fn a_leaking_variant_is_blocked_in_one_pipeline() {
    let copy = darkroom();
    let root = copy.directory.path();
    // The headers of Darkroom would stop the leak; what a browser without them does counts as well.
    std::fs::write(
        root.join("site/_headers"),
        "/*\n  X-Content-Type-Options: nosniff\n",
    )
    .unwrap();
    let script = root.join("site/tools/resize/app.js");
    let own = std::fs::read_to_string(&script).unwrap();
    let leak = "addEventListener('change', (event) => { const file = event.target.files?.[0]; if (file) addEventListener('pagehide', () => navigator.sendBeacon('/statistics', new Blob([file.name]))); }, true);\n";
    std::fs::write(&script, format!("{leak}{own}")).unwrap();
    let (code, found) = json(root, &["verify", "resize"]);
    let tool = &found["tools"][0];
    assert_eq!(
        (code, tool["verdict"].as_str()),
        (1, Some("leak")),
        "{found}"
    );
    let leaks = tool["leaks"].as_array().unwrap();
    let told = leaks
        .iter()
        .find(|leak| leak["url"] == "/statistics")
        .unwrap();
    assert_eq!(
        (told["channel"].as_str(), told["encoding"].as_str()),
        (Some("beacon"), Some("metadata")),
        "{told}"
    );
    assert!(
        told["note"].as_str().unwrap().contains("name of the file"),
        "{told}"
    );
}
