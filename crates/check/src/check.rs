//! The whole check: reading, rules, levels, waivers.

use std::cell::OnceCell;
use std::rc::Rc;

use candor_claims::Language;
use candor_model::{Date, Id, Policy, Proofs, ToolProof};
use candor_syntax::{Diagnostic, RuleCard, SetAside, Severity};

use crate::baseline::Baseline;
use crate::facts::Facts;
use crate::findings::Findings;
use crate::load::Workspace;
use crate::records::{Records, judge};
use crate::texts::{Suppressions, TextFile, Texts};
use crate::{reading, registry, texts, waivers};

/// How to check.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run.
    pub as_of: Date,
    /// Rules whose findings are errors.
    pub deny: Vec<String>,
    /// Rules whose findings are warnings.
    pub warn: Vec<String>,
    /// Rules whose findings are left out.
    pub allow: Vec<String>,
    /// What runs in the same pipeline came to; they need no record.
    pub observed: Vec<(Id, Observed)>,
    /// The published text to look at, where it is not what the workspace names.
    pub texts: Option<PublishedText>,
    /// The findings that were known before.
    pub baseline: Option<Baseline>,
}

/// Published text that is named for one run.
#[derive(Clone, Debug)]
pub struct PublishedText {
    /// The files.
    pub files: Vec<TextFile>,
    /// What was not looked into, and why.
    pub passed_over: Vec<(String, &'static str)>,
    /// The language of everything in them, where it is not to be found out.
    pub language: Option<Language>,
}

impl Options {
    /// The rules as they are, on that day.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            deny: Vec::new(),
            warn: Vec::new(),
            allow: Vec::new(),
            observed: Vec::new(),
            texts: None,
            baseline: None,
        }
    }
}

/// What a run of a tool came to.
#[derive(Clone, Debug)]
pub enum Observed {
    /// Its claim is proved.
    Proved(ToolProof),
    /// Its code was searched as a whole, and the runs could not say anything; why.
    Scanned(ToolProof, String),
    /// Something left, in words.
    Leak(String),
    /// Nothing could be said, and why.
    Inconclusive(String),
}

/// What a check yields.
#[derive(Debug)]
pub struct Outcome {
    /// The policy, where no structural fault stands against it.
    pub policy: Option<Policy>,
    /// All findings, in stable order.
    pub diagnostics: Vec<Diagnostic>,
    /// The baseline that would set all of them aside, as far as they may be.
    pub baseline: Baseline,
    /// The findings that are set aside by comments, waivers or the baseline.
    pub set_aside: Vec<SetAside>,
    /// What records prove of it.
    pub proofs: Proofs,
    /// What published text claims.
    pub texts: Texts,
    /// How many files were looked at.
    pub files: usize,
}

/// Checks a workspace: all findings of all files in one run.
pub fn check(workspace: &Workspace, options: &Options) -> Outcome {
    check_with(workspace, options, &[], |_, _, _| Vec::new())
}

/// Checks a workspace together with findings of others, such as those of its pages, so that levels and waivers hold
/// for them, too. `others` are the cards of those findings; `look` is called where there is a policy, with what stored
/// records prove of it, and with a way to what published text claims then.
pub fn check_with(
    workspace: &Workspace,
    options: &Options,
    others: &[&'static RuleCard],
    look: impl FnOnce(&Policy, &Proofs, &dyn Fn() -> Rc<Texts>) -> Vec<Diagnostic>,
) -> Outcome {
    let read = reading::read(workspace);
    let mut cards = registry::cards();
    cards.extend(others);
    let mut diagnostics = read.faults;
    let complete = !diagnostics.iter().any(|diagnostic| {
        diagnostic.severity == Severity::Error
            && cards
                .iter()
                .any(|card| card.structural && card.id == diagnostic.rule)
    });
    let mut records = match complete {
        true => judge(&read.policy, &workspace.files_below, options.as_of),
        false => Records::default(),
    };
    // A build knows of records and not of runs in this pipeline, so pages are held against records alone.
    let early = OnceCell::new();
    let noticed = match complete {
        true => look(&read.policy, &records.proofs, &|| {
            let texts = || Rc::new(Texts::of_site(workspace, &read.policy, &records));
            early.get_or_init(texts).clone()
        }),
        false => Vec::new(),
    };
    let stored = records.proofs.clone();
    for (tool, observed) in &options.observed {
        records.observe(&read.policy, tool, observed);
    }
    records.settle(&noticed);
    // What was read for the pages is read once, unless what is proved is no longer the same.
    let early = early.into_inner().and_then(Rc::into_inner);
    let early = early.filter(|_| options.observed.is_empty() && stored == records.proofs);
    let mut texts = match (&options.texts, complete) {
        (_, false) => Texts::default(),
        (None, true) => early.unwrap_or_else(|| Texts::of_site(workspace, &read.policy, &records)),
        (Some(named), true) => Texts::named(workspace, named, (&read.policy, &records)),
    };
    let facts = Facts {
        policy: &read.policy,
        complete,
        as_of: options.as_of,
        records: &records,
        texts: &texts,
        files: &workspace.files_below,
    };
    let (mut found, mut set_aside) = run_rules(workspace, &facts, &cards);
    found.retain(|finding| !read.doubt.is_on(workspace, finding));
    if read.has_placeholder {
        found.retain(|finding| finding.place.is_some());
    }
    diagnostics.append(&mut found);
    diagnostics.extend(noticed);
    // Waivers name pointers, and their own findings have one, too.
    name_pointers(workspace, &mut diagnostics);
    set_aside.append(&mut waivers::apply(
        &read.policy,
        options,
        &cards,
        &read.doubt,
        &mut diagnostics,
    ));
    name_pointers(workspace, &mut diagnostics);
    diagnostics.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    let baseline = Baseline::of(&cards, &diagnostics);
    if let Some(known) = &options.baseline {
        set_aside.append(&mut known.apply(&cards, complete, &mut diagnostics));
    }
    texts::merge(&mut diagnostics);
    diagnostics.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    diagnostics.dedup();
    let told = set_aside.iter().map(|one| &one.finding);
    texts.show(diagnostics.iter().chain(told));
    Outcome {
        policy: complete.then_some(read.policy),
        diagnostics,
        set_aside,
        baseline,
        proofs: records.proofs,
        texts,
        files: workspace.files.len(),
    }
}

/// Runs every rule whose regime is switched on; gives the findings, and those that the text itself sets aside.
fn run_rules(
    workspace: &Workspace,
    facts: &Facts<'_>,
    cards: &[&RuleCard],
) -> (Vec<Diagnostic>, Vec<SetAside>) {
    let regimes: Vec<String> = facts
        .policy
        .settings
        .regimes
        .iter()
        .map(|regime| regime.value.to_string())
        .collect();
    let mut findings = Findings::new(workspace, Suppressions::of(facts.texts, facts.as_of));
    for rule in registry::rules() {
        let wanted = rule.card.regimes;
        let applies = wanted.is_empty()
            || regimes
                .iter()
                .any(|regime| wanted.contains(&regime.as_str()));
        if applies {
            (rule.check)(facts, &mut findings);
        }
    }
    findings.into_lists(cards)
}

/// Gives every finding with a place in a file the pointer of that place.
fn name_pointers(workspace: &Workspace, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        if let (None, Some(place)) = (&diagnostic.pointer, &diagnostic.place) {
            diagnostic.pointer = workspace
                .document(&place.file)
                .and_then(|document| document.pointer_at(place.line, place.column));
        }
    }
}
