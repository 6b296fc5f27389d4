//! Why a text is not YAML: the mistake that a person made, at the place where that person would look for it.
//!
//! The parser says what it expected next, in the words of the YAML specification, and often far behind the mistake.
//! Here the text around that place is looked at again.

use std::ops::Range;

mod brackets;
mod lines;
mod open;

use crate::SourceFile;
use crate::bullets::BULLETS;
use lines::{Line, quoted, value_at};
use open::Open;

/// A mistake and how to put it right.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// What is wrong, in plain words.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
    /// The change that does so, where it is certain.
    pub(crate) replacement: Option<(Range<usize>, String)>,
}

impl Cause {
    fn at(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            range,
            message: message.into(),
            help: help.into(),
            replacement: None,
        }
    }
}

/// The cause of a parser's error at a byte; `said` is what the parser said.
pub(crate) fn of(source: &SourceFile, at: usize, said: &str) -> Cause {
    let text = source.text();
    let line = Line::around(text, at);
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let open = Open::before(text, at);
    let found = if says(&["unclosed quote"]) {
        Some(unclosed_quote(text, at))
    } else if says(&["trailing content after"]) {
        Some(behind_quotes(text, at, &open))
    } else if says(&["while parsing a quoted scalar"]) {
        Some(backslash(text, at))
    } else if let (Some((from, _)), true) = (open.quote, says(&["quoted scalar"])) {
        Some(unclosed_quote(text, from))
    } else if says(&["unknown anchor"]) {
        Some(unknown_name(text, at, &open))
    } else if says(&["tab"]) {
        tab(text, line.start)
    } else if says(&["unexpected character", "anchor or alias", "parsing a tag"]) {
        Some(first_sign(text, at, &open))
    } else if says(&["bracket", "flow"]) || !open.brackets.is_empty() {
        brackets::cause(text, at, said, &open)
    } else if says(&["document start", "directive"]) {
        percent(text, at)
    } else if says(&["block scalar"]) {
        Some(behind_sign(text, at))
    } else if says(&["block sequence entries"]) {
        Some(list_behind_key(text, at))
    } else if says(&["comment intercepting"]) {
        Some(interrupted(at))
    } else if says(&["mapping values"]) {
        second_colon(source, at)
    } else if says(&["expected key", "expected '-'", "indentation"]) {
        indentation(text, &line)
    } else if says(&["simple key"]) {
        Some(no_key(text, &line))
    } else {
        None
    };
    found.unwrap_or_else(|| {
        Cause::at(
            at..at,
            "from here on the file cannot be read",
            "look at this line and the one above it: quotation marks, brackets, colons and indentation",
        )
    })
}

/// A text whose quotation mark is never closed. The next text in quotation marks then seems to begin where it ends.
fn unclosed_quote(text: &str, at: usize) -> Cause {
    let mark = text.get(at..).and_then(|rest| rest.chars().next());
    let mark = mark.unwrap_or('"');
    Cause::at(
        at..at + 1,
        "no quotation mark closes the text that begins here",
        format!("write `{mark}` at the end of the text"),
    )
}

/// More text behind a closing quotation mark.
fn behind_quotes(text: &str, at: usize, open: &Open) -> Cause {
    let Some((from, end)) = open.last_quoted else {
        return unclosed_quote(text, at);
    };
    // What seems to end the text begins the value of a later line.
    let last = Line::around(text, end);
    if last.start > from
        && text[last.start..end]
            .trim_end()
            .ends_with([':', '-', '[', ','])
    {
        return unclosed_quote(text, from);
    }
    let help = if text[end..].starts_with('\'') {
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
fn backslash(text: &str, at: usize) -> Cause {
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
fn unknown_name(text: &str, at: usize, open: &Open) -> Cause {
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
fn first_sign(text: &str, at: usize, open: &Open) -> Cause {
    let value = value_at(text, at, open);
    let sign = value.chars().next().unwrap_or('@');
    let line = Line::around(text, at);
    let rest = value.trim_start_matches(sign).trim_start();
    if sign == '*' && line.first() == at && value[1..].starts_with(' ') {
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

/// An entry of a list behind a sign that is no plain dash.
fn bullet(line: &Line<'_>, rest: &str) -> Cause {
    Cause::at(
        line.first()..line.end(),
        "an entry of a list begins with a plain dash and a space",
        format!("write `- {rest}`"),
    )
}

/// A tab in the indentation of a line, or of a later one that the reader looked ahead to.
fn tab(text: &str, start: usize) -> Option<Cause> {
    let at = start + text.get(start..)?.find('\t')?;
    Some(Cause::at(
        at..at + 1,
        "a tab stands here, and only spaces separate and indent",
        "replace it with plain spaces",
    ))
}

/// A line that begins with `%`, which only programs write.
fn percent(text: &str, at: usize) -> Option<Cause> {
    let before = text.get(..at)?;
    let start = before
        .match_indices('%')
        .map(|(start, _)| start)
        .find(|start| *start == 0 || text[..*start].ends_with('\n'))?;
    let line = Line::around(text, start);
    Some(Cause::at(
        start..line.end(),
        "a line cannot begin with `%`",
        "delete the line, or put its first word in quotation marks",
    ))
}

/// Text on the line of `|` or `>`.
fn behind_sign(text: &str, at: usize) -> Cause {
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

/// `covers: - visitor`.
fn list_behind_key(text: &str, at: usize) -> Cause {
    let line = Line::around(text, at);
    let entry = text.get(at..line.end()).unwrap_or_default().trim();
    let bare = entry.trim_start_matches('-').trim_start();
    Cause::at(
        at..line.end(),
        "a list cannot begin on the line of its key",
        format!("write `[{bare}]`, or `{entry}` on a line of its own, indented"),
    )
}

/// A remark between two lines of one text.
fn interrupted(at: usize) -> Cause {
    Cause::at(
        at..at,
        "`#` begins a remark here, and the next line goes on with the text before it",
        "put the text in quotation marks, or look whether the next line lacks a colon, a dash or indentation",
    )
}

/// A colon where no key can stand: the second of a line, or behind a line that is indented too far.
fn second_colon(source: &SourceFile, at: usize) -> Option<Cause> {
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
fn indentation(text: &str, line: &Line<'_>) -> Option<Cause> {
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
fn no_key(text: &str, line: &Line<'_>) -> Cause {
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
    let value = words[key.len()..].trim_matches(|sign| separators.contains(&sign));
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

#[cfg(test)]
mod tests;
