//! Every fact of the policy, section by section; and the sections on data and activities.

use super::Site;
use crate::view::{Block, Cell, Row, Section};

impl Site<'_> {
    pub(crate) fn details(&self) -> Vec<Section> {
        let mut sections = vec![self.organisation(), self.roles()];
        sections.extend(self.audience());
        sections.push(self.with_table("data", "data", self.data_table()));
        sections.push(self.activities());
        if !self.policy().device_storage.is_empty() {
            sections.push(self.with_table("device-storage", "device-storage", self.device_table()));
        }
        sections.extend(self.rights());
        if !self.policy().security.is_empty() {
            sections.push(self.with_table("security", "security", self.security_table()));
        }
        sections.extend(self.promises());
        sections.extend(self.documents());
        sections.extend(self.changes());
        sections
    }

    pub(crate) fn with_table(&self, id: &str, heading: &str, table: Block) -> Section {
        let mut section = Section::new(id, self.speaker.say(heading));
        section.blocks.push(table);
        section
    }

    pub(crate) fn data_table(&self) -> Block {
        let speaker = &self.speaker;
        let policy = self.policy();
        let used: std::collections::BTreeSet<_> = policy
            .activities()
            .iter()
            .flat_map(|activity| activity.data_uses().map(|data| data.data.value))
            .collect();
        let rows = policy
            .references::<candor_model::DataCategory>()
            .filter(|data| !policy[*data].built_in || used.contains(data))
            .map(|data| {
                let category = &policy[data];
                let mut name = vec![Cell::fact(
                    speaker.text(&category.label),
                    format!("data.{}.label", category.id.in_template()),
                )];
                name.extend(category.derived_from.iter().map(|from| {
                    Cell::text(speaker.fill("derived-from", &[("data", speaker.label(from.value))]))
                }));
                name.extend(
                    category
                        .standard
                        .iter()
                        .map(|key| Cell::text(speaker.fill("standard", &[("key", &key.value)]))),
                );
                let mut fields: Vec<Cell> = category
                    .fields
                    .iter()
                    .map(|field| {
                        let mut text = field.name.as_str().replace('-', " ");
                        if let Some(kept) = &field.kept {
                            text.push_str(&format!(": {}", speaker.kept(&kept.value)));
                        }
                        if let Some(why) = &field.why {
                            text.push_str(&format!(" – {}", speaker.text(why)));
                        }
                        let name = field.name.in_template();
                        let id = category.id.in_template();
                        Cell::fact(text, format!("data.{id}.fields.{name}"))
                    })
                    .collect();
                if !category.never.is_empty() {
                    let list = speaker.labels(&category.never);
                    fields.push(Cell::fact(
                        speaker.fill("never-contains", &[("data", &list)]),
                        format!("data.{}.never", category.id.in_template()),
                    ));
                }
                if fields.is_empty() {
                    fields.push(Cell::text(speaker.say("not-divided")));
                }
                let source = if category.source.is_empty() {
                    Cell::open(speaker.say("not-stated"))
                } else {
                    Cell::text(speaker.words(&category.source))
                };
                let identifies =
                    speaker.stated(&category.identifies.value, |degree| speaker.word(*degree));
                Row {
                    id: Some(format!("data-{}", category.id)),
                    about: Some(format!("data.{}", category.id)),
                    cells: vec![name, vec![source], vec![identifies], fields],
                }
            })
            .collect();
        self.table(
            "data-caption",
            &["col-data", "col-source", "col-identifies", "col-fields"],
            rows,
        )
    }

    pub(crate) fn table(&self, caption: &str, columns: &[&str], rows: Vec<Row>) -> Block {
        Block::Table {
            caption: self.speaker.say(caption),
            columns: columns.iter().map(|key| self.speaker.say(key)).collect(),
            rows,
        }
    }

    fn activities(&self) -> Section {
        let speaker = &self.speaker;
        let policy = self.policy();
        let mut section = Section::new("activities", speaker.say("activities"));
        for activity in policy.activities() {
            let own = activity.name.as_ref().map(|name| speaker.text(name));
            let text = match (
                activity.tool.map(|tool| speaker.text(&policy[tool].name)),
                own,
            ) {
                (Some(tool), Some(own)) if tool != own => format!("{tool}: {own}"),
                (Some(tool), _) => tool.to_owned(),
                (None, own) => own.unwrap_or(activity.id.as_str()).to_owned(),
            };
            let id = format!(
                "activity-{}",
                policy.activity_name(activity).replace('/', "-")
            );
            section.blocks.push(Block::Heading { id, text });
            let about = format!("activity.{}", policy.activity_name(activity));
            section.facts_about(about, self.activity_facts(activity));
        }
        section
    }
}
