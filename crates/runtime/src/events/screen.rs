//! What of one event is stored: the declared fields, each in the form in which the policy says that it is kept.

use std::collections::BTreeMap;

use candor_model::{DataCategory, Date, Field, Id, Instant, Kept};
use serde_json::{Map, Value};

use super::MAX_TEXT_BYTES;
use super::faults::{invalid, malformed, shown};
use super::members::Members;
use super::personal::{found_beyond, is_address, is_strict};
use super::truncated::truncated;
use crate::refusal::Refusal;

/// Makes the tag that stands for a hashed value of a field; it can be made in one bucket only.
pub(super) type Pseudonym<'s> = dyn Fn(&str, &str) -> Result<String, Refusal> + 's;

/// The fields of one category, for the events of one request.
pub(super) struct Screen<'s> {
    category: &'s DataCategory,
    strict: bool,
    now: Instant,
    pseudonym: &'s Pseudonym<'s>,
    /// How often each field came that is never stored.
    dropped: BTreeMap<String, u64>,
}

/// A declared field and what an event says under its name.
struct Slot<'s> {
    field: &'s Field,
    came: bool,
    value: Option<Value>,
}

impl<'s> Slot<'s> {
    fn new(field: &'s Field) -> Self {
        Self {
            field,
            came: false,
            value: None,
        }
    }
}

impl<'s> Screen<'s> {
    pub(super) fn new(
        category: &'s DataCategory,
        now: Instant,
        pseudonym: &'s Pseudonym<'s>,
    ) -> Self {
        Self {
            category,
            strict: is_strict(category),
            now,
            pseudonym,
            dropped: BTreeMap::new(),
        }
    }

    /// How often each field came that is never stored.
    pub(super) fn into_dropped(self) -> BTreeMap<String, u64> {
        self.dropped
    }

    /// Appends what is stored of the event as one line.
    ///
    /// # Errors
    /// Refuses what is no event, undeclared fields, and values that do not fit their field.
    pub(super) fn pass(
        &mut self,
        event: &[u8],
        line: u64,
        stored: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        let Members(members) = serde_json::from_slice(event).map_err(|error| {
            let line = line + (error.line() as u64).saturating_sub(1);
            malformed(
                line,
                &format!("it stops being JSON at column {}.", error.column()),
            )
        })?;
        let mut slots: Vec<Slot<'_>> = self.category.fields.iter().map(Slot::new).collect();
        for (name, value) in members {
            let wanted = Id::new(&name);
            let Some(slot) = slots.iter_mut().find(|slot| slot.field.name == wanted) else {
                return Err(self.undeclared(&name, line));
            };
            if std::mem::replace(&mut slot.came, true) {
                let why = format!("{} comes twice.", shown(&name));
                return Err(malformed(line, &why));
            }
            if is_never_stored(slot.field) {
                *self.dropped.entry(wanted.to_string()).or_default() += 1;
            } else {
                slot.value = Some(self.value(slot.field, value, line)?);
            }
        }
        let mut object = Map::new();
        for slot in slots {
            let absent = matches!(slot.value, None | Some(Value::Null));
            let filled = if absent && !is_never_stored(slot.field) {
                self.filled(slot.field, line)?
            } else {
                None
            };
            if let Some(value) = filled.or(slot.value) {
                object.insert(slot.field.name.to_string(), value);
            }
        }
        // Writing to memory cannot fail, and the keys are texts.
        serde_json::to_writer(&mut *stored, &object)
            .map_err(|_| malformed(line, "it cannot be written again."))?;
        stored.push(b'\n');
        Ok(())
    }

    fn undeclared(&self, name: &str, line: u64) -> Refusal {
        let declared: Vec<&str> = self
            .category
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        let why = format!(
            "{} is no declared field of `{}`; only {} are. Declare it in the policy with what it is for, or leave it out.",
            shown(name),
            self.category.id,
            declared.join(", "),
        );
        invalid("events/undeclared-field", "Undeclared field", line, &why).at(&self.category.origin)
    }

