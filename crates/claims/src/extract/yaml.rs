//! Strings of YAML with their keys. The tree says where a value stands; its bytes are found by reading both side by side.

use std::sync::Arc;

use candor_syntax::{Node, SourceFile, Span, Value as Tree, parse};

use super::message::Value;
use super::text::{Text, blank};
use super::{Fault, FaultOf};

/// How deep values are looked for; messages do not nest deeper.
const DEEPEST: usize = 64;

/// All strings of a document that begins at an offset of the file.
pub(super) fn strings(document: &str, base: usize, faults: &mut Vec<Fault>) -> Vec<Value> {
    let mut found = Vec::new();
    let (tree, _) = parse(Arc::new(SourceFile::new("", document)));
    let whole = [Span {
        start: 0,
        end: u32::try_from(document.len()).unwrap_or(u32::MAX),
    }];
    let unread = tree
        .as_ref()
        .map_or(&whole[..], |tree| tree.unread.as_slice());
    for span in unread.iter().filter(|span| span.start < span.end) {
        faults.push(Fault {
            about: FaultOf::Reading,
            range: base + span.start as usize..base + span.end as usize,
            message: "this part is not YAML, so nobody looked for claims in it".to_owned(),
        });
    }
    if let Some(tree) = tree {
        let mut path = String::new();
        let place = (tree.source.text(), document, base);
        walk(&tree.root, place, &mut path, 0, &mut found, faults);
    }
    found
}

fn walk(
    node: &Node,
    place: (&str, &str, usize),
    path: &mut String,
    depth: usize,
    found: &mut Vec<Value>,
    faults: &mut Vec<Fault>,
) {
    if depth > DEEPEST {
        let (parsed, document, base) = place;
        let shift = base + document.len().saturating_sub(parsed.len());
        faults.push(Fault {
            about: FaultOf::Reading,
            range: shift + node.span.start as usize..shift + node.span.end as usize,
            message: format!(
                "this part lies more than {DEEPEST} levels deep, so nobody looked for claims in it; nest it less deeply"
            ),
        });
        return;
    }
    let length = path.len();
    let mut below = |key: &str, node: &Node, path: &mut String| {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        walk(node, place, path, depth + 1, found, faults);
        path.truncate(length);
    };
    match &node.value {
        Tree::Mapping(entries) => {
            for entry in entries {
                let (text, ..) = place;
                let range = entry.key.span.start as usize..entry.key.span.end as usize;
                let raw = text.get(range).unwrap_or_default();
                below(entry.key.as_str().unwrap_or(raw), &entry.value, path);
            }
        }
        Tree::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                below(&index.to_string(), item, path);
            }
        }
        Tree::String(value) => {
            let (parsed, document, base) = place;
            // A mark at the file's beginning is no part of the tree's text.
            let shift = document.len().saturating_sub(parsed.len());
            let range = node.span.start as usize + shift..node.span.end as usize + shift;
            let raw = document.get(range.clone()).unwrap_or_default();
            let text = align(raw, value, base + range.start);
            let path = path.clone();
            found.push(Value { path, text });
        }
        _ => {}
    }
}

/// The value with the bytes that made each part of it: quotes, escapes, folded lines and indentation stand only in the
/// source.
fn align(raw: &str, value: &str, base: usize) -> Text {
    let mut text = Text::default();
    let mut at = match raw.as_bytes().first() {
        Some(b'"' | b'\'') => 1,
        Some(b'|' | b'>') => raw.find('\n').map_or(raw.len(), |end| end + 1),
        _ => 0,
    };
    let double = raw.starts_with('"');
    let bytes = raw.as_bytes();
    let mut from = 0;
    while let Some(letter) = value.get(from..).and_then(|rest| rest.chars().next()) {
        let own = value
            .get(from..from + letter.len_utf8())
            .unwrap_or_default();
        let rest = raw.get(at..).unwrap_or_default();
        if double && rest.starts_with('\\') {
            let length = escape(rest);
            if rest
                .get(1..)
                .is_some_and(|next| next.starts_with(['\n', '\r']))
            {
                // A line's end behind a backslash stands for nothing.
                at += length;
                continue;
            }
            text.replace(own, base + at..base + at + length);
            at += length;
        } else if matches!(letter, ' ' | '\n') {
            let length = blank(bytes.get(at..).unwrap_or_default());
            if rest.starts_with(letter) && (length == 1 || letter == ' ' && !starts_line(rest)) {
                text.copy(own, base + at);
                at += 1;
            } else if length > 0 {
                text.replace(own, base + at..base + at + length);
                at += length;
            } else {
                text.replace(own, base + at..base + at);
            }
        } else if rest.starts_with(letter) {
            text.copy(own, base + at);
            at += own.len();
            if letter == '\'' && raw.starts_with('\'') {
                // A quote is written twice inside quotes.
                at += usize::from(raw.get(at..).unwrap_or_default().starts_with('\''));
            }
        } else {
            let length = blank(bytes.get(at..).unwrap_or_default());
            if length == 0 {
                // What cannot be followed has the whole value's place.
                let mut whole = Text::default();
                whole.replace(value, base..base + raw.len());
                return whole;
            }
            at += length;
            continue;
        }
        from += own.len();
    }
    text
}

/// Whether white space that begins a text reaches over the end of a line.
fn starts_line(text: &str) -> bool {
    let length = blank(text.as_bytes());
    text.get(..length).is_some_and(|space| space.contains('\n'))
}

/// The length of an escape.
fn escape(text: &str) -> usize {
    let length = match text.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(b'\n' | b'\r') => 1 + blank(text.as_bytes().get(1..).unwrap_or_default()),
        Some(_) => 1 + text.chars().nth(1).map_or(1, char::len_utf8),
        None => 1,
    };
    length.min(text.len())
}
