//! The pages that are built from the repository's workspace claim nothing that its facts do not carry, in every language.
//!
//! What people wrote themselves is theirs: a sentence that stands in the workspace's own files is held against the facts
//! by `candor check`, and is no fault of a template.

#![allow(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use candor_check::{Options, Workspace, check};
use candor_claims::{Facts, Published, Verdict};
use candor_model::{Date, Language, Located, Origin, Policy};

fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

/// The repository's own workspace.
fn darkroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn policy(root: &Path) -> Policy {
    let workspace = Workspace::load(root).expect("the workspace can be listed");
    let outcome = check(&workspace, &Options::on(today()));
    outcome.policy.expect("no structural fault")
}

/// Letters and digits alone, so that line breaks and quotation marks of YAML do not matter.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What people wrote in a workspace.
fn written(root: &Path) -> String {
    let mut out = String::new();
    let mut open = vec![root.join("policies"), root.join("subprocessors")];
    while let Some(directory) = open.pop() {
        // A workspace without vendors has no directory of them.
        if !directory.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.push_str(&plain(&fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    out
}

#[test]
fn built_pages_claim_what_the_facts_carry() {
    let root = &darkroom();
    let mut wrong = Vec::new();
    let mut read = 0;
    let written = written(root);
    let mut policy = policy(root);
    policy.settings.languages = ["en", "de"]
        .map(|language| Located::new(Language::new(language), Origin::built_in()))
        .to_vec();
    let rendered = candor_render::render(&policy, &candor_render::Options::new(today()));
    let facts = Facts::of(
        &policy,
        BTreeMap::new(),
        policy.settings.evidence.local_claims,
    );
    let pages = rendered
        .files
        .iter()
        .filter(|file| file.path.ends_with(".html"));
    for page in pages {
        let text = String::from_utf8_lossy(&page.bytes);
        for stated in Published::read(&page.path, &text, None, true).stated {
            read += 1;
            let (scope, judgement) = stated.judge(&page.path, &facts);
            let at_fault = matches!(judgement.verdict, Verdict::Contradicted | Verdict::Narrowed);
            if at_fault && !written.contains(&plain(&stated.text)) {
                wrong.push(format!(
                    "{} {}: {} {} ({}): {} <- {}",
                    root.display(),
                    page.path,
                    stated.claim.kind.word(),
                    judgement.verdict.word(),
                    scope.words(&facts),
                    stated.text.replace('\n', " | "),
                    judgement.why,
                ));
            }
        }
    }
    assert!(read > 0, "no page claims anything");
    assert!(
        wrong.is_empty(),
        "{} findings:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
