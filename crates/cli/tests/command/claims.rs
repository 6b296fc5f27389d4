//! `candor claims`, and what stands around the judgement of published text in `candor check`.

use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::workspace::{candor, repository};

/// A small workspace with a local tool, a server tool and text.
pub(crate) struct Site {
    directory: tempfile::TempDir,
}

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let site = Self { directory };
        let base = repository().join("crates/check/tests/base");
        for file in [
            "policies/data.yaml",
            "policies/organisation.yaml",
            "policies/retention.yaml",
            "policies/tools/enlarge.yaml",
            "policies/tools/resize.yaml",
            "subprocessors/nimbus.yaml",
            "site/index.html",
        ] {
            site.write(file, &fs::read_to_string(base.join(file)).unwrap());
        }
        let settings = fs::read_to_string(base.join("candor.yaml")).unwrap();
        site.write("candor.yaml", &format!("{settings}text: [text/**]\n"));
        for (file, text) in files {
            site.write(file, text);
        }
        site
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.directory.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        candor()
            .current_dir(self.directory.path())
            .args(arguments)
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The rules of the findings of `candor check`, in order, and the exit code.
    fn check(&self, arguments: &[&str]) -> (Vec<String>, i32) {
        let mut all = vec!["check", "--format", "json"];
        all.extend(arguments);
        let output = self.run(&all);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rules = report["findings"].as_array().unwrap();
        let rules = rules
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap().to_owned());
        (rules.collect(), output.status.code().unwrap())
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The part of a source between two positions that count characters from 1.
fn slice(source: &str, claim: &Value) -> String {
    let at = |line: &str, column: &str| {
        let (line, column) = (
            claim[line].as_u64().unwrap(),
            claim[column].as_u64().unwrap(),
        );
        let start: usize = source
            .split_inclusive('\n')
            .take(usize::try_from(line).unwrap() - 1)
            .map(|line| line.chars().count())
            .sum();
        start + usize::try_from(column).unwrap() - 1
    };
    let (from, to) = (at("line", "column"), at("end_line", "end_column"));
    source.chars().skip(from).take(to - from).collect()
}

const FAQ: &str = "# Größe ändern\n\n日本 — Uploaded pictures are deleted after 2 hours. Fine.\n\nUploads are *deleted*\nwithin 24&nbsp;hours.\n";

#[test]
fn json_has_every_field_and_columns_count_characters() {
    let site = Site::new(&[("text/faq.md", FAQ)]);
    let report = site.json(&["claims", "--format", "json"]);
    let claims = report["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 2, "{report:#}");
    let sources: Vec<String> = claims.iter().map(|claim| slice(FAQ, claim)).collect();
    assert_eq!(
        sources,
        [
            "日本 — Uploaded pictures are deleted after 2 hours.",
            "Uploads are *deleted*\nwithin 24&nbsp;hours."
        ]
    );
    let first = &claims[0];
    assert_eq!(first["file"], "text/faq.md");
    assert_eq!(
        first["text"],
        "日本 — Uploaded pictures are deleted after 2 hours."
    );
    assert_eq!(first["kind"], "retention-duration");
    assert_eq!(first["value"], "PT2H");
    assert_eq!(first["polarity"], "asserts");
    assert_eq!(first["scope"], "product");
    assert_eq!(first["lang"], "en");
    assert_eq!(first["verdict"], "contradicted");
    assert_eq!(first["fact"]["file"], "policies/retention.yaml");
    assert_eq!(first["fact"]["line"], 1);
    let trace = first["trace"].as_array().unwrap();
    assert!(!trace.is_empty() && trace.iter().all(Value::is_string));
    assert_eq!(claims[1]["verdict"], "backed");
    assert_eq!(claims[1]["value"], "PT24H");
}

#[test]
fn human_output_shows_both_sides_and_sarif_the_same_lines() {
    let site = Site::new(&[("text/faq.md", FAQ)]);
    let human = site.run(&["claims"]);
    assert_eq!(human.status.code(), Some(1));
    let human = text(&human);
    for part in [
        "text/faq.md:3:1",
        "policies/retention.yaml:1",
        "this is declared",
        "2 claims in 1 file: 1 backed, 1 contradicted",
    ] {
        assert!(human.contains(part), "{part}\n{human}");
    }
    let sarif = site.json(&["claims", "--format", "sarif"]);
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "claims/contradicted");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "text/faq.md");
    assert_eq!(
        slice(FAQ, &renamed(&place["region"])),
        "日本 — Uploaded pictures are deleted after 2 hours."
    );
    let fact = &result["relatedLocations"][0]["physicalLocation"];
    assert_eq!(fact["artifactLocation"]["uri"], "policies/retention.yaml");
    assert!(result["partialFingerprints"]["candor/v1"].is_string());
}

