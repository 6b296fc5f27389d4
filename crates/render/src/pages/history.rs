//! How changes are announced, and the versions so far.

use super::Site;
use crate::view::{Cell, Page, Row, Section};

impl Site<'_> {
    /// The page of changes.
    pub(crate) fn changes_page(&self) -> Page {
        let mut section = self
            .changes()
            .unwrap_or_else(|| self.nothing_stated("changes"));
        section.heading = None;
        Page {
            title: self.speaker.say("changes"),
            sections: vec![section],
            ..Page::default()
        }
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
                    about: None,
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
