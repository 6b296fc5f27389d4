//! Where sentences begin and end.
//!
//! One pass over the bytes. A full stop ends a sentence unless what stands before it is an abbreviation, an initial or
//! a number that counts, or what follows it goes on in lower case.

use std::ops::Range;

use super::abbreviation;
use crate::eight::{eight, flowing};

/// The sentences of a text, without the white space around them. Headings and fragments count as sentences.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !STOPS[usize::from(*byte)] {
            let rest = bytes.get(at..).unwrap_or_default();
            at += flowing(eight(rest)).max(1);
            continue;
        }
        match ends(text, start, at) {
            Ok((end, next)) => {
                push(text, start..end, &mut found);
                start = next;
                at = next.max(at + 1);
            }
            Err(next) => at = next.max(at + 1),
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// The bytes at which a sentence may end.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    stops[b'.' as usize] = true;
    stops[b'!' as usize] = true;
    stops[b'?' as usize] = true;
    stops[b'\n' as usize] = true;
    stops[b'|' as usize] = true;
    // The first bytes of the middle dot, of the ellipsis and the bullet, and of the stops of Chinese and Japanese.
    stops[0xc2] = true;
    stops[0xe2] = true;
    stops[0xe3] = true;
    stops[0xef] = true;
    stops
};

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(part) = text.get(range.clone()) else {
        return;
    };
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

/// Where a sentence ends that has a stop at a place, and where the next one begins. Where it goes on: the place behind
/// what was looked at, so that nothing is looked at twice.
fn ends(text: &str, start: usize, at: usize) -> Result<(usize, usize), usize> {
    let rest = text.get(at..).unwrap_or_default();
    let first = rest.chars().next().unwrap_or_default();
    let width = first.len_utf8();
    match first {
        '\n' => {
            let after = rest.trim_start();
            let next = text.len() - after.len();
            let line = rest.get(1..).unwrap_or_default();
            let two = line.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
            let goes_on = !two && after.chars().next().is_some_and(char::is_lowercase);
            if goes_on { Err(next) } else { Ok((at, next)) }
        }
        '|' | '·' | '•' => {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = rest.get(width..).unwrap_or_default();
            if before.is_none_or(char::is_whitespace) && after.starts_with(char::is_whitespace) {
                Ok((at, at + width))
            } else {
                Err(at + width)
            }
        }
        '。' | '！' | '？' => {
            let end = closers(text, at + width);
            Ok((end, end))
        }
        '.' | '!' | '?' | '…' => latin(text, start, at, first),
        _ => Err(at + 1),
    }
}

/// Passes over further stops, brackets and quotation marks that close.
fn closers(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let after = rest.trim_start_matches([
        '.', '!', '?', '…', ')', ']', '"', '\'', '”', '’', '»', '“', '›', '*', '_',
    ]);
    text.len() - after.len()
}

fn latin(text: &str, start: usize, at: usize, stop: char) -> Result<(usize, usize), usize> {
    let end = closers(text, at + stop.len_utf8());
    let rest = text.get(end..).unwrap_or_default();
    let Some(space) = rest.chars().next() else {
        return Ok((end, end));
    };
    if !space.is_whitespace() {
        return Err(end);
    }
    let after = rest.trim_start();
    // A closing quotation mark may stand behind a space in French.
    let (finish, after) = match after.strip_prefix('»') {
        Some(more) => (text.len() - more.len(), more.trim_start()),
        None => (end, after),
    };
    let opens = |letter: &char| letter.is_whitespace() || "\"'“„«‘([*_–—-¿¡".contains(*letter);
    let letter = after.chars().find(|letter| !opens(letter));
    if letter.is_some_and(char::is_lowercase) {
        return Err(end);
    }
    if stop == '.'
        && end == at + 1
        && let (Some(letter), Some(before)) = (letter, text.get(start..at))
        && abbreviation::goes_on(before, letter, after)
    {
        return Err(end);
    }
    Ok((finish, text.len() - after.len()))
}
