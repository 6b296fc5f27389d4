//! Further faults behind one that stops the reader: its top-level block is blanked out, and the rest is read again.

use std::ops::Range;
use std::sync::Arc;

use crate::parse::Reading;
use crate::{Diagnostic, SourceFile};

/// Most blocks that are blanked out in one file.
const MOST_BLOCKS: usize = 20;
/// Larger files are not read again.
const MOST_BYTES: usize = 256 * 1024;

/// The faults behind the one at a byte. There are none to tell unless the rest can finally be read: otherwise a later
/// fault may only be an echo of an earlier one.
pub(crate) fn behind(source: &Arc<SourceFile>, byte: usize) -> Vec<Diagnostic> {
    if source.text().len() > MOST_BYTES {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let mut text = source.text().to_owned();
    let mut byte = byte;
    let mut last = None;
    for _ in 0..MOST_BLOCKS {
        let Some((start, rest)) = without_block(&text, byte) else {
            return Vec::new();
        };
        // The reader goes forward: a block before the last one means that the last one was innocent.
        if last.is_some_and(|last| start < last) {
            return Vec::new();
        }
        last = Some(start);
        let reading = Reading::of(Arc::new(SourceFile::new(
            source.path().clone(),
            rest.as_str(),
        )));
        faults.extend(reading.faults);
        match reading.stopped_at {
            Some(next) => byte = next,
            None => return faults,
        }
        text = rest;
    }
    Vec::new()
}

/// Where the top-level block around a byte begins, and the text with it blanked out. Line breaks stay and the length stays the same, so all
/// places hold. Nothing where no block is left there: then the fault has its cause elsewhere, such as a quotation mark
/// that is never closed.
fn without_block(text: &str, byte: usize) -> Option<(usize, String)> {
    let block = block_around(text, byte)?;
    let before = text.get(..block.start)?;
    let blanked = text.get(block.clone())?;
    if blanked.trim().is_empty() {
        return None;
    }
    let mut rest = String::with_capacity(text.len());
    rest.push_str(before);
    for character in blanked.chars() {
        match character {
            '\n' | '\r' => rest.push(character),
            other => rest.extend(std::iter::repeat_n(' ', other.len_utf8())),
        }
    }
    rest.push_str(text.get(block.end..)?);
    Some((block.start, rest))
}

/// From the last line that begins a key or item at the margin to the next one.
fn block_around(text: &str, byte: usize) -> Option<Range<usize>> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins_block(line) {
            if at > byte {
                return start.map(|start| start..at);
            }
            start = Some(at);
        }
        at += line.len();
    }
    start.map(|start| start..at)
}

fn begins_block(line: &str) -> bool {
    let marker = line.starts_with("---") || line.starts_with("...");
    let inside = |character: char| character.is_whitespace() || "#]}".contains(character);
    !marker && line.chars().next().is_some_and(|first| !inside(first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_block_reaches_to_the_next_key_at_the_margin() {
        let text = "a: 1\nb:\n  ä: x\n# note\nc: 2\n";
        let (start, rest) = without_block(text, 10).unwrap();
        assert_eq!(start, 5);
        assert_eq!(rest, "a: 1\n  \n       \n      \nc: 2\n");
        let (start, rest) = without_block(&rest, 10).unwrap();
        assert_eq!((start, rest.trim()), (0, "c: 2"));
        assert_eq!(without_block("  \n", 0), None);
    }

    proptest! {
        #[test]
        fn the_length_stays(text in "[a-c:ä# \\-\\n\\r]{0,40}", byte in 0usize..50) {
            if let Some((_, rest)) = without_block(&text, byte) {
                prop_assert_eq!(rest.len(), text.len());
                prop_assert_ne!(rest, text);
            }
        }
    }
}
