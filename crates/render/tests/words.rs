//! The words of every level of evidence, in both languages: on the page of a tool.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use candor_check::{Options as CheckOptions, Workspace, check};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Proofs, ToolProof};
use candor_render::{Options, Rendered, render};

const LEVELS: [EvidenceLevel; 5] = [
    EvidenceLevel::Declared,
    EvidenceLevel::Scanned,
    EvidenceLevel::Observed,
    EvidenceLevel::Isolated,
    EvidenceLevel::Enforced,
];

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Darkroom where its tools are proved so far.
fn at(level: EvidenceLevel) -> Rendered {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace::load(&root).unwrap();
    let policy = check(&workspace, &CheckOptions::on(day("2026-11-23")))
        .policy
        .unwrap();
    let mut proofs = Proofs::default();
    for tool in policy.tools() {
        let proof = ToolProof {
            level,
            checked_on: day("2026-11-20"),
            valid_until: day("2027-02-18"),
            browser: "Chrome/156.0.1".to_owned(),
            build: "0123456789ab".to_owned(),
            not_covered: vec!["other browsers".to_owned()],
            files: Vec::new(),
        };
        proofs.add_tool(tool.id.clone(), proof);
    }
    let options = Options {
        proofs,
        ..Options::new(day("2026-11-23"))
    };
    render(&policy, &options)
}

fn page<'r>(rendered: &'r Rendered, path: &str) -> &'r str {
    let found = rendered.files.iter().find(|file| file.path == path);
    std::str::from_utf8(&found.unwrap_or_else(|| panic!("{path}")).bytes).unwrap()
}

/// What a level is said to be, and nothing above it: the words of a tool's own page.
fn words(level: EvidenceLevel) -> [(&'static str, &'static str); 2] {
    let (english, german) = match level {
        EvidenceLevel::Declared => (
            "Designed to run in your browser; not yet verified.",
            "Dafür gemacht, in Ihrem Browser zu laufen; noch nicht geprüft.",
        ),
        EvidenceLevel::Scanned => (
            "it was not yet watched at work",
            "beobachtet wurde es noch nicht",
        ),
        EvidenceLevel::Observed => ("the file was not sent", "wurde die Datei nicht gesendet"),
        EvidenceLevel::Isolated => (
            "also without a network. In our test of this version on",
            "auch ohne Netz. In unserem Test dieser Fassung am",
        ),
        EvidenceLevel::Enforced => (
            "In browsers that honour this page's headers, your file never leaves your device; tested on",
            "In Browsern, die die Kopfzeilen dieser Seite befolgen, verlässt Ihre Datei nie Ihr Gerät; getestet am",
        ),
    };
    [
        ("privacy/tools/resize/index.html", english),
        ("de/privacy/tools/resize/index.html", german),
    ]
}

#[test]
fn every_level_has_its_words_and_its_day_and_none_says_more() {
    for level in LEVELS {
        let rendered = at(level);
        assert!(
            rendered.is_complete(),
            "{level}: {:?}",
            rendered.diagnostics
        );
        for (path, own) in words(level) {
            let text = plain(page(&rendered, path));
            assert!(text.contains(own), "{level}, {path}: {own}\n{text}");
            let is_proved = level > EvidenceLevel::Declared;
            let dated = if path.starts_with("de/") {
                "20. November 2026"
            } else {
                "20 November 2026"
            };
            assert_eq!(text.contains(dated), is_proved, "{level}, {path}: {text}");
            assert_eq!(text.contains("0123456789ab"), is_proved, "{level}, {path}");
            assert_eq!(
                text.contains("Chrome/156.0.1"),
                is_proved,
                "{level}, {path}"
            );
            // The strongest words stand at the strongest level alone.
            for strongest in ["never leaves your device", "verlässt Ihre Datei nie"] {
                let is_there = text.contains(strongest);
                assert!(
                    !is_there || level == EvidenceLevel::Enforced,
                    "{level}, {path}"
                );
            }
            for (other, [english, german]) in LEVELS.iter().map(|other| (*other, words(*other))) {
                let foreign = if path.starts_with("de/") {
                    german.1
                } else {
                    english.1
                };
                // "Not sent" is also true of what was isolated.
                let is_included =
                    other == EvidenceLevel::Observed && level == EvidenceLevel::Isolated;
                assert_eq!(
                    text.contains(foreign),
                    other == level || is_included,
                    "{level} says {other}: {path}"
                );
            }
        }
        // What is said of a hybrid tool is said of its local part.
        let hybrid = plain(page(
            &rendered,
            "privacy/tools/background-removal/index.html",
        ));
        assert!(hybrid.contains("on a server"), "{level}: {hybrid}");
        assert!(
            !hybrid.contains("your file never leaves your device"),
            "{level}: {hybrid}"
        );
    }
}

/// The text of a page without its tags and with its signs as they are read.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(sign),
            _ => {}
        }
    }
    text.replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
