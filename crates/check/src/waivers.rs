//! Levels of rules, and findings that are set aside: the one place where the outcome of a rule is changed.

use candor_model::{Origin, Policy, RuleLevel, Waiver};
use candor_syntax::{Diagnostic, Means, RuleCard, SetAside, Severity, closest};

use crate::cards::{EXPIRED_WAIVER, REFUSED_WAIVER, UNKNOWN_RULE, UNUSED_WAIVER};
use crate::check::Options;
use crate::doubt::Doubt;
use crate::shape::place;

/// Applies the workspace's levels, the levels of the run, and the waivers, in this order. Gives what waivers set aside.
pub(crate) fn apply(
    policy: &Policy,
    options: &Options,
    cards: &[&RuleCard],
    doubt: &Doubt,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<SetAside> {
    let mut judge = Judge {
        cards,
        doubt,
        diagnostics,
        added: Vec::new(),
        set_aside: Vec::new(),
    };
    for (rule, level) in &policy.settings.rules {
        judge.level(&rule.value, level.value, Some(&rule.origin));
    }
    let of_the_run = [
        (&options.allow, RuleLevel::Allow),
        (&options.warn, RuleLevel::Warn),
        (&options.deny, RuleLevel::Deny),
    ];
    for (rules, level) in of_the_run {
        for rule in rules {
            judge.level(rule, level, None);
        }
    }
    for waiver in &policy.settings.waivers {
        judge.waive(waiver, options);
    }
    let (mut added, set_aside) = (judge.added, judge.set_aside);
    diagnostics.append(&mut added);
    set_aside
}

struct Judge<'r> {
    cards: &'r [&'r RuleCard],
    doubt: &'r Doubt,
    diagnostics: &'r mut Vec<Diagnostic>,
    /// Findings about levels and waivers themselves; no level and no waiver touches them.
    added: Vec<Diagnostic>,
    set_aside: Vec<SetAside>,
}

impl<'r> Judge<'r> {
    /// The card of a rule, or a finding that there is none.
    fn card(&mut self, rule: &str, at: Option<&Origin>) -> Option<&'r RuleCard> {
        let cards = self.cards;
        let card = cards.iter().copied().find(|card| card.id == rule);
        if card.is_none() {
            let help = match closest(rule, cards.iter().map(|card| card.id)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`candor rules` lists them".to_owned(),
            };
            self.add(
                &UNKNOWN_RULE,
                at,
                format!("there is no rule `{rule}`"),
                &help,
            );
        }
        card
    }

    fn add(&mut self, card: &RuleCard, at: Option<&Origin>, message: String, help: &str) {
        let mut diagnostic = Diagnostic::new(card, message).help(help);
        diagnostic.place = at.and_then(place);
        self.added.push(diagnostic);
    }

    fn refuse(&mut self, card: &RuleCard, at: Option<&Origin>) {
        let why = if card.structural {
            "without a sound file there is no policy to publish"
        } else {
            "a contradiction about where data is processed cannot be published"
        };
        self.add(
            &REFUSED_WAIVER,
            at,
            format!(
                "findings of `{}` cannot be set aside or lowered: {why}",
                card.id
            ),
            "remove this, and put the findings right",
        );
    }

    fn level(&mut self, rule: &str, level: RuleLevel, at: Option<&Origin>) {
        let Some(card) = self.card(rule, at) else {
            return;
        };
        if card.structural || (level == RuleLevel::Allow && !can_be_set_aside(card)) {
            if level != RuleLevel::Deny {
                self.refuse(card, at);
            }
            return;
        }
        // What could not be checked is neither wrong nor right, whatever the level.
        let fits = |finding: &Diagnostic| {
            finding.rule == card.id && finding.severity != Severity::Unchecked
        };
        let severity = match level {
            RuleLevel::Allow => {
                self.diagnostics.retain(|finding| !fits(finding));
                return;
            }
            RuleLevel::Warn => Severity::Warning,
            RuleLevel::Deny => Severity::Error,
        };
        for finding in self.diagnostics.iter_mut().filter(|finding| fits(finding)) {
            finding.severity = severity;
        }
    }

    fn waive(&mut self, waiver: &Waiver, options: &Options) {
        let at = Some(&waiver.rule.origin);
        let Some(card) = self.card(&waiver.rule.value, at) else {
            return;
        };
        if !can_be_set_aside(card) {
            self.refuse(card, at);
            return;
        }
        if waiver.until.value < options.as_of {
            let message = format!(
                "the waiver for `{}` ended on {}",
                card.id, waiver.until.value
            );
            let help = "put the finding right, or renew the waiver with a reason";
            self.add(&EXPIRED_WAIVER, Some(&waiver.until.origin), message, help);
            return;
        }
        let (file, pointer) = waiver.at.split_once('#').unwrap_or((&waiver.at, ""));
        let fits = |finding: &Diagnostic| {
            let in_file = finding
                .place
                .as_ref()
                .is_some_and(|place| &*place.file == file);
            finding.rule == card.id
                && in_file
                && (pointer.is_empty() || finding.pointer.as_deref() == Some(pointer))
        };
        let before = self.set_aside.len();
        let why = format!(
            "{} (owner {}, until {})",
            waiver.reason.value, waiver.owner.value, waiver.until.value
        );
        let place = at.and_then(place);
        let waived = self.diagnostics.extract_if(.., |finding| fits(finding));
        self.set_aside.extend(waived.map(|finding| SetAside {
            finding,
            by: Means::Waiver,
            why: why.clone(),
            at: place.clone(),
        }));
        // Where a file could not be looked at, nobody knows whether its waiver is needed.
        if self.set_aside.len() == before && !self.doubt.is_on_file(file) {
            let message = format!(
                "no finding of `{}` stands at {}, so the waiver sets nothing aside",
                card.id, waiver.at.value
            );
            self.add(
                &UNUSED_WAIVER,
                at,
                message,
                "remove the waiver, or correct `at`",
            );
        }
    }
}

/// Faults that leave no policy, and contradictions about where data is processed, always count.
pub(crate) fn can_be_set_aside(card: &RuleCard) -> bool {
    let about_the_place = ["boundary/", "evidence/", "claims/"]
        .iter()
        .any(|group| card.id.starts_with(group));
    !(card.structural || card.contradiction && about_the_place)
}
