//! Characters that look like others: what pasting from a word processor leaves behind.
//!
//! In prose they are typography (French sets a no-break space before a colon), so they are reported only where YAML
//! gives a character meaning: in keys, in the indentation, beside a separator, and in short plain values that are words.
//! In quotation marks and in block scalars a no-break space was meant; an invisible character in a word never was.

use crate::rules::{BUDGET, CONTROL, CURLY_QUOTE, NO_BREAK_SPACE, TAB, ZERO_WIDTH};
use crate::{Diagnostic, Document, Edit, Node, Place, SourceFile, Span, Value};

/// Most findings of this kind in one file.
const MOST_FAULTS: usize = 1_000;

/// Faults of the raw text: indentation, control characters. Quoted text and block scalars of the tree may begin a line
/// with what they like.
pub(crate) fn in_text(source: &SourceFile, prose: &Prose) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let blank = content.trim().is_empty();
        let mut indentation = true;
        for (at, character) in content.char_indices() {
            indentation &= character.is_whitespace();
            let found = match character {
                ' ' => None,
                '\t' if indentation && !blank && !prose.holds(start + at) => {
                    Some((&TAB, "a tab stands in the indentation", "  "))
                }
                '\t' => None,
                _ if indentation && is_special_space(character) && !prose.holds(start + at) => {
                    Some((
                        &NO_BREAK_SPACE,
                        "a no-break space stands in the indentation",
                        " ",
                    ))
                }
                _ if character.is_control() => {
                    Some((&CONTROL, "a control character stands here", ""))
                }
                _ => None,
            };
            let Some((card, message, replacement)) = found else {
                continue;
            };
            let range = start + at..start + at + character.len_utf8();
            let place = source.place(range.clone());
            if faults.len() == MOST_FAULTS {
                faults.push(too_many(place));
                return faults;
            }
            let help = if replacement.is_empty() {
                "delete it"
            } else {
                "replace it with plain spaces"
            };
            let edit = Edit::replace(source.path().clone(), range, replacement);
            faults.push(
                Diagnostic::new(card, message)
                    .at(place)
                    .help(help)
                    .edit(edit),
            );
        }
        start += line.len();
    }
    faults
}

/// Where quoted text and block scalars stand, in the order of the file.
#[derive(Default)]
pub(crate) struct Prose(Vec<Span>);

impl Prose {
    /// Takes the next one of the file.
    pub(crate) fn add(&mut self, span: Span) {
        self.0.push(span);
    }

    /// Whether a byte lies in one.
    fn holds(&self, byte: usize) -> bool {
        let after = self.0.partition_point(|span| span.start as usize <= byte);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        last.is_some_and(|span| byte < span.end as usize)
    }
}

/// Faults in keys and short values of a tree.
pub(crate) fn in_tree(document: &Document, prose: &Prose) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    visit(document, &document.root, prose, &mut faults);
    let unlisted = faults.get(MOST_FAULTS);
    if let Some(place) = unlisted.and_then(|fault| fault.place.clone()) {
        faults.truncate(MOST_FAULTS);
        faults.push(too_many(place));
    }
    faults
}

/// Says that there are more findings than are listed.
fn too_many(place: Place) -> Diagnostic {
    let message = format!(
        "the file holds more than {MOST_FAULTS} characters that do not belong here; the rest begins here and is not listed"
    );
    Diagnostic::new(&BUDGET, message)
        .at(place)
        .help("save the file as plain text, then check again")
}

fn visit(document: &Document, node: &Node, prose: &Prose, faults: &mut Vec<Diagnostic>) {
    if faults.len() > MOST_FAULTS {
        return;
    }
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .for_each(|item| visit(document, item, prose, faults)),
        Value::Mapping(entries) => {
            for entry in entries {
                inspect(document, &entry.key, "this key", true, faults);
                visit(document, &entry.value, prose, faults);
            }
        }
        Value::String(text) => {
            // Words, ids and lengths of time are short and have no sentence marks; prose is left alone.
            if text.chars().count() <= 32 && !text.contains(['.', ',', '!', '?', '\n', '«', '»'])
            {
                let plain = !prose.holds(node.span.start as usize);
                inspect(document, node, "this value", plain, faults);
            } else {
                curly(document, node, faults);
            }
        }
        _ => {}
    }
}

/// Invisible characters in a key or word; `spaces` says whether a no-break space is one of them.
fn inspect(
    document: &Document,
    node: &Node,
    what: &str,
    spaces: bool,
    faults: &mut Vec<Diagnostic>,
) {
    let raw = document.raw(node);
    for (at, character) in raw.char_indices() {
        let start = node.span.start as usize + at;
        let range = start..start + character.len_utf8();
        let (card, message, replacement) = if is_special_space(character) && spaces {
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
        if faults.len() > MOST_FAULTS {
            return;
        }
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