/// A region of SARIF with the names of the command's own JSON.
fn renamed(region: &Value) -> Value {
    serde_json::json!({
        "line": region["startLine"], "column": region["startColumn"],
        "end_line": region["endLine"], "end_column": region["endColumn"],
    })
}

#[test]
fn exit_codes_tell_what_remains() {
    let fine = Site::new(&[(
        "text/a.md",
        "Uploaded pictures are deleted within 24 hours.\n",
    )]);
    assert_eq!(fine.run(&["claims"]).status.code(), Some(0));
    let unread = Site::new(&[(
        "text/a.html",
        "<html lang=it><p>I file vengono eliminati dopo 24 ore.",
    )]);
    assert_eq!(unread.run(&["claims"]).status.code(), Some(3));
    let broken = Site::new(&[("text/a.yaml", "a: Fine.\nb: [unclosed\n")]);
    assert_eq!(broken.run(&["claims"]).status.code(), Some(3));
    let warned = Site::new(&[(
        "text/a.md",
        "Your pictures are never used to train models.\n",
    )]);
    assert_eq!(warned.run(&["claims"]).status.code(), Some(0));
    assert_eq!(warned.run(&["claims", "--strict"]).status.code(), Some(1));
    assert_eq!(warned.run(&["claims", "nowhere.md"]).status.code(), Some(2));
    assert_eq!(
        warned.run(&["claims", "--lang", "tlh"]).status.code(),
        Some(2)
    );
}

