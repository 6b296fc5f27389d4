//! Strings of TOML with their keys, as far as translation files use it.

use super::json::resolve;
use super::suppression::Comments;
use super::text::Text;

/// Calls a function with the path and the text of every string that is a value.
pub(super) fn strings(source: &str, comments: &mut Comments, mut each: impl FnMut(&str, Text)) {
    let mut table = String::new();
    let mut path = String::new();
    let mut at = 0;
    // Whether a key may come: at the start of a line and inside an inline table.
    let mut key = true;
    let mut lists = 0_usize;
    let mut word: Option<usize> = None;
    let bytes = source.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => {
                key = lists == 0;
                word = None;
                at += 1;
            }
            b'#' => {
                let end = line_end(source, at);
                let text = source.get(at + 1..end).unwrap_or_default();
                comments.read(text, at + 1, at..end);
                at = end;
            }
            b'[' if key => {
                let end = line_end(source, at);
                let header = source.get(at..end).unwrap_or_default();
                let name = header.trim_start_matches('[');
                let name = name.get(..name.find(']').unwrap_or(0)).unwrap_or_default();
                table = plain(name);
                at = end;
            }
            b'[' => {
                lists += 1;
                at += 1;
            }
            b']' => {
                lists = lists.saturating_sub(1);
                at += 1;
            }
            b'{' => {
                key = true;
                word = None;
                at += 1;
            }
            b',' => {
                key = !key && lists == 0;
                word = None;
                at += 1;
            }
            b'=' if key => {
                let name = source.get(word.unwrap_or(at)..at).unwrap_or_default();
                path.clear();
                path.push_str(&table);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&plain(name));
                key = false;
                word = None;
                at += 1;
            }
            b'"' | b'\'' => {
                if key && word.is_none() {
                    word = Some(at);
                }
                let (text, end) = string(source, at);
                if !key {
                    each(&path, text);
                }
                at = end;
            }
            b' ' | b'\t' | b'\r' => at += 1,
            _ => {
                if key && word.is_none() {
                    word = Some(at);
                }
                at += 1;
            }
        }
    }
}

fn line_end(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.find('\n').map_or(source.len(), |at| from + at)
}

/// A key without its quotes.
fn plain(key: &str) -> String {
    let parts = key
        .split('.')
        .map(|part| part.trim().trim_matches(['"', '\'']));
    parts.collect::<Vec<_>>().join(".")
}

/// A string that begins here, and where it ends.
fn string(source: &str, at: usize) -> (Text, usize) {
    let rest = source.get(at..).unwrap_or_default();
    let quote = rest.get(..1).unwrap_or_default();
    let long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    let basic = quote == "\"";
    let width = if long { 3 } else { 1 };
    let mut start = at + width;
    if long
        && source
            .get(start..)
            .is_some_and(|inner| inner.starts_with('\n'))
    {
        start += 1;
    }
    let inner = source.as_bytes().get(start..).unwrap_or_default();
    let closing = quote.as_bytes().first().copied().unwrap_or(b'"');
    let mut length = 0;
    loop {
        match inner.get(length) {
            Some(b'\\') if basic => length += 2,
            Some(byte) if *byte == closing => {
                let found = inner.get(length..).unwrap_or_default();
                if !long
                    || found
                        .iter()
                        .take(3)
                        .filter(|next| **next == closing)
                        .count()
                        == 3
                {
                    break;
                }
                length += 1;
            }
            None => break,
            Some(b'\n') if !long => break,
            Some(_) => length += 1,
        }
    }
    let length = length.min(inner.len());
    let raw = source.get(start..start + length).unwrap_or_default();
    let mut text = Text::default();
    if basic {
        resolve(raw, start, &mut text);
    } else {
        text.copy(raw, start);
    }
    let end = (start + length + width).min(source.len()).max(at + 1);
    (text, end)
}
