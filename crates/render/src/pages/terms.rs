//! Rights, measures, promises, documents and changes.

use candor_model::{About, Never};

use super::Site;
use crate::view::{Block, Cell, Fact, Row, Section};

impl Site<'_> {
    pub(crate) fn rights(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let rights = self.policy().rights.as_ref()?;
        let mut facts: Vec<Fact> = Vec::new();
        let answer = speaker.stated_length(&rights.answer_within.value);
        self.fact(
            &mut facts,
            "answer-within",
            vec![Cell {
                fact: Some("rights.answer_within".to_owned()),
                ..answer
            }],
        );
        if let Some(free) = &rights.free_of_charge {
            self.fact(
                &mut facts,
                "free",
                vec![speaker.stated(&free.value, |yes| speaker.answer(*yes))],
            );
        }
        self.fact(
            &mut facts,
            "channels",
            rights
                .channels
                .iter()
                .map(|channel| speaker.channel(channel))
                .collect(),
        );
        let mut section = Section::new("rights", speaker.say("rights"));
        section.blocks.push(self.rights_table());
        section.facts(facts);
        section
            .blocks
            .extend(rights.note.iter().map(|note| Block::Paragraph {
                cell: Cell::text(speaker.text(note)),
                class: None,
            }));
        Some(section)
    }

    pub(crate) fn rights_table(&self) -> Block {
        let speaker = &self.speaker;
        let rights = self
            .policy()
            .rights
            .as_ref()
            .map(|rights| rights.rights.as_slice())
            .unwrap_or_default();
        let rows =
            rights
                .iter()
                .map(|right| {
                    let mut how: Vec<Cell> = right
                        .how
                        .iter()
                        .map(|how| speaker.stated(&how.value, |how| speaker.word(*how)))
                        .collect();
                    how.extend(right.by.iter().map(|by| Cell::text(speaker.text(by))));
                    how.extend(right.to.iter().map(|to| {
                        Cell::text(speaker.fill("to-whom", &[("who", speaker.text(to))]))
                    }));
                    how.extend(right.within.iter().map(|length| {
                        Cell::text(speaker.fill("within", &[("length", &speaker.length(length))]))
                    }));
                    how.extend(
                        right
                            .condition
                            .iter()
                            .map(|condition| Cell::text(speaker.text(condition))),
                    );
                    how.extend(
                        right
                            .format
                            .iter()
                            .map(|format| Cell::text(speaker.text(format))),
                    );
                    if !right.scope.is_empty() {
                        how.push(Cell::text(
                            speaker.fill("covers-data", &[("data", &speaker.labels(&right.scope))]),
                        ));
                    }
                    if !right.who.is_empty() {
                        how.push(Cell::text(format!(
                            "{}: {}",
                            speaker.say("people"),
                            speaker.words(&right.who)
                        )));
                    }
                    if !right.uses.is_empty() {
                        let uses: Vec<String> = right
                            .uses
                            .iter()
                            .map(|line| line.value.replace('-', " "))
                            .collect();
                        how.push(Cell::text(
                            speaker.fill("about-uses", &[("uses", &uses.join(", "))]),
                        ));
                    }
                    how.extend(right.not_needed.iter().map(|exempt| {
                        let (data, why) = (
                            speaker.label(exempt.data.value),
                            speaker.text(&exempt.because),
                        );
                        Cell::text(speaker.fill("not-needed", &[("data", data), ("why", why)]))
                    }));
                    if how.is_empty() {
                        how.push(Cell::open(speaker.say("not-stated")));
                    }
                    Row {
                        id: Some(format!("right-{}", right.kind)),
                        cells: vec![vec![Cell::text(speaker.word(right.kind))], how],
                    }
                })
                .collect();
        self.table("rights-caption", &["col-right", "col-how"], rows)
    }

    pub(crate) fn security_table(&self) -> Block {
        let speaker = &self.speaker;
        let rows =
            self.policy()
                .security
                .iter()
                .map(|measure| {
                    let mut how: Vec<Cell> = measure
                        .how
                        .iter()
                        .map(|how| Cell::text(speaker.text(how)))
                        .collect();
                    if !measure.applies_to.is_empty() {
                        how.push(Cell::text(speaker.fill(
                            "covers-data",
                            &[("data", &speaker.labels(&measure.applies_to))],
                        )));
                    }
                    how.extend(measure.by.iter().map(|who| {
                        Cell::text(speaker.fill("by-whom", &[("who", speaker.text(who))]))
                    }));
                    how.extend(measure.last.iter().map(|day| {
                        let cell = speaker.stated_day(&day.value);
                        Cell {
                            text: speaker.fill("last-done", &[("day", &cell.text)]),
                            ..cell
                        }
                    }));
                    how.extend(measure.report.iter().map(|report| {
                        Cell::text(speaker.fill("report", &[("how", &speaker.word(report.value))]))
                    }));
                    how.extend(measure.offered_to.iter().map(|who| {
                        Cell::text(speaker.fill("offered-to", &[("who", &speaker.word(who.value))]))
                    }));
                    how.extend(
                        measure
                            .article
                            .iter()
                            .map(|article| Cell::text(format!("Art. {}", article.value))),
                    );
                    if how.is_empty() {
                        how.push(Cell::open(speaker.say("not-stated")));
                    }
                    Row {
                        id: None,
                        cells: vec![
                            vec![Cell::text(measure.measure.value.replace('-', " "))],
                            how,
                        ],
                    }
                })
                .collect();
        self.table("security-caption", &["col-measure", "col-how"], rows)
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

    pub(crate) fn documents(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let documents = &self.policy().organisation.documents;
        if documents.is_empty() {
            return None;
        }
        let mut section = Section::new("documents", speaker.say("documents"));
        let facts = documents
            .iter()
            .map(|document| {
                let mut cells = vec![Cell::text(speaker.word(document.availability.value))];
                cells.extend(
                    document
                        .url
                        .iter()
                        .map(|url| Cell::link(url.value.as_str(), url)),
                );
                cells.extend(document.includes.iter().map(|part| {
                    Cell::text(speaker.fill("includes", &[("what", &part.value.to_uppercase())]))
                }));
                let over: Vec<&str> = document
                    .prevails_over
                    .iter()
                    .map(|line| line.value.as_str())
                    .collect();
                if !over.is_empty() {
                    cells.push(Cell::text(
                        speaker.fill("prevails-over", &[("what", &over.join(", "))]),
                    ));
                }
                cells.extend(
                    document
                        .about
                        .iter()
                        .map(|about| Cell::text(speaker.text(about))),
                );
                Fact {
                    term: speaker.text(&document.title).to_owned(),
                    cells,
                }
            })
            .collect();
        section.facts(facts);
        Some(section)
    }

    pub(crate) fn changes(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let changes = self.policy().changes.as_ref()?;
        let mut section = Section::new("changes", speaker.say("changes"));
        let mut facts = Vec::new();
        for (key, notice) in [
            ("notice-policy", &changes.policy),
            ("notice-subprocessors", &changes.subprocessors),
        ] {
            let Some(notice) = notice else { continue };
            let length = speaker.stated_length(&notice.at_least.value);
            let mut cells = vec![Cell {
                text: speaker.fill("at-least", &[("length", &length.text)]),
                ..length
            }];
            let by: Vec<&str> = notice
                .by
                .iter()
                .map(|channel| channel.value.as_str())
                .collect();
            if !by.is_empty() {
                cells.push(Cell::text(speaker.fill("by", &[("list", &by.join(", "))])));
            }
            cells.extend(notice.objection_within.iter().map(|length| {
                let cell = speaker.stated_length(&length.value);
                Cell {
                    text: speaker.fill("objection", &[("length", &cell.text)]),
                    ..cell
                }
            }));
            cells.extend(
                notice
                    .authorisation
                    .iter()
                    .map(|form| speaker.stated(&form.value, |form| speaker.word(*form))),
            );
            cells.extend(
                notice
                    .condition
                    .iter()
                    .map(|condition| Cell::text(speaker.text(condition))),
            );
            self.fact(&mut facts, key, cells);
        }
        section.facts(facts);
        if !changes.versions.is_empty() {
            let rows = changes
                .versions
                .iter()
                .map(|version| Row {
                    id: None,
                    cells: vec![
                        vec![speaker.stated(&version.version.value, Clone::clone)],
                        vec![speaker.stated_day(&version.published.value)],
                        vec![speaker.stated_day(&version.effective.value)],
                        vec![version.summary.as_ref().map_or_else(
                            || Cell::text(speaker.say("none")),
                            |summary| Cell::text(speaker.text(summary)),
                        )],
                    ],
                })
                .collect();
            section.blocks.push(self.table(
                "versions-caption",
                &[
                    "col-version",
                    "col-published",
                    "col-effective",
                    "col-summary",
                ],
                rows,
            ));
        }
        Some(section)
    }
}
