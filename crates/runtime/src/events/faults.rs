//! What is wrong with a request of events. No message repeats a value: it may be what must not be stored.

use crate::refusal::{Refusal, RefusalKind};

/// The longest name of a field that a message repeats, in characters.
const SHOWN: usize = 64;

/// Why the next event cannot be had.
#[derive(Debug)]
pub(super) enum Fault {
    /// The request is refused.
    Refused(Refusal),
    /// The body broke off.
    Broken(std::io::Error),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error)
    }
}

/// The whole request is refused because of one line of it.
pub(super) fn invalid(rule: &'static str, title: &str, line: u64, why: &str) -> Refusal {
    let detail = format!("Line {line}: {why} Nothing of this request was stored.");
    Refusal::new(RefusalKind::Invalid, rule, title, detail)
}

/// A line that is no event.
pub(super) fn malformed(line: u64, why: &str) -> Refusal {
    invalid("events/malformed", "An event cannot be read", line, why)
}

/// More than one request may bring.
pub(super) fn too_large(rule: &'static str, why: String) -> Refusal {
    let detail = format!("{why} Nothing of this request was stored; send it in smaller parts.");
    Refusal::new(RefusalKind::TooLarge, rule, "Too much at once", detail)
}

/// The name of a field as a message may repeat it: short, on one line, and not when it looks like a person.
pub(super) fn shown(name: &str) -> String {
    if super::personal::found_in(name).is_some() {
        return "a field whose name looks like personal data".to_owned();
    }
    let plain = name.chars().filter(|character| !character.is_control());
    let mut short: String = plain.clone().take(SHOWN).collect();
    if plain.count() > SHOWN {
        short.push('…');
    }
    format!("`{short}`")
}
