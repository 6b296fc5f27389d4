//! Darkroom's own tools in a real browser: what they reach, and what becomes of their records.

use serde_json::Value;

use crate::workspace::Copy;

/// The tools that work wholly in the browser.
const LOCAL: [&str; 5] = ["compress", "convert", "crop", "image-to-pdf", "resize"];

/// Darkroom as it is published: with its pages, asking for the evidence that it can have.
fn darkroom(level: &str) -> Copy {
    let copy = Copy::with_tools(".");
    copy.replace(
        "candor.yaml",
        "local_claims: declared",
        &format!("local_claims: {level}"),
    );
    // Its other part must reach the server, so that no header can close every way out.
    copy.replace(
        "policies/tools/background-removal.yaml",
        "evidence:\n",
        "evidence:\n  level: isolated\n",
    );
    build(&copy);
    copy
}

fn build(copy: &Copy) {
    let output = copy.run(&["build"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{error}");
}

/// Makes a key beside the workspace and trusts it; where the secret half is.
fn trust(copy: &Copy, secret: &tempfile::TempDir, name: &str) -> String {
    let file = secret.path().join(name);
    let file = file.to_str().unwrap().to_owned();
    let output = copy.run(&["verify", "--keygen", "--key", &file]);
    let told = String::from_utf8(output.stdout).unwrap();
    let public = told
        .split("trusted_keys: [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .unwrap_or_else(|| panic!("{told}"));
    let settings = copy.read("candor.yaml");
    let without: Vec<&str> = settings
        .lines()
        .filter(|line| !line.contains("trusted_keys"))
        .collect();
    let trusting = without.join("\n").replace(
        "evidence:\n",
        &format!("evidence:\n  trusted_keys: [{public}]\n"),
    );
    copy.write("candor.yaml", &format!("{trusting}\n"));
    file
}

/// The findings of a check: rule and subject.
fn findings(copy: &Copy, more: &[&str]) -> Vec<(String, String)> {
    let (_, found) = copy.json(&[&["check"], more].concat());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = found["findings"].as_array().unwrap().iter();
    all.map(|one| (text(&one["rule"]), text(&one["subject"])))
        .collect()
}

fn of(findings: &[(String, String)], rule: &str) -> Vec<String> {
    let own = findings.iter().filter(|(own, _)| own == rule);
    own.map(|(_, subject)| subject.clone()).collect()
}

#[test]
fn every_local_tool_is_enforced_and_its_record_counts_until_something_changes() {
    let copy = darkroom("enforced");
    let secret = tempfile::tempdir().unwrap();
    let key = trust(&copy, &secret, "first");
    let (code, found) = copy.json(&["verify", "--write", "--key", &key]);
    let tools = found["tools"].as_array().unwrap();
    let level = |tool: &str| {
        let mut tools = tools.iter();
        let own = tools.find(|own| own["tool"] == tool).unwrap();
        assert_eq!(own["verdict"], "local", "{own}");
        assert_eq!(own["output_produced"], true, "{own}");
        assert_eq!(own["record"], format!("evidence/{tool}.json"));
        own["level"].as_str().unwrap().to_owned()
    };
    for tool in LOCAL {
        assert_eq!(level(tool), "enforced", "{tool}: {found}");
    }
    assert_eq!(level("background-removal"), "isolated");
    assert_eq!((code, tools.len()), (0, 6), "{found}");

    // The notes of the tools' own pages still say what was known before. Nobody looked at a note that build did not write.
    let before = findings(&copy, &[]);
    assert_eq!(of(&before, "site/drift").len(), 6, "{before:?}");
    assert_eq!(of(&before, "boundary/unverified-local").len(), 6);
    build(&copy);
    assert_eq!(findings(&copy, &[]), []);
    assert_eq!(copy.run(&["build", "--check"]).status.code(), Some(0));
    copy.replace(
        "candor.yaml",
        "local_claims: enforced",
        "local_claims: isolated",
    );
    assert_eq!(findings(&copy, &[]), []);

    let today = candor_model::clock::Clock::now(&candor_model::clock::SystemClock).date();
    said(&copy, today);
    doubted(&copy, &secret);
}

/// The words of the level and its day, in both languages and in the tool's own page.
fn said(copy: &Copy, today: candor_model::Date) {
    let record = copy.read("evidence/resize.json");
    assert!(record.contains("signatures"), "{record}");
    let english = copy.read("site/privacy/tools/resize/index.html");
    let german = copy.read("site/de/privacy/tools/resize/index.html");
    let note = copy.read("site/tools/resize/index.html");
    let day = today.to_string();
    for (page, words) in [
        (&english, "your file never leaves your device; tested on"),
        (&english, "Enforced on"),
        (&note, "your file never leaves your device; tested on"),
        (&german, "verlässt Ihre Datei nie Ihr Gerät; getestet am"),
        (&german, "Durchgesetzt am"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let year = day.split('-').next().unwrap();
    let sentence = note.split("tested on").nth(1).unwrap();
    let sentence = sentence.split('.').next().unwrap();
    assert!(sentence.contains(year), "{sentence}");
    let hybrid = copy.read("site/privacy/tools/background-removal/index.html");
    assert!(
        hybrid.contains("In our test of the former on") && !hybrid.contains("never leaves"),
        "{hybrid}"
    );
}

/// Every way in which a record stops to count.
fn doubted(copy: &Copy, secret: &tempfile::TempDir) {
    let script = "site/tools/resize/worker.js";
    let own = copy.read(script);
    copy.write(script, &own.replacen("0.92", "0.93", 1));
    let found = findings(copy, &[]);
    assert_eq!(of(&found, "evidence/build-changed"), ["resize"]);
    assert_eq!(of(&found, "boundary/unverified-local"), ["resize"]);
    copy.write(script, &own);

    let page = "site/tools/crop/index.html";
    let own = copy.read(page);
    copy.replace(
        page,
        "<aside class=\"candor-note\"",
        "<script src=\"/late.js\"></script><aside class=\"candor-note\"",
    );
    let found = findings(copy, &[]);
    assert_eq!(of(&found, "site/drift").len(), 1, "{found:?}");
    assert_eq!(of(&found, "evidence/build-changed"), ["crop"]);
    assert_eq!(of(&found, "boundary/unverified-local"), ["crop"]);
    copy.write(page, &own);

    let found = findings(copy, &["--as-of", "2046-01-01"]);
    assert_eq!(of(&found, "evidence/stale").len(), 6, "{found:?}");
    assert_eq!(of(&found, "boundary/unverified-local").len(), 6);

    trust(copy, secret, "second");
    let found = findings(copy, &[]);
    assert_eq!(of(&found, "evidence/untrusted-key").len(), 6, "{found:?}");
    assert_eq!(of(&found, "boundary/unverified-local").len(), 6);
}

#[test]
fn a_secret_key_never_stands_in_the_workspace() {
    let copy = Copy::of(".");
    for place in ["evidence.key", "policies/../site/evidence.key"] {
        let file = copy.path(place);
        let output = copy.run(&["verify", "--keygen", "--key", file.to_str().unwrap()]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains("inside of the workspace"), "{error}");
        assert!(!file.exists() && !copy.path("evidence").exists());
    }
}
