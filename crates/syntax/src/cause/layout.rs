//! Faults of lines: keys without a colon, entries without a dash, indentation.

use super::Cause;
use super::lines::{Line, quoted};
use crate::SourceFile;
use crate::bullets::BULLETS;

/// An entry of a list behind a sign that is no plain dash.
pub(super) fn bullet(line: &Line<'_>, rest: &str) -> Cause {
    Cause::at(
        line.first()..line.end(),
        "an entry of a list begins with a plain dash and a space",
        format!("write `- {rest}`"),
    )
}

/// A tab in the indentation of a line, or of a later one that the reader looked ahead to.
pub(super) fn tab(text: &str, start: usize) -> Option<Cause> {
    let at = start + text.get(start..)?.find('\t')?;
    Some(Cause::at(
        at..at + 1,
        "a tab stands here, and only spaces separate and indent",
        "replace it with plain spaces",
    ))
}

/// A line that begins with `%`, which only programs write.
pub(super) fn percent(text: &str, at: usize) -> Option<Cause> {
    let before = text.get(..at)?;
    let start = before
        .match_indices('%')
        .map(|(start, _)| start)
        .find(|start| {
            *start == 0
                || before
                    .get(..*start)
                    .is_some_and(|rest| rest.ends_with('\n'))
        })?;
    let line = Line::around(text, start);
    Some(Cause::at(
        start..line.end(),
        "a line cannot begin with `%`",
        "delete the line, or put its first word in quotation marks",
    ))
}

/// `covers: - visitor`.
pub(super) fn list_behind_key(text: &str, at: usize) -> Cause {
    let line = Line::around(text, at);
    let entry = text.get(at..line.end()).unwrap_or_default().trim();
    let bare = entry.trim_start_matches('-').trim_start();
    Cause::at(
        at..line.end(),
        "a list cannot begin on the line of its key",
        format!("write `[{bare}]`, or `{entry}` on a line of its own, indented"),
    )
}

/// A colon where no key can stand: the second of a line, or behind a line that is indented too far.
pub(super) fn second_colon(source: &SourceFile, at: usize) -> Option<Cause> {
    let text = source.text();
    let line = Line::around(text, at);
    let before = text.get(line.first()..at)?;
    if let Some((key, _)) = before.split_once(": ") {
        let start = line.first() + key.len() + 2;
        let value = text.get(start..line.end())?;
        let start = start + (value.len() - value.trim_start().len());
        let value = value.trim();
        let plain = !value.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!']);
        let replacement = plain.then(|| (start..start + value.len(), quoted(value)));
        return Some(Cause {
            replacement,
            ..Cause::at(
                at..at + 1,
                "a second colon stands in this line, and only one can",
                format!("put the text in quotation marks: {}", quoted(value)),
            )
        });
    }
    let above = line.above(text)?;
    if line.depth() <= above.depth() {
        return Some(no_key(text, &above));
    }
    Some(Cause::at(
        line.first()..line.first(),
        "this line is indented further than the line above it, which already has a value",
        format!("indent it as far as {}", above.name()),
    ))
}

/// A line that is indented as none of the lines is that it could belong to.
pub(super) fn indentation(text: &str, line: &Line<'_>) -> Option<Cause> {
    let above = line.above(text)?;
    if above.depth() == line.depth() {
        return Some(no_key(text, line));
    }
    let mut help = format!("indent it as far as {}", above.name());
    if let Some(outer) = above.outer(text).filter(|outer| *outer != above) {
        help += &format!(", or as far as {}", outer.name());
    }
    Some(Cause::at(
        line.first()..line.first(),
        "this line is indented differently from the lines above it",
        help,
    ))
}

/// A line without a key where one must stand.
pub(super) fn no_key(text: &str, line: &Line<'_>) -> Cause {
    let words = line.words();
    let whole = line.first()..line.end();
    if let Some(remark) = words.strip_prefix("//") {
        let help = format!("write `# {}`", remark.trim());
        return Cause::at(whole, "a remark begins with `#`", help);
    }
    if let Some(entry) = words.strip_prefix('-') {
        let help = format!("write `- {}`", entry.trim());
        return Cause::at(whole, "a space is missing behind the dash", help);
    }
    if let Some(entry) = words.strip_prefix(BULLETS) {
        return bullet(line, entry.trim());
    }
    let above = line.above(text);
    if let Some(above) = &above {
        if above.begins_text() && above.depth() >= line.depth() {
            return Cause::at(
                whole,
                format!("the text below {} is not indented", above.name()),
                "indent every line of the text by two spaces more than its key",
            );
        }
        if above.depth() == line.depth() && above.words().starts_with("- ") {
            let help = format!("write `- {words}`");
            return Cause::at(
                whole,
                "a dash is missing before this entry of the list",
                help,
            );
        }
    }
    if let Some((key, value)) = words.split_once(':') {
        let help = format!("write `{key}: {}`", value.trim());
        return Cause::at(whole, "a space is missing behind the colon", help);
    }
    let separators = ['=', '：', ' ', '\u{a0}'];
    let key = words.split(separators).next().unwrap_or_default();
    let value = words.get(key.len()..).unwrap_or_default();
    let value = value.trim_matches(|sign| separators.contains(&sign));
    let help = if value.is_empty() {
        format!(
            "write `{words}:` with its value, or indent the line if it goes on from the one above"
        )
    } else {
        format!("write `{key}: {value}`, or indent the line if it goes on from the one above")
    };
    Cause::at(
        whole,
        "no colon stands between a key and its value in this line",
        help,
    )
}
