//! Evidence records for the examples of rules: every example stands in a workspace whose tool `resize` has a record.

#![allow(
    dead_code,
    reason = "every test that uses records compiles this anew and uses a part of it"
)]

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Baseline, Example, Options, Outcome, Workspace, check_with};
use candor_model::Policy;
use candor_record::{Envelope, SigningKey, Statement, shipped_digest};

use candor_syntax::Diagnostic;

use crate::base;

/// What was noticed in pages.
pub(crate) type Noticed = Vec<Diagnostic>;

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

/// The outcome for the base workspace with these files, in which every record is signed by the key that it trusts.
pub(crate) fn signed(files: &[(&str, &str)], options: &Options, noticed: Noticed) -> Outcome {
    let key = SigningKey::read(KEY).unwrap();
    let public = key.public().unwrap().write("examples");
    let settings = format!(
        "{}evidence: {{trusted_keys: [evidence/examples.pub]}}\n",
        include_str!("../base/candor.yaml")
    );
    let standing = [("candor.yaml", settings), ("evidence/examples.pub", public)];
    let standing = standing.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let base = base::FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let plain: Vec<(&str, &str)> = files
        .iter()
        .filter(|(path, _)| !path.starts_with("evidence/"))
        .copied()
        .collect();
    let policy = base::checked(&plain).policy.unwrap();
    let own = files.iter().map(|(path, text)| {
        let text = match path.starts_with("evidence/") {
            true => enveloped_for(&policy, text, true, &key),
            false => (*text).to_owned(),
        };
        ((*path).to_owned(), text.into_bytes())
    });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let files: BTreeMap<String, Vec<u8>> = base.chain(standing).chain(own).collect();
    let workspace = Workspace::from_files(&root, files);
    check_with(&workspace, options, &[], |_, _, _| noticed)
}

/// A statement in its envelope; what is no statement stays as it is.
fn enveloped(text: &str, is_signed: bool, key: &SigningKey) -> String {
    let policy = base::checked(&[]).policy.unwrap();
    enveloped_for(&policy, text, is_signed, key)
}

fn enveloped_for(policy: &Policy, text: &str, is_signed: bool, key: &SigningKey) -> String {
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