#[test]
fn standard_input_is_markdown_and_a_language_can_be_forced() {
    let site = Site::new(&[]);
    let mut child = candor()
        .current_dir(site.directory.path())
        .args(["claims", "-", "--format", "json", "--lang", "de"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all("Hochgeladene Bilder werden nach 3 Stunden gelöscht.\n".as_bytes())
        .unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let claim = &report["claims"][0];
    assert_eq!(
        (&claim["lang"], &claim["value"]),
        (&"de".into(), &"PT3H".into())
    );
    assert_eq!(claim["verdict"], "contradicted");
}

#[test]
fn without_a_workspace_claims_are_listed() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("faq.md");
    fs::write(&file, FAQ).unwrap();
    let output = candor()
        .current_dir(directory.path())
        .args(["claims", "faq.md", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let claim = &report["claims"][0];
    assert_eq!(
        (&claim["verdict"], &claim["file"]),
        (&"listed".into(), &"faq.md".into())
    );
    assert!(claim["fact"].is_null());
    let nothing = candor()
        .current_dir(directory.path())
        .arg("claims")
        .output()
        .unwrap();
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn paths_inside_of_the_workspace_are_named_from_there() {
    let site = Site::new(&[("text/deep/faq.md", FAQ)]);
    let full = site.directory.path().join("text").display().to_string();
    let from_text = candor()
        .current_dir(site.directory.path().join("text"))
        .args(["claims", "deep", "--format", "json"])
        .output()
        .unwrap();
    let from_text: Value = serde_json::from_slice(&from_text.stdout).unwrap();
    let named = site.json(&["claims", &full, "--format", "json"]);
    for report in [from_text, named] {
        assert_eq!(report["claims"][0]["file"], "text/deep/faq.md");
    }
}

#[test]
fn exclusions_take_files_away_and_what_is_passed_over_is_said() {
    let site = Site::new(&[
        ("text/faq.md", FAQ),
        ("text/old/faq.md", FAQ),
        ("text/vendor/faq.md", FAQ),
    ]);
    let settings = fs::read_to_string(site.directory.path().join("candor.yaml")).unwrap();
    site.write(
        "candor.yaml",
        &settings.replace("[text/**]", "[text/**, \"!text/old/**\"]"),
    );
    let report = site.json(&["claims", "--format", "json"]);
    let claims = report["claims"].as_array().unwrap();
    assert!(
        claims.iter().all(|claim| claim["file"] == "text/faq.md"),
        "{report:#}"
    );
    assert_eq!(report["passed_over"][0]["path"], "text/vendor");
    assert!(text(&site.run(&["claims"])).contains("text/vendor was not looked into"));
    let (rules, _) = site.check(&[]);
    assert!(
        rules.iter().any(|rule| rule == "claims/passed-over"),
        "{rules:?}"
    );
}

#[test]
fn one_sentence_in_many_places_is_one_finding() {
    let site = Site::new(&[("text/a.md", FAQ), ("text/b.md", FAQ), ("text/c.md", FAQ)]);
    let report = site.json(&["check", "--format", "json"]);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{report:#}");
    assert!(
        findings[0]["message"]
            .as_str()
            .unwrap()
            .ends_with("(it stands in 2 more places)")
    );
    let files: Vec<&str> = findings[0]["related"]
        .as_array()
        .unwrap()
        .iter()
        .map(|related| related["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["policies/retention.yaml", "text/b.md", "text/c.md"]);
}

#[test]
fn a_comment_sets_one_place_aside_and_is_told_in_every_report() {
    let aside = FAQ.replace("\n\n日本", "\n\n<!-- policy-claim-ignore retention-duration reason=\"the old plan\" until=2099-01-31 -->\n\n日本");
    let site = Site::new(&[("text/a.md", &aside), ("text/b.md", FAQ)]);
    let report = site.json(&["check", "--format", "json"]);
    assert_eq!(
        report["findings"].as_array().unwrap().len(),
        1,
        "{report:#}"
    );
    assert_eq!(report["findings"][0]["file"], "text/b.md");
    assert_eq!(report["summary"]["set_aside"], 1);
    let known = &report["set_aside"][0];
    assert_eq!(
        (&known["by"], &known["finding"]["file"]),
        (&"comment".into(), &"text/a.md".into())
    );
    assert!(text(&site.run(&["check"])).contains("; 1 finding set aside"));
    let listed = site.json(&["claims", "--format", "json"]);
    let marked: Vec<&Value> = listed["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|claim| !claim["set_aside"].is_null())
        .collect();
    assert_eq!(marked.len(), 1, "{listed:#}");
    assert_eq!(marked[0]["file"], "text/a.md");
    assert_eq!(marked[0]["set_aside"]["by"], "comment");
    let sarif = site.json(&["check", "--format", "sarif"]);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results
        .iter()
        .filter(|one| !one["suppressions"].is_null())
        .collect();
    assert_eq!(suppressed.len(), 1);
    let suppression = &suppressed[0]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(
        suppression["justification"],
        "the old plan (until 2099-01-31)"
    );
    // After its last day it sets nothing aside.
    let (rules, code) = site.check(&["--as-of", "2099-02-01"]);
    assert_eq!(code, 1);
    assert_eq!(
        rules
            .iter()
            .filter(|rule| *rule == "claims/expired-suppression")
            .count(),
        1
    );
}

#[test]
fn a_page_and_its_translation_are_held_against_each_other() {
    let page = |language: &str, text: &str| {
        format!("<html lang={language}><body><p>{text}</p></body></html>")
    };
    let english = page(
        "en",
        "Uploads are deleted within 24 hours. We never sell your data.",
    );
    let german = page(
        "de",
        "Hochgeladene Bilder werden innerhalb von 48 Stunden gelöscht.",
    );
    let site = Site::new(&[
        ("text/help/index.html", &english),
        ("text/de/help/index.html", &german),
    ]);
    let report = site.json(&["check", "--format", "json"]);
    let of = |rule: &str| {
        let findings = report["findings"].as_array().unwrap().iter();
        let own = findings.filter(|finding| finding["rule"] == rule);
        own.map(|finding| finding["file"].as_str().unwrap().to_owned())
            .collect::<Vec<String>>()
    };
    assert_eq!(of("claims/translation-value").len(), 1, "{report:#}");
    assert_eq!(of("claims/translation-missing"), ["text/help/index.html"]);
    // Pages that are no translation of each other are not compared.
    let apart = Site::new(&[
        ("text/help/index.html", &english),
        ("text/de/hilfe/index.html", &german),
    ]);
    let (rules, _) = apart.check(&[]);
    let compared = rules
        .iter()
        .filter(|rule| rule.starts_with("claims/translation"));
    assert_eq!(compared.count(), 0, "{rules:?}");
}

#[test]
fn a_waiver_is_told_as_an_external_suppression() {
    let site = Site::new(&[("text/a.md", FAQ)]);
    let settings = fs::read_to_string(site.directory.path().join("candor.yaml")).unwrap();
    let waiver = "waivers:\n  - {rule: claims/contradicted, at: text/a.md, reason: the plan changes, owner: dpo@x.example, until: 2099-01-31}\n";
    site.write("candor.yaml", &format!("{settings}{waiver}"));
    assert_eq!(site.check(&[]), (Vec::new(), 0));
    let sarif = site.json(&["check", "--format", "sarif"]);
    let suppression = &sarif["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["kind"], "external");
    assert_eq!(
        suppression["justification"],
        "the plan changes (owner dpo@x.example, until 2099-01-31)"
    );
}

#[test]
fn a_baseline_knows_old_findings_and_tells_new_and_vanished_ones() {
    let site = Site::new(&[
        ("text/a.md", FAQ),
        (
            "text/b.md",
            "Your pictures are never used to train models.\n",
        ),
    ]);
    let base = ["--baseline", "known.json"];
    let write = ["check", "--write-baseline", "known.json"];
    assert_eq!(
        site.run(&write).status.code(),
        Some(2),
        "an owner is needed"
    );
    let with_owner = |day: &str, owner: &str| {
        let output = site.run(&[
            "check",
            "--write-baseline",
            "known.json",
            "--owner",
            owner,
            "--as-of",
            day,
        ]);
        output.status.code()
    };
    assert_eq!(with_owner("2026-11-20", "dpo@x.example"), Some(0));
    assert_eq!(site.check(&base), (Vec::new(), 0));
    let sarif = site.json(&["check", "--format", "sarif", base[0], base[1]]);
    let suppressions = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(
        suppressions
            .iter()
            .all(|one| one["suppressions"][0]["kind"] == "external")
    );
    assert_eq!(suppressions.len(), 2);
    // Lines that move change nothing; a copy elsewhere is new.
    site.write("text/a.md", &format!("A new line.\n\n{FAQ}"));
    assert_eq!(site.check(&base), (Vec::new(), 0));
    site.write("text/c.md", FAQ);
    assert_eq!(
        site.check(&base),
        (vec!["claims/contradicted".to_owned()], 1)
    );
    fs::remove_file(site.directory.path().join("text/c.md")).unwrap();
    // What is put right has to leave the file; what stays keeps its day and its owner.
    site.write("text/b.md", "Nothing is promised here.\n");
    assert_eq!(
        site.check(&base),
        (vec!["record/vanished-baseline".to_owned()], 1)
    );
    assert_eq!(with_owner("2026-11-25", "new@x.example"), Some(0));
    let written = fs::read_to_string(site.directory.path().join("known.json")).unwrap();
    assert!(
        written.contains("2026-11-20") && written.contains("dpo@x.example"),
        "{written}"
    );
    assert!(!written.contains("2026-11-25"), "{written}");
    assert_eq!(site.check(&base), (Vec::new(), 0));
}

#[test]
fn a_contradicted_local_claim_is_in_no_baseline_and_stops_the_server() {
    let site = Site::new(&[(
        "text/a.md",
        "# Enlarge\n\nYour pictures never leave your browser.\n",
    )]);
    let output = site.run(&["check", "--write-baseline", "known.json", "--owner", "x"]);
    assert_eq!(output.status.code(), Some(1));
    let (rules, code) = site.check(&["--baseline", "known.json"]);
    assert_eq!(
        (rules, code),
        (vec!["claims/contradicted-local".to_owned()], 1)
    );
    let serve = site.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(
        serve.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&serve.stderr)
    );
    let said = String::from_utf8_lossy(&serve.stderr);
    assert!(said.contains("claims/contradicted-local"), "{said}");
}

#[test]
fn bound_text_is_judged_by_value() {
    let site = Site::new(&[
        (
            "text/a.md",
            "Gone after <span data-claim=\"window.uploads\">a day or 24 hours</span>, and {{ window.results }}. {{ user.name }}\n",
        ),
        (
            "text/b.jsx",
            "const a = <p data-claim=\"tool.resize.location\">It stays in your browser. {window.location.href}</p>;\n",
        ),
        (
            "text/de.json",
            "{\"a\": \"Nach {window.uploads} gelöscht, {count} Bilder\"}\n",
        ),
    ]);
    assert_eq!(site.check(&[]), (Vec::new(), 0));
    site.write(
        "policies/retention.yaml",
        &fs::read_to_string(site.directory.path().join("policies/retention.yaml"))
            .unwrap()
            .replace("24 hours", "2 hours"),
    );
    assert_eq!(site.check(&[]).0, ["claims/bound-value"]);
    site.write(
        "text/de.json",
        "{\"a\": \"Nach {window.upload} gelöscht, {count} Bilder\"}\n",
    );
    let report = site.json(&["check", "--format", "json"]);
    let broken = &report["findings"][1];
    assert_eq!(broken["rule"], "claims/broken-binding");
    assert_eq!(broken["help"], "did you mean `window.uploads`?");
    assert_eq!(broken["column"], 13);
}
