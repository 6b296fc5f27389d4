//! Findings that were known when the gate came: they are set aside, new ones count, and vanished ones are told.

use std::collections::BTreeMap;

use candor_model::Date;
use candor_record::sha256_hex;
use candor_syntax::{Diagnostic, Means, Place, RuleCard, SetAside, Severity};
use serde::{Deserialize, Serialize};

use crate::cards::{REFUSED_BASELINE, VANISHED_BASELINE};
use crate::texts::normalised;
use crate::waivers::can_be_set_aside;

/// The version of the file's form.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The name of its file in findings.
    name: String,
    entries: Vec<Entry>,
    /// The line of each entry in the file.
    lines: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    candor_baseline: u32,
    entries: Vec<Entry>,
}

/// One known finding. Lines and counts are no part of its name, so that edits elsewhere change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    /// The day on which it was taken in.
    since: Day,
    /// Who answers for it.
    owner: String,
    /// The finding in words, for people who read the file.
    #[serde(default)]
    says: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key {
    rule: String,
    file: String,
    /// The digest of the normalised sentence, for a finding about published text.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    /// The place in the file, for every other finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Which of several that are equal in all of this.
    ordinal: usize,
}

/// A day in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Day(String);

impl Baseline {
    /// Reads a baseline. `name` is what findings call its file.
    ///
    /// # Errors
    /// Plain words where it is none.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| format!("{name} is no baseline: {error}"))?;
        if file.candor_baseline != VERSION {
            return Err(format!(
                "{name} has the form {}, and this Candor reads the form {VERSION}; write it anew with --write-baseline",
                file.candor_baseline
            ));
        }
        let bad = file
            .entries
            .iter()
            .find(|entry| Date::parse(&entry.since.0).is_none());
        if let Some(bad) = bad {
            return Err(format!(
                "{name}: `{}` is no day; write YYYY-MM-DD",
                bad.since.0
            ));
        }
        let marks = text.match_indices("\"rule\":");
        let lines = marks.map(|(at, _)| {
            let above = text.get(..at).unwrap_or_default().matches('\n').count();
            u32::try_from(above).unwrap_or(u32::MAX).saturating_add(1)
        });
        Ok(Self {
            name: name.to_owned(),
            lines: lines.collect(),
            entries: file.entries,
        })
    }

    /// The baseline that takes in all of these findings that may be; they come in the order of their places.
    pub(crate) fn of(cards: &[&RuleCard], findings: &[Diagnostic]) -> Self {
        let entries = keys(findings)
            .into_iter()
            .zip(findings)
            .filter(|(_, finding)| may_be_known(cards, finding))
            .map(|(key, finding)| Entry {
                key,
                since: Day(String::new()),
                owner: String::new(),
                says: finding.message.clone(),
            });
        Self {
            entries: entries.collect(),
            ..Self::default()
        }
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The file's text, one entry per line. What an earlier baseline knew keeps its day and its owner.
    pub fn write(&self, as_of: Date, owner: &str, earlier: Option<&Baseline>) -> String {
        let known: BTreeMap<&Key, &Entry> = earlier
            .iter()
            .flat_map(|earlier| &earlier.entries)
            .map(|entry| (&entry.key, entry))
            .collect();
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|entry| {
                let before = known.get(&entry.key);
                let entry = Entry {
                    since: before.map_or(Day(as_of.to_string()), |one| one.since.clone()),
                    owner: before.map_or(owner, |one| &one.owner).to_owned(),
                    ..entry.clone()
                };
                // Strings and numbers always have a JSON form.
                serde_json::to_string(&entry).unwrap_or_default()
            })
            .collect();
        let entries = match lines.is_empty() {
            true => String::new(),
            false => format!("\n{}\n", lines.join(",\n")),
        };
        format!("{{\"candor_baseline\": {VERSION}, \"entries\": [{entries}]}}\n")
    }

    /// Sets known findings aside, and reports entries that no finding has any more. Where not everything could be
    /// checked, nobody knows what has vanished.
    pub(crate) fn apply(
        &self,
        cards: &[&RuleCard],
        complete: bool,
        findings: &mut Vec<Diagnostic>,
    ) -> Vec<SetAside> {
        let mut known: BTreeMap<&Key, (usize, &Entry)> = BTreeMap::new();
        let mut faults = Vec::new();
        for (number, entry) in self.entries.iter().enumerate() {
            let card = cards.iter().find(|card| card.id == entry.key.rule);
            if card.is_some_and(|card| !can_be_set_aside(card)) {
                faults.push(self.refused(number, entry));
            } else {
                known.insert(&entry.key, (number, entry));
            }
        }
        let mut set_aside = Vec::new();
        let keys = keys(findings);
        let all = std::mem::take(findings);
        for (key, finding) in keys.into_iter().zip(all) {
            let entry = match may_be_known(cards, &finding) {
                true => known.remove(&key),
                false => None,
            };
            match entry {
                None => findings.push(finding),
                Some((number, entry)) => set_aside.push(SetAside {
                    finding,
                    by: Means::Baseline,
                    why: format!("known since {} (owner {})", entry.since.0, entry.owner),
                    at: Some(self.place(number)),
                }),
            }
        }
        if complete {
            let mut vanished: Vec<(usize, &Entry)> = known.into_values().collect();
            vanished.sort_by_key(|(number, _)| *number);
            findings.extend(
                vanished
                    .into_iter()
                    .map(|(number, entry)| self.vanished(number, entry)),
            );
        }
        findings.append(&mut faults);
        set_aside
    }

    fn refused(&self, number: usize, entry: &Entry) -> Diagnostic {
        let message = format!(
            "findings of `{}` cannot be set aside by a baseline",
            entry.key.rule
        );
        Diagnostic::new(&REFUSED_BASELINE, message)
            .at(self.place(number))
            .because("a contradiction about where data is processed cannot be published, however old it is")
            .help("remove this entry, and put the finding right")
    }

    fn vanished(&self, number: usize, entry: &Entry) -> Diagnostic {
        let message = format!(
            "this finding of `{}` in {} is gone or has changed",
            entry.key.rule, entry.key.file
        );
        Diagnostic::new(&VANISHED_BASELINE, message)
            .at(self.place(number))
            .because("an entry that stays would hide the same fault when it comes back")
            .help("look whether the fault is put right, and write the baseline anew with --write-baseline")
    }

    fn place(&self, number: usize) -> Place {
        let line = self.lines.get(number).copied().unwrap_or(1);
        Place {
            line,
            end_line: line,
            ..Place::start_of(self.name.as_str())
        }
    }
}

/// What could not be checked is never known, and what cannot be set aside is not either.
fn may_be_known(cards: &[&RuleCard], finding: &Diagnostic) -> bool {
    let card = cards.iter().find(|card| card.id == finding.rule);
    finding.severity != Severity::Unchecked && card.is_some_and(|card| can_be_set_aside(card))
}

/// The names of findings.
fn keys(findings: &[Diagnostic]) -> Vec<Key> {
    let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let sentence = finding.sentence.as_deref();
            let sentence = sentence.map(|text| {
                let mut digest = sha256_hex(normalised(text).as_bytes());
                digest.truncate(32);
                digest
            });
            let pointer = || finding.pointer.clone().unwrap_or_default();
            let place = finding.place.as_ref();
            let mut key = Key {
                rule: finding.rule.to_owned(),
                file: place.map_or(String::new(), |place| place.file.to_string()),
                pointer: sentence.is_none().then(pointer),
                sentence,
                ordinal: 0,
            };
            let count = counts.entry(key.clone()).or_default();
            key.ordinal = *count;
            *count += 1;
            key
        })
        .collect()
}
