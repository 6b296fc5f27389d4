//! Why a text is not YAML: the mistake that a person made, at the place where that person would look for it.
//!
//! The parser says what it expected next, in the words of the YAML specification, and often far behind the mistake.
//! Here the text around that place is looked at again.

use std::ops::Range;

mod brackets;
mod layout;
mod lines;
mod open;
mod texts;

use crate::SourceFile;
use lines::Line;
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
        Some(texts::unclosed_quote(text, at))
    } else if says(&["trailing content after"]) {
        Some(texts::behind_quotes(text, at, &open))
    } else if says(&["while parsing a quoted scalar"]) {
        Some(texts::backslash(text, at))
    } else if let (Some((from, _)), true) = (open.quote, says(&["quoted scalar"])) {
        Some(texts::unclosed_quote(text, from))
    } else if says(&["unknown anchor"]) {
        Some(texts::unknown_name(text, at, &open))
    } else if says(&["tab"]) {
        layout::tab(text, line.start)
    } else if says(&["unexpected character", "anchor or alias", "parsing a tag"]) {
        Some(texts::first_sign(text, at, &open))
    } else if says(&["bracket", "flow"]) || !open.brackets.is_empty() {
        brackets::cause(text, at, said, &open)
    } else if says(&["document start", "directive"]) {
        layout::percent(text, at)
    } else if says(&["block scalar"]) {
        Some(texts::behind_sign(text, at))
    } else if says(&["block sequence entries"]) {
        Some(layout::list_behind_key(text, at))
    } else if says(&["comment intercepting"]) {
        Some(texts::interrupted(at))
    } else if says(&["mapping values"]) {
        layout::second_colon(source, at)
    } else if says(&["expected key", "expected '-'", "indentation"]) {
        layout::indentation(text, &line)
    } else if says(&["simple key"]) {
        Some(layout::no_key(text, &line))
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

#[cfg(test)]
mod tests;
