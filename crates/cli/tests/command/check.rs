//! `check` and `build`: exit codes, all findings at once, and a failed build that leaves the old site.

use std::fs;

use crate::workspace::{Copy, candor, files, repository};

#[test]
fn darkroom_is_clean_and_its_committed_site_is_fresh() {
    let checked = candor()
        .arg("-C")
        .arg(repository())
        .args(["check", "--strict"])
        .output()
        .unwrap();
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    let built = candor()
        .arg("-C")
        .arg(repository())
        .args(["build", "--check"])
        .output()
        .unwrap();
    assert_eq!(
        built.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&built.stdout)
    );
}

#[test]
fn every_fault_of_every_file_comes_in_one_run_and_the_old_site_stands() {
    let copy = Copy::of("");
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let before: Vec<_> = files(&copy.path("site"))
        .iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    assert!(before.len() > 30);
    copy.write(
        "policies/tools/resize.yaml",
        "name: Resize\nlocation: locl\npurpse: x\n",
    );
    copy.write(
        "policies/retention.yaml",
        "uploads: {delete_within: 6m, counted_from: upload, at_end: erase, enforced_by: candor}\n",
    );
    copy.write("subprocessors/new.yaml", "legal_name: [\n");
    let found = copy.run(&["check", "--format", "json"]);
    assert_eq!(found.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let told: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            format!(
                "{} {}:{}",
                finding["rule"].as_str().unwrap(),
                finding["file"].as_str().unwrap_or(""),
                finding["line"]
            )
        })
        .collect();
    for wanted in [
        "schema/unknown-word policies/tools/resize.yaml:2",
        "schema/unknown-key policies/tools/resize.yaml:3",
        "schema/bad-duration policies/retention.yaml:1",
        "schema/yaml-syntax subprocessors/new.yaml:",
    ] {
        assert!(
            told.iter().any(|line| line.starts_with(wanted)),
            "{wanted} is missing in {told:#?}"
        );
    }
    assert_eq!(
        report["summary"]["errors"].as_u64().unwrap() as usize,
        told.len()
            - report["summary"]["unchecked"].as_u64().unwrap() as usize
            - report["summary"]["warnings"].as_u64().unwrap() as usize
            - report["summary"]["infos"].as_u64().unwrap() as usize
    );
    let build = copy.run(&["build"]);
    assert_eq!(build.status.code(), Some(1));
    let after: Vec<_> = files(&copy.path("site"))
        .iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    assert!(before == after, "the old site stands as it was");
}

#[test]
fn a_wrong_name_in_a_page_is_told_with_its_place() {
    let copy = Copy::of("");
    copy.write(
        "policies/pages/privacy.en.md",
        "---\ntitle: Privacy\npage: privacy\n---\nFine.\n\nKept for {{ window.uplods }}.\n",
    );
    let found = copy.run(&["check"]);
    let text = String::from_utf8_lossy(&found.stdout).into_owned();
    assert_eq!(found.status.code(), Some(1), "{text}");
    assert!(text.contains("policies/pages/privacy.en.md:7:13"), "{text}");
    assert!(text.contains("did you mean `window.uploads`?"), "{text}");
    assert_eq!(copy.run(&["build"]).status.code(), Some(1));
    assert_eq!(files(&copy.path("site/privacy")).len(), 0);
}

#[test]
fn wrong_flags_and_missing_workspaces_are_told_apart_from_findings() {
    let empty = tempfile::tempdir().unwrap();
    let none = candor()
        .arg("-C")
        .arg(empty.path())
        .arg("check")
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("candor.yaml"));
    assert_eq!(
        candor()
            .arg("check")
            .arg("--nonsense")
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        candor()
            .args(["explain", "retention/no-rom"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
    let explained = candor()
        .args(["explain", "retention/no-room"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&explained.stdout).contains("## Why it matters"));
}

#[test]
fn levels_decide_what_fails() {
    let copy = Copy::of("tests/seeds/imagekit");
    assert_eq!(copy.run(&["check"]).status.code(), Some(1));
    assert_eq!(
        copy.run(&["build"]).status.code(),
        Some(0),
        "a real document with gaps can still be previewed"
    );
    let unknown = copy.run(&["check", "--allow", "no/such-rule"]);
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("no/such-rule"));
    for format in ["sarif", "junit", "github", "gitlab"] {
        let report = copy.run(&["check", "--format", format]);
        assert_eq!(report.status.code(), Some(1), "{format}");
        assert!(report.stdout.len() > 1000, "{format}");
    }
}

#[test]
fn a_note_that_differs_from_the_policy_is_found_and_refreshed() {
    let copy = Copy::of("");
    let page = "<html><body>\n<p>Mine</p>\n<!-- candor:note enlarge -->\n<p>kept for 3 hours</p>\n<!-- /candor:note -->\n  <!-- candor:note enlarge de --><!-- /candor:note -->\n<!-- candor:note nothing --><!-- /candor:note -->\n<!-- candor:note resize -->\n</body></html>\n";
    std::fs::create_dir_all(copy.path("site/tools")).unwrap();
    copy.write("site/tools/mine.html", page);
    let found = |copy: &Copy| -> Vec<(String, u64, u64)> {
        let output = copy.run(&["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["file"] == "site/tools/mine.html")
            .map(|finding| {
                (
                    finding["rule"].as_str().unwrap().to_owned(),
                    finding["line"].as_u64().unwrap(),
                    finding["column"].as_u64().unwrap(),
                )
            })
            .collect()
    };
    let all = [
        ("site/drift".to_owned(), 3, 1),
        ("site/drift".to_owned(), 6, 3),
        ("site/unknown-note".to_owned(), 7, 1),
        ("site/unclosed-note".to_owned(), 8, 1),
    ];
    assert_eq!(found(&copy), all);
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let rules: Vec<String> = found(&copy).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["site/unknown-note", "site/unclosed-note"]);
    let fresh = std::fs::read_to_string(copy.path("site/tools/mine.html")).unwrap();
    assert!(
        fresh.contains("<p>Mine</p>") && fresh.contains("24 hours"),
        "{fresh}"
    );
    assert!(
        fresh.contains("24 Stunden") && !fresh.contains("3 hours"),
        "{fresh}"
    );
    assert!(fresh.ends_with("<!-- candor:note resize -->\n</body></html>\n"));
}

#[test]
fn a_reader_that_goes_away_and_a_full_disk_are_no_panic() {
    let copy = Copy::of("");
    let shell = |command: &str| {
        std::process::Command::new("sh")
            .args(["-c", command, "candor"])
            .arg(env!("CARGO_BIN_EXE_candor"))
            .arg(copy.directory.path())
            .output()
            .unwrap()
    };
    let gone = shell("\"$1\" -C \"$2\" rules --format json | true");
    assert_eq!(
        gone.stderr,
        b"",
        "{}",
        String::from_utf8_lossy(&gone.stderr)
    );
    let full = shell("\"$1\" -C \"$2\" rules --format json > /dev/full");
    assert_eq!(full.status.code(), Some(2));
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert!(
        said.starts_with("error: stdout cannot be written to"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}
