//! The keys of a block: words, each once, and none that merges another block.

use std::collections::HashMap;

use super::Builder;
use crate::rules::{DUPLICATE_KEY, KEY, MERGE_KEY};
use crate::{Entry, Node, Value, same_word};

impl Builder<'_> {
    /// Keys are text, each stands once, and none merges another block.
    pub(super) fn checked_entries(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut merged = Vec::new();
        for mut entry in entries {
            let raw = self
                .source
                .text()
                .get(entry.key.span.start as usize..entry.key.span.end as usize)
                .unwrap_or_default();
            match &entry.key.value {
                Value::String(_) => {}
                // `10115:` or `no:` as a key is the word that was written.
                Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {
                    entry.key.value = Value::String(raw.to_owned())
                }
                Value::Null | Value::Sequence(_) | Value::Mapping(_) => {
                    let message = match entry.key.kind() {
                        "nothing" => "no key stands before this colon".to_owned(),
                        kind => format!("{kind} stands here as a key"),
                    };
                    let fault = self
                        .fault(&KEY, entry.key.span, message)
                        .help("write a word before the colon");
                    self.faults.push(fault);
                    continue;
                }
            }
            let name = entry.key.as_str().unwrap_or_default().to_owned();
            if name == "<<" {
                let message = "`<<` takes over the keys of another block, so that nobody sees what this one says";
                let fault = self
                    .fault(&MERGE_KEY, entry.key.span, message)
                    .help("write the keys out");
                self.faults.push(fault);
                merged.push(entry.value);
                continue;
            }
            let folded = crate::canonical(&name);
            if let Some(first) = seen.get(&folded).and_then(|at| kept.get(*at)) {
                let first_place = self
                    .source
                    .place(first.key.span.start as usize..first.key.span.end as usize);
                let spelling = first
                    .key
                    .as_str()
                    .filter(|own| same_word(own, &name) && *own != name);
                let message = match spelling {
                    Some(own) => {
                        format!("the key `{name}` stands here again (`{own}` is the same key)")
                    }
                    None => format!("the key `{name}` stands here again"),
                };
                let fault = self
                    .fault(&DUPLICATE_KEY, entry.key.span, message)
                    .related(first_place, "it stands here first")
                    .because("only one of them could count, and no reader can tell which")
                    .help("delete one of them");
                self.faults.push(fault);
                continue;
            }
            seen.insert(folded, kept.len());
            kept.push(entry);
        }
        // What is taken over is not missing once more.
        for entry in merged.into_iter().flat_map(entries_of) {
            let key = entry.key.as_str().map(crate::canonical);
            if key.is_some_and(|key| seen.insert(key, kept.len()).is_none()) {
                kept.push(entry);
            }
        }
        kept
    }
}

/// The entries of a block, or of the blocks in a list.
fn entries_of(node: Node) -> Vec<Entry> {
    match node.value {
        Value::Mapping(entries) => entries,
        Value::Sequence(items) => items.into_iter().flat_map(entries_of).collect(),
        _ => Vec::new(),
    }
}
