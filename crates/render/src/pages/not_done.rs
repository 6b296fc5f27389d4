//! What is not done: every negative that the facts carry, in one place.

use candor_model::vocabulary::{Relation, ToolLocation, Training};
use candor_model::{Keep, Kept, Recipients};

use super::Site;
use crate::view::{Block, Cell, Page, Section};

impl Site<'_> {
    /// The page of what is not done. A list that the facts leave empty is left out.
    pub(crate) fn not_done_page(&self) -> Page {
        let lists = [
            ("not-promised", self.promised()),
            ("not-sent", self.not_sent()),
            ("not-stored", self.not_stored()),
            ("not-trained", self.not_trained()),
            ("not-passed-on", self.not_passed_on()),
        ];
        let mut sections: Vec<Section> = lists
            .into_iter()
            .filter(|(_, cells)| !cells.is_empty())
            .map(|(id, cells)| {
                let mut section = Section::new(id, self.speaker.say(id));
                section.blocks.push(Block::List { cells });
                section
            })
            .collect();
        if sections.is_empty() {
            sections.push(self.nothing_stated("not-done"));
        }
        Page {
            title: self.speaker.say("not-done"),
            lead: Some(self.speaker.say("not-done-lead")),
            sections,
            ..Page::default()
        }
    }

    fn promised(&self) -> Vec<Cell> {
        let promises = self.policy().promises.iter();
        promises
            .map(|promise| {
                Cell::fact(
                    self.speaker.text(&promise.says),
                    format!("promise.{}", promise.id.in_template()),
                )
            })
            .collect()
    }

    /// Tools none of whose activities runs on a server.
    fn not_sent(&self) -> Vec<Cell> {
        let policy = self.policy();
        policy
            .tools()
            .iter()
            .filter(|tool| {
                tool.location.value == ToolLocation::Local
                    && !policy
                        .activities_of(tool)
                        .any(candor_model::Activity::is_server)
            })
            .map(|tool| {
                let name = self.speaker.text(&tool.name);
                Cell::fact(
                    self.speaker.fill("not-sent-by", &[("tool", name)]),
                    format!("tool.{}.location", tool.id.in_template()),
                )
            })
            .collect()
    }

    fn not_stored(&self) -> Vec<Cell> {
        let speaker = &self.speaker;
        let policy = self.policy();
        let mut cells: Vec<Cell> = Vec::new();
        for category in policy.data() {
            let path = format!("data.{}.label", category.id.in_template());
            let label = speaker.text(&category.label);
            for field in &category.fields {
                let Some(kept) = &field.kept else { continue };
                if matches!(kept.value, Kept::Never | Kept::NotReceived) {
                    let name = field.name.as_str().replace('-', " ");
                    let text = format!("{label}, {name}: {}", speaker.kept(&kept.value));
                    cells.push(Cell::fact(text, path.clone()));
                }
            }
            if !category.never.is_empty() {
                let list = speaker.labels(&category.never);
                let never = speaker.fill("never-contains", &[("data", &list)]);
                cells.push(Cell::fact(format!("{label}: {never}"), path));
            }
        }
        for activity in policy.activities().iter().filter(|one| one.is_server()) {
            for data in activity.data_uses() {
                let memory = data
                    .keep
                    .value
                    .window()
                    .is_some_and(|window| policy[window].is_memory_only());
                if data.keep.value == Keep::Nothing || memory {
                    let kept = speaker.keep(&data.keep.value);
                    let title = self.activity_title(activity);
                    let text =
                        format!("{title}, {}: {}", speaker.label(data.data.value), kept.text);
                    cells.push(Cell { text, ..kept });
                }
            }
        }
        cells
    }

    fn not_trained(&self) -> Vec<Cell> {
        let speaker = &self.speaker;
        let never = speaker.word(Training::Never);
        let says = |who: &str| speaker.fill("link-training", &[("who", who), ("what", &never)]);
        let is_never = |answer: &Option<candor_model::Located<candor_model::Stated<Training>>>| {
            answer
                .as_ref()
                .is_some_and(|answer| answer.known() == Some(&Training::Never))
        };
        let activities = self.policy().activities().iter();
        let vendors = self.policy().vendors().iter();
        activities
            .filter(|activity| is_never(&activity.training))
            .map(|activity| Cell::text(says(&self.activity_title(activity))))
            .chain(
                vendors
                    .filter(|vendor| is_never(&vendor.training))
                    .map(|vendor| {
                        let path = format!("vendor.{}.name", vendor.id.in_template());
                        Cell::fact(says(vendor.name()), path)
                    }),
            )
            .collect()
    }

    fn not_passed_on(&self) -> Vec<Cell> {
        let speaker = &self.speaker;
        let nobody = |activity: &&candor_model::Activity| {
            activity.is_server()
                && activity
                    .recipients
                    .as_ref()
                    .is_some_and(|list| list.value == Recipients::Nobody)
        };
        let activities = self.policy().activities().iter().filter(nobody);
        let vendors = self
            .policy()
            .vendors()
            .iter()
            .filter(|vendor| vendor.relation.value == Relation::RequestOnly);
        activities
            .map(|activity| {
                let title = self.activity_title(activity);
                Cell::text(speaker.fill("nobody-gets", &[("who", &title)]))
            })
            .chain(vendors.map(|vendor| {
                let path = format!("vendor.{}.name", vendor.id.in_template());
                Cell::fact(
                    speaker.fill("only-the-request", &[("who", vendor.name())]),
                    path,
                )
            }))
            .collect()
    }
}
