//! `ledger` and `why`: from what is said to what carries it.

use serde_json::Value;

use crate::workspace::Copy;

fn ledger(copy: &Copy) -> (Option<i32>, Vec<Value>) {
    let output = copy.run(&["ledger", "--format", "json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let entries = document["entries"].as_array().unwrap().clone();
    (output.status.code(), entries)
}

fn entry<'e>(entries: &'e [Value], id: &str) -> &'e Value {
    entries.iter().find(|entry| entry["id"] == id).unwrap()
}

#[test]
fn every_commitment_has_a_weakest_link() {
    let copy = Copy::of("");
    let (exit, entries) = ledger(&copy);
    assert_eq!(exit, Some(0));
    assert_eq!(
        entry(&entries, "no-sale")["links"][0]["says"],
        "rests on these words alone"
    );
    assert_eq!(entry(&entries, "uploads")["weakest"], "configured");
    assert_eq!(entry(&entries, "logs")["weakest"], "declared");
    assert_eq!(entry(&entries, "resize")["kind"], "local");
    let training = entry(&entries, "no-training");
    let files: Vec<&str> = training["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["file"].as_str().unwrap())
        .collect();
    assert!(files.contains(&"subprocessors/lakeside.yaml"), "{files:?}");
}

#[test]
fn one_contradicting_fact_breaks_a_promise() {
    let copy = Copy::of("");
    let path = copy.path("policies/tools/enlarge.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("training: never", "training: with-consent"),
    )
    .unwrap();
    let (exit, entries) = ledger(&copy);
    assert_eq!(exit, Some(1));
    let broken = entry(&entries, "no-training");
    assert_eq!(broken["weakest"], "contradicted");
    let link = broken["links"]
        .as_array()
        .unwrap()
        .iter()
        .find(|link| link["strength"] == "contradicted")
        .unwrap();
    assert_eq!(
        (&link["file"], &link["line"]),
        (&"policies/tools/enlarge.yaml".into(), &18.into())
    );
    assert_eq!(entry(&entries, "eu-only")["weakest"], "declared");
}

#[test]
fn a_sentence_leads_to_its_line() {
    let copy = Copy::of("");
    let why = |place: &str| -> Value {
        let output = copy.run(&["why", place, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let window = why("/privacy/retention/#window-uploads");
    let fact = &window["facts"][0];
    assert_eq!(fact["fact"], "window.uploads");
    assert_eq!(
        (&fact["file"], &fact["line"]),
        (&"policies/retention.yaml".into(), &3.into()),
        "the line of its length"
    );
    assert_eq!(fact["ledger"]["weakest"], "configured");
    assert!(window["text"].as_str().unwrap().contains("24 hours"));
    let by_fact = why("de/privacy/#rights.answer_within");
    assert_eq!(by_fact["facts"][0]["file"], "policies/rights.yaml");
    for (place, part) in [
        ("privacy/#nowhere", "no element"),
        ("privacy/", "no anchor"),
        ("privacy/missing.html#x", "no page"),
        ("../candor.yaml#x", "no page"),
    ] {
        let output = copy.run(&["why", place]);
        assert_eq!(output.status.code(), Some(2), "{place}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(part), "{place}: {said}");
    }
}

#[test]
fn every_kind_of_fact_of_every_page_is_declared_somewhere() {
    let copy = Copy::of("");
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let mut places = std::collections::BTreeMap::new();
    for path in crate::workspace::files(&copy.path("site/privacy")) {
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let page = path
            .strip_prefix(copy.path("site"))
            .unwrap()
            .display()
            .to_string();
        let html = std::fs::read_to_string(&path).unwrap();
        for part in html.split("data-fact=\"").skip(1) {
            let fact = part.split('"').next().unwrap();
            // What is said of one tool is looked up as what is said of another: one fact of a kind is enough.
            let kind = (fact.split('.').next(), fact.split('.').next_back());
            let kind = (kind.0.map(str::to_owned), kind.1.map(str::to_owned));
            places
                .entry(kind)
                .or_insert((page.clone(), fact.to_owned()));
        }
    }
    assert!(places.len() > 20, "{}", places.len());
    for (page, fact) in places.into_values() {
        let output = copy.run(&["why", &format!("{page}#{fact}"), "--format", "json"]);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(
            answer["facts"][0]["file"].is_string(),
            "{page}#{fact}: {answer}"
        );
    }
}

#[test]
fn a_published_claim_is_a_row() {
    let copy = Copy::of("");
    std::fs::write(
        copy.path("faq.md"),
        "Server logs are deleted after 14 days.\n\nWe never store your pictures.\n",
    )
    .unwrap();
    let settings = copy.path("candor.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let lines = text.lines().map(|line| match line.starts_with("text:") {
        true => "text: [faq.md]",
        false => line,
    });
    let lines: Vec<&str> = lines.collect();
    std::fs::write(&settings, lines.join("\n")).unwrap();
    let (exit, entries) = ledger(&copy);
    assert_eq!(exit, Some(1));
    let logs = entry(&entries, "retention-duration");
    assert_eq!(logs["kind"], "claim");
    assert_eq!(logs["file"], "faq.md");
    assert_eq!(logs["line"], 1);
    assert_eq!(logs["weakest"], "declared");
    assert_eq!(logs["links"][0]["file"], "policies/retention.yaml");
    assert_eq!(entry(&entries, "no-storage")["weakest"], "contradicted");
}

#[test]
fn the_page_of_promises_quotes_what_people_wrote_and_claims_nothing_by_it() {
    let copy = Copy::of("");
    std::fs::write(
        copy.path("site/faq.html"),
        "<html lang=\"en\"><title>FAQ</title><p>We never store your pictures.</p>\n\
         <!-- candor:note resize --><p>Old.</p><!-- /candor:note --></html>",
    )
    .unwrap();
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let page = std::fs::read_to_string(copy.path("site/privacy/promises/index.html")).unwrap();
    let (_, said) = page.split_once("id=\"published-claims\"").unwrap();
    let (_, row) = said
        .split_once("<blockquote lang=\"en\">We never store your pictures.</blockquote>")
        .unwrap();
    let (row, _) = row.split_once("</tr>").unwrap();
    assert!(row.contains("site/faq.html"), "{row}");
    assert!(row.contains("contradicted"), "{row}");
    assert!(!said.contains("site/privacy/"), "it quotes itself: {said}");
    // The next build finds nothing to change, and the page is no further place of the claim.
    assert_eq!(copy.run(&["build", "--check"]).status.code(), Some(0));
    let output = copy.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let about = findings
        .iter()
        .filter(|one| one["rule"] == "claims/contradicted");
    let files: Vec<&Value> = about.map(|one| &one["file"]).collect();
    assert_eq!(files, ["site/faq.html"], "{report}");
}

#[test]
fn what_the_text_sets_aside_is_no_row() {
    let copy = Copy::of("");
    let aside = "<!-- policy-claim-ignore no-storage reason=\"a customer's words\"";
    let page = |until: &str| {
        format!(
            "<html lang=\"en\"><title>FAQ</title>\n{aside}{until} -->\n<p>We never store your pictures.</p>\n\
             <!-- policy-claim-ignore no-upload reason=\"marketing wants it\" -->\n\
             <p>Your pictures are enlarged in your browser and never uploaded.</p></html>"
        )
    };
    let promises = |until: &str| {
        std::fs::write(copy.path("site/faq.html"), page(until)).unwrap();
        let _exit = copy.run(&["build", "--as-of", "2026-11-20"]);
        std::fs::read_to_string(copy.path("site/privacy/promises/index.html")).unwrap()
    };
    let held = promises("");
    assert!(!held.contains("We never store your pictures."), "{held}");
    // What cannot be set aside stays, and so does what was set aside until a day that has passed.
    assert!(held.contains("never uploaded"), "{held}");
    assert!(promises(" until=2026-11-19").contains("We never store your pictures."));
    let (_, entries) = ledger(&copy);
    assert!(entries.iter().any(|one| one["id"] == "no-upload"));
}
