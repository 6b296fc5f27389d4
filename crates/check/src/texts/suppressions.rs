//! Comments and side files that set claims aside: which of them hold, and which were of use.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use candor_claims::Kind;
use candor_model::Date;
use candor_syntax::{Diagnostic, Means, Place, RuleCard, closest};

use super::{Sentence, Texts};
use crate::cards::{
    EXPIRED_SUPPRESSION, REFUSED_SUPPRESSION, UNKNOWN_SUPPRESSION, UNUSED_SUPPRESSION,
};
use crate::waivers::can_be_set_aside;

/// What a run knows of suppressions.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    files: BTreeMap<Arc<str>, Vec<Entry>>,
    as_of: Option<Date>,
}

#[derive(Debug)]
struct Entry {
    by: Means,
    rule: String,
    reason: String,
    until: Option<Date>,
    place: Place,
    covers: Covers,
    was_used: bool,
    was_refused: bool,
}

#[derive(Debug)]
enum Covers {
    Bytes(Range<usize>),
    Key(String),
}

/// What set a finding aside.
#[derive(Debug)]
pub(crate) struct Cause {
    pub(crate) by: Means,
    pub(crate) why: String,
    pub(crate) at: Place,
}

impl Suppressions {
    /// All of a run's text, for the day of the run.
    pub(crate) fn of(texts: &Texts, as_of: Date) -> Self {
        let mut files: BTreeMap<Arc<str>, Vec<Entry>> = BTreeMap::new();
        let day = |until: &Option<String>| until.as_deref().and_then(Date::parse);
        for text in &texts.files {
            let comments = text.suppressions.iter().map(|(one, place)| Entry {
                by: Means::Comment,
                rule: one.rule.clone(),
                reason: one.reason.clone(),
                until: day(&one.until),
                place: place.clone(),
                covers: Covers::Bytes(one.covers.clone()),
                was_used: false,
                was_refused: false,
            });
            let beside = text.side.iter().map(|one| Entry {
                by: Means::SideFile,
                rule: one.rule.clone(),
                reason: one.reason.clone(),
                until: day(&one.until),
                place: one.place.clone(),
                covers: Covers::Key(one.key.clone()),
                was_used: false,
                was_refused: false,
            });
            let entries: Vec<Entry> = comments.chain(beside).collect();
            if !entries.is_empty() {
                files.insert(text.file.clone(), entries);
            }
        }
        Self {
            files,
            as_of: Some(as_of),
        }
    }

    /// What sets a finding of a rule about a sentence aside.
    pub(crate) fn of_finding(&mut self, card: &RuleCard, sentence: &Sentence<'_>) -> Option<Cause> {
        let entries = self.files.get_mut(&sentence.place.file)?;
        let as_of = self.as_of;
        let mut cause = None;
        for entry in entries
            .iter_mut()
            .filter(|entry| entry.fits(card, sentence))
        {
            if !can_be_set_aside(card) {
                entry.was_refused = true;
                continue;
            }
            entry.was_used = true;
            let holds = entry.until.is_none_or(|until| Some(until) >= as_of);
            if holds && cause.is_none() {
                let until = entry.until.map(|day| format!(" (until {day})"));
                cause = Some(Cause {
                    by: entry.by,
                    why: format!("{}{}", entry.reason, until.unwrap_or_default()),
                    at: entry.place.clone(),
                });
            }
        }
        cause
    }

    /// What is wrong with them, when all rules have run. `cards` are all rules that there are.
    pub(crate) fn findings(self, cards: &[&RuleCard]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let as_of = self.as_of;
        for entry in self.files.into_values().flatten() {
            let expired = entry.until.filter(|until| Some(*until) < as_of);
            let place = entry.place.clone();
            let finding = if let Some(fault) = unknown(&entry.rule, cards) {
                Diagnostic::new(&UNKNOWN_SUPPRESSION, fault.0)
                    .because(
                        "a misspelt name sets nothing aside, and somebody believes that it does",
                    )
                    .help(fault.1)
            } else if let Some(day) = expired {
                let message = format!(
                    "this set `{}` aside until {day}, which has passed",
                    entry.rule
                );
                Diagnostic::new(&EXPIRED_SUPPRESSION, message)
                    .because("it was meant to be looked at again on that day")
                    .help("put the sentence right and remove this, or renew `until` with a reason that still holds")
            } else if entry.was_refused {
                let message = "a sentence about where files go, which the declarations contradict, cannot be set aside";
                Diagnostic::new(&REFUSED_SUPPRESSION, message)
                    .because("a visitor decides by this sentence whether to choose a file at all (GDPR Article 5(1)(a))")
                    .help("correct the sentence or the declaration, and remove this")
            } else if !entry.was_used {
                let message = format!(
                    "nothing that this covers is a finding of `{}`, so it sets nothing aside",
                    entry.rule
                );
                Diagnostic::new(&UNUSED_SUPPRESSION, message)
                    .because("it is mistyped, stands at the wrong place, or is no longer needed and would hide the next finding")
                    .help("remove it, or put it directly before the sentence that is meant")
            } else {
                continue;
            };
            found.push(finding.at(place));
        }
        found
    }
}

impl Entry {
    fn fits(&self, card: &RuleCard, sentence: &Sentence<'_>) -> bool {
        let stands = match &self.covers {
            Covers::Bytes(covers) => {
                covers.start < sentence.bytes.end && sentence.bytes.start < covers.end
            }
            Covers::Key(key) => sentence.key == Some(key),
        };
        let rule = self.rule.as_str();
        stands
            && (rule == "*"
                || rule == card.id
                || card.id.strip_prefix("claims/") == Some(rule)
                || sentence.kind.is_some_and(|kind| kind.word() == rule))
    }
}

/// What is wrong with the name of a rule, and what may have been meant.
fn unknown(rule: &str, cards: &[&RuleCard]) -> Option<(String, String)> {
    let claims = cards
        .iter()
        .filter_map(|card| card.id.strip_prefix("claims/"));
    let names: Vec<&str> = Kind::ALL
        .iter()
        .map(|kind| kind.word())
        .chain(claims)
        .collect();
    let own = rule.strip_prefix("claims/").unwrap_or(rule);
    if rule == "*" || names.contains(&own) {
        return None;
    }
    let help = match closest(own, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a kind of claim such as `no-upload`, a rule such as `claims/unverified`, or `*` for all".to_owned(),
    };
    Some((
        format!("`{rule}` is no kind of claim and no rule about text"),
        help,
    ))
}
