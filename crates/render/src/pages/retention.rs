//! The retention schedule, and what "erased" means.

use std::collections::BTreeSet;

use candor_model::vocabulary::CountedFrom;
use candor_model::{EnforcedBy, Extent, Window};

use super::Site;
use crate::view::{Block, Cell, Page, Row, Section};

impl Site<'_> {
    pub(crate) fn retention(&self) -> Page {
        let speaker = &self.speaker;
        let mut section = Section {
            id: "windows".to_owned(),
            heading: None,
            blocks: vec![self.retention_table()],
        };
        for window in self.policy().windows() {
            for cell in self.also_stated(window) {
                section.blocks.push(Block::Paragraph {
                    cell,
                    class: Some("warn".to_owned()),
                });
            }
        }
        if self.policy().windows().is_empty() {
            section.blocks = vec![Block::Paragraph {
                cell: Cell::text(speaker.say("none-declared")),
                class: None,
            }];
        }
        let mut sections = vec![section];
        let mut erased = Section::new("erased", speaker.say("erased-title"));
        for key in ["erased-1", "erased-2", "erased-3", "erased-4", "erased-5"] {
            erased.blocks.push(Block::Paragraph {
                cell: Cell::text(speaker.say(key)),
                class: None,
            });
        }
        // It describes what the runtime does, so it is said only where the runtime does something.
        let windows = self.policy().windows();
        if windows
            .iter()
            .any(candor_model::Window::is_enforced_by_candor)
        {
            sections.push(erased);
        }
        Page {
            title: speaker.say("retention"),
            sections,
            ..Page::default()
        }
    }

    pub(crate) fn retention_table(&self) -> Block {
        let speaker = &self.speaker;
        let rows = self
            .policy()
            .windows()
            .iter()
            .map(|window| self.window_row(window))
            .collect();
        let columns = [
            "col-window",
            "col-how-long",
            "col-applies",
            "col-end",
            "col-enforced",
            "col-worst",
        ];
        Block::Table {
            caption: speaker.say("retention-caption"),
            columns: columns.map(|key| speaker.say(key)).to_vec(),
            rows,
        }
    }

    fn window_row(&self, window: &Window) -> Row {
        let speaker = &self.speaker;
        let policy = self.policy();
        let mut applies = Vec::new();
        let mut seen = BTreeSet::new();
        for activity in policy.activities() {
            for data in activity.data_uses() {
                let is_own = data
                    .keep
                    .value
                    .window()
                    .is_some_and(|own| policy[own].id == window.id);
                if is_own {
                    let title = self.activity_title(activity);
                    let text = format!("{} ({title})", speaker.label(data.data.value));
                    if seen.insert(text.clone()) {
                        applies.push(Cell::text(text));
                    }
                }
            }
        }
        for vendor in policy.vendors() {
            for keeps in &vendor.keeps {
                if keeps
                    .keep
                    .value
                    .window()
                    .is_some_and(|own| policy[own].id == window.id)
                {
                    applies.push(Cell::text(format!(
                        "{} ({})",
                        speaker.label(keeps.data.value),
                        vendor.name()
                    )));
                }
            }
        }
        applies.extend(
            policy
                .windows()
                .iter()
                .filter(|other| {
                    let then = other.then.as_ref();
                    then.is_some_and(|then| policy[then.value].id == window.id)
                })
                .map(|other| Cell::text(speaker.fill("follows", &[("window", other.id.as_str())]))),
        );
        if applies.is_empty() {
            applies.push(Cell::text(speaker.say("none")));
        }
        let mut length = vec![speaker.window(window)];
        length.extend(window.why.iter().map(|why| Cell::text(speaker.text(why))));
        if let Some(bound) = &window.at_most_after_upload {
            let text = speaker.fill(
                "bound",
                &[
                    ("length", &speaker.length(bound)),
                    ("start", &speaker.say("counted-upload")),
                ],
            );
            length.push(Cell::text(text));
        }
        length.extend(window.reminder_before_end.iter().map(|before| {
            let before = speaker.length(before);
            Cell::text(speaker.fill("reminder", &[("length", &before)]))
        }));
        length.extend(
            window
                .no_bound_because
                .iter()
                .map(|why| Cell::text(speaker.fill("no-bound", &[("why", speaker.text(why))]))),
        );
        if let Extent::SetBy {
            source,
            as_of,
            plan,
            ..
        } = &window.extent
        {
            length.extend(
                source
                    .iter()
                    .map(|source| Cell::link(source.value.as_str(), source)),
            );
            length.extend(as_of.iter().map(|day| {
                Cell::text(speaker.fill("checked", &[("day", &speaker.day(day.value))]))
            }));
            length.extend(
                plan.iter()
                    .map(|plan| Cell::text(speaker.fill("plan", &[("plan", &plan.value)]))),
            );
        }
        let mut end = vec![speaker.stated(&window.at_end.value, |end| speaker.word(*end))];
        end.extend(window.then.iter().map(|then| {
            let next = policy[then.value].id.as_str();
            Cell::text(speaker.fill("then-stage", &[("window", next)]))
        }));
        let mut enforced = vec![speaker.enforced_by(&window.enforced_by.value)];
        if window.enforced_by.value == EnforcedBy::Candor
            && let Some(Ok(schedule)) = window.schedule()
            && let Some(step) = candor_model::Duration::seconds(schedule.granularity_seconds())
        {
            enforced.push(Cell::text(
                speaker.fill("buckets", &[("length", &speaker.length(&step))]),
            ));
        }
        enforced.push(self.window_level(window));
        Row {
            id: Some(format!("window-{}", window.id)),
            about: Some(format!("window.{}", window.id)),
            cells: vec![
                vec![Cell::text(window.id.as_str())],
                length,
                applies,
                end,
                enforced,
                self.worst(window),
            ],
        }
    }

    /// The worst case: the window and its longest-lived copy.
    fn worst(&self, window: &Window) -> Vec<Cell> {
        let speaker = &self.speaker;
        let is_bounded = window.at_most_after_upload.is_some();
        let starts_again = window
            .counted_from
            .as_ref()
            .is_some_and(|start| start.value == CountedFrom::LastUse);
        let mut cells = match self.policy().longest_through_stages(window) {
            Some(longest) => {
                let length = speaker.length(&longest);
                vec![Cell::text(if starts_again && !is_bounded {
                    speaker.fill("worst-after-use", &[("length", &length)])
                } else if self.policy().is_later_stage(window) {
                    speaker.fill("worst-after-stage", &[("length", &length)])
                } else {
                    length
                })]
            }
            None if matches!(window.extent, Extent::Criteria(_)) => {
                vec![Cell::text(speaker.say("worst-by-rule"))]
            }
            None if window.is_memory_only() => vec![Cell::text(speaker.say("kept-memory"))],
            None => vec![Cell::open(speaker.say("not-stated"))],
        };
        for copy in &window.copies {
            let length = speaker.stated_length(&copy.delete_within.value);
            let text = speaker.fill(
                "copies",
                &[
                    ("place", &speaker.word(copy.place.value)),
                    ("length", &length.text),
                ],
            );
            let fact = format!("window.{}.copies", window.id.in_template());
            cells.push(Cell {
                text,
                fact: Some(fact),
                ..length
            });
        }
        cells
    }
}
