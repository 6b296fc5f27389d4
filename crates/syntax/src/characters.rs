//! Characters that look like others: what pasting from a word processor leaves behind.
//!
//! In prose they are typography (French sets a no-break space before a colon), so they are reported only where YAML
//! gives a character meaning: in keys, in the indentation, beside a separator, and in short plain values that are words.
//! In quotation marks and in block scalars a no-break space was meant; an invisible character in a word never was.

use crate::rules::{BUDGET, CONTROL, CURLY_QUOTE, NO_BREAK_SPACE, TAB, ZERO_WIDTH};
use crate::{Diagnostic, Document, Edit, Node, Place, SourceFile, Span, Value, scalar};

/// Most findings of this kind in one file.
const MOST_FAULTS: usize = 1_000;

/// Faults of the raw text: indentation, control characters. Quoted text and block scalars of the tree may begin a line
/// with what they like.
pub(crate) fn in_text(source: &SourceFile, prose: &Prose) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut start = 0;
    let mut old_ends = false;
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
                _ if is_special_space(character)
                    && follows_key(content, at)
                    && !prose.holds(start + at) =>
                {
                    Some((
                        &NO_BREAK_SPACE,
                        "a no-break space stands behind the colon",
                        " ",
                    ))
                }
                // The end of a line on old computers: one of them is enough to say it of all.
                '\r' if !old_ends => {
                    old_ends = true;
                    Some((
                        &CONTROL,
                        "the line ends with a carriage return alone, as on very old computers",
                        "\n",
                    ))
                }
                '\r' => None,
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
            let help = match replacement {
                "" => "delete it",
                "\n" => "save the file with the line ends of Unix or Windows",
                _ => "replace it with plain spaces",
            };
            let mut fault = Diagnostic::new(card, message).at(place).help(help);
            if replacement != "\n" {
                let edit = Edit::replace(source.path().clone(), range, replacement);
                fault = fault.edit(edit);
            }
            faults.push(fault);
        }
        start += line.len();
    }
    faults
}

/// Whether a key and its colon, and nothing else, stand before a byte of a line.
fn follows_key(line: &str, at: usize) -> bool {
    let key = line.get(..at).and_then(|before| before.strip_suffix(':'));
    key.is_some_and(|key| {
        let word = key.trim_start_matches([' ', '-']);
        let is_word = |sign: char| sign.is_alphanumeric() || "-_".contains(sign);
        !word.is_empty() && word.chars().all(is_word)
    })
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
    pub(crate) fn holds(&self, byte: usize) -> bool {
        let after = self.0.partition_point(|span| span.start as usize <= byte);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        last.is_some_and(|span| byte < span.end as usize)
    }
}

/// Faults in keys and short values of a tree. What was meant takes their place in it, so that nothing is reported twice.
pub(crate) fn in_tree(document: &mut Document, prose: &Prose) -> Vec<Diagnostic> {
    let mut reader = Reader {
        source: &document.source,
        prose,
        faults: Vec::new(),
    };
    reader.visit(&mut document.root);
    let mut faults = reader.faults;
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

struct Reader<'d> {
    source: &'d SourceFile,
    prose: &'d Prose,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn visit(&mut self, node: &mut Node) {
        if self.faults.len() > MOST_FAULTS {
            return;
        }
        match &mut node.value {
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.visit(item)),
            Value::Mapping(entries) => {
                for entry in entries {
                    self.inspect(&mut entry.key, "this key", true);
                    self.visit(&mut entry.value);
                }
            }
            Value::String(text) => {
                // Words, ids and lengths of time are short and have no sentence marks; prose is left alone.
                let sentence = text.contains(['.', ',', '!', '?', '\n', '«', '»']);
                if !sentence && text.chars().count() <= 32 {
                    let plain = !self.prose.holds(node.span.start as usize);
                    self.inspect(node, "this value", plain);
                } else {
                    self.curly(node);
                }
            }
            _ => {}
        }
    }

    /// Invisible characters in a key or word; `spaces` says whether a no-break space is one of them.
    fn inspect(&mut self, node: &mut Node, what: &str, spaces: bool) {
        let before = self.faults.len();
        let start = node.span.start as usize;
        let source = self.source;
        let raw = source.text().get(start..node.span.end as usize);
        for (at, character) in raw.unwrap_or_default().char_indices() {
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
            if self.faults.len() > MOST_FAULTS {
                return;
            }
            let range = start + at..start + at + character.len_utf8();
            let help = if replacement.is_empty() {
                "delete it"
            } else {
                "replace it with a plain space"
            };
            let edit = Edit::replace(source.path().clone(), range.clone(), replacement);
            self.faults.push(
                Diagnostic::new(card, message)
                    .at(source.place(range))
                    .help(help)
                    .edit(edit),
            );
        }
        if self.faults.len() > before {
            let plain = !self.prose.holds(start);
            clean(node, spaces, plain && what != "this key");
        }
        self.curly(node);
    }

    /// A value in curly quotation marks was meant to be quoted.
    fn curly(&mut self, node: &mut Node) {
        let range = node.span.start as usize..node.span.end as usize;
        let raw = self.source.text().get(range.clone()).unwrap_or_default();
        let Some((inner, is_wrapped)) = without_curly(raw) else {
            return;
        };
        let plain = format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""));
        let message = if is_wrapped {
            "curly quotation marks stand around this value and become part of it"
        } else {
            "a curly quotation mark stands at one end of this value and becomes part of it"
        };
        let fault = Diagnostic::new(&CURLY_QUOTE, message)
            .at(self.source.place(range.clone()))
            .help(format!("write {plain}"))
            .edit(Edit::replace(self.source.path().clone(), range, plain));
        self.faults.push(fault);
        if let Value::String(text) = &mut node.value
            && let Some((inner, _)) = without_curly(text)
        {
            *text = inner.to_owned();
        }
    }
}

/// A word as it was meant.
fn clean(node: &mut Node, spaces: bool, plain: bool) {
    let Value::String(text) = &node.value else {
        return;
    };
    let seen = text.chars().filter(|character| !is_zero_width(*character));
    let meant: String = seen
        .map(|seen| match is_special_space(seen) && spaces {
            true => ' ',
            false => seen,
        })
        .collect();
    node.value = if plain {
        scalar::plain(meant.trim())
    } else {
        Value::String(meant.trim().to_owned())
    };
}

/// A text without the curly quotation marks around it, and whether they stand at both ends.
fn without_curly(text: &str) -> Option<(&str, bool)> {
    const DOUBLE: [char; 3] = ['“', '”', '„'];
    const OPENING: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];
    const CLOSING: [char; 4] = ['“', '”', '‘', '’'];
    if let Some(rest) = text.strip_prefix(OPENING)
        && let Some(inner) = rest.strip_suffix(CLOSING)
    {
        return Some((inner, true));
    }
    // One at one end, in a text that has no other.
    if text.matches(DOUBLE).count() != 1 {
        return None;
    }
    let inner = text.strip_prefix(DOUBLE).or(text.strip_suffix(DOUBLE))?;
    Some((inner, false))
}

fn is_special_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{34f}' | '\u{180e}' | '\u{feff}' | '\u{ad}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
