//! The end of a window that anonymises: what of an event may stay when nobody is to be found by it any more.
//!
//! Stored fields are dropped or shortened by what the policy declares, and what is in doubt is dropped:
//! - a field that is no longer declared, or is declared as never stored, hashed or encrypted, is dropped: a hash is a
//!   pseudonym, and what had to be encrypted names somebody;
//! - an IP address is shortened to its network, an instant to its day, a web address to its host;
//! - any other text that looks like a person, and an identifier of a device, is dropped;
//! - other texts and numbers stay where the category declares that nobody can be identified by it; where it is
//!   pseudonymous, only those stay for which a shortened form is declared, because any other may be the pseudonym; of
//!   all other categories none stays;
//! - a line that cannot be read is dropped whole.

use std::io::{self, BufRead, Write};

use candor_model::vocabulary::{AtEnd, Identifies};
use candor_model::{DataCategory, Field, Kept, Window};
use serde_json::{Map, Value};

use super::personal::{found_in, is_address};
use super::screen::{day_of, is_never_stored};
use super::truncated::truncated;
use crate::refusal::{Refusal, RefusalKind};

/// Writes what may stay of stored events (NDJSON), one line for each event of which anything stays. Returns how many
/// lines there are.
///
/// # Errors
/// Refuses a window that does not end so, before anything is read. The error of reading or writing otherwise; what was
/// written until then must not be used.
pub fn anonymise(
    events: &mut dyn BufRead,
    category: &DataCategory,
    window: &Window,
    into: &mut dyn Write,
) -> Result<u64, Refusal> {
    if window.at_end.known() != Some(&AtEnd::Anonymise) {
        return Err(Refusal::new(
            RefusalKind::Boundary,
            "retention/end-not-enforced",
            "This window does not anonymise",
            format!("At the end of the window `{}` nothing stays.", window.id),
        )
        .at(&window.at_end.origin));
    }
    write_what_stays(events, category, into).map_err(|error| {
        let title = "The events cannot be anonymised";
        Refusal::new(
            RefusalKind::Failed,
            "store/failed",
            title,
            error.to_string(),
        )
    })
}

fn write_what_stays(
    events: &mut dyn BufRead,
    category: &DataCategory,
    into: &mut dyn Write,
) -> io::Result<u64> {
    let mut line = zeroize::Zeroizing::new(Vec::new());
    let mut count = 0;
    loop {
        line.clear();
        if events.read_until(b'\n', &mut line)? == 0 {
            return Ok(count);
        }
        let Ok(event) = serde_json::from_slice::<Map<String, Value>>(&line) else {
            continue;
        };
        let event = what_stays(event, category);
        if !event.is_empty() {
            serde_json::to_writer(&mut *into, &event)?;
            into.write_all(b"\n")?;
            count += 1;
        }
    }
}

fn what_stays(event: Map<String, Value>, category: &DataCategory) -> Map<String, Value> {
    let declared = event
        .into_iter()
        .filter_map(|(name, value)| Some((category.field(&name)?, value)));
    declared
        .filter_map(|(field, value)| {
            let value = shortened(category, field, value)?;
            Some((field.name.to_string(), value))
        })
        .collect()
}

/// What stays of a value.
fn shortened(category: &DataCategory, field: &Field, value: Value) -> Option<Value> {
    let kept = field.kept.as_ref().map(|kept| &kept.value);
    let names_device = matches!(field.name.as_str(), "device-id" | "user-agent");
    if is_never_stored(field)
        || names_device
        || matches!(kept, Some(Kept::Hashed | Kept::Encrypted))
    {
        return None;
    }
    let may_stay = match category.identifies.value.known() {
        Some(Identifies::Anonymous) => true,
        Some(Identifies::Pseudonymous) => matches!(kept, Some(Kept::Truncated | Kept::Note(_))),
        Some(Identifies::Identified | Identifies::Maybe) | None => false,
    };
    if let Some(day) = day_of(&value) {
        return Some(Value::String(day.to_string()));
    }
    match value {
        Value::Bool(_) => Some(value),
        Value::Number(_) => may_stay.then_some(value),
        Value::String(text) if is_address(&text) => {
            truncated(&field.name, &text).map(Value::String)
        }
        Value::String(text) if !may_stay || found_in(&text).is_some() => None,
        // An address of a page can name a person in its path or after its `?`.
        Value::String(text) if text.contains("://") => {
            truncated(&field.name, &text).map(Value::String)
        }
        Value::String(text) => Some(Value::String(text)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
