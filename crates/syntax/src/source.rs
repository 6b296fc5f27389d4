//! Source files and the positions in them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::Place;

/// A text file of the workspace, without its byte order mark.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: Arc<str>,
    text: Arc<str>,
    /// Byte offset of the first character of every line.
    line_starts: Vec<u32>,
    /// Characters before every block of [`BLOCK`] bytes, so that a column costs the same on a line of any length.
    characters: Vec<u32>,
}

/// Bytes between two entries of the character index.
const BLOCK: usize = 1024;

impl SourceFile {
    /// Takes a text; the path is relative to the workspace, with `/`.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let ends = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| offset(at + 1));
        let line_starts = std::iter::once(0).chain(ends).collect();
        let mut characters = vec![0];
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before += offset(count_characters(block));
            characters.push(before);
        }
        Self {
            path: path.into(),
            text,
            line_starts,
            characters,
        }
    }

    /// Path relative to the workspace, with `/`.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte, both from 1, the column in characters. A byte inside a character counts as the
    /// character, one beyond the end as the end.
    pub fn position(&self, byte: usize) -> (u32, u32) {
        let byte = byte.min(self.text.len());
        let line = self
            .line_starts
            .partition_point(|start| *start as usize <= byte)
            .saturating_sub(1);
        let start = self
            .line_starts
            .get(line)
            .map_or(0, |start| *start as usize);
        let column = self
            .characters_before(byte)
            .saturating_sub(self.characters_before(start));
        (offset(line + 1), offset(column + 1))
    }

    /// Characters that begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        let before = self
            .characters
            .get(block)
            .map_or(0, |count| *count as usize);
        let rest = self.text.as_bytes().get(block * BLOCK..byte);
        before + rest.map_or(0, count_characters)
    }

    /// The place of a range of bytes.
    pub fn place(&self, range: Range<usize>) -> Place {
        let (line, column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end);
        Place {
            file: self.path.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// The byte at a line and column; nothing beyond the text.
    pub fn offset(&self, line: u32, column: u32) -> Option<usize> {
        let start = *self.line_starts.get(line.checked_sub(1)? as usize)? as usize;
        let end = self
            .line_starts
            .get(line as usize)
            .map_or(self.text.len(), |next| *next as usize);
        let text = self.text.get(start..end)?;
        let wanted = column.checked_sub(1)? as usize;
        let mut boundaries = text
            .char_indices()
            .map(|(at, _)| start + at)
            .chain(std::iter::once(end));
        boundaries.nth(wanted)
    }

    /// The bytes of a place of this file.
    pub fn range(&self, place: &Place) -> Option<Range<usize>> {
        let start = self.offset(place.line, place.column)?;
        let end = self.offset(place.end_line, place.end_column)?;
        (start <= end).then_some(start..end)
    }

    /// A line without its line break, counted from 1.
    pub fn line(&self, line: u32) -> Option<&str> {
        let start = *self.line_starts.get(line.checked_sub(1)? as usize)? as usize;
        let end = self
            .line_starts
            .get(line as usize)
            .map_or(self.text.len(), |next| *next as usize);
        self.text
            .get(start..end)
            .map(|text| text.trim_end_matches(['\n', '\r']))
    }
}

/// Every character has one byte that is no continuation byte.
fn count_characters(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(begins).count()
}

/// Files are limited to a few MiB before they become sources, so every offset fits.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The source files of a workspace, by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<Arc<str>, Arc<SourceFile>>,
}

impl Sources {
    /// Adds a file; a file of the same path is replaced.
    pub fn add(&mut self, file: impl Into<Arc<SourceFile>>) -> Arc<SourceFile> {
        let file = file.into();
        self.files.insert(file.path().clone(), file.clone());
        file
    }

    /// The file of that path.
    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.get(path)
    }

    /// Every file, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = SourceFile::new("a", "grün: ä\r\nzwei");
        assert_eq!(file.position(7), (1, 7));
        assert_eq!(file.line(1), Some("grün: ä"));
        assert_eq!(file.line(2), Some("zwei"));
        assert_eq!(file.line(3), None);
    }

    proptest! {
        #[test]
        fn columns_are_counted_alike_on_long_lines(text in "[aä€😀\\n]{0,40}", times in 1usize..30) {
            let text = text.repeat(times);
            let file = SourceFile::new("a", text.as_str());
            for at in (0..=text.len()).step_by(37) {
                let begun = (0..at).filter(|byte| text.is_char_boundary(*byte));
                let line_start = text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                let expected = begun.filter(|byte| *byte >= line_start).count() + 1;
                prop_assert_eq!(file.position(at).1 as usize, expected);
            }
        }

        #[test]
        fn positions_round_trip(text in "[a-zäß€\\n\\r :]{0,60}") {
            let file = SourceFile::new("a", text.as_str());
            for (at, _) in text.char_indices() {
                let (line, column) = file.position(at);
                prop_assert_eq!(file.offset(line, column), Some(at));
            }
        }
    }
}
