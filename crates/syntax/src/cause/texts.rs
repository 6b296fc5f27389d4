//! Faults of texts: quotation marks, backslashes, and signs that a text cannot begin with.

use super::layout::bullet;
use super::lines::{Line, quoted, value_at};
use super::{Cause, Open};

/// A text whose quotation mark is never closed. The next text in quotation marks then seems to begin where it ends.
pub(super) fn unclosed_quote(text: &str, at: usize) -> Cause {
    let mark = text.get(at..).and_then(|rest| rest.chars().next());
    let mark = mark.unwrap_or('"');
    Cause::at(
        at..at + 1,
        "no quotation mark closes the text that begins here",
        format!("write `{mark}` at the end of the text"),
    )
}

/// More text behind a closing quotation mark.
pub(super) fn behind_quotes(text: &str, at: usize, open: &Open) -> Cause {
    let Some((from, end)) = open.last_quoted else {
        return unclosed_quote(text, at);
    };
    // What seems to end the text begins the value of a later line.
    let last = Line::around(text, end);
    if last.start > from
        && let Some(before) = text.get(last.start..end)
        && before.trim_end().ends_with([':', '-', '[', ','])
    {
        return unclosed_quote(text, from);
    }
    let help = if text.get(end..).is_some_and(|rest| rest.starts_with('\'')) {
        "write an apostrophe inside the text twice, or put the text in double quotation marks"
    } else {
        "write `\\\"` inside the text, or put the text in single quotation marks"
    };
    Cause::at(
        end..end + 1,
        "this quotation mark ends the text, and more follows behind it",
        help,
    )
}

/// A backslash in double quotation marks, such as a path of Windows.
pub(super) fn backslash(text: &str, at: usize) -> Cause {
    let behind = text.get(at..).unwrap_or_default();
    let start = if behind.starts_with('"') {
        at + 1 + bad_escape(behind.get(1..).unwrap_or_default())
    } else {
        let before = text.get(..at + 1).or(text.get(..at)).unwrap_or_default();
        before.rfind('\\').unwrap_or(at)
    };
    let sign: String = text
        .get(start..)
        .unwrap_or_default()
        .chars()
        .take(2)
        .collect();
    Cause::at(
        start..start + sign.len(),
        format!("a backslash begins a special sign here, and `{sign}` is none"),
        "write the backslash twice, or put the text in single quotation marks",
    )
}

/// Where the first backslash of a quoted text stands that begins no special sign.
fn bad_escape(quoted: &str) -> usize {
    let mut rest = quoted.char_indices();
    while let Some((at, sign)) = rest.next() {
        if sign != '\\' {
            continue;
        }
        let digits = match rest.next() {
            Some((_, 'x')) => 2,
            Some((_, 'u')) => 4,
            Some((_, 'U')) => 8,
            Some((_, sign)) if "0abtnvfre \t\"/\\N_LP\n".contains(sign) => 0,
            _ => return at,
        };
        let code = quoted.get(at + 2..at + 2 + digits);
        if !code.is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return at;
        }
    }
    0
}

/// `*name` without `&name` above it.
pub(super) fn unknown_name(text: &str, at: usize, open: &Open) -> Cause {
    let value = value_at(text, at, open);
    let name = value.trim_start_matches('*');
    let name = name.split_whitespace().next().unwrap_or(name);
    Cause::at(
        at..at + 1 + name.len(),
        format!("`*` refers to a value that has a name, and nothing above is named `{name}`"),
        format!(
            "write the value out, or put the text in quotation marks: {}",
            quoted(value)
        ),
    )
}

/// A value that begins with a sign that YAML keeps for itself.
pub(super) fn first_sign(text: &str, at: usize, open: &Open) -> Cause {
    let value = value_at(text, at, open);
    let sign = value.chars().next().unwrap_or('@');
    let line = Line::around(text, at);
    let rest = value.trim_start_matches(sign).trim_start();
    if sign == '*' && line.first() == at && value.starts_with("* ") {
        return bullet(&line, rest);
    }
    let sign = if sign == '`' {
        "a backquote".to_owned()
    } else {
        format!("`{sign}`")
    };
    Cause {
        replacement: Some((at..at + value.len(), quoted(value))),
        ..Cause::at(
            at..at + value.len(),
            format!("a value cannot begin with {sign}"),
            format!("put it in quotation marks: {}", quoted(value)),
        )
    }
}

/// Text on the line of `|` or `>`.
pub(super) fn behind_sign(text: &str, at: usize) -> Cause {
    let line = Line::around(text, at);
    let value = text.get(at..line.end()).unwrap_or_default();
    let sign = value.chars().next().unwrap_or('>');
    Cause::at(
        at..at + 1,
        format!("`{sign}` begins a text of several lines, which starts on the next line"),
        format!(
            "put the text in quotation marks: {}, or write it below, indented",
            quoted(value)
        ),
    )
}

/// A remark between two lines of one text.
pub(super) fn interrupted(at: usize) -> Cause {
    Cause::at(
        at..at,
        "`#` begins a remark here, and the next line goes on with the text before it",
        "put the text in quotation marks, or look whether the next line lacks a colon, a dash or indentation",
    )
}