    /// The value in the form in which it is kept.
    fn value(&self, field: &Field, value: Value, line: u64) -> Result<Value, Refusal> {
        let refuse = |rule, title: &str, why: String| {
            Err(invalid(rule, title, line, &format!("`{}` {why}", field.name)).at(&field.origin))
        };
        match &value {
            Value::Array(_) | Value::Object(_) => {
                return refuse(
                    "events/nested-value",
                    "A value holds further values",
                    "must be one text, number, yes or no, because the policy declares one value under this name."
                        .to_owned(),
                );
            }
            Value::String(text) if text.len() > MAX_TEXT_BYTES => {
                return refuse(
                    "events/too-long",
                    "A text is too long",
                    format!("may have at most {MAX_TEXT_BYTES} bytes."),
                );
            }
            _ => {}
        }
        let value = match (field.kept.as_ref().map(|kept| &kept.value), value) {
            (_, Value::Null) => Value::Null,
            (Some(Kept::Hashed), value) => {
                let text = match value {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                return (self.pseudonym)(field.name.as_str(), &text).map(Value::String);
            }
            (Some(Kept::Truncated), Value::String(text)) => match truncated(&field.name, &text) {
                // What is left of an address is what the policy announces.
                Some(short) if is_address(&text) => {
                    return Ok(Value::String(short));
                }
                Some(short) => Value::String(short),
                None => {
                    return refuse(
                        "events/not-an-address",
                        "Not an IP address",
                        "must be an IP address, so that it can be shortened as the policy says."
                            .to_owned(),
                    );
                }
            },
            (Some(Kept::Truncated), _) => {
                return refuse(
                    "events/cannot-shorten",
                    "A value cannot be shortened",
                    "is kept shortened, and only a text can be shortened; send it as a text."
                        .to_owned(),
                );
            }
            (_, value) => value,
        };
        if let Value::String(text) = &value
            && self.strict
            && let Some(found) = found_beyond(&field.name, text)
        {
            return refuse(
                "events/looks-personal",
                "A value looks like personal data",
                format!(
                    "looks like {}, and the policy says that `{}` does not identify people. Leave it out, or declare a \
                     field for it with the form in which it is kept.",
                    found.words(),
                    self.category.id
                ),
            );
        }
        self.check_time(field, &value, line)?;
        Ok(value)
    }

    /// A `day` is a date, a `time` is a date or an instant, and neither lies after today.
    fn check_time(&self, field: &Field, value: &Value, line: u64) -> Result<(), Refusal> {
        let expected = match field.name.as_str() {
            "day" => "a date such as 2026-11-23",
            "time" => "an instant such as 2026-11-23T12:00:00Z",
            _ => return Ok(()),
        };
        if value.is_null() {
            return Ok(());
        }
        let why = match day_of(value) {
            Some(day) if day <= self.now.date() => return Ok(()),
            Some(_) => "lies in the future; days are counted in UTC.".to_owned(),
            None => format!("must be {expected}."),
        };
        let why = format!("`{}` {why}", field.name);
        Err(invalid("events/invalid-day", "Not a day that has begun", line, &why).at(&field.origin))
    }

    /// What a `day` or a `time` is when the event does not say.
    fn filled(&self, field: &Field, line: u64) -> Result<Option<Value>, Refusal> {
        let text = match field.name.as_str() {
            "day" => self.now.date().to_string(),
            "time" => self.now.floor_second().to_rfc3339(),
            _ => return Ok(None),
        };
        self.value(field, Value::String(text), line).map(Some)
    }
}

/// Whether the policy says that a field is seen and never stored, or never comes.
pub(super) fn is_never_stored(field: &Field) -> bool {
    let kept = field.kept.as_ref().map(|kept| &kept.value);
    matches!(kept, Some(Kept::Never | Kept::NotReceived))
}

/// The day that a value of `day` or `time` says.
pub(super) fn day_of(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    Date::parse(text).or_else(|| Instant::parse_rfc3339(text).map(Instant::date))
}
