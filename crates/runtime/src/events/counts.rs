//! How often events with the same values came on a day.

use std::collections::BTreeMap;

use candor_model::Date;
use serde_json::Value;

use super::MAX_GROUPS;
use crate::refusal::{Refusal, RefusalKind};

/// The answer to a count.
#[derive(Clone, Debug, PartialEq)]
pub struct EventCounts {
    /// The data category.
    pub category: String,
    /// The first day that was counted, in UTC.
    pub from: Date,
    /// The last day that was counted.
    pub until: Date,
    /// The fields by which events were told apart, beside the day.
    pub by: Vec<String>,
    /// The events of these days.
    pub total: u64,
    /// Stored lines that do not say their day, and are in no group.
    pub undated: u64,
    /// Events of these days that are gone and of which counts of one field stay. They are in the groups and in the total,
    /// unless more than one field is asked for.
    pub kept: u64,
    /// The groups, in the order of their days.
    pub groups: Vec<EventGroup>,
}

/// The events of one day with the same values.
#[derive(Clone, Debug, PartialEq)]
pub struct EventGroup {
    /// The day.
    pub day: Date,
    /// The values of the fields, in the order in which they were asked for; null where an event has none.
    pub values: Vec<Value>,
    /// How many there were.
    pub count: u64,
}

/// Groups while they are counted. Values are kept as JSON text, which has an order.
#[derive(Debug, Default)]
pub(super) struct Tally {
    groups: BTreeMap<(Date, String), u64>,
    bytes: usize,
    pub(super) undated: u64,
}

/// The most memory for the values of all groups, in bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

impl Tally {
    /// Adds events of one day and values.
    ///
    /// # Errors
    /// Refuses more groups than are answered: a part of a count would look like the whole.
    pub(super) fn add(&mut self, day: Date, values: String, count: u64) -> Result<(), Refusal> {
        let length = values.len();
        let group = self.groups.entry((day, values)).or_default();
        if *group == 0 {
            self.bytes += length;
        }
        *group += count;
        if self.groups.len() > MAX_GROUPS || self.bytes > MOST_BYTES {
            return Err(Refusal::new(
                RefusalKind::Invalid,
                "events/too-many-groups",
                "Too many groups",
                format!(
                    "These events fall into more than {MAX_GROUPS} groups, or their values are too long to hold. Ask for \
                     fewer fields or fewer days."
                ),
            ));
        }
        Ok(())
    }

    /// Adds what was counted elsewhere.
    ///
    /// # Errors
    /// As [`Tally::add`].
    pub(super) fn merge(&mut self, other: Self) -> Result<(), Refusal> {
        self.undated += other.undated;
        for ((day, values), count) in other.groups {
            self.add(day, values, count)?;
        }
        Ok(())
    }

    /// The groups and the sum of their events.
    pub(super) fn into_groups(self) -> (Vec<EventGroup>, u64) {
        let total = self.groups.values().sum();
        let groups = self
            .groups
            .into_iter()
            .map(|((day, values), count)| EventGroup {
                day,
                // The text was written by this program.
                values: serde_json::from_str(&values).unwrap_or_default(),
                count,
            })
            .collect();
        (groups, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_groups_than_are_answered_are_refused_and_never_cut() {
        let day = Date::parse("2026-11-23").unwrap();
        let mut tally = Tally::default();
        for number in 0..MAX_GROUPS {
            tally.add(day, format!("[{number}]"), 1).unwrap();
        }
        tally.add(day, "[0]".to_owned(), 5).unwrap();
        let refusal = tally.add(day, "[\"one more\"]".to_owned(), 1).unwrap_err();
        assert_eq!(refusal.rule, "events/too-many-groups");
        let mut long = Tally::default();
        let added: Result<Vec<()>, Refusal> = (0..4000)
            .map(|number| long.add(day, format!("[\"{number:04000}\"]"), 1))
            .collect();
        assert_eq!(added.unwrap_err().rule, "events/too-many-groups");
    }
}
