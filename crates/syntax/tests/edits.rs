//! Edits change the bytes that they name and nothing else, and the text reads afterwards as it was meant to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at a fault of its own"
)]

use std::ops::Range;
use std::sync::Arc;

use candor_syntax::{Document, Edit, EditFault, Node, SourceFile, Value, apply, parse, patch};
use proptest::prelude::*;

/// A tree without places.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Leaf(String),
    List(Vec<Tree>),
    Block(Vec<(String, Tree)>),
}

impl Tree {
    fn write(&self, depth: usize, text: &mut String) {
        let indentation = "  ".repeat(depth);
        match self {
            Self::Leaf(leaf) => text.push_str(&format!(" {leaf}\n")),
            Self::List(items) if items.is_empty() => text.push_str(" []\n"),
            Self::Block(entries) if entries.is_empty() => text.push_str(" {}\n"),
            Self::List(items) => {
                text.push('\n');
                for item in items {
                    text.push_str(&format!("{indentation}-"));
                    item.write(depth + 1, text);
                }
            }
            Self::Block(entries) => {
                text.push('\n');
                for (key, value) in entries {
                    text.push_str(&format!("{indentation}{key}:"));
                    value.write(depth + 1, text);
                }
            }
        }
    }

    fn of(node: &Node) -> Self {
        match &node.value {
            Value::String(text) => Self::Leaf(text.clone()),
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Mapping(entries) => Self::Block(
                entries
                    .iter()
                    .map(|entry| {
                        (
                            entry.key.as_str().unwrap().to_owned(),
                            Self::of(&entry.value),
                        )
                    })
                    .collect(),
            ),
            other => panic!("{other:?} was not written"),
        }
    }

    /// The leaf of that number, counted from the top.
    fn leaf_mut(&mut self, at: &mut usize) -> Option<&mut String> {
        match self {
            Self::Leaf(leaf) => {
                if *at == 0 {
                    return Some(leaf);
                }
                *at -= 1;
                None
            }
            Self::List(items) => items.iter_mut().find_map(|item| item.leaf_mut(at)),
            Self::Block(entries) => entries.iter_mut().find_map(|entry| entry.1.leaf_mut(at)),
        }
    }
}

fn leaf() -> impl Strategy<Value = String> {
    "w[a-zäß]{0,6}( w[a-z]{1,4})?"
}

/// Blocks with keys that differ.
fn block(value: impl Strategy<Value = Tree> + Clone) -> impl Strategy<Value = Tree> {
    prop::collection::vec(("k[a-zé]{0,3}", value), 1..5).prop_map(|entries| {
        let numbered = entries.into_iter().enumerate();
        Tree::Block(
            numbered
                .map(|(at, (key, value))| (format!("{key}{at}"), value))
                .collect(),
        )
    })
}

fn tree() -> impl Strategy<Value = Tree> {
    let inner = leaf()
        .prop_map(Tree::Leaf)
        .prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
                block(inner),
            ]
        });
    block(inner)
}

fn written(tree: &Tree) -> Arc<SourceFile> {
    let mut text = String::new();
    tree.write(0, &mut text);
    let text = text.trim_start_matches('\n').to_owned();
    Arc::new(SourceFile::new("a.yaml", format!("# Größe\n{text}")))
}

fn document(source: &Arc<SourceFile>) -> Document {
    let (document, faults) = parse(source.clone());
    assert_eq!(faults, [], "{}", source.text());
    document.unwrap()
}

/// The bytes of the leaf of that number.
fn leaf_range(node: &Node, at: &mut usize) -> Option<Range<usize>> {
    match &node.value {
        Value::Sequence(items) => items.iter().find_map(|item| leaf_range(item, at)),
        Value::Mapping(entries) => entries
            .iter()
            .find_map(|entry| leaf_range(&entry.value, at)),
        _ if *at == 0 => Some(node.span.start as usize..node.span.end as usize),
        _ => {
            *at -= 1;
            None
        }
    }
}

