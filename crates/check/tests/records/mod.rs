//! Evidence records for the examples of rules: every example stands in a workspace whose tool `resize` has a record.

use candor_check::{Baseline, Example, Outcome};
use candor_record::{Envelope, SigningKey, Statement, shipped_digest};

use crate::base;

/// The record that stands in every example's workspace.
const RECORD: &str = include_str!("resize.json");

/// The seed of the key that the workspace trusts.
const KEY: &str =
    "candor-secret-key 1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100 examples";

/// The outcome for the base workspace with an example in it.
pub(crate) fn checked(example: &Example) -> Outcome {
    let key = SigningKey::read(KEY).unwrap();
    let public = key.public().unwrap().write("examples");
    let mut settings = format!(
        "{}evidence: {{trusted_keys: [evidence/examples.pub]}}\n",
        include_str!("../base/candor.yaml")
    );
    if example.file.starts_with("text/") {
        settings.push_str("text: [text/**]\n");
    }
    let standing = enveloped(RECORD, true, &key);
    let own = match example.file.starts_with("evidence/") {
        true => enveloped(&example.text, example.is_signed, &key),
        // In text, a mark would be read as a part of the sentence.
        // JSON has no comments, so a mark would be a fault in it.
        false if example.file.starts_with("text/") || example.file == "baseline.json" => {
            example.text.replace(" # <-", "")
        }
        false => example.text.clone(),
    };
    let mut files = vec![
        ("candor.yaml", settings.as_str()),
        ("evidence/examples.pub", &public),
        ("evidence/resize.json", &standing),
        (&example.file, &own),
    ];
    let beside = example.beside.iter();
    files.extend(beside.map(|(file, text)| (file.as_str(), text.as_str())));
    if example.file == "baseline.json" {
        // A baseline is an argument of a run, and no file of the workspace.
        files.retain(|(file, _)| *file != "baseline.json");
        return base::checked_with(&files, Some(Baseline::read("baseline.json", &own).unwrap()));
    }
    base::checked(&files)
}

/// A statement in its envelope; what is no statement stays as it is.
fn enveloped(text: &str, is_signed: bool, key: &SigningKey) -> String {
    let policy = base::checked(&[]).policy.unwrap();
    let mut text = text.replace("# <-", "");
    for tool in policy.tools() {
        text = text.replace(
            &format!("<digest of {}>", tool.id),
            &policy.tool_digest(tool),
        );
    }
    let page = include_bytes!("../base/site/index.html");
    text = text.replace(
        "<sha256 of site/index.html>",
        &shipped_digest("index.html", page),
    );
    let Ok(statement) = Statement::read(text.as_bytes()) else {
        return text;
    };
    let envelope = match is_signed {
        true => Envelope::signed(&statement, key),
        false => Envelope::unsigned(&statement),
    };
    serde_json::to_string(&envelope.unwrap()).unwrap()
}
