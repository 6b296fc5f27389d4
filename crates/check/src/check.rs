//! The whole check: reading, rules, levels, waivers.

use candor_model::{Date, Policy};
use candor_syntax::{Diagnostic, RuleCard, Severity};

use crate::facts::{Evidence, Facts};
use crate::findings::Findings;
use crate::load::Workspace;
use crate::{reading, registry, waivers};

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
}

impl Options {
    /// The rules as they are, on that day.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            deny: Vec::new(),
            warn: Vec::new(),
            allow: Vec::new(),
        }
    }
}

/// What a check yields.
#[derive(Debug)]
pub struct Outcome {
    /// The policy, where no structural fault stands against it.
    pub policy: Option<Policy>,
    /// All findings, in stable order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were looked at.
    pub files: usize,
}

/// Checks a workspace: all findings of all files in one run.
pub fn check(workspace: &Workspace, options: &Options) -> Outcome {
    check_with(workspace, options, &[], |_| Vec::new())
}

/// Checks a workspace together with findings of others, such as those of its pages, so that levels and waivers hold
/// for them, too. `others` are the cards of those findings; `look` is called where there is a policy.
pub fn check_with(
    workspace: &Workspace,
    options: &Options,
    others: &[&'static RuleCard],
    look: impl FnOnce(&Policy) -> Vec<Diagnostic>,
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
    let evidence = Evidence::default();
    let facts = Facts {
        policy: &read.policy,
        complete,
        as_of: options.as_of,
        evidence: &evidence,
    };
    let mut found = run_rules(workspace, &facts);
    found.retain(|finding| !read.doubt.is_on(workspace, finding));
    if read.has_placeholder {
        found.retain(|finding| finding.place.is_some());
    }
    diagnostics.append(&mut found);
    if complete {
        diagnostics.append(&mut look(&read.policy));
    }
    // Waivers name pointers, and their own findings have one, too.
    name_pointers(workspace, &mut diagnostics);
    waivers::apply(&read.policy, options, &cards, &read.doubt, &mut diagnostics);
    name_pointers(workspace, &mut diagnostics);
    diagnostics.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    diagnostics.dedup();
    Outcome {
        policy: complete.then_some(read.policy),
        diagnostics,
        files: workspace.files.len(),
    }
}

/// Runs every rule whose regime is switched on.
fn run_rules(workspace: &Workspace, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let regimes: Vec<String> = facts
        .policy
        .settings
        .regimes
        .iter()
        .map(|regime| regime.value.to_string())
        .collect();
    let mut findings = Findings::new(workspace);
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
    findings.into_list()
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
