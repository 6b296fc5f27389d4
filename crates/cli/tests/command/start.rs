//! `init` and `new`: what they write checks without a structural fault, builds, and is never written over.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::workspace::candor;

fn run(directory: &Path, arguments: &[&str]) -> Output {
    candor()
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .output()
        .unwrap()
}

fn begun(directory: &Path) {
    let output = candor().arg("init").arg(directory).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn a_new_workspace_with_everything_added_checks_and_builds() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("paper-shop");
    begun(&root);
    for arguments in [
        ["tool", "resize", "--location", "local"],
        ["tool", "Enlarge_More", "--location", "server"],
        ["tool", "background removal", "--location", "hybrid"],
        ["vendor", "lakeside", "--relation", "processor"],
        ["activity", "billing", "--data", "uploaded-file"],
    ] {
        let output = run(&root, &[&["new"][..], &arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
    assert_eq!(
        run(&root, &["new", "window", "invoices"]).status.code(),
        Some(0)
    );
    for path in [
        "policies/tools/resize.yaml",
        "policies/tools/enlarge-more.yaml",
        "policies/tools/background-removal.yaml",
        "subprocessors/lakeside.yaml",
        "policies/activities/billing.yaml",
    ] {
        let text = fs::read_to_string(root.join(path)).unwrap();
        assert!(
            text.starts_with("# yaml-language-server: $schema=../"),
            "{path}"
        );
        for hole in ["NAME", "DATA", "RELATION"] {
            assert!(!text.contains(hole), "{path} has the hole {hole}");
        }
    }
    let report = run(&root, &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        assert!(
            !rule.starts_with("schema/") && !rule.starts_with("reference/"),
            "{finding}"
        );
    }
    // The gaps that the files leave open are findings, so nobody publishes them unseen.
    assert!(report["summary"]["warnings"].as_u64().unwrap() > 0);
    assert_eq!(run(&root, &["build"]).status.code(), Some(0));
    let page = fs::read_to_string(root.join("site/privacy/index.html")).unwrap();
    assert!(page.contains("not stated") && page.contains("24 hours"));
}

#[test]
fn nothing_is_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("shop");
    fs::create_dir_all(root.join("policies")).unwrap();
    fs::write(root.join("policies/data.yaml"), "mine").unwrap();
    let output = candor().arg("init").arg(&root).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("policies/data.yaml"));
    assert!(!root.join("candor.yaml").exists());

    fs::remove_file(root.join("policies/data.yaml")).unwrap();
    begun(&root);
    assert_eq!(run(&root, &["new", "tool", "crop"]).status.code(), Some(0));
    fs::write(root.join("policies/tools/crop.yaml"), "edited").unwrap();
    assert_eq!(run(&root, &["new", "tool", "crop"]).status.code(), Some(2));
    let kept = fs::read_to_string(root.join("policies/tools/crop.yaml")).unwrap();
    assert_eq!(kept, "edited");
    let before = fs::read(root.join("policies/retention.yaml")).unwrap();
    assert_eq!(
        run(&root, &["new", "window", "UPLOADS"]).status.code(),
        Some(2)
    );
    assert_eq!(
        fs::read(root.join("policies/retention.yaml")).unwrap(),
        before
    );
    assert_eq!(
        run(&root, &["new", "window", "analytics"]).status.code(),
        Some(0)
    );
    let after = fs::read(root.join("policies/retention.yaml")).unwrap();
    assert!(after.starts_with(&before) && after.len() > before.len());
    for name in ["", "..", "../evil", "ä", "1st", "a/b"] {
        assert_eq!(
            run(&root, &["new", "tool", name]).status.code(),
            Some(2),
            "{name}"
        );
    }
}
