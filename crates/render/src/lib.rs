//! A policy to pages, notes and tables; and publishing them without touching a file of anybody else.
//!
//! Rendering is pure: the same policy and options give the same bytes. Templates see only the views of [`view`]; a name
//! that does not exist is a finding with its place.

mod cards;
mod exports;
mod ledger;
mod pages;
mod phrases;
mod prose;
pub mod publish;
mod said;
mod speak;
mod templates;
mod view;

use candor_model::{Date, Language, Policy, Proofs};
use candor_syntax::{Diagnostic, Severity};

pub use cards::cards;
pub use ledger::{LedgerLink, LedgerRow, ledger};
pub use said::SaidClaim;

use pages::Site;
use templates::{Templates, replaces_any};

/// How to render.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run. Pages do not name it, so that the same policy gives the same bytes tomorrow.
    pub as_of: Date,
    /// Templates of the workspace that replace built-in ones of the same name.
    pub templates: Vec<(String, String)>,
    /// What records prove. Pages say no more than that.
    pub proofs: Proofs,
    /// What people wrote on the site, held against the policy.
    pub said: Vec<SaidClaim>,
}

impl Options {
    /// The built-in templates, on that day.
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            templates: Vec::new(),
            proofs: Proofs::default(),
            said: Vec::new(),
        }
    }
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Path relative to the site, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A rendered site.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The files, in the order of their paths.
    pub files: Vec<Output>,
    /// The notes per tool, for marked regions in pages that people wrote: what a marker says, and HTML. A marker is the
    /// id of a tool, which gives the note in the first language, or an id and a language, such as `resize de`.
    pub notes: Vec<(String, String)>,
    /// What was wrong in templates and pages.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rendered {
    /// Whether everything could be rendered. What is not complete must not be published.
    pub fn is_complete(&self) -> bool {
        !self
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// The faults that rendering would find, at a fraction of its cost. The built-in templates are proved by tests, so
/// pages are rendered only where a workspace brings templates of its own; its pages in prose are always read.
pub fn examine(policy: &Policy, options: &Options) -> Vec<Diagnostic> {
    if replaces_any(&options.templates) {
        return render(policy, options).diagnostics;
    }
    let mut diagnostics = Vec::new();
    let languages = languages(policy);
    for site in sites(policy, &options.proofs, &options.said, &languages) {
        site.examine(&mut diagnostics);
    }
    diagnostics
}

fn languages(policy: &Policy) -> Vec<Language> {
    policy
        .settings
        .languages
        .iter()
        .map(|language| language.value.clone())
        .collect()
}

/// The site in each language; the first one stands at the root.
fn sites<'p>(
    policy: &'p Policy,
    proofs: &'p Proofs,
    said: &'p [SaidClaim],
    languages: &'p [Language],
) -> impl Iterator<Item = Site<'p>> {
    languages.iter().enumerate().map(move |(index, language)| {
        let prefix = if index == 0 {
            String::new()
        } else {
            format!("{language}/")
        };
        Site::new(policy, (proofs, said), language, prefix, languages)
    })
}

/// The notes that markers name, and no others.
pub(crate) fn notes(policy: &Policy, options: &Options, markers: &[&str]) -> Vec<(String, String)> {
    let mut diagnostics = Vec::new();
    let templates = Templates::new(&options.templates, &mut diagnostics);
    let languages = languages(policy);
    let mut notes = Vec::new();
    for (index, site) in sites(policy, &options.proofs, &options.said, &languages).enumerate() {
        for marker in markers {
            let (id, language) = marker.split_once(' ').unwrap_or((marker, ""));
            let is_meant = match language {
                "" => index == 0,
                language => language.trim() == site.speaker.language.as_str(),
            };
            if let Some(tool) = policy.tool(id).filter(|_| is_meant) {
                let html = templates.render("note.html", "note", site.note(tool), &mut diagnostics);
                notes.push(((*marker).to_owned(), html));
            }
        }
    }
    notes
}

/// Renders every page of a policy.
pub fn render(policy: &Policy, options: &Options) -> Rendered {
    let mut rendered = Rendered::default();
    let templates = Templates::new(&options.templates, &mut rendered.diagnostics);
    let languages = languages(policy);
    for (index, site) in sites(policy, &options.proofs, &options.said, &languages).enumerate() {
        site.render(&templates, index == 0, &mut rendered);
    }
    let css = templates.source("candor.css").to_owned();
    rendered.files.push(Output {
        path: "privacy/candor.css".to_owned(),
        bytes: css.into_bytes(),
    });
    rendered.files.sort_by(|a, b| a.path.cmp(&b.path));
    rendered
}
