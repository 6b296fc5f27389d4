//! Findings of every source in one list: check's rules, and what rendering notices.

use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use candor_check::{Baseline, JudgedText, Options, Texts, Workspace};
use candor_model::{Date, Policy, Proofs};
use candor_render::Rendered;
use candor_report::Summary;
use candor_syntax::{Diagnostic, RuleCard, SetAside, Severity};

use crate::commands::ledger::said;

/// Everything that a look at a workspace yields.
pub(crate) struct Look {
    /// The files.
    pub(crate) workspace: Workspace,
    /// The policy, where no structural fault stands against it.
    pub(crate) policy: Option<Policy>,
    /// What records prove of it.
    pub(crate) proofs: Proofs,
    /// Its pages, rendered in memory, where they were asked for.
    pub(crate) rendered: Option<Rendered>,
    /// What the published text claims.
    pub(crate) texts: Texts,
    /// All findings, in stable order.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Findings that are set aside.
    pub(crate) set_aside: Vec<SetAside>,
    /// What a baseline of this run would hold.
    pub(crate) baseline: Baseline,
    /// Their count.
    pub(crate) summary: Summary,
}

/// How far a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All findings, those of pages and templates included.
    Findings,
    /// The rendered pages, too.
    Pages,
}

/// Reads, checks and renders a workspace. Writes nothing.
///
/// # Errors
/// Only where the workspace's directory cannot be read at all.
pub(crate) fn look(root: &Path, options: &Options, depth: Depth) -> Result<Look, String> {
    let started = Instant::now();
    let mut workspace = Workspace::load(root).map_err(|error| error.to_string())?;
    let templates = read_templates(root)?;
    let mut render_options = candor_render::Options {
        templates,
        ..candor_render::Options::new(options.as_of)
    };
    let mut rendered = None;
    let mut drift = Ok(Vec::new());
    // What rendering notices goes through the same levels and waivers as what the rules find.
    let looked = |policy: &Policy, proofs: &Proofs, texts: &dyn Fn() -> Rc<Texts>| {
        render_options.proofs = proofs.clone();
        if depth == Depth::Pages {
            render_options.said = said(&texts(), options.as_of);
            let site = rendered.insert(candor_render::render(policy, &render_options));
            return site.diagnostics.clone();
        }
        let mut found = candor_render::examine(policy, &render_options);
        let out = &policy.settings.site.out;
        let (site, name) = (root.join(out), out.trim_end_matches('/'));
        drift = candor_render::publish::drift(&site, name, policy, &render_options).map(
            |(findings, pages)| {
                found.extend(findings);
                pages
            },
        );
        found
    };
    let outcome = candor_check::check_with(&workspace, options, candor_render::cards(), looked);
    for page in drift.map_err(|error| error.to_string())? {
        workspace.sources.add(page);
    }
    for source in outcome.texts.files.iter().flat_map(JudgedText::sources) {
        workspace.sources.add(source.clone());
    }
    let mut diagnostics = outcome.diagnostics;
    candor_report::sort(&mut diagnostics);
    let summary = Summary::of(&diagnostics, outcome.files, started.elapsed())
        .with_set_aside(outcome.set_aside.len());
    Ok(Look {
        workspace,
        policy: outcome.policy,
        proofs: outcome.proofs,
        rendered,
        texts: outcome.texts,
        diagnostics,
        set_aside: outcome.set_aside,
        baseline: outcome.baseline,
        summary,
    })
}

/// The workspace's own templates, which replace built-in ones of the same name. Absent is empty.
fn read_templates(root: &Path) -> Result<Vec<(String, String)>, String> {
    let mut templates = Vec::new();
    let mut waiting = vec![root.join("templates")];
    while let Some(directory) = waiting.pop() {
        let entries = match std::fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{} cannot be read: {error}", directory.display())),
        };
        for entry in entries {
            let path = entry
                .map_err(|error| format!("{} cannot be read: {error}", directory.display()))?
                .path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            let name = path.strip_prefix(root.join("templates")).unwrap_or(&path);
            templates.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
    templates.sort();
    Ok(templates)
}

/// Every rule card of the product.
pub(crate) fn cards() -> Vec<&'static RuleCard> {
    let mut cards = candor_check::cards();
    cards.extend(candor_render::cards());
    cards
}

/// The word for a severity in JSON and lists.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Unchecked => "unchecked",
    }
}

/// The day on which a run takes place, unless `--as-of` names another.
pub(crate) fn today() -> Date {
    use candor_model::clock::{Clock, SystemClock};
    SystemClock.now().date()
}

/// Reads the value of `--as-of`.
pub(crate) fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .ok_or_else(|| format!("`{text}` is no date; write it as YYYY-MM-DD, such as 2026-11-16"))
}
