//! Strings of JSON and JSON5 with their keys, escapes resolved; comments and faults in the file do not stop the reading.

use std::ops::Range;

use super::suppression::Comments;
use super::text::Text;

/// The longest path of keys that is kept.
const LONGEST: usize = 1024;

/// An open object or list.
struct Open {
    /// How long the path is that leads to it.
    base: usize,
    /// The position in a list; none in an object.
    index: Option<usize>,
}

/// Calls a function with the path and the text of every string that is a value.
pub(super) fn strings(
    source: &str,
    range: Range<usize>,
    comments: &mut Comments,
    mut each: impl FnMut(&str, Text),
) {
    let bytes = source.as_bytes().get(..range.end).unwrap_or_default();
    let mut at = range.start;
    let mut path = String::new();
    let mut open: Vec<Open> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                step(&mut path, &open);
                open.push(Open {
                    base: path.len(),
                    index: (*byte == b'[').then_some(0),
                });
                at += 1;
            }
            b'}' | b']' => {
                if let Some(closed) = open.pop() {
                    path.truncate(closed.base);
                }
                at += 1;
            }
            b',' => {
                if let Some(Open {
                    index: Some(index), ..
                }) = open.last_mut()
                {
                    *index += 1;
                }
                at += 1;
            }
            b'"' | b'\'' => {
                let (inner, escaped, next) = string(bytes, at + 1, *byte);
                let raw = source.get(inner.clone()).unwrap_or_default();
                at = next;
                let around = open.last();
                let is_key = around.is_some_and(|around| around.index.is_none())
                    && follows_colon(bytes, next);
                if let (true, Some(around)) = (is_key, around) {
                    path.truncate(around.base);
                    append(&mut path, raw);
                } else {
                    step(&mut path, &open);
                    let mut text = Text::default();
                    if escaped {
                        resolve(raw, inner.start, &mut text);
                    } else {
                        text.copy(raw, inner.start);
                    }
                    each(&path, text);
                }
            }
            b'/' => at = comment(source, bytes, at, comments),
            // A key of JSON5 may stand without quotes.
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | 0x80..) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest
                    .iter()
                    .take_while(|byte| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
                    })
                    .count();
                let word = at..at + length.max(1);
                at = word.end;
                if let Some(Open { base, index: None }) = open.last()
                    && follows_colon(bytes, at)
                {
                    path.truncate(*base);
                    append(&mut path, source.get(word).unwrap_or_default());
                }
            }
            _ => at += 1,
        }
    }
}

/// Makes the path lead to the value that comes next, where that stands in a list.
fn step(path: &mut String, open: &[Open]) {
    if let Some(Open {
        base,
        index: Some(index),
    }) = open.last()
    {
        path.truncate(*base);
        append(path, &index.to_string());
    }
}

fn append(path: &mut String, key: &str) {
    if path.len() + key.len() < LONGEST {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    }
}

/// The content of a string, whether it has escapes, and where reading goes on. A line's end closes an open string.
fn string(bytes: &[u8], start: usize, quote: u8) -> (Range<usize>, bool, usize) {
    let mut at = start;
    let mut escaped = false;
    loop {
        match bytes.get(at) {
            Some(byte) if *byte == quote => return (start..at, escaped, at + 1),
            Some(b'\\') if at + 1 < bytes.len() => {
                escaped = true;
                at += 2;
            }
            None | Some(b'\n' | b'\\') => return (start..at.min(bytes.len()), escaped, at + 1),
            Some(_) => at += 1,
        }
    }
}

fn follows_colon(bytes: &[u8], from: usize) -> bool {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// Passes over a comment, as some tools allow them.
fn comment(source: &str, bytes: &[u8], at: usize, comments: &mut Comments) -> usize {
    let rest = source.get(at + 2..bytes.len()).unwrap_or_default();
    let (length, closing) = match bytes.get(at + 1) {
        Some(b'/') => (rest.find('\n').unwrap_or(rest.len()), 0),
        Some(b'*') => match rest.find("*/") {
            Some(length) => (length, 2),
            None => (rest.len(), 0),
        },
        _ => return at + 1,
    };
    let end = at + 2 + length + closing;
    let text = rest.get(..length).unwrap_or_default();
    comments.read(text, at + 2, at..end);
    end
}

/// Resolves the escapes of a string of JSON.
pub(super) fn resolve(raw: &str, base: usize, text: &mut Text) {
    let mut from = 0;
    while let Some(found) = raw.get(from..).and_then(|rest| rest.find('\\')) {
        let slash = from + found;
        text.copy(raw.get(from..slash).unwrap_or_default(), base + from);
        let escape = raw.get(slash..).unwrap_or_default();
        let (letter, length) = match escape.as_bytes().get(1) {
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b' | b'f') => (' ', 2),
            Some(b'u') => unicode(escape).unwrap_or(('\u{fffd}', 2)),
            // A line of JSON5 may go on behind a backslash.
            Some(b'\n') => (' ', 2),
            Some(_) => {
                // Any other character stands for itself.
                let letter = escape.chars().nth(1).unwrap_or('\\');
                (letter, 1 + letter.len_utf8())
            }
            None => ('\\', 1),
        };
        let mut letters = [0; 4];
        let place = base + slash..base + slash + length;
        text.replace(letter.encode_utf8(&mut letters), place);
        from = slash + length;
    }
    text.copy(raw.get(from..).unwrap_or_default(), base + from);
}

/// A `\uXXXX` escape, or two that are one character.
fn unicode(escape: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 6)?.strip_prefix("\\u")?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let high = unit(0)?;
    if (0xd800..0xdc00).contains(&high)
        && let Some(low) = unit(6).filter(|low| (0xdc00..0xe000).contains(low))
    {
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return Some((char::from_u32(code)?, 12));
    }
    Some((char::from_u32(high).unwrap_or('\u{fffd}'), 6))
}
