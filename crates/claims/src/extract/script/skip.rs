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

/// Finds the ends of regular expressions, and remembers where none can end, so that no line is read again for each of
/// its slashes.
#[derive(Debug, Default)]
pub(super) struct Expressions {
    /// A reading that began before found no end up to here.
    failed: usize,
    /// How many bytes were looked at.
    #[cfg(test)]
    looked: usize,
}

impl Expressions {
    /// The end of a regular expression that opens at a slash, where one does: it ends on its line.
    ///
    /// Where an earlier reading of the line failed, one that begins inside it fails at its first class: both leave that
    /// class at the same bracket, and read the same from there on.
    pub(super) fn end(&mut self, bytes: &[u8], open: usize) -> Option<usize> {
        let mut at = open + 1;
        let mut class = false;
        loop {
            #[cfg(test)]
            {
                self.looked += 1;
            }
            match bytes.get(at) {
                Some(b'\\') => at += 1,
                Some(b'[') if open < self.failed => return None,
                Some(b'[') => class = true,
                Some(b']') => class = false,
                None | Some(b'\n') => {
                    self.failed = at;
                    return None;
                }
                Some(b'/') if !class => break,
                Some(_) => {}
            }
            at += 1;
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        Some(at)
    }
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

#[cfg(test)]
mod tests {
    use super::Expressions;
    use proptest::prelude::*;

    /// The end as it is found without a memory.
    fn alone(bytes: &[u8], open: usize) -> Option<usize> {
        Expressions::default().end(bytes, open)
    }

    proptest! {
        #[test]
        fn the_memory_changes_no_end(text in "[/\\[\\]\\\\a\n]{0,24}") {
            let bytes = text.as_bytes();
            let mut kept = Expressions::default();
            let mut at = 0;
            while let Some(byte) = bytes.get(at) {
                let end = (*byte == b'/').then(|| kept.end(bytes, at));
                if let Some(end) = end {
                    prop_assert_eq!(end, alone(bytes, at), "at {} of {:?}", at, text);
                }
                at = end.flatten().unwrap_or(at + 1);
            }
        }
    }

    #[test]
    fn every_byte_is_looked_at_a_few_times_only() {
        for part in ["=/[", "/[/]", "/[a]", "[/]/[", "/\\[", "a/b"] {
            let text = part.repeat(20_000);
            let bytes = text.as_bytes();
            let mut kept = Expressions::default();
            let mut at = 0;
            while let Some(byte) = bytes.get(at) {
                let end = (*byte == b'/').then(|| kept.end(bytes, at)).flatten();
                at = end.unwrap_or(at + 1);
            }
            assert!(
                kept.looked <= 4 * bytes.len(),
                "{part:?}: {} looks at {} bytes",
                kept.looked,
                bytes.len()
            );
        }
    }
}
