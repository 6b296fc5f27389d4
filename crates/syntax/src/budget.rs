//! How large a file may be once its aliases are copied.

use crate::{Node, Value};

/// Most values in one file, copies by aliases included.
pub(crate) const MOST_NODES: usize = 200_000;
/// Deepest nesting, copies by aliases included.
pub(crate) const MOST_DEPTH: usize = 64;
/// Most bytes of text in the values of one file, copies by aliases included.
pub(crate) const MOST_TEXT: usize = 16 * 1024 * 1024;

/// What a copy of a node costs.
pub(crate) struct Size {
    /// Values, the node itself included.
    pub(crate) nodes: usize,
    /// Levels below the node.
    pub(crate) depth: usize,
    /// Bytes of text.
    pub(crate) text: usize,
}

impl Size {
    /// Recursion is safe: no node is deeper than the budget allows.
    pub(crate) fn of(node: &Node) -> Self {
        let mut size = Self {
            nodes: 1,
            depth: 0,
            text: 0,
        };
        match &node.value {
            Value::String(text) => size.text = text.len(),
            Value::Sequence(items) => items.iter().for_each(|item| size.add(item)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| {
                size.add(&entry.key);
                size.add(&entry.value);
            }),
            _ => {}
        }
        size
    }

    fn add(&mut self, child: &Node) {
        let child = Self::of(child);
        self.nodes += child.nodes;
        self.text += child.text;
        self.depth = self.depth.max(child.depth + 1);
    }
}
