//! The spanned YAML tree: every node keeps the bytes that it came from.

use std::sync::Arc;

use crate::{Place, SourceFile, same_word};

/// A range of bytes in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The first byte after the range.
    pub end: u32,
}

/// A node with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes, quotes included. A collection reaches from its first to its last child.
    pub span: Span,
    /// Its value.
    pub value: Value,
}

/// The values of the YAML 1.2 core schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the file.
    Mapping(Vec<Entry>),
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Node,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The text, where the node is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value under a key, `-`, `_` and case being equal.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key and value under a key, `-`, `_` and case being equal.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|entry| entry.key.as_str().is_some_and(|own| same_word(own, key))),
            _ => None,
        }
    }

    /// What the node is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a block of keys",
        }
    }
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Its only node.
    pub root: Node,
    /// The blocks that are not YAML. In the tree each is its key without a value.
    pub unread: Vec<Span>,
}

impl Document {
    /// The place of a node.
    pub fn place(&self, node: &Node) -> Place {
        self.place_of(node.span)
    }

    /// The place of a span.
    pub fn place_of(&self, span: Span) -> Place {
        self.source.place(span.start as usize..span.end as usize)
    }

    /// The text of a node as it was written.
    pub fn raw(&self, node: &Node) -> &str {
        self.source
            .text()
            .get(node.span.start as usize..node.span.end as usize)
            .unwrap_or_default()
    }

    /// The node at a JSON pointer; keys are equal up to `-`, `_` and case.
    pub fn node_at(&self, pointer: &str) -> Option<&Node> {
        let mut node = &self.root;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            node = match &node.value {
                Value::Sequence(items) => items.get(step.parse::<usize>().ok()?)?,
                Value::Mapping(_) => node.get(&step)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The JSON pointer of the innermost node at a line and column.
    pub fn pointer_at(&self, line: u32, column: u32) -> Option<String> {
        let byte = u32::try_from(self.source.offset(line, column)?).ok()?;
        let mut pointer = String::new();
        let mut node = &self.root;
        let holds = |span: Span| {
            span.start <= byte && (byte < span.end || span.start == span.end && span.start == byte)
        };
        loop {
            node = match &node.value {
                Value::Sequence(items) => match items.iter().position(|item| holds(item.span)) {
                    Some(index) => {
                        pointer.push_str(&format!("/{index}"));
                        &items[index]
                    }
                    None => return Some(pointer),
                },
                Value::Mapping(entries) => {
                    match entries
                        .iter()
                        .find(|entry| holds(entry.key.span) || holds(entry.value.span))
                    {
                        Some(entry) => {
                            pointer.push('/');
                            let key = entry.key.as_str().unwrap_or_default();
                            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                            if holds(entry.key.span) {
                                return Some(pointer);
                            }
                            &entry.value
                        }
                        None => return Some(pointer),
                    }
                }
                _ => return Some(pointer),
            };
        }
    }
}
