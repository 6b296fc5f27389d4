//! Changes to a text: byte patches that leave everything else as it was written.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The replacement of a range of bytes in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub file: Arc<str>,
    /// The first byte.
    pub start: usize,
    /// The first byte after the range.
    pub end: usize,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// Replaces a range.
    pub fn replace(
        file: impl Into<Arc<str>>,
        range: Range<usize>,
        replacement: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            start: range.start,
            end: range.end,
            replacement: replacement.into(),
        }
    }
}

/// Why edits cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditFault {
    /// Two edits touch the same bytes.
    Overlap,
    /// An edit lies outside the text or inside a character.
    OutOfText,
    /// An edit belongs to another file.
    OtherFile,
    /// The text would no longer be YAML.
    NotYaml,
    /// Something that no edit touches would read differently.
    ChangesMore,
}

impl fmt::Display for EditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overlap => {
                "two changes touch the same text; make one, check again, then make the other"
            }
            Self::OutOfText => {
                "a change lies outside the text; the file was changed since it was read"
            }
            Self::OtherFile => "a change belongs to another file",
            Self::NotYaml => {
                "after the change the file could not be read any more; make it by hand"
            }
            Self::ChangesMore => {
                "the change would alter more than the place it is meant for; make it by hand"
            }
        })
    }
}

impl std::error::Error for EditFault {}

/// Makes edits on one text. The order in which they are given does not matter.
///
/// # Errors
/// Refuses all of them when two overlap or one lies outside the text.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditFault> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.start, edit.end));
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        if edit.start < at {
            return Err(EditFault::Overlap);
        }
        result.push_str(text.get(at..edit.start).ok_or(EditFault::OutOfText)?);
        text.get(edit.start..edit.end).ok_or(EditFault::OutOfText)?;
        result.push_str(&edit.replacement);
        at = edit.end;
    }
    result.push_str(text.get(at..).ok_or(EditFault::OutOfText)?);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_do_not_disturb_each_other() {
        let edits = [
            Edit::replace("a", 4..7, "three"),
            Edit::replace("a", 0..3, "1"),
        ];
        assert_eq!(apply("one two", &edits).as_deref(), Ok("1 three"));
        let overlapping = [Edit::replace("a", 0..5, ""), Edit::replace("a", 4..7, "")];
        assert_eq!(apply("one two", &overlapping), Err(EditFault::Overlap));
        assert_eq!(
            apply("ä", &[Edit::replace("a", 1..2, "")]),
            Err(EditFault::OutOfText)
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,20}", start in 0usize..30, length in 0usize..30) {
            let _ = apply(&text, &[Edit::replace("a", start..start + length, "x")]);
        }
    }
}
