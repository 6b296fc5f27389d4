//! Edits that are proved harmless: after them, everything that they do not touch reads as before.

use std::ops::Range;
use std::sync::Arc;

use crate::{Document, Edit, EditFault, Node, SourceFile, Span, Value, apply, parse};

/// Makes edits on a YAML file and reads the result again. A file that was not YAML before has no tree to compare, so
/// there every edit that fits the text is made.
///
/// # Errors
/// Refuses all of them when [`apply`] does, when one belongs to another file, when the result is not YAML, or when a
/// key or value that no edit touches would read differently.
pub fn patch(source: &Arc<SourceFile>, edits: &[Edit]) -> Result<String, EditFault> {
    if edits.iter().any(|edit| edit.file != *source.path()) {
        return Err(EditFault::OtherFile);
    }
    let text = apply(source.text(), edits)?;
    let Some(before) = whole(source.clone()) else {
        return Ok(text);
    };
    let patched = SourceFile::new(source.path().clone(), text.as_str());
    let Some(after) = whole(Arc::new(patched)) else {
        return Err(EditFault::NotYaml);
    };
    let removed: Vec<Range<usize>> = edits.iter().map(|edit| edit.start..edit.end).collect();
    if untouched(&before, &removed) == untouched(&after, &inserted(edits)) {
        Ok(text)
    } else {
        Err(EditFault::ChangesMore)
    }
}

/// The tree of a file that is YAML to its end.
fn whole(source: Arc<SourceFile>) -> Option<Document> {
    parse(source)
        .0
        .filter(|document| document.unread.is_empty())
}

/// Where the replacements stand in the new text.
fn inserted(edits: &[Edit]) -> Vec<Range<usize>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.start, edit.end));
    let (mut grown, mut shrunk) = (0, 0);
    let mut ranges = Vec::with_capacity(sorted.len());
    for edit in sorted {
        let start = edit.start + grown - shrunk;
        ranges.push(start..start + edit.replacement.len());
        grown += edit.replacement.len();
        shrunk += edit.end - edit.start;
    }
    ranges
}

/// The leaves that no range touches, in the order of the file, each with the keys above it. Positions in lists are left
/// out, so that an item can be inserted before others.
fn untouched<'d>(document: &'d Document, ranges: &[Range<usize>]) -> Vec<(String, &'d Value)> {
    let mut leaves = Vec::new();
    collect(&document.root, String::new(), ranges, &mut leaves);
    leaves
}

fn collect<'d>(
    node: &'d Node,
    path: String,
    ranges: &[Range<usize>],
    leaves: &mut Vec<(String, &'d Value)>,
) {
    match &node.value {
        Value::Sequence(items) if !items.is_empty() => {
            for item in items {
                collect(item, format!("{path}/-"), ranges, leaves);
            }
        }
        Value::Mapping(entries) if !entries.is_empty() => {
            for entry in entries {
                let touched = touches(entry.key.span, ranges);
                // A touched key may be another word afterwards; what stands below it stays.
                let key = entry.key.as_str().filter(|_| !touched).unwrap_or("?");
                collect(&entry.value, format!("{path}/{key}"), ranges, leaves);
            }
        }
        value if !touches(node.span, ranges) => leaves.push((path, value)),
        _ => {}
    }
}

/// An edit beside a word changes the word, so neighbours count.
fn touches(span: Span, ranges: &[Range<usize>]) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    ranges
        .iter()
        .any(|range| start <= range.end && range.start <= end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn patched(text: &str, range: Range<usize>, replacement: &str) -> Result<String, EditFault> {
        let source = Arc::new(SourceFile::new("a.yaml", text));
        patch(&source, &[Edit::replace("a.yaml", range, replacement)])
    }

    #[test]
    fn an_edit_may_change_only_what_it_touches() {
        let text = "a: one\nb:\n  c: two\n  d: three\n";
        assert_eq!(
            patched(text, 3..6, "1").as_deref(),
            Ok("a: 1\nb:\n  c: two\n  d: three\n")
        );
        // A new key, and a new item before others.
        assert!(patched(text, 7..7, "x: y\n").is_ok());
        assert!(patched("- a\n- b\n", 0..0, "- z\n").is_ok());
        // An open quotation mark swallows the lines below it.
        assert_eq!(patched(text, 3..6, "\"1"), Err(EditFault::NotYaml));
        // A key may be renamed, but not moved into another block.
        assert!(patched(text, 7..8, "e").is_ok());
        assert_eq!(patched(text, 19..21, ""), Err(EditFault::ChangesMore));
        // A comment sign hides a value that the edit does not touch.
        assert_eq!(
            patched("- a\n- b\n", 4..4, "# "),
            Err(EditFault::ChangesMore)
        );
    }

    #[test]
    fn edits_of_another_file_are_refused() {
        let source = Arc::new(SourceFile::new("a.yaml", "a: 1\n"));
        let edit = Edit::replace("b.yaml", 0..1, "b");
        assert_eq!(patch(&source, &[edit]), Err(EditFault::OtherFile));
    }

    proptest! {
        #[test]
        fn what_is_accepted_leaves_other_keys_alone(
            replacement in "[a-z:#\\-\\[\\]{}\"'|>& \\n]{0,8}", start in 3usize..9, length in 0usize..6,
        ) {
            let text = "a: one two\nb: three\nc: [four, five]\n";
            let end = (start + length).min(9);
            if let Ok(result) = patched(text, start..end, &replacement) {
                let after = parse(Arc::new(SourceFile::new("a.yaml", result))).0.unwrap();
                let b = after.node_at("/b").and_then(Node::as_str);
                prop_assert_eq!(b, Some("three"));
                prop_assert_eq!(after.node_at("/c/1").and_then(Node::as_str), Some("five"));
            }
        }
    }
}
