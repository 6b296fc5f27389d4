//! The table that stands first: per activity, what happens to which data, where, how long, and who else gets it.

use candor_model::vocabulary::Certainty;
use candor_model::{Activity, Tool};

use super::Site;
use crate::view::{Block, Cell, Row};

impl Site<'_> {
    /// The summary over all activities, tools first.
    pub(crate) fn summary_table(&self, with_stand_alone: bool) -> Block {
        let speaker = &self.speaker;
        let mut rows = Vec::new();
        for tool in self.policy().tools() {
            for activity in self.policy().activities_of(tool) {
                rows.push(self.summary_row(activity, Some(tool)));
            }
        }
        if with_stand_alone {
            for activity in self
                .policy()
                .activities()
                .iter()
                .filter(|activity| activity.tool.is_none())
            {
                rows.push(self.summary_row(activity, None));
            }
        }
        let columns = [
            "col-activity",
            "col-data",
            "col-where",
            "col-how-long",
            "col-who",
            "col-choice",
        ];
        Block::Table {
            caption: speaker.say("summary-caption"),
            columns: columns.map(|key| speaker.say(key)).to_vec(),
            rows,
        }
    }

    fn summary_row(&self, activity: &Activity, tool: Option<&Tool>) -> Row {
        let speaker = &self.speaker;
        let title = self.activity_title(activity);
        let name = match tool {
            Some(tool) => Cell::link(title, &format!("tools/{}/index.html", tool.id)),
            None => Cell::text(title),
        };
        let data: Vec<Cell> = activity
            .data_uses()
            .map(|data| {
                let id = self.policy()[data.data.value].id.in_template();
                Cell::fact(speaker.label(data.data.value), format!("data.{id}"))
            })
            .collect();
        let mut choice: Vec<Cell> = Vec::new();
        if let Some(condition) = &activity.only_when {
            choice.push(Cell::text(format!(
                "{} {}",
                speaker.say("only-when"),
                speaker.text(condition)
            )));
        }
        if let Some(tool) = tool {
            choice.extend(
                tool.controls
                    .iter()
                    .map(|control| Cell::text(self.control(control))),
            );
        }
        let mut place = vec![speaker.location(activity.location.value)];
        let certainty = activity
            .certainty
            .as_ref()
            .or_else(|| tool.and_then(|tool| tool.certainty.as_ref()))
            .filter(|certainty| certainty.value != Certainty::Always);
        place.extend(certainty.map(|certainty| Cell::text(speaker.word(certainty.value))));
        if let Some(storage) = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
        {
            place.push(speaker.storage_regions(storage));
        }
        let mut keeps: Vec<Cell> = activity
            .data_uses()
            .map(|data| match data.keep.value.window() {
                Some(window) => speaker.in_short(&self.policy()[window]),
                None => speaker.keep(&data.keep.value),
            })
            .collect();
        // One line where all data is kept equally long; else every line names its data, so that none can be mistaken.
        if keeps.windows(2).all(|pair| pair.first() == pair.last()) {
            keeps.truncate(1);
        } else {
            for (cell, data) in keeps.iter_mut().zip(activity.data_uses()) {
                cell.text = format!("{}: {}", speaker.label(data.data.value), cell.text);
            }
        }
        // A server that meets no declared data leaves something open; a browser alone meets what never leaves it.
        let nothing = if activity.is_server() {
            Cell::open(speaker.say("not-stated"))
        } else {
            Cell::text(speaker.say("none"))
        };
        let or_nothing = |cells: Vec<Cell>| {
            if cells.is_empty() {
                vec![nothing.clone()]
            } else {
                cells
            }
        };
        let or_none = |cells: Vec<Cell>| {
            if cells.is_empty() {
                vec![Cell::text(speaker.say("none"))]
            } else {
                cells
            }
        };
        let mut recipients = speaker.recipients(activity);
        recipients.extend(self.kept_by_recipients(activity));
        Row {
            id: None,
            about: Some(format!(
                "activity.{}",
                self.policy().activity_name(activity)
            )),
            cells: vec![
                vec![name],
                or_nothing(data),
                place,
                or_nothing(keeps),
                recipients,
                or_none(choice),
            ],
        }
    }

    /// What people call an activity: its tool's name, its own, or both; its id where it has neither.
    pub(crate) fn activity_title(&self, activity: &Activity) -> String {
        let speaker = &self.speaker;
        let tool = activity
            .tool
            .map(|tool| speaker.text(&self.policy()[tool].name));
        let own = activity.name.as_ref().map(|name| speaker.text(name));
        let title = match (tool, own) {
            (Some(tool), Some(own)) => format!("{tool}: {own}"),
            (Some(name), None) | (None, Some(name)) => name.to_owned(),
            (None, None) => String::new(),
        };
        if title.is_empty() {
            return activity.id.to_string();
        }
        title
    }

    pub(crate) fn control(&self, control: &candor_model::Control) -> String {
        let what = self.speaker.text(&control.what);
        match &control.how {
            Some(how) => format!("{what} ({})", self.speaker.text(how)),
            None => what.to_owned(),
        }
    }
}
