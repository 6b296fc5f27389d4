//! Further faults behind one that stops the reader: its top-level block is blanked out, and the rest is read again.

use std::ops::Range;
use std::sync::Arc;

use crate::parse::Reading;
use crate::{Diagnostic, Entry, Node, SourceFile, Span, Value};

/// Most blocks that are blanked out in one file.
const MOST_BLOCKS: usize = 20;
/// Larger files are not read again.
const MOST_BYTES: usize = 256 * 1024;

/// What stands around the blocks that cannot be read.
pub(crate) struct Rest {
    /// Its tree, in which each such block is its key without a value.
    pub(crate) root: Option<Node>,
    /// The blocks that cannot be read.
    pub(crate) unread: Vec<Span>,
    /// Its faults.
    pub(crate) faults: Vec<Diagnostic>,
}

/// The rest of a text that cannot be read at a byte. There is nothing to tell unless it can finally be read: otherwise a
/// later fault may only be an echo of an earlier one.
pub(crate) fn behind(source: &Arc<SourceFile>, byte: usize) -> Option<Rest> {
    if source.text().len() > MOST_BYTES {
        return None;
    }
    let mut rest = Rest {
        root: None,
        unread: Vec::new(),
        faults: Vec::new(),
    };
    let mut text = source.text().to_owned();
    let mut byte = byte;
    for _ in 0..MOST_BLOCKS {
        let (block, blanked) = without_block(&text, byte)?;
        // The reader goes forward: a block before the last one means that the last one was innocent.
        if rest
            .unread
            .last()
            .is_some_and(|last| block.start < last.start)
        {
            return None;
        }
        rest.unread.push(block);
        let reading = Reading::of(Arc::new(SourceFile::new(
            source.path().clone(),
            blanked.as_str(),
        )));
        rest.faults.extend(reading.faults);
        let Some(next) = reading.stopped_at else {
            rest.root = reading.document.map(|document| document.root);
            rest.keep_keys(source.text());
            return Some(rest);
        };
        byte = next;
        text = blanked;
    }
    None
}

impl Rest {
    /// Puts the keys of the blocks into the tree, so that nothing says that they are missing or not declared.
    fn keep_keys(&mut self, text: &str) {
        let Some(root) = &mut self.root else {
            return;
        };
        if matches!(root.value, Value::Null) {
            root.value = Value::Mapping(Vec::new());
            root.span.start = u32::MAX;
        }
        let first = self.unread.iter().map(|block| block.start).min();
        root.span.start = root.span.start.min(first.unwrap_or(u32::MAX));
        root.span.end = root.span.end.max(root.span.start);
        for block in &self.unread {
            let Some(key) = first_word(text, *block) else {
                continue;
            };
            let name = key_text(text, key);
            if root.get(name).is_some() {
                continue;
            }
            if let Value::Mapping(entries) = &mut root.value {
                let nothing = Span {
                    start: key.end,
                    end: key.end,
                };
                entries.push(Entry {
                    key: Node {
                        span: key,
                        value: Value::String(name.to_owned()),
                    },
                    value: Node {
                        span: nothing,
                        value: Value::Null,
                    },
                });
            }
        }
    }
}

fn key_text(text: &str, key: Span) -> &str {
    let word = text.get(key.start as usize..key.end as usize);
    word.unwrap_or_default().trim_matches(['"', '\''])
}

/// The word with which a block begins, unless it is an entry of a list.
fn first_word(text: &str, block: Span) -> Option<Span> {
    let first = text.get(block.start as usize..block.end as usize)?;
    let ends = |sign: char| sign.is_whitespace() || ":：=".contains(sign);
    let word = first.split(ends).next()?;
    let end = block.start + u32::try_from(word.len()).ok()?;
    (!word.is_empty() && !word.starts_with('-')).then_some(Span {
        start: block.start,
        end,
    })
}

/// The top-level block around a byte, and the text with it blanked out. Line breaks and the length stay, so all places
/// hold. Nothing where no block is left there: then the fault has its cause elsewhere, such as a quotation mark
/// that is never closed.
fn without_block(text: &str, byte: usize) -> Option<(Span, String)> {
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
    let span = Span {
        start: u32::try_from(block.start).ok()?,
        end: u32::try_from(block.end).ok()?,
    };
    Some((span, rest))
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
        let (block, rest) = without_block(text, 10).unwrap();
        assert_eq!(block.start, 5);
        assert_eq!(rest, "a: 1\n  \n       \n      \nc: 2\n");
        let (block, rest) = without_block(&rest, 10).unwrap();
        assert_eq!((block.start, rest.trim()), (0, "c: 2"));
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
