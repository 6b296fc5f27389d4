//! The pages that are built from any workspace of the repository claim nothing that its facts do not carry, in every language.
//!
//! What people wrote themselves is theirs: a sentence that stands in the workspace's own files is held against the facts
//! by `candor check`, and is no fault of a template.

#![allow(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::fs;
use std::path::{Path, PathBuf};

use candor_check::{Options, Workspace, check};
use candor_claims::{Facts, Published, Stated, Verdict};
use candor_model::vocabulary::{EvidenceLevel, ToolLocation};
use candor_model::{Date, Language, Located, Origin, Policy, Proofs, ToolProof};

fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

/// The workspace at the root of the repository.
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

/// Whether people wrote the sentence: a promise, or all of it but for what stands before a colon or a dash.
fn is_written(stated: &Stated, written: &str) -> bool {
    let mut facts = stated.paths();
    if facts.any(|path| path.starts_with("promise.")) {
        return true;
    }
    let text = stated.text.as_str();
    let after = [": ", " – "].map(|mark| text.split_once(mark).map_or("", |(_, rest)| rest));
    // A word or two stand in some file by chance.
    let mut rests = after.into_iter().map(plain).filter(|rest| rest.len() > 25);
    written.contains(&plain(text)) || rests.any(|rest| written.contains(&rest))
}

/// Every workspace of the repository: its own, the cases and the seeds.
fn workspaces() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for directory in ["cases", "seeds"] {
        let entries = fs::read_dir(here.join(directory)).expect("a directory");
        let roots = entries.map(|entry| entry.expect("an entry").path());
        found.extend(roots.filter(|root| root.join("candor.yaml").is_file()));
    }
    found.sort();
    assert!(found.len() >= 15, "{found:?}");
    found.push(darkroom());
    found
}

/// A record of each tool that works on the device, in part or in whole.
fn proofs(policy: &Policy, level: EvidenceLevel) -> Proofs {
    let mut proofs = Proofs::default();
    for tool in policy.tools() {
        if tool.location.value == ToolLocation::Server {
            continue;
        }
        let proof = ToolProof {
            level,
            checked_on: today(),
            valid_until: Date::parse("2027-02-21").expect("a day"),
            browser: "Chromium 156".to_owned(),
            build: "0123456789ab".to_owned(),
            not_covered: vec!["WebRTC".to_owned()],
            files: Vec::new(),
        };
        proofs.add_tool(tool.id.clone(), proof);
    }
    proofs
}

/// What the pages of a policy claim and its facts do not carry.
fn at_fault(root: &Path, policy: &Policy, level: EvidenceLevel, written: &str) -> Vec<String> {
    let proofs = proofs(policy, level);
    let levels = policy
        .tools()
        .iter()
        .map(|tool| (tool.id.clone(), proofs.level(tool)))
        .collect();
    let facts = Facts::of(policy, levels, policy.settings.evidence.local_claims);
    let options = candor_render::Options {
        proofs,
        ..candor_render::Options::new(today())
    };
    let rendered = candor_render::render(policy, &options);
    let notes = rendered.notes.iter().map(|(marker, html)| {
        let (tool, language) = marker.split_once(' ').unwrap_or((marker, ""));
        let language = match language {
            "" => policy.settings.languages[0].value.as_str(),
            language => language,
        };
        let page = format!("<html lang={language}><body>{html}</body></html>");
        (format!("note of {tool}.html"), page)
    });
    let pages = rendered
        .files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .map(|file| {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            (file.path.clone(), text)
        });
    let mut wrong = Vec::new();
    let mut read = 0;
    for (path, text) in pages.chain(notes) {
        for stated in Published::read(&path, &text, None, true).stated {
            read += 1;
            let (scope, judgement) = stated.judge(&path, &facts);
            let at_fault = matches!(judgement.verdict, Verdict::Contradicted | Verdict::Narrowed);
            if at_fault && !is_written(&stated, written) {
                wrong.push(format!(
                    "{} at {level}, {path}: {} {} ({}): {} <- {}",
                    root.file_name().unwrap_or_default().to_string_lossy(),
                    stated.claim.kind.word(),
                    judgement.verdict.word(),
                    scope.words(&facts),
                    stated.text.replace('\n', " | "),
                    judgement.why,
                ));
            }
        }
    }
    assert!(read > 0, "{}: no page claims anything", root.display());
    wrong
}

/// Every language that there is text for, whichever of them a workspace declares.
fn speak(policy: &mut Policy) {
    policy.settings.languages = ["en", "de"]
        .map(|language| Located::new(Language::new(language), Origin::built_in()))
        .to_vec();
}

#[test]
fn built_pages_claim_what_the_facts_carry() {
    let mut wrong = Vec::new();
    for root in workspaces() {
        let mut policy = policy(&root);
        speak(&mut policy);
        let written = written(&root);
        wrong.extend(at_fault(&root, &policy, EvidenceLevel::Declared, &written));
    }
    assert_eq!(wrong.len(), 0, "{}", wrong.join("\n"));
}

#[test]
fn at_every_level_of_evidence_they_claim_what_it_carries() {
    let root = darkroom();
    let mut policy = policy(&root);
    speak(&mut policy);
    let written = written(&root);
    let mut wrong = Vec::new();
    for level in [
        EvidenceLevel::Scanned,
        EvidenceLevel::Observed,
        EvidenceLevel::Isolated,
        EvidenceLevel::Enforced,
    ] {
        policy.settings.evidence.local_claims = level;
        wrong.extend(at_fault(&root, &policy, level, &written));
    }
    assert_eq!(wrong.len(), 0, "{}", wrong.join("\n"));
}
