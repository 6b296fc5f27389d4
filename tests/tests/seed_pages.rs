//! Every fact of the founding documents can be read on a page that is built from its workspace.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it says"
)]

mod seed;
mod visible;

use seed::{Seed, today};
use visible::visible_text;

/// Asserts that a reader of the built pages sees every fact of a document.
fn facts_are_visible(name: &str) {
    let seed = Seed::read(name);
    let options = candor_render::Options::new(today());
    let rendered = candor_render::render(&seed.policy, &options);
    let faults: Vec<String> = rendered
        .diagnostics
        .iter()
        .map(|fault| format!("{:?} {}", fault.place, fault.message))
        .collect();
    assert!(rendered.is_complete(), "{}", faults.join("\n"));
    let pages: Vec<String> = rendered
        .files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .map(|file| visible_text(&String::from_utf8_lossy(&file.bytes)).to_lowercase())
        .collect();
    let shown = |words: &str| {
        pages
            .iter()
            .any(|page| page.contains(&words.to_lowercase()))
    };
    let missing: Vec<String> = seed
        .facts
        .iter()
        .filter(|fact| !shown(&fact.visible))
        .map(|fact| format!("{} {} (`{}`)", fact.number, fact.words, fact.visible))
        .collect();
    assert!(missing.is_empty(), "no page shows\n{}", missing.join("\n"));
}

#[test]
fn every_fact_of_imgigo_is_visible() {
    facts_are_visible("imgigo");
}

#[test]
fn every_fact_of_imagekit_is_visible() {
    facts_are_visible("imagekit");
}

#[test]
fn every_fact_of_imgkit_is_visible() {
    facts_are_visible("imgkit");
}

#[test]
fn every_fact_of_pixmize_is_visible() {
    facts_are_visible("pixmize");
}

#[test]
fn every_fact_of_imgapis_is_visible() {
    facts_are_visible("imgapis");
}

#[test]
fn markup_is_not_visible() {
    let html = "<html><head><title>head</title></head><body class=\"b\"><!-- note --><p>kept for <span data-fact=\"x\">24&nbsp;hours</span></p><style>s</style><td>a &amp; b</td></body></html>";
    assert_eq!(visible_text(html), "kept for 24 hours a & b");
}
