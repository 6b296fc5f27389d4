//! Puts a file with schema faults into a valid form, so that its other faults can be found in the same run.
//!
//! What does not fit is taken out, and what is missing is put in with a value that the schema allows. The result is
//! looked at for faults only and never becomes part of a policy.

use std::collections::BTreeSet;

use candor_syntax::{Diagnostic, Document, Entry, Node, Span, Value};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use crate::cards::{BAD_VALUE, MISSING_KEY, NO_ACTIVITY};
use crate::expectation::{as_json, meant};
use crate::kind::Kind;
use crate::schema;

/// A file in a valid form.
pub(crate) struct Repaired {
    /// Its content. What was put in has no bytes.
    pub(crate) root: Node,
    /// The pointers where something was taken out, and of the blocks where something was put in.
    touched: BTreeSet<String>,
}

/// One change. Equal ones, which several branches of a choice ask for, are made once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Insert {
        block: String,
        key: String,
        /// Path of the schema keyword that wants it.
        wanted_by: String,
    },
    Remove(String),
}

/// The rounds after which a file is given up: taking out uncovers what is missing, and that can be nested.
const ROUNDS: usize = 6;

/// A valid form of a document, where there is one near enough.
pub(crate) fn repaired(kind: Kind, document: &Document) -> Option<Repaired> {
    let validator = schema::validator(kind)?;
    let mut repaired = Repaired {
        root: document.root.clone(),
        touched: BTreeSet::new(),
    };
    for _ in 0..ROUNDS {
        let instance = as_json(&repaired.root);
        let changes: Vec<Change> = validator
            .iter_errors(&instance)
            .flat_map(|error| changes(&repaired.root, &error))
            .collect::<BTreeSet<Change>>()
            .into_iter()
            .collect();
        if changes.is_empty() {
            return Some(repaired);
        }
        // Later entries of a list are removed first, so that the earlier pointers stay true.
        for change in changes.into_iter().rev() {
            repaired.apply(kind, change)?;
        }
    }
    None
}

fn changes(root: &Node, error: &ValidationError<'_>) -> Vec<Change> {
    let at = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|key| Change::Remove(format!("{at}/{}", escaped(key))))
            .collect(),
        ValidationErrorKind::Required { property } => vec![Change::Insert {
            block: at.to_owned(),
            key: property.as_str().unwrap_or_default().to_owned(),
            wanted_by: error.schema_path().as_str().to_owned(),
        }],
        ValidationErrorKind::PropertyNames { error: name } => {
            let name = name.instance().as_str().unwrap_or_default();
            vec![Change::Remove(format!("{at}/{}", escaped(name)))]
        }
        ValidationErrorKind::AnyOf { context } => {
            let is_stated = node(root, at).is_some_and(|node| node.get("stated").is_some());
            match meant(context, at, is_stated) {
                Some(errors) => errors
                    .iter()
                    .flat_map(|error| changes(root, error))
                    .collect(),
                None => vec![Change::Remove(at.to_owned())],
            }
        }
        _ => vec![Change::Remove(at.to_owned())],
    }
}

/// Some value that a schema allows.
fn allowed(kind: Kind, schema: &'static serde_json::Value) -> Value {
    let schema = schema::resolved(kind, schema);
    let word = |schema: &serde_json::Value| {
        let words = schema.get("enum")?.as_array()?;
        Some(Value::String(words.first()?.as_str()?.to_owned()))
    };
    if let Some(word) = word(schema) {
        return word;
    }
    if let Some(branches) = schema.get("anyOf").and_then(|branches| branches.as_array()) {
        let absent = branches.iter().find_map(word);
        return absent
            .or_else(|| branches.first().map(|branch| allowed(kind, branch)))
            .unwrap_or(Value::Null);
    }
    match schema.get("type").and_then(|kind| kind.as_str()) {
        Some("string") => {
            let example = schema.pointer("/examples/0").and_then(|text| text.as_str());
            Value::String(example.unwrap_or("-").to_owned())
        }
        Some("array") => Value::Sequence(Vec::new()),
        Some("object") => Value::Mapping(Vec::new()),
        Some("boolean") => Value::Bool(false),
        Some("integer") => Value::Integer(1),
        _ => Value::Null,
    }
}

