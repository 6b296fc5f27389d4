//! What a running store carried out becomes a signed record, and the record becomes a word on a page; until something changes.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::serve::Server;
use crate::workspace::{Copy, candor};

fn run(workspace: &Path, words: &[&str]) -> (i32, String) {
    let output = candor()
        .arg("-C")
        .arg(workspace)
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text + &error)
}

fn json(workspace: &Path, words: &[&str]) -> Value {
    let (_, text) = run(workspace, &[words, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{words:?}: {text}"))
}

/// The rules of the group `evidence` that have findings, and the files that these are about.
fn doubts(workspace: &Path, more: &[&str]) -> Vec<(String, String)> {
    let found = json(workspace, &[&["check"], more].concat());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = found["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| (text(&finding["rule"]), text(&finding["file"])))
        .filter(|(rule, _)| rule.starts_with("evidence/"))
        .collect()
}

/// How well the window `uploads` is carried out, as the ledger says.
fn strength(workspace: &Path) -> String {
    let ledger = json(workspace, &["ledger"]);
    let mut entries = ledger["entries"].as_array().unwrap().iter();
    let own = entries.find(|entry| entry["kind"] == "window" && entry["id"] == "uploads");
    own.unwrap()["weakest"].as_str().unwrap().to_owned()
}

fn one(rule: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), "evidence/windows.json".to_owned())]
}

#[test]
fn a_window_is_receipted_while_its_record_counts() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let secret = tempfile::tempdir().unwrap();
    let key = secret.path().join("evidence.key");
    let key = key.to_str().unwrap();
    let server = Server::start(root);
    server.upload("enlarge", b"a picture");
    assert_eq!(strength(root), "configured");
    let receipts = || {
        let status = json(root, &["status"]);
        let windows = status["windows"].as_array().unwrap().clone();
        let own = windows
            .iter()
            .find(|one| one["window"] == "uploads")
            .unwrap();
        own["receipts"].as_u64().unwrap()
    };
    let started = Instant::now();
    while receipts() == 0 {
        assert!(started.elapsed() < Duration::from_secs(30), "nothing ended");
        std::thread::sleep(Duration::from_millis(100));
    }

    // Without a key the record is written and does not count.
    let (code, told) = run(root, &["status", "--write"]);
    assert!(code == 0 && told.contains("not signed"), "{told}");
    assert_eq!(doubts(root, &[]), one("evidence/untrusted-key"));
    assert_eq!(strength(root), "configured");

    let (code, told) = run(root, &["verify", "--keygen", "--key", key]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = run(root, &["verify", "--keygen", "--key", key]);
    assert!(code == 2 && told.contains("exists"), "{told}");
    let settings = std::fs::read_to_string(root.join("candor.yaml")).unwrap();
    let public = told_public(root);
    std::fs::write(
        root.join("candor.yaml"),
        format!("{settings}evidence: {{trusted_keys: [{public}]}}\n"),
    )
    .unwrap();
    let (code, told) = run(root, &["status", "--write", "--key", key]);
    assert!(code == 0 && told.contains("signed"), "{told}");
    assert_eq!(doubts(root, &[]), []);
    assert_eq!(strength(root), "receipted");
    drop(server);
    let (code, told) = run(root, &["build"]);
    assert_eq!(code, 0, "{told}");
    let page = std::fs::read_to_string(root.join("site/privacy/retention/index.html")).unwrap();
    assert!(page.contains("Receipted: on "), "{page}");
    assert!(
        page.contains("Enforced: on "),
        "a window without an end has no receipt"
    );

    doubted(root);
}

fn told_public(root: &Path) -> String {
    let mut entries = std::fs::read_dir(root.join("evidence"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let name = entries
        .find(|name| name.to_string_lossy().ends_with(".pub"))
        .unwrap();
    format!("evidence/{}", name.to_string_lossy())
}

/// Every way in which the record stops to count.
fn doubted(root: &Path) {
    let retention = root.join("policies/retention.yaml");
    let windows = std::fs::read_to_string(&retention).unwrap();
    std::fs::write(&retention, windows.replace("8 seconds", "9 seconds")).unwrap();
    assert_eq!(doubts(root, &[]), one("evidence/policy-changed"));
    assert_eq!(strength(root), "configured");
    std::fs::write(&retention, windows).unwrap();
    let (code, told) = run(root, &["build", "--check"]);
    assert_eq!(code, 0, "{told}");

    assert_eq!(
        doubts(root, &["--as-of", "2046-01-01"]),
        one("evidence/stale")
    );
    let (code, told) = run(root, &["build", "--check", "--as-of", "2046-01-01"]);
    assert_eq!(code, 1, "a page must not say what no longer counts: {told}");

    let record = root.join("evidence/windows.json");
    let envelope = std::fs::read_to_string(&record).unwrap();
    let mut parsed: Value = serde_json::from_str(&envelope).unwrap();
    let payload = parsed["payload"].as_str().unwrap();
    let decoded = data_encoding::BASE64.decode(payload.as_bytes()).unwrap();
    let forged = String::from_utf8(decoded)
        .unwrap()
        .replace("\"lag_ms\":", "\"lag_ms\":-");
    parsed["payload"] = data_encoding::BASE64.encode(forged.as_bytes()).into();
    std::fs::write(&record, parsed.to_string()).unwrap();
    assert_eq!(doubts(root, &[]), one("evidence/broken-record"));
    assert_eq!(run(root, &["check"]).0, 1);
    assert_eq!(strength(root), "configured");
}
