//! Faults inside and around brackets.

use super::lines::Line;
use super::{Cause, Open};

/// What is wrong with the brackets at a byte.
pub(super) fn cause(text: &str, at: usize, said: &str, open: &Open) -> Option<Cause> {
    if said.contains("mismatched") {
        let behind = Open::before(text, text.len());
        return mismatch(text, &behind);
    }
    if said.contains("unclosed bracket") {
        let sign = text.get(at..)?.chars().next()?;
        return Some(unclosed(text, at, sign));
    }
    let Some((from, sign)) = open.brackets.last().copied() else {
        let sign = text
            .get(at..)?
            .chars()
            .next()
            .filter(|c| "]}".contains(*c))?;
        return Some(Cause::at(
            at..at + 1,
            format!("`{sign}` stands here, and nothing is open that it could close"),
            "delete it, or put the text in quotation marks",
        ));
    };
    if open.mismatch.is_some() {
        return mismatch(text, open);
    }
    if goes_on_with_a_key(text, from, at) {
        return Some(unclosed(text, from, sign));
    }
    let before = text.get(..at)?.trim_end();
    let next = text.get(at..)?.chars().next();
    if next == Some(',') || before.ends_with([',', '[', '{']) && next != Some(':') {
        return Some(Cause::at(
            at..at + next.map_or(0, char::len_utf8),
            "nothing stands before this comma",
            "delete one comma, or write what is missing",
        ));
    }
    let (message, help) = if next == Some(':') {
        (
            "a second colon stands in this entry, and only one can",
            "write a comma between two entries, and put a text with a colon in quotation marks",
        )
    } else {
        (
            "something is wrong with the entries between these brackets",
            "write a comma between two entries, and put texts with brackets, commas or colons in quotation marks",
        )
    };
    Some(Cause::at(at..at, message, help))
}

fn mismatch(text: &str, open: &Open) -> Option<Cause> {
    let (at, found) = open.mismatch?;
    let (from, sign) = open.brackets.last().copied()?;
    let (what, wanted) = named(sign);
    let line = Line::around(text, from).name();
    Some(Cause::at(
        at..at + 1,
        format!("`{found}` stands here, but the {what} that it closes began with `{sign}`"),
        format!("write `{wanted}`, which closes {line}"),
    ))
}

/// Whether a line between two bytes, indented no further than the first one's, begins with a key.
fn goes_on_with_a_key(text: &str, from: usize, at: usize) -> bool {
    let first = Line::around(text, from);
    let mut line = Line::around(text, at);
    while line.start > first.start {
        let key = line.words().split_once(':').map(|(key, _)| key);
        let begins = key.is_some_and(|key| !key.contains([' ', ',', '"', '\'']));
        if line.depth() <= first.depth() && (begins || line.words().starts_with("- ")) {
            return true;
        }
        match line.above(text) {
            Some(above) => line = above,
            None => break,
        }
    }
    text.get(at..).is_none_or(|rest| rest.trim().is_empty())
}

fn unclosed(text: &str, at: usize, sign: char) -> Cause {
    let (what, closing) = named(sign);
    let rest = text.get(at..).unwrap_or_default().lines().next();
    let is_cut = rest.is_some_and(|rest| {
        let remark = rest.split_once(" #").map(|(_, remark)| remark);
        remark.is_some_and(|remark| remark.contains(closing))
    });
    let help = if is_cut {
        "`#` behind a space begins a remark that hides the rest of the line; put the text with it in quotation marks".to_owned()
    } else {
        format!("write `{closing}` at the end of the {what}")
    };
    Cause::at(
        at..at + 1,
        format!("no `{closing}` closes the {what} that begins here"),
        help,
    )
}

fn named(sign: char) -> (&'static str, char) {
    match sign {
        '[' => ("list", ']'),
        _ => ("block", '}'),
    }
}
