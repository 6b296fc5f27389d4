//! Blocks that are not YAML: nothing is said about what may stand in them.

use candor_syntax::{Span, Value, same_word};

use super::Teller;

impl Teller<'_> {
    /// Whether a value could not be read, so that nothing can be said about it.
    pub(super) fn is_unread(&self, pointer: &str) -> bool {
        let unread = &self.document.unread;
        !unread.is_empty()
            && !pointer.is_empty()
            && self.document.node_at(pointer).is_some_and(|node| {
                let lies_in =
                    |block: &Span| block.start < node.span.start && node.span.end <= block.end;
                matches!(node.value, Value::Null) && unread.iter().any(lies_in)
            })
    }

    /// Whether a block that could not be read follows a value.
    pub(super) fn goes_on_unread(&self, pointer: &str) -> bool {
        let Some(node) = self.document.node_at(pointer) else {
            return false;
        };
        self.document.unread.iter().any(|block| {
            let between = node.span.end.min(block.start) as usize..block.start as usize;
            let text = self.document.source.text().get(between);
            node.span.end <= block.end && text.is_some_and(|text| text.trim().is_empty())
        })
    }

    /// Whether a key may stand in a block that could not be read.
    pub(super) fn is_in_unread(&self, key: &str) -> bool {
        self.document.unread.iter().any(|block| {
            let range = block.start as usize..block.end as usize;
            let text = self.document.source.text().get(range);
            text.is_some_and(|text| {
                text.split(|sign: char| !sign.is_alphanumeric() && !"-_".contains(sign))
                    .any(|word| same_word(word, key))
            })
        })
    }
}
