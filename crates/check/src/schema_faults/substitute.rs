//! What to write instead of a value that does not fit.

use candor_syntax::{Document, Node, Value, closest, same_word};

use super::ABSENT;
use crate::expectation::one_of;
use crate::kind::Kind;

/// One concrete change for a value where something else is expected.
pub(crate) fn help(document: &Document, node: &Node, expected: &[String], kind: Kind) -> String {
    let wants = |form: &str| expected.iter().any(|word| word == form);
    let words: Vec<&str> = expected
        .iter()
        .filter_map(|word| word.strip_prefix('`')?.strip_suffix('`'))
        .collect();
    if let Some(text) = node.as_str() {
        return for_text(text, expected, &words, kind);
    }
    let raw = document.raw(node);
    match &node.value {
        Value::Null => for_nothing(document, node, &words),
        Value::Integer(_) | Value::Float(_) | Value::Bool(_) if wants("text") => {
            let unit = if matches!(node.value, Value::Bool(_)) {
                ""
            } else {
                "; a length of time or a size needs its unit as well"
            };
            format!("put it in quotation marks: \"{raw}\"{unit}")
        }
        Value::Float(number) if wants("a whole number") && number.is_finite() => {
            format!("write `{}`", number.round())
        }
        Value::Sequence(items) if !wants("a list") && items.len() == 1 => {
            let only = items.first().map(|item| document.raw(item));
            format!(
                "write `{}` without the brackets or dash",
                only.unwrap_or_default()
            )
        }
        Value::Sequence(_) if wants("text") => "write one text; only one can stand here".to_owned(),
        Value::Sequence(_) if expected.iter().any(|word| is_word(word)) => {
            "write only one of these words".to_owned()
        }
        Value::Mapping(_) if wants("a list") && expected.len() == 1 => {
            "begin each entry with a dash and a space, or put square brackets around it".to_owned()
        }
        _ => instead(expected, &words, kind),
    }
}

fn for_text(text: &str, expected: &[String], words: &[&str], kind: Kind) -> String {
    let wants = |form: &str| expected.iter().any(|word| word == form);
    if wants("true or false") {
        match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "on" | "ja" | "oui" | "si" | "wahr" => return "write `true`".to_owned(),
            "no" | "n" | "off" | "nein" | "non" | "falsch" => return "write `false`".to_owned(),
            word @ ("true" | "false") => return format!("write `{word}` without quotation marks"),
            _ => {}
        }
    }
    if wants("a whole number") {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let separators = |sign: char| sign.is_ascii_digit() || "_' .,".contains(sign);
        if !digits.is_empty() && text.chars().all(separators) {
            return format!("write `{}`", digits.trim_start_matches('0'));
        }
    }
    // Several words of the list in one text: the marks between them are missing.
    let parts: Vec<&str> = text
        .split([' ', ',', ';', '/', '\n'])
        .filter(|part| !part.is_empty() && *part != "-" && *part != "and")
        .collect();
    let is_known = |part: &&str| words.iter().any(|word| same_word(word, part));
    if parts.len() > 1 && parts.iter().all(is_known) {
        return format!(
            "write each as an entry of its own: `[{}]`",
            parts.join(", ")
        );
    }
    if let Some(near) = closest(
        text.trim_end_matches([',', ';', '.']),
        words.iter().copied(),
    ) {
        return did_you_mean(text, near);
    }
    if wants("a list") && words.is_empty() {
        return format!("write `[{text}]`");
    }
    instead(expected, words, kind)
}

fn for_nothing(document: &Document, node: &Node, words: &[&str]) -> String {
    let (line, _) = document.source.position(node.span.end as usize);
    let line = document.source.line(line).unwrap_or_default();
    if let Some((_, cut)) = line.split_once(": #")
        && !cut.starts_with([' ', '#', '!'])
        && node.span.start == node.span.end
    {
        return format!(
            "`#` begins a remark here; if it belongs to the text, put that in quotation marks: \"#{}\"",
            cut.split(" #").next().unwrap_or(cut).trim()
        );
    }
    if words.contains(&"not-stated") {
        "write a value behind the colon, or `not-stated` where the document does not say".to_owned()
    } else {
        "write a value behind the colon".to_owned()
    }
}

/// A near word. A letter of another alphabet looks the same, so it is named.
pub(super) fn did_you_mean(written: &str, near: &str) -> String {
    let is_alike =
        |letter: &char| matches!(letter, '\u{370}'..='\u{52f}' | '\u{ff01}'..='\u{ff5e}');
    match written.chars().find(is_alike) {
        Some(letter) => format!(
            "did you mean `{near}`? The letter `{letter}` (U+{:04X}) belongs to another alphabet",
            u32::from(letter)
        ),
        None => format!("did you mean `{near}`?"),
    }
}

/// What may stand here.
fn instead(expected: &[String], words: &[&str], kind: Kind) -> String {
    let name = kind.name();
    if expected.iter().any(|word| is_word(word)) && words.len() > 1 {
        return format!("write one of these words; `candor schema {name}` explains each");
    }
    if expected.iter().any(|form| form == "a block of keys") {
        let open = if words.contains(&"not-stated") {
            ", or `not-stated` where the document does not say"
        } else {
            ""
        };
        return format!("write its keys; `candor schema {name}` prints them{open}");
    }
    let forms: Vec<String> = expected
        .iter()
        .filter(|form| !form.starts_with('`'))
        .cloned()
        .collect();
    match words {
        _ if !forms.is_empty() => format!("write {}", one_of(&forms)),
        [only] => format!("write `{only}`"),
        _ => format!("write one of these words; `candor schema {name}` explains each"),
    }
}

/// Whether something expected is a word of a closed list, and no word for an absence.
pub(super) fn is_word(expected: &str) -> bool {
    expected.starts_with('`') && !ABSENT.contains(&expected.trim_matches('`'))
}
