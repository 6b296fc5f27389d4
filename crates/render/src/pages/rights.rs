//! The rights of people and the ways to use them.

use candor_model::Id;

use super::Site;
use crate::view::{Block, Cell, Fact, Page, Row, Section};

impl Site<'_> {
    /// The page of rights: what can be asked for, where requests go, and whom else one can turn to.
    pub(crate) fn rights_page(&self) -> Page {
        let mut sections: Vec<Section> = self.rights().into_iter().collect();
        if sections.is_empty() {
            sections.push(self.nothing_stated("rights"));
        }
        if let Some(first) = sections.first_mut() {
            first.heading = None;
        }
        sections.push(self.roles());
        let mut complaint = Section::new("complaint", self.speaker.say("complaint"));
        let mut facts = Vec::new();
        self.fact(&mut facts, "authority", self.authority());
        complaint.facts(facts);
        sections.push(complaint);
        Page {
            title: self.speaker.say("rights"),
            sections,
            ..Page::default()
        }
    }

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
        let rows = rights
            .iter()
            .map(|right| {
                let mut how: Vec<Cell> = right
                    .how
                    .iter()
                    .map(|how| speaker.stated(&how.value, |how| speaker.word(*how)))
                    .collect();
                how.extend(right.by.iter().map(|by| Cell::text(speaker.text(by))));
                how.extend(right.to.iter().map(|to| {
                    // The authority of the organisation is named once, in its own file.
                    let authority = &self.policy().organisation.supervisory_authority;
                    let who = match (Id::new(speaker.text(to)).as_str(), authority.known()) {
                        ("supervisory-authority", Some(authority)) => &authority.name.value,
                        _ => speaker.text(to),
                    };
                    Cell::text(speaker.fill("to-whom", &[("who", who)]))
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
                    about: Some(format!("right.{}", right.kind)),
                    cells: vec![vec![Cell::text(speaker.word(right.kind))], how],
                }
            })
            .collect();
        self.table("rights-caption", &["col-right", "col-how"], rows)
    }
}
