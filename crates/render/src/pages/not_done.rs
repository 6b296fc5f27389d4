//! What is not done: every negative that the facts carry, in one place.

use candor_model::vocabulary::{Relation, Strength, ToolLocation, Training};
use candor_model::{Activity, Commitment, DataCategory, Keep, Kept, Recipients, Ref};

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
        let ledger = self.policy().ledger(self.proofs);
        let promises = ledger.iter().filter_map(|entry| match entry.commitment {
            Commitment::Promise(promise) => Some((promise, entry.weakest())),
            _ => None,
        });
        promises
            // A promise without a predicate is no negative, and a contradicted one is not kept.
            .filter(|(promise, weakest)| {
                (!promise.never.is_empty() || !promise.only_in.is_empty())
                    && *weakest > Strength::Nothing
            })
            .map(|(promise, _)| {
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
            let path = format!("data.{}", category.id.in_template());
            let label = speaker.text(&category.label);
            for field in &category.fields {
                let Some(kept) = &field.kept else { continue };
                if matches!(kept.value, Kept::Never | Kept::NotReceived) {
                    let name = field.name.as_str().replace('-', " ");
                    let text = format!("{label}, {name}: {}", speaker.kept(&kept.value));
                    let field = field.name.in_template();
                    cells.push(Cell::fact(text, format!("{path}.fields.{field}")));
                }
            }
            if !category.never.is_empty() {
                let list = speaker.labels(&category.never);
                let never = speaker.fill("never-contains", &[("data", &list)]);
                cells.push(Cell::fact(
                    format!("{label}: {never}"),
                    format!("{path}.never"),
                ));
            }
        }
        for activity in policy.activities().iter().filter(|one| one.is_server()) {
            for data in activity.data_uses() {
                let memory = data
                    .keep
                    .value
                    .window()
                    .is_some_and(|window| policy[window].is_memory_only());
                if (data.keep.value == Keep::Nothing || memory)
                    && self.nobody_keeps(activity, data.data.value)
                    && !self.is_kept_elsewhere(data.data.value)
                {
                    let kept = speaker.keep(&data.keep.value);
                    let title = self.activity_title(activity);
                    let text =
                        format!("{title}, {}: {}", speaker.label(data.data.value), kept.text);
                    let about = Some(self.about_activity(activity));
                    cells.push(Cell { text, ..kept }.about(about));
                }
            }
        }
        cells
    }

    /// Whether some activity keeps data of that category; then it is not true that it is never stored.
    fn is_kept_elsewhere(&self, data: Ref<DataCategory>) -> bool {
        let policy = self.policy();
        policy
            .activities()
            .iter()
            .flat_map(Activity::data_uses)
            .any(|used| {
                used.data.value == data
                    && match used.keep.value {
                        Keep::Nothing => false,
                        Keep::NotStated => true,
                        Keep::Window(window) => !policy[window].is_memory_only(),
                    }
            })
    }

    /// Whether every recipient of an activity declares that it keeps nothing of that data.
    fn nobody_keeps(&self, activity: &Activity, data: Ref<DataCategory>) -> bool {
        let Some(recipients) = &activity.recipients else {
            return false;
        };
        match &recipients.value {
            Recipients::Nobody => true,
            Recipients::NotStated => false,
            Recipients::Listed(list) => {
                let vendors: Vec<_> = recipients.value.vendors().collect();
                vendors.len() == list.len()
                    && vendors.iter().all(|(vendor, _)| {
                        let keeps = &self.policy()[*vendor].keeps;
                        let mut own = keeps.iter().filter(|keeps| keeps.data.value == data);
                        own.clone().next().is_some()
                            && own.all(|keeps| keeps.keep.value == Keep::Nothing)
                    })
            }
        }
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
                    .about(Some(self.about_activity(activity)))
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
