//! A tool is cleared only where a file reached it and it made something of that file.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

mod tool;

use candor_evidence::{Cancel, Report, Step, Verdict};
use tool::{BODY, WORKS, inspection, looked_at, page};

fn verified(body: &str, script: &str, scenario: Vec<Step>) -> Report {
    let directory = page(body, script);
    let inspection = inspection(directory.path(), scenario, &[]);
    looked_at(&inspection, &Cancel::default()).unwrap()
}

fn is_open_because(report: &Report, words: &str) {
    let reason = report.reason.as_deref().unwrap_or_default();
    assert_eq!(report.verdict, Verdict::Inconclusive, "{:?}", report.leaks);
    assert!(reason.contains(words), "{reason}");
}

fn some(selector: &str) -> Option<String> {
    Some(selector.to_owned())
}

#[test]
fn a_tool_that_works_is_cleared() {
    let report = verified(BODY, WORKS, Vec::new());
    assert_eq!(
        report.verdict,
        Verdict::Local,
        "{:?} {:?}",
        report.reason,
        report.leaks
    );
}

#[test]
fn without_an_upload_nothing_is_cleared() {
    let body = "<a id=\"sample\" download=\"sample.txt\" href=\"data:text/plain,hello\">Save the sample</a>";
    let report = verified(body, "", vec![Step::Download(some("#sample"))]);
    is_open_because(&report, "upload");
}

#[test]
fn an_element_that_was_there_before_is_no_result() {
    let body = format!("{BODY}<p id=\"done\">Ready.</p>");
    let steps = vec![Step::Upload(None), Step::WaitFor("#done".to_owned())];
    is_open_because(&verified(&body, "", steps), "made nothing");
}

#[test]
fn an_element_that_appears_without_a_file_is_no_result() {
    let script = "run.onclick = () => document.body.insertAdjacentHTML('beforeend', '<p id=done>Done.</p>');";
    let steps = vec![
        Step::Upload(None),
        Step::Click("#run".to_owned()),
        Step::WaitFor("#done".to_owned()),
    ];
    is_open_because(&verified(BODY, script, steps), "made nothing");
}

#[test]
fn an_earlier_download_is_no_result() {
    let body = format!(
        "{BODY}<a id=\"sample\" download=\"sample.txt\" href=\"data:text/plain,hello\">Sample</a><button id=\"save\">Save</button>"
    );
    let steps = vec![
        Step::Click("#sample".to_owned()),
        Step::Upload(None),
        Step::Download(some("#save")),
    ];
    is_open_because(&verified(&body, "", steps), "nothing arrived");
}

#[test]
fn what_is_saved_without_a_file_is_no_result() {
    let script = "run.onclick = () => { const link = document.createElement('a'); link.download = 'same.txt'; link.href = 'data:text/plain,same'; link.click(); };";
    let steps = vec![Step::Upload(None), Step::Download(some("#run"))];
    is_open_because(&verified(BODY, script, steps), "made nothing");
}

#[test]
fn what_leaves_between_two_choices_counts() {
    let script = format!(
        "{WORKS} let times = 0; file.onchange = async () => {{ times += 1; if (times === 1) fetch('/x', {{ method: 'POST', body: await file.files[0].arrayBuffer() }}); }};"
    );
    let steps = vec![
        Step::Upload(None),
        Step::Click("#run".to_owned()),
        Step::WaitFor("#save".to_owned()),
        Step::Upload(None),
        Step::Download(some("#save")),
    ];
    let report = verified(BODY, &script, steps);
    assert_eq!(report.verdict, Verdict::Leak, "{:?}", report.reason);
}
