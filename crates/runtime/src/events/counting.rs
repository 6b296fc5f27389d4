//! Counting stored events: one object after the other, in the memory of the groups.

use std::io::{BufRead, BufReader, ErrorKind, Read};

use candor_model::{DataCategory, Date, Field, Id};
use serde_json::{Map, Value};

use super::counts::{EventCounts, Tally};
use super::faults::shown;
use super::intake::declared;
use super::screen::{day_of, is_never_stored};
use super::staying::KeptCategory;
use crate::object_id::ObjectId;
use crate::refusal::{Refusal, RefusalKind};
use crate::runtime::Runtime;
use crate::store::StoreError;

/// No stored event is as long as this, in bytes, even where every value became a tag.
const LONGEST_LINE: u64 = 1024 * 1024;

/// What is counted.
struct Question<'p> {
    category: &'p DataCategory,
    /// The field that says the day.
    dated_by: &'p Field,
    by: Vec<&'p Field>,
    from: Date,
    until: Date,
}

impl Runtime {
    /// Counts the stored events of a category by day and by the values of fields, both days included. Nothing is kept
    /// for it between two calls, so no count outlives the bucket of its events, but those that stay of a window that ends in
    /// `anonymise`.
    ///
    /// # Errors
    /// Refuses categories and fields that are not declared or never stored, categories without a `day` or a `time`,
    /// and counts with more groups than are answered.
    pub fn count_events(
        &self,
        category: &str,
        by: &[&str],
        from: Date,
        until: Date,
    ) -> Result<EventCounts, Refusal> {
        self.tally(category, by, from, until)
            .inspect_err(|refusal| self.count(refusal))
    }

    fn tally(
        &self,
        category: &str,
        by: &[&str],
        from: Date,
        until: Date,
    ) -> Result<EventCounts, Refusal> {
        let question = Question::new(declared(self.policy(), category)?, by, from, until)?;
        let mut tally = Tally::default();
        // An earlier policy may have kept the category under another window, so every cohort is asked for its events.
        for id in self.store().ids_of_events(question.category.id.as_str()) {
            if let Some(own) = self.tally_object(&id, &question)? {
                tally.merge(own)?;
            }
        }
        let mut kept = 0;
        for one in self.store().kept_counts(question.category.id.as_str())? {
            kept += question.add_kept(&one, &mut tally)?;
        }
        let undated = tally.undated;
        let (groups, total) = tally.into_groups();
        Ok(EventCounts {
            category: question.category.id.to_string(),
            from,
            until,
            by: question
                .by
                .iter()
                .map(|field| field.name.to_string())
                .collect(),
            total,
            undated,
            kept,
            groups,
        })
    }

    /// Counts one object; nothing where it holds something else, or is gone before all of it was read.
    fn tally_object(
        &self,
        id: &ObjectId,
        question: &Question<'_>,
    ) -> Result<Option<Tally>, Refusal> {
        let stored = match self.store().head(id) {
            Ok(stored) => stored,
            Err(StoreError::Gone | StoreError::Unknown) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let is_wanted = stored.meta.media_type == super::EVENTS_MEDIA_TYPE
            && Id::new(&stored.meta.category) == question.category.id;
        if !is_wanted {
            return Ok(None);
        }
        let mut lines = match self.store().read(id, None) {
            Ok(body) => BufReader::new(body),
            // What a person wants kept and not used (GDPR Art. 18) is not counted either.
            Err(StoreError::Gone | StoreError::Unknown | StoreError::Restricted) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let mut tally = Tally::default();
        let mut line = zeroize::Zeroizing::new(Vec::new());
        loop {
            line.clear();
            match (&mut lines).take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) => return Ok(Some(tally)),
                // An upload that only has the media type of events: what no event can be has no day either.
                Ok(length) if length as u64 == LONGEST_LINE => {
                    tally.undated += 1;
                    return Ok(Some(tally));
                }
                Ok(_) => question.add(&line, &mut tally)?,
                // Its bucket ended, or it was erased, while it was read.
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(failed(&error.to_string())),
            }
        }
    }
}

