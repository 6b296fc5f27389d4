//! Style sheets: what `url()` and `@import` name.

use super::reference::{Found, Role, host};
use super::sink::SinkKind;
use crate::Channel;

/// Reads a style sheet, or the declarations of a `style` attribute.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.find(['/', 'u', 'U', '@', 's', 'i', 'S', 'I']) else {
            break;
        };
        at += next;
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("/*") {
            at += rest
                .get(2..)
                .and_then(|r| r.find("*/"))
                .map_or(rest.len(), |end| end + 4);
        } else if begins(rest, "url(") || begins(rest, "src(") {
            let (start, value) = value(text, at + 4, b')');
            note(&mut found, start, value, Role::Other);
            at = start + value.len() + 1;
        } else if begins(rest, "@import") {
            at += 7;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let from = match text.get(at..) {
                Some(rest) if begins(rest, "url(") => at + 4,
                _ => at,
            };
            let (start, value) = value(text, from, b')');
            note(&mut found, start, value, Role::Style);
            at = start + value.len() + 1;
        } else if begins(rest, "image-set(") {
            at += 10;
            let (start, value) = value(text, at, b')');
            if !begins(value, "url(") {
                note(&mut found, start, value, Role::Other);
                at = start + value.len();
            }
        } else {
            at += 1;
        }
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A value in quotes, or bare up to a bracket, a semicolon or a blank; with the offset at which it begins.
fn value(text: &str, mut at: usize, close: u8) -> (usize, &str) {
    let bytes = text.as_bytes();
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    let quote = bytes.get(at).copied().filter(|b| matches!(b, b'"' | b'\''));
    if quote.is_some() {
        at += 1;
    }
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.bytes().position(|byte| match quote {
        Some(quote) => byte == quote || byte == b'\n',
        None => byte == close || byte == b';' || byte.is_ascii_whitespace(),
    });
    (
        at,
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default(),
    )
}

fn note(found: &mut Found, at: usize, value: &str, role: Role) {
    if let Some(host) = host(value) {
        let kind = SinkKind::Network(match role {
            Role::Style => Channel::Other,
            _ => Channel::Image,
        });
        found.sink(at, kind, format!("a style sheet loads from {host}"));
    } else if value.contains('\\') {
        let kind = SinkKind::Network(Channel::Image);
        found.sink(at, kind, "a URL written with escapes");
    }
    found.url(at, value, role, false);
}
