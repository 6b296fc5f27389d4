//! What may stay of an event when its window ends in `anonymise`, and the counts that do.
//!
//! Only counts stay: how many events a day had, and how often each value of one field came on that day. Which values
//! belonged to one event is gone with the event. What is in doubt is not counted:
//! - a field that is no longer declared, or is declared as never stored, hashed or encrypted: a hash is a pseudonym, and
//!   what had to be encrypted names somebody;
//! - an identifier of a device, and any text that looks like a person;
//! - other texts and numbers stay where the category declares that nobody can be identified by it; where it is
//!   pseudonymous, only those stay for which a shortened form is declared, because any other may be the pseudonym; of
//!   all other categories none stays;
//! - where events may lead to a person, a value that came once or twice on a day: it could single somebody out
//!   (Opinion 05/2014 of the Article 29 Working Party, section 2.2). Such events are counted without their value.
//!
//! An IP address is shortened to its network, an instant to its day, a web address to its host.

use std::collections::BTreeMap;

use candor_model::vocabulary::Identifies;
use candor_model::{DataCategory, Field, Id, Kept};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::personal::{found_in, is_address};
use super::screen::{day_of, is_never_stored};
use super::truncated::truncated;

/// The most values of one field that are told apart on one day; what comes beyond them is counted as `other`.
const MOST_VALUES: usize = 1_000;

/// A value that came less often on a day could single somebody out; the usual threshold of statistical offices.
const FEWEST: u64 = 3;

/// What may stay of the events of a category. A store writes it down, so that a window ends as the last policy in force
/// said whatever becomes of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staying {
    /// The category.
    pub category: String,
    /// The field that says the day; without one nothing stays.
    dated_by: Option<String>,
    /// The fields that may stay, and whether their texts and numbers may.
    fields: BTreeMap<String, bool>,
    /// Whether a value stays that came once, because nobody can be identified by these events.
    #[serde(default)]
    rare_stays: bool,
}

/// What stays of a category in one bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptCategory {
    /// Counts by day.
    pub(crate) days: BTreeMap<String, KeptDay>,
    /// Events that do not say their day.
    pub(crate) undated: u64,
    /// Objects and lines that could not be read when their bucket ended.
    pub(crate) unread: u64,
}

/// What stays of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptDay {
    /// How many events there were.
    pub(crate) events: u64,
    /// How often each value of a field came.
    pub(crate) fields: BTreeMap<String, KeptField>,
}

/// What stays of one field on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptField {
    /// The values as JSON text.
    pub(crate) values: BTreeMap<String, u64>,
    /// Events whose value is not told apart, because there are too many or because too few have it.
    pub(crate) other: u64,
}

impl Staying {
    /// What may stay of a category, as the policy declares it.
    pub fn of(category: &DataCategory) -> Self {
        let stays = |field: &&Field| {
            let kept = field.kept.as_ref().map(|kept| &kept.value);
            !is_never_stored(field)
                && !matches!(field.name.as_str(), "device-id" | "user-agent")
                && !matches!(kept, Some(Kept::Hashed | Kept::Encrypted))
        };
        let may_stay = |field: &Field| {
            let kept = field.kept.as_ref().map(|kept| &kept.value);
            match category.identifies.value.known() {
                Some(Identifies::Anonymous) => true,
                Some(Identifies::Pseudonymous) => {
                    matches!(kept, Some(Kept::Truncated | Kept::Note(_)))
                }
                Some(Identifies::Identified | Identifies::Maybe) | None => false,
            }
        };
        let dated_by = ["day", "time"].into_iter().find(|name| {
            let field = category.field(name);
            field.is_some_and(|field| !is_never_stored(field))
        });
        Self {
            category: category.id.to_string(),
            dated_by: dated_by.map(str::to_owned),
            fields: category
                .fields
                .iter()
                .filter(stays)
                .filter(|field| Some(field.name.as_str()) != dated_by)
                .map(|field| (field.name.to_string(), may_stay(field)))
                .collect(),
            rare_stays: category.identifies.value.known() == Some(&Identifies::Anonymous),
        }
    }

    /// Leaves out the values that too few events of a day have, once all events of a bucket are counted.
    pub(crate) fn withhold_few(&self, counted: &mut KeptCategory) {
        if self.rare_stays {
            return;
        }
        let days = counted.days.values_mut();
        for field in days.flat_map(|day| day.fields.values_mut()) {
            let mut few = 0;
            field.values.retain(|_, count| {
                let stays = *count >= FEWEST;
                few += if stays { 0 } else { *count };
                stays
            });
            field.other += few;
        }
    }

    /// Counts what may stay of stored events, one on each line.
    pub(crate) fn count(&self, lines: &[u8], into: &mut KeptCategory) {
        for line in lines.split(|byte| *byte == b'\n') {
            if line.is_empty() {
                continue;
            }
            // Only events that could be read were ever stored, so this is damage.
            let Ok(event) = serde_json::from_slice::<Map<String, Value>>(line) else {
                into.unread += 1;
                continue;
            };
            let dated_by = self.dated_by.as_deref();
            let day = dated_by.and_then(|name| event.get(name)).and_then(day_of);
            let Some(day) = day else {
                into.undated += 1;
                continue;
            };
            let day = into.days.entry(day.to_string()).or_default();
            day.events += 1;
            for (name, texts) in &self.fields {
                let value = event.get(name).and_then(|value| stays(name, *texts, value));
                let Some(value) = value else { continue };
                let field = day.fields.entry(name.clone()).or_default();
                let value = value.to_string();
                if field.values.len() < MOST_VALUES || field.values.contains_key(&value) {
                    *field.values.entry(value).or_default() += 1;
                } else {
                    field.other += 1;
                }
            }
        }
    }
}

/// What stays of a value.
fn stays(name: &str, texts: bool, value: &Value) -> Option<Value> {
    if let Some(day) = day_of(value) {
        return Some(Value::String(day.to_string()));
    }
    let shortened = |text: &str| truncated(&Id::new(name), text).map(Value::String);
    match value {
        Value::Bool(_) => Some(value.clone()),
        Value::Number(_) => texts.then(|| value.clone()),
        Value::String(text) if is_address(text) => shortened(text),
        Value::String(text) if !texts || found_in(text).is_some() => None,
        // An address of a page can name a person in its path or after its `?`.
        Value::String(text) if text.contains("://") => shortened(text),
        Value::String(_) => Some(value.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
