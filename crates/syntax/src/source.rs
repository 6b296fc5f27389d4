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
}

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
        Self {
            path: path.into(),
            text,
            line_starts,
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
        let column = self.text.as_bytes()[start..byte]
            .iter()
            .filter(|byte| !is_continuation(**byte))
            .count();
        (offset(line + 1), offset(column + 1))
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

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
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
    pub fn add(&mut self, file: SourceFile) -> Arc<SourceFile> {
        let file = Arc::new(file);
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
        fn positions_round_trip(text in "[a-zäß€\\n\\r :]{0,60}") {
            let file = SourceFile::new("a", text.as_str());
            for (at, _) in text.char_indices() {
                let (line, column) = file.position(at);
                prop_assert_eq!(file.offset(line, column), Some(at));
            }
        }
    }
}