proptest! {
    #[test]
    fn a_text_reads_as_it_was_written(tree in tree()) {
        let source = written(&tree);
        prop_assert_eq!(Tree::of(&document(&source).root), tree);
    }

    /// A leaf that is replaced is the only thing that changes, in the bytes and in the tree.
    #[test]
    fn a_replaced_value_is_the_only_change(tree in tree(), at in 0usize..8, with in leaf()) {
        let source = written(&tree);
        let before = document(&source);
        let Some(range) = leaf_range(&before.root, &mut at.clone()) else {
            return Ok(());
        };
        let edit = Edit::replace("a.yaml", range.clone(), with.clone());
        let patched = patch(&source, &[edit]).unwrap();
        prop_assert_eq!(&patched[..range.start], &source.text()[..range.start]);
        prop_assert_eq!(&patched[range.start + with.len()..], &source.text()[range.end..]);
        let mut wanted = tree;
        *wanted.leaf_mut(&mut at.clone()).unwrap() = with;
        let after = document(&Arc::new(SourceFile::new("a.yaml", patched)));
        prop_assert_eq!(Tree::of(&after.root), wanted);
    }

    /// Several edits at once are the same as each of them after the other, from the last to the first.
    #[test]
    fn edits_at_once_are_edits_one_by_one(
        text in "[a-zä\n ]{0,40}",
        cuts in prop::collection::vec((0usize..40, 0usize..6, "[a-zé]{0,4}"), 0..5),
    ) {
        let mut edits: Vec<Edit> = Vec::new();
        for (start, length, with) in cuts {
            let end = start + length;
            let fits = text.get(start..end).is_some();
            let is_free = edits.iter().all(|edit| end < edit.start || edit.end < start);
            if fits && is_free {
                edits.push(Edit::replace("a", start..end, with));
            }
        }
        let at_once = apply(&text, &edits).unwrap();
        edits.sort();
        let mut one_by_one = text;
        for edit in edits.iter().rev() {
            one_by_one = apply(&one_by_one, std::slice::from_ref(edit)).unwrap();
        }
        prop_assert_eq!(at_once, one_by_one);
    }

    /// An edit that `patch` accepts leaves every leaf that it does not touch where and what it was.
    #[test]
    fn an_accepted_edit_leaves_the_rest_alone(
        tree in tree(),
        start in 0usize..80,
        length in 0usize..6,
        with in "[a-z:#\\-\\[\\]{}\"'|>& \\n]{0,6}",
    ) {
        let source = written(&tree);
        let text = source.text();
        let range = start..(start + length).min(text.len()).max(start);
        let edit = Edit::replace("a.yaml", range.clone(), with.clone());
        match patch(&source, std::slice::from_ref(&edit)) {
            Ok(patched) => {
                prop_assert_eq!(&patched, &apply(text, &[edit]).unwrap());
                let (after, _) = parse(Arc::new(SourceFile::new("a.yaml", patched)));
                let after = after.expect("what was accepted is YAML");
                prop_assert_eq!(after.unread, []);
                let kept = |leaf: &(Range<usize>, String)| {
                    leaf.0.end < range.start || leaf.0.start > range.end
                };
                let before: Vec<String> = leaves(&document(&source))
                    .into_iter().filter(kept).map(|leaf| leaf.1).collect();
                let inserted = range.start..range.start + with.len();
                let left = |leaf: &(Range<usize>, String)| {
                    leaf.0.end < inserted.start || leaf.0.start > inserted.end
                };
                let after: Vec<String> = leaves_of(&after.root)
                    .into_iter().filter(left).map(|leaf| leaf.1).collect();
                prop_assert_eq!(before, after);
            }
            Err(fault) => prop_assert!(matches!(
                fault,
                EditFault::NotYaml | EditFault::ChangesMore | EditFault::OutOfText
            )),
        }
    }
}

fn leaves(document: &Document) -> Vec<(Range<usize>, String)> {
    leaves_of(&document.root)
}

/// The leaves that are texts, with their bytes.
fn leaves_of(node: &Node) -> Vec<(Range<usize>, String)> {
    match &node.value {
        Value::Sequence(items) => items.iter().flat_map(leaves_of).collect(),
        Value::Mapping(entries) => entries
            .iter()
            .flat_map(|entry| leaves_of(&entry.value))
            .collect(),
        Value::String(text) => {
            vec![(
                node.span.start as usize..node.span.end as usize,
                text.clone(),
            )]
        }
        _ => Vec::new(),
    }
}