impl<'p> Question<'p> {
    fn new(
        category: &'p DataCategory,
        by: &[&str],
        from: Date,
        until: Date,
    ) -> Result<Self, Refusal> {
        if until < from {
            let detail = format!("{until} comes before {from}. Both days are counted.");
            return Err(invalid(
                "events/invalid-day",
                "The days are the wrong way round",
                detail,
            ));
        }
        let stored = |name: &str| category.field(name).filter(|field| !is_never_stored(field));
        let Some(dated_by) = stored("day").or_else(|| stored("time")) else {
            let detail = format!(
                "`{}` declares neither `day` nor `time`, so nobody can say when its events came. Declare a field `day`: \
                 it is filled in without being sent.",
                category.id
            );
            let refusal = invalid("events/no-day", "These events have no day", detail);
            return Err(refusal.at(&category.origin));
        };
        let mut fields: Vec<&Field> = Vec::new();
        for name in by {
            let Some(field) = category.field(name) else {
                let detail = format!("{} is no declared field of `{}`.", shown(name), category.id);
                let refusal = invalid("events/undeclared-field", "Undeclared field", detail);
                return Err(refusal.at(&category.origin));
            };
            if is_never_stored(field) {
                let detail = format!(
                    "The policy says that `{}` is never stored, so nothing can be counted by it.",
                    field.name
                );
                let refusal = invalid("events/never-stored", "This field is not stored", detail);
                return Err(refusal.at(&field.origin));
            }
            // The day is told apart anyway.
            let known = fields.iter().any(|own| own.name == field.name);
            if field.name.as_str() != "day" && !known {
                fields.push(field);
            }
        }
        Ok(Self {
            category,
            dated_by,
            by: fields,
            from,
            until,
        })
    }

    /// Adds what stays of a bucket whose events are gone, and gives how many events that were. Counts of one field are all
    /// that stays, so where more fields are asked for they are in no group.
    fn add_kept(&self, kept: &KeptCategory, tally: &mut Tally) -> Result<u64, Refusal> {
        tally.undated += kept.undated;
        let mut events = 0;
        for (day, counts) in &kept.days {
            let Some(date) = Date::parse(day).filter(|day| self.from <= *day && *day <= self.until)
            else {
                continue;
            };
            events += counts.events;
            let mut rest = counts.events;
            match self.by.as_slice() {
                [] => {}
                [field] => {
                    let values = counts.fields.get(field.name.as_str());
                    for (value, count) in values.iter().flat_map(|field| &field.values) {
                        tally.add(date, format!("[{value}]"), *count)?;
                        rest = rest.saturating_sub(*count);
                    }
                }
                _ => continue,
            }
            if rest > 0 {
                let none = if self.by.is_empty() { "[]" } else { "[null]" };
                tally.add(date, none.to_owned(), rest)?;
            }
        }
        Ok(events)
    }

    fn add(&self, line: &[u8], tally: &mut Tally) -> Result<(), Refusal> {
        let event: Map<String, Value> = serde_json::from_slice(line).unwrap_or_default();
        let Some(day) = event.get(self.dated_by.name.as_str()).and_then(day_of) else {
            tally.undated += 1;
            return Ok(());
        };
        if day < self.from || self.until < day {
            return Ok(());
        }
        let values: Vec<&Value> = self
            .by
            .iter()
            .map(|field| event.get(field.name.as_str()).unwrap_or(&Value::Null))
            .collect();
        let values = serde_json::to_string(&values).map_err(|error| failed(&error.to_string()))?;
        tally.add(day, values, 1)
    }
}

fn invalid(rule: &'static str, title: &str, detail: String) -> Refusal {
    Refusal::new(RefusalKind::Invalid, rule, title, detail)
}

fn failed(detail: &str) -> Refusal {
    let title = "The events cannot be counted";
    Refusal::new(RefusalKind::Failed, "store/failed", title, detail)
}
