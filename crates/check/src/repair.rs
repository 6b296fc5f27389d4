//! Puts a file with schema faults into a valid form, so that its other faults can be found in the same run.
//!
//! What does not fit is taken out, and what is missing is put in with a value that the schema allows. The result is
//! looked at for faults only and never becomes part of a policy.

use std::collections::BTreeSet;

use candor_syntax::{Diagnostic, Document, Entry, Node, Span, Value};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use crate::cards::{BAD_VALUE, MISSING_KEY, NO_ACTIVITY};
use crate::expectation::as_json;
use crate::kind::Kind;
use crate::schema;

/// A file in a valid form.
pub(crate) struct Repaired {
    /// Its content. What was put in has no bytes.
    pub(crate) root: Node,
    /// The first steps of the pointers where something was changed.
    pub(crate) touched: BTreeSet<String>,
}

/// One change.
enum Change {
    Remove(String),
    Insert {
        block: String,
        key: String,
        value: Value,
    },
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
            .flat_map(|error| changes(kind, &error))
            .collect();
        if changes.is_empty() {
            return Some(repaired);
        }
        // Later entries of a list are removed first, so that the earlier pointers stay true.
        for change in changes.into_iter().rev() {
            repaired.apply(change)?;
        }
    }
    None
}

fn changes(kind: Kind, error: &ValidationError<'_>) -> Vec<Change> {
    let at = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|key| Change::Remove(format!("{at}/{}", escaped(key))))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let value = schema::property(kind, error.schema_path().as_str(), key)
                .map_or(Value::Null, |schema| allowed(kind, schema));
            vec![Change::Insert {
                block: at.to_owned(),
                key: key.to_owned(),
                value,
            }]
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
        let about_what_is_there = [&MISSING_KEY, &BAD_VALUE, &NO_ACTIVITY]
            .iter()
            .all(|card| card.id != fault.rule);
        let untouched = || {
            let pointer = document.pointer_at(place.line, place.column);
            let noun = pointer.as_deref().and_then(|pointer| pointer.split('/').nth(1));
            kind.holds_many() && noun.is_some_and(|noun| !self.touched.contains(&unescaped(noun)))
        };
        about_what_is_there || untouched()
    }

    fn apply(&mut self, change: Change) -> Option<()> {
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
            Change::Insert { block, key, value } => {
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

    fn touch(&mut self, pointer: &str) {
        let step = pointer.split('/').nth(1).unwrap_or_default();
        // Ids are compared in the spelling of the file; a schema's pointer has `_` for `-`.
        let written = match &self.root.value {
            Value::Mapping(_) => self.root.entry(&unescaped(step)).and_then(|entry| entry.key.as_str()),
            _ => None,
        };
        let noun = written.map_or_else(|| unescaped(step), str::to_owned);
        self.touched.insert(noun);
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
