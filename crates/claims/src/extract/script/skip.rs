//! Where strings, templates and regular expressions end.

use std::ops::Range;

/// The content of a string that opens at a place, and where reading goes on. A line's end closes an open string.
pub(super) fn string(bytes: &[u8], open: usize) -> (Range<usize>, usize) {
    let quote = bytes.get(open).copied().unwrap_or(b'"');
    let start = open + 1;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return (start..at, at),
            byte if *byte == quote => return (start..at, at + 1),
            _ => at += 1,
        }
    }
    let end = bytes.len().max(start.min(bytes.len()));
    (start.min(end)..end, end)
}

/// Why the text of a template stops.
pub(super) enum Stop {
    /// At `${`.
    Hole,
    /// At its end.
    End,
}

/// Where the text of a template stops.
pub(super) fn template(bytes: &[u8], from: usize) -> (usize, Stop) {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'`' => return (at, Stop::End),
            b'$' if bytes.get(at + 1) == Some(&b'{') => return (at, Stop::Hole),
            _ => at += 1,
        }
    }
    (bytes.len(), Stop::End)
}

/// The end of a regular expression that opens at a slash, where one does: it ends on its line.
pub(super) fn expression(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    let mut class = false;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'\n' => return None,
            b'/' if !class => break,
            _ => {}
        }
        at += 1;
    }
    at += 1;
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
    }
    Some(at)
}

/// Whether the name before a template says that it is code: styles, queries, shaders.
pub(super) fn tags_code(bytes: &[u8], end: usize) -> bool {
    let start = end.saturating_sub(64);
    let before = bytes.get(start..end).unwrap_or_default();
    let length = before
        .iter()
        .rev()
        .take_while(|byte| super::is_word(**byte) || matches!(byte, b'.' | b'(' | b')'))
        .count();
    let name = before.get(before.len() - length..).unwrap_or_default();
    let first = name
        .split(|byte| !super::is_word(*byte))
        .next()
        .unwrap_or_default();
    matches!(
        first,
        b"css"
            | b"sql"
            | b"gql"
            | b"graphql"
            | b"glsl"
            | b"wgsl"
            | b"styled"
            | b"keyframes"
            | b"createGlobalStyle"
            | b"injectGlobal"
            | b"groq"
            | b"cypher"
            | b"tw"
    )
}
