//! The escapes of URLs and of strings.

use super::regions::around;
use super::{Budget, Layer, Piece};

/// How far around an escape a text is decoded; text without escapes can be read as it is.
const REACH: usize = 160;

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// The byte that two hexadecimal digits at a place name.
fn pair(text: &[u8], at: usize) -> Option<u8> {
    Some(digit(*text.get(at)?)? << 4 | digit(*text.get(at + 1)?)?)
}

/// Percent-encoding.
pub(super) fn percent(text: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    let places = memchr::memchr_iter(b'%', text).filter(|at| pair(text, at + 1).is_some());
    for region in around(places, REACH, text.len()) {
        let region = text.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        let mut bytes = Vec::with_capacity(region.len());
        let mut at = 0;
        while let Some(byte) = region.get(at) {
            match pair(region, at + 1).filter(|_| *byte == b'%') {
                Some(value) => {
                    bytes.push(value);
                    at += 3;
                }
                None => {
                    bytes.push(*byte);
                    at += 1;
                }
            }
        }
        pieces.push(Piece::new(Layer::Percent, bytes));
    }
}

/// The escapes of JSON and JavaScript. A character below 256 becomes its byte, so that binary strings come out as they
/// were.
pub(super) fn escapes(text: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    let places = memchr::memchr_iter(b'\\', text).filter(|at| {
        text.get(at + 1)
            .is_some_and(|byte| b"uxnrt/\\b".contains(byte))
    });
    for region in around(places, REACH, text.len()) {
        let region = text.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        pieces.push(Piece::new(Layer::Escapes, unescape(region)));
    }
}

fn unescape(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if *byte != b'\\' {
            bytes.push(*byte);
            at += 1;
            continue;
        }
        let sign = text.get(at + 1).copied().unwrap_or(b'\\');
        at += 2;
        match sign {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'x' => {
                bytes.extend(pair(text, at));
                at += 2;
            }
            b'u' => {
                if let (Some(high), Some(low)) = (pair(text, at), pair(text, at + 2)) {
                    let code = u32::from(high) << 8 | u32::from(low);
                    match u8::try_from(code) {
                        Ok(byte) => bytes.push(byte),
                        Err(_) => {
                            let letter = char::from_u32(code).unwrap_or('\u{fffd}');
                            bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                    }
                }
                at += 4;
            }
            other => bytes.push(other),
        }
    }
    bytes
}
