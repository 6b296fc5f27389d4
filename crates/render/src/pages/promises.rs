//! The promises, and the ledger: what carries each commitment and which link is the weakest.

use candor_model::{About, Commitment, LedgerEntry, Link, LinkedFact, Never};

use super::Site;
use crate::SaidClaim;
use crate::view::{Block, Cell, Page, Row, Section};

impl Site<'_> {
    /// The page of promises with the ledger.
    pub(crate) fn promises_page(&self) -> Page {
        let speaker = &self.speaker;
        let ledger = self.policy().ledger(self.proofs);
        let mut sections = Vec::new();
        for (id, wanted) in [("promises", 0), ("local-claims", 1), ("windows", 2)] {
            let rows: Vec<Row> = ledger
                .iter()
                .filter(|entry| kind(entry) == wanted)
                .map(|entry| self.ledger_row(entry))
                .collect();
            let mut section = Section::new(id, speaker.say(&format!("ledger-{id}")));
            section.blocks.push(if rows.is_empty() {
                Block::Paragraph {
                    cell: Cell::text(speaker.say("none-declared")),
                    class: None,
                }
            } else {
                let columns = [
                    "ledger-col-commitment",
                    "ledger-col-declared",
                    "ledger-col-carried",
                    "ledger-col-weakest",
                ];
                self.table(&format!("ledger-{id}-caption"), &columns, rows)
            });
            sections.push(section);
        }
        sections.extend(self.said_elsewhere());
        sections.push(self.strengths());
        Page {
            title: speaker.say("promises"),
            lead: Some(speaker.say("ledger-lead")),
            sections,
            ..Page::default()
        }
    }

    /// What pages that people wrote claim, where there are any.
    fn said_elsewhere(&self) -> Option<Section> {
        let speaker = &self.speaker;
        if self.said.is_empty() {
            return None;
        }
        let row = |one: &SaidClaim| {
            let mut said = vec![Cell::text(one.said.as_str())];
            if one.further > 0 {
                let count = one.further.to_string();
                said.push(Cell::text(
                    speaker.fill("ledger-further", &[("count", &count)]),
                ));
            }
            let declared = match &one.declared {
                Some(origin) => Cell::text(place(origin)),
                None => Cell::open(speaker.say("not-stated")),
            };
            Row {
                cells: vec![
                    vec![Cell {
                        quoted: Some(one.language.clone()),
                        ..Cell::text(one.says.as_str())
                    }],
                    said,
                    vec![declared],
                    vec![self.strength(one.strength, speaker.word(one.strength))],
                ],
                ..Row::default()
            }
        };
        let mut section = Section::new("published-claims", speaker.say("ledger-said"));
        let columns = [
            "ledger-col-sentence",
            "ledger-col-said",
            "ledger-col-declared",
            "ledger-col-weakest",
        ];
        let rows = self.said.iter().map(row).collect();
        section
            .blocks
            .push(self.table("ledger-said-caption", &columns, rows));
        Some(section)
    }

    /// What each strength means, weakest first.
    fn strengths(&self) -> Section {
        use candor_model::vocabulary::{Strength, Vocabulary};
        let speaker = &self.speaker;
        let mut section = Section::new("strengths", speaker.say("ledger-strengths"));
        let facts = Strength::ALL
            .iter()
            .map(|strength| crate::view::Fact {
                term: speaker.word(*strength),
                cells: vec![Cell::text(speaker.say(&format!("strength-{strength}")))],
            })
            .collect();
        section.facts(facts);
        section
    }

    fn ledger_row(&self, entry: &LedgerEntry<'_>) -> Row {
        let speaker = &self.speaker;
        let mut commitment = vec![self.commitment(entry)];
        let (kind, id) = match entry.commitment {
            Commitment::Promise(promise) => {
                commitment.extend(
                    promise
                        .at
                        .iter()
                        .map(|place| Cell::text(speaker.text(place))),
                );
                if !promise.checked_by.is_empty() {
                    let list = speaker.words(&promise.checked_by);
                    commitment.push(Cell::text(speaker.fill("checked-by", &[("list", &list)])));
                }
                ("promise", &promise.id)
            }
            Commitment::Local(tool) => ("tool", &tool.id),
            Commitment::Window(window) => ("window", &window.id),
        };
        let weakest = entry.weakest();
        Row {
            id: Some(format!("ledger-{kind}-{id}")),
            about: Some(format!("{kind}.{id}")),
            cells: vec![
                commitment,
                vec![Cell::text(place(&entry.declared))],
                entry.links.iter().map(|link| self.link(link)).collect(),
                vec![self.strength(weakest, speaker.word(weakest))],
            ],
        }
    }

    /// A commitment in words, with the fact that it is.
    pub(crate) fn commitment(&self, entry: &LedgerEntry<'_>) -> Cell {
        let speaker = &self.speaker;
        match entry.commitment {
            Commitment::Promise(promise) => Cell::fact(
                speaker.text(&promise.says),
                format!("promise.{}", promise.id.in_template()),
            ),
            Commitment::Local(tool) => Cell::fact(
                format!("{}: {}", speaker.text(&tool.name), self.badge(tool).text),
                format!("tool.{}.location", tool.id.in_template()),
            ),
            Commitment::Window(window) => {
                let cell = speaker.window(window);
                let text = format!("{}: {}", window.id, cell.text);
                Cell { text, ..cell }
            }
        }
    }

    /// A text about a fact; what does not carry is marked as open.
    fn strength(&self, strength: candor_model::vocabulary::Strength, text: String) -> Cell {
        use candor_model::vocabulary::Strength;
        match strength {
            Strength::Contradicted | Strength::Nothing | Strength::NotStated => Cell::open(text),
            _ => Cell::text(text),
        }
    }

    fn link(&self, link: &Link<'_>) -> Cell {
        let text = format!(
            "{} – {} ({})",
            self.link_text(link),
            self.speaker.word(link.strength),
            place(&link.origin)
        );
        let cell = self.strength(link.strength, text);
        let cell = match link.fact {
            LinkedFact::Location(tool) => cell.about(self.local_part(tool)),
            LinkedFact::RunsAt(activity)
            | LinkedFact::StorageRegion(activity, _)
            | LinkedFact::Kept(activity, _)
            | LinkedFact::Recipients(activity)
            | LinkedFact::ActivityTraining(activity) => {
                cell.about(Some(self.about_activity(activity)))
            }
            _ => cell,
        };
        let fact = match link.fact {
            LinkedFact::StorageRegion(activity, Some(_)) => Some(self.places_of(activity)),
            LinkedFact::VendorRegion(vendor, _) => {
                Some(format!("vendor.{}.places", vendor.id.in_template()))
            }
            _ => None,
        };
        Cell { fact, ..cell }
    }

    /// A link in words, without its strength and place.
    pub(crate) fn link_text(&self, link: &Link<'_>) -> String {
        let speaker = &self.speaker;
        let says =
            |key: &str, who: &str, what: &str| speaker.fill(key, &[("who", who), ("what", what)]);
        let training =
            |answer: &Option<candor_model::Located<candor_model::Stated<_>>>| match answer {
                Some(answer) => {
                    speaker
                        .stated(&answer.value, |word| {
                            speaker.word::<candor_model::vocabulary::Training>(*word)
                        })
                        .text
                }
                None => speaker.say("not-stated"),
            };
        match link.fact {
            LinkedFact::ActivityTraining(activity) => says(
                "link-training",
                &self.activity_title(activity),
                &training(&activity.training),
            ),
            LinkedFact::VendorTraining(vendor) => {
                says("link-training", vendor.name(), &training(&vendor.training))
            }
            LinkedFact::StorageRegion(activity, place) => {
                let place = place.map_or_else(
                    || speaker.say("not-stated"),
                    |place| speaker.phrases.place(place).to_owned(),
                );
                says("link-stores-in", &self.activity_title(activity), &place)
            }
            LinkedFact::VendorRegion(vendor, place) => says(
                "link-processes-in",
                vendor.name(),
                speaker.phrases.place(place),
            ),
            LinkedFact::Kept(activity, data) => {
                let kept = activity
                    .data_uses()
                    .find(|used| used.data.value == data)
                    .map_or_else(String::new, |used| speaker.keep(&used.keep.value).text);
                let what = format!("{}: {kept}", speaker.label(data));
                says("link-keeps", &self.activity_title(activity), &what)
            }
            LinkedFact::RunsAt(activity) => says(
                "link-runs",
                &self.activity_title(activity),
                &speaker.location(activity.location.value).text,
            ),
            LinkedFact::Recipients(activity) if activity.recipients.is_some() => {
                let list: Vec<String> = speaker
                    .recipients(activity)
                    .into_iter()
                    .map(|cell| cell.text)
                    .collect();
                says(
                    "link-recipients",
                    &self.activity_title(activity),
                    &list.join(", "),
                )
            }
            LinkedFact::Recipients(activity) => says(
                "link-recipients",
                &self.activity_title(activity),
                &speaker.say("not-stated"),
            ),
            LinkedFact::Vendor(vendor) => says(
                "link-vendor",
                vendor.name(),
                &speaker.word(vendor.stage.value),
            ),
            LinkedFact::NoVendor(name) => says("link-no-vendor", name, ""),
            LinkedFact::Device(item) => {
                let name = speaker.stated(&item.name.value, Clone::clone);
                says("link-device", &name.text, speaker.text(&item.purpose))
            }
            LinkedFact::EnforcedBy(window) => speaker.enforced_by(&window.enforced_by.value).text,
            LinkedFact::Location(tool) => self.evidence_sentence(tool),
            LinkedFact::Words => speaker.say("link-words"),
        }
    }

    pub(crate) fn promises(&self) -> Option<Section> {
        let speaker = &self.speaker;
        if self.policy().promises.is_empty() {
            return None;
        }
        let mut section = Section::new("promises", speaker.say("promises"));
        let cells = self
            .policy()
            .promises
            .iter()
            .map(|promise| {
                let mut parts = vec![speaker.text(&promise.says).to_owned()];
                if let About::Data(data) = &promise.about.value {
                    parts.push(speaker.fill("covers-data", &[("data", &speaker.labels(data))]));
                }
                parts.extend(promise.never.iter().filter_map(|never| match &never.value {
                    Never::Use(name) => Some(name.clone()),
                    Never::Do(_) => None,
                }));
                if !promise.only_in.is_empty() {
                    parts.push(speaker.areas(&promise.only_in));
                }
                if promise.includes_vendors {
                    parts.push(speaker.say("binds-vendors"));
                }
                parts.extend(
                    promise
                        .at
                        .iter()
                        .map(|place| speaker.text(place).to_owned()),
                );
                Cell::fact(
                    parts.join(" – "),
                    format!("promise.{}", promise.id.in_template()),
                )
            })
            .collect();
        section.blocks.push(Block::List { cells });
        Some(section)
    }
}

/// The section of the page that an entry belongs to.
fn kind(entry: &LedgerEntry<'_>) -> u8 {
    match entry.commitment {
        Commitment::Promise(_) => 0,
        Commitment::Local(_) => 1,
        Commitment::Window(_) => 2,
    }
}

/// The line that declares something.
fn place(origin: &candor_model::Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
}
