//! Characters that look like others: what pasting from a word processor leaves behind.
//!
//! In prose they are typography (French sets a no-break space before a colon), so they are reported only where YAML
//! gives a character meaning: in keys, in the indentation, beside a separator, and in short values that are words.

use crate::rules::{CONTROL, CURLY_QUOTE, NO_BREAK_SPACE, TAB, ZERO_WIDTH};
use crate::{Diagnostic, Document, Edit, Node, SourceFile, Value};

/// Faults of the raw text: indentation, control characters.
pub(crate) fn in_text(source: &SourceFile) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        for (at, character) in content.char_indices() {
            let indentation = content[..at].chars().all(|before| before.is_whitespace());
            let range = start + at..start + at + character.len_utf8();
            let found = match character {
                '\t' if indentation && content.trim().is_empty() => None,
                '\t' if indentation => Some((&TAB, "a tab stands in the indentation", "  ")),
                _ if indentation && is_special_space(character) => Some((
                    &NO_BREAK_SPACE,
                    "a no-break space stands in the indentation",
                    " ",
                )),
                '\t' => None,
                _ if character.is_control() => {
                    Some((&CONTROL, "a control character stands here", ""))
                }
                _ => None,
            };
            if let Some((card, message, replacement)) = found {
                let place = source.place(range.clone());
                let edit = Edit::replace(source.path().clone(), range, replacement);
                faults.push(
                    Diagnostic::new(card, message)
                        .at(place)
                        .help("replace it with plain spaces")
                        .edit(edit),
                );
            }
        }
        start += line.len();
    }
    faults
}

/// Faults in keys and short values of a tree.
pub(crate) fn in_tree(document: &Document) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    visit(document, &document.root, &mut faults);
    faults
}

fn visit(document: &Document, node: &Node, faults: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| visit(document, item, faults)),
        Value::Mapping(entries) => {
            for entry in entries {
                inspect(document, &entry.key, "this key", faults);
                visit(document, &entry.value, faults);
            }
        }
        Value::String(text) => {
            // Words, ids and lengths of time are short and have no sentence marks; prose is left alone.
            if text.chars().count() <= 32 && !text.contains(['.', ',', '!', '?', '\n', '«', '»'])
            {
                inspect(document, node, "this value", faults);
            } else {
                curly(document, node, faults);
            }
        }
        _ => {}
    }
}

fn inspect(document: &Document, node: &Node, what: &str, faults: &mut Vec<Diagnostic>) {
    let raw = document.raw(node);
    for (at, character) in raw.char_indices() {
        let start = node.span.start as usize + at;
        let range = start..start + character.len_utf8();
        let (card, message, replacement) = if is_special_space(character) {
            (
                &NO_BREAK_SPACE,
                format!(
                    "{what} contains a no-break space, which looks like a space and is not one"
                ),
                " ",
            )
        } else if is_zero_width(character) {
            (
                &ZERO_WIDTH,
                format!(
                    "{what} contains an invisible character (U+{:04X})",
                    u32::from(character)
                ),
                "",
            )
        } else {
            continue;
        };
        let edit = Edit::replace(document.source.path().clone(), range.clone(), replacement);
        let help = if replacement.is_empty() {
            "delete it"
        } else {
            "replace it with a plain space"
        };
        faults.push(
            Diagnostic::new(card, message)
                .at(document.source.place(range))
                .help(help)
                .edit(edit),
        );
    }
    curly(document, node, faults);
}

/// A value that is wrapped in curly quotation marks was meant to be quoted.
fn curly(document: &Document, node: &Node, faults: &mut Vec<Diagnostic>) {
    let raw = document.raw(node);
    let wrapped =
        raw.starts_with(['“', '”', '„', '‘', '’', '‚']) && raw.ends_with(['“', '”', '‘', '’']);
    if !wrapped || raw.chars().count() < 2 {
        return;
    }
    let inner: String = raw.chars().skip(1).take(raw.chars().count() - 2).collect();
    let plain = format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""));
    let range = node.span.start as usize..node.span.end as usize;
    let edit = Edit::replace(document.source.path().clone(), range, plain.clone());
    let message = "curly quotation marks stand around this value and become part of it";
    faults.push(
        Diagnostic::new(&CURLY_QUOTE, message)
            .at(document.place(node))
            .help(format!("write {plain}"))
            .edit(edit),
    );
}

fn is_special_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}
