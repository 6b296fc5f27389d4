//! Levels of rules, and findings that are set aside.

use candor_model::{Policy, RuleLevel};
use candor_syntax::{Diagnostic, RuleCard, Severity, closest};

use crate::check::Options;
use crate::shape::place;

pub(crate) const UNKNOWN_RULE: RuleCard = card(
    "record/unknown-rule",
    Severity::Error,
    "a rule name that does not exist",
    "A level or waiver names a rule that does not exist, so it does nothing.",
);
pub(crate) const EXPIRED: RuleCard = card(
    "record/expired-waiver",
    Severity::Error,
    "a waiver whose last day has passed",
    "A waiver sets a finding aside until a stated day. After it the finding counts again, and the waiver must be renewed or removed.",
);
pub(crate) const UNUSED: RuleCard = card(
    "record/unused-waiver",
    Severity::Warning,
    "a waiver that sets nothing aside",
    "A waiver that matches no finding is either mistyped or no longer needed.",
);
/// The cards of this file.
pub(crate) const CARDS: &[&RuleCard] = &[&UNKNOWN_RULE, &EXPIRED, &UNUSED];

const fn card(
    id: &'static str,
    severity: Severity,
    title: &'static str,
    documentation: &'static str,
) -> RuleCard {
    RuleCard {
        id,
        severity,
        regimes: &[],
        title,
        structural: false,
        contradiction: false,
        documentation,
    }
}

/// Applies the workspace's levels, the options' levels and the waivers.
pub(crate) fn apply(
    policy: &Policy,
    options: &Options,
    cards: &[&RuleCard],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut added = Vec::new();
    for (rule, level) in &policy.settings.rules {
        if cards.iter().any(|card| card.id == rule.value) {
            set_level(&rule.value, level.value, cards, diagnostics);
        } else {
            added.push(unknown(&rule.value, cards, place(&rule.origin)));
        }
    }
    apply_options(options, cards, diagnostics);
    for waiver in &policy.settings.waivers {
        if !cards.iter().any(|card| card.id == waiver.rule.value) {
            added.push(unknown(
                &waiver.rule.value,
                cards,
                place(&waiver.rule.origin),
            ));
            continue;
        }
        let fits = |diagnostic: &Diagnostic| {
            let (file, pointer) = waiver.at.split_once('#').unwrap_or((&waiver.at, ""));
            diagnostic.rule == waiver.rule.value
                && diagnostic
                    .place
                    .as_ref()
                    .is_some_and(|place| &*place.file == file)
                && (pointer.is_empty() || diagnostic.pointer.as_deref() == Some(pointer))
                && !is_structural(diagnostic, cards)
        };
        let mut fault = None;
        if waiver.until.value < options.as_of {
            let message = format!(
                "the waiver for `{}` ended on {}",
                waiver.rule.value, waiver.until.value
            );
            fault = Some(
                Diagnostic::new(&EXPIRED, message)
                    .help("put the finding right, or renew the waiver with a reason"),
            );
        } else if diagnostics.iter().any(fits) {
            diagnostics.retain(|diagnostic| !fits(diagnostic));
        } else {
            let message = format!(
                "no finding of `{}` stands in {}",
                waiver.rule.value, waiver.at.value
            );
            fault = Some(Diagnostic::new(&UNUSED, message).help("remove the waiver"));
        }
        if let Some(mut fault) = fault {
            fault.place = place(&waiver.origin);
            added.push(fault);
        }
    }
    diagnostics.append(&mut added);
}

/// Applies the levels of a run.
pub(crate) fn apply_options(
    options: &Options,
    cards: &[&RuleCard],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let levels = [
        (&options.allow, RuleLevel::Allow),
        (&options.warn, RuleLevel::Warn),
        (&options.deny, RuleLevel::Deny),
    ];
    for (rules, level) in levels {
        for rule in rules {
            if cards.iter().any(|card| card.id == rule) {
                set_level(rule, level, cards, diagnostics);
            } else {
                diagnostics.push(unknown(rule, cards, None));
            }
        }
    }
}

/// Structural findings keep their level: without a model there is nothing to decide about.
fn set_level(rule: &str, level: RuleLevel, cards: &[&RuleCard], diagnostics: &mut Vec<Diagnostic>) {
    let fits = |diagnostic: &Diagnostic| {
        diagnostic.rule == rule
            && diagnostic.severity != Severity::Unchecked
            && !is_structural(diagnostic, cards)
    };
    match level {
        RuleLevel::Allow => diagnostics.retain(|diagnostic| !fits(diagnostic)),
        RuleLevel::Warn | RuleLevel::Deny => {
            let severity = if level == RuleLevel::Deny {
                Severity::Error
            } else {
                Severity::Warning
            };
            for diagnostic in diagnostics.iter_mut().filter(|diagnostic| fits(diagnostic)) {
                diagnostic.severity = severity;
            }
        }
    }
}

fn is_structural(diagnostic: &Diagnostic, cards: &[&RuleCard]) -> bool {
    cards
        .iter()
        .any(|card| card.structural && card.id == diagnostic.rule)
}

fn unknown(rule: &str, cards: &[&RuleCard], at: Option<candor_syntax::Place>) -> Diagnostic {
    let help = match closest(rule, cards.iter().map(|card| card.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`candor rules` lists them".to_owned(),
    };
    let mut diagnostic =
        Diagnostic::new(&UNKNOWN_RULE, format!("there is no rule `{rule}`")).help(help);
    diagnostic.place = at;
    diagnostic
}