impl Repaired {
    /// Whether a fault of the valid form is one of the file, and no consequence of what was changed.
    pub(crate) fn leaves(&self, document: &Document, kind: Kind, fault: &Diagnostic) -> bool {
        let Some(place) = &fault.place else {
            return false;
        };
        // What was put in has no bytes.
        if (place.line, place.column) == (place.end_line, place.end_column) {
            return false;
        }
        let pointer = document
            .pointer_at(place.line, place.column)
            .unwrap_or_default()
            .replace('-', "_");
        // What a block lacks, and what does not go together in it, may be a consequence of any change in the block.
        let (block, _) = pointer.rsplit_once('/').unwrap_or_default();
        if fault.rule == BAD_VALUE.id && block.is_empty() {
            return !self.touched.contains(&pointer);
        }
        let noun = match pointer.split('/').nth(1) {
            Some(noun) if kind.holds_many() => format!("/{noun}"),
            _ => String::new(),
        };
        let within = if fault.rule == BAD_VALUE.id {
            block.to_owned()
        } else if [&MISSING_KEY, &NO_ACTIVITY]
            .iter()
            .any(|card| card.id == fault.rule)
        {
            noun
        } else {
            return true;
        };
        !self
            .touched
            .iter()
            .any(|touched| touched.starts_with(&within))
    }

    fn apply(&mut self, kind: Kind, change: Change) -> Option<()> {
        match change {
            Change::Remove(pointer) => {
                let (block, last) = pointer.rsplit_once('/')?;
                self.touch(&pointer);
                let key = unescaped(last);
                // A block that was removed as a whole in this round has nothing left to remove.
                let Some(node) = node_mut(&mut self.root, block) else {
                    return Some(());
                };
                match &mut node.value {
                    Value::Sequence(items) => {
                        let index = key.parse::<usize>().ok()?;
                        if index < items.len() {
                            items.remove(index);
                        }
                    }
                    Value::Mapping(entries) => {
                        entries.retain(|entry| !entry.is_called(&key));
                    }
                    _ => {}
                }
            }
            Change::Insert {
                block,
                key,
                wanted_by,
            } => {
                let value = schema::property(kind, &wanted_by, &key)
                    .map_or(Value::Null, |schema| allowed(kind, schema));
                self.touch(&block);
                let Some(node) = node_mut(&mut self.root, &block) else {
                    return Some(());
                };
                let span = Span {
                    start: node.span.start,
                    end: node.span.start,
                };
                if let Value::Mapping(entries) = &mut node.value {
                    entries.push(Entry {
                        key: Node {
                            span,
                            value: Value::String(key),
                        },
                        value: Node { span, value },
                    });
                }
            }
        }
        Some(())
    }

    /// A schema's pointers have `_` for `-`.
    fn touch(&mut self, pointer: &str) {
        self.touched
            .insert(pointer.to_lowercase().replace('-', "_"));
    }
}

trait Called {
    fn is_called(&self, key: &str) -> bool;
}

impl Called for Entry {
    fn is_called(&self, key: &str) -> bool {
        self.key
            .as_str()
            .is_some_and(|own| candor_syntax::same_word(own, key))
    }
}

fn node<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut node = root;
    for step in pointer.split('/').skip(1) {
        let step = unescaped(step);
        node = match &node.value {
            Value::Sequence(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => node.get(&step)?,
        };
    }
    Some(node)
}

fn node_mut<'n>(root: &'n mut Node, pointer: &str) -> Option<&'n mut Node> {
    let mut node = root;
    for step in pointer.split('/').skip(1) {
        let step = unescaped(step);
        node = match &mut node.value {
            Value::Sequence(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            Value::Mapping(entries) => {
                &mut entries
                    .iter_mut()
                    .find(|entry| entry.is_called(&step))?
                    .value
            }
            _ => return None,
        };
    }
    Some(node)
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
