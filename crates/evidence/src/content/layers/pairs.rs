//! Bytes that are written as pairs of hexadecimal digits with signs between: `89 50 4e`, `89:50:4e`, `0x89,0x50`.

use super::regions::dense;
use super::{Budget, Layer, Piece};

/// Fewer pairs are no content.
const LEAST: usize = 16;

/// Reads all rows of pairs in a text.
pub(super) fn pairs(text: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    for region in dense(text, 140, |byte| byte.is_ascii_hexdigit()) {
        let region = text.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        let mut row = Vec::new();
        for word in region.split(|byte| !byte.is_ascii_hexdigit()) {
            match word {
                // Signs in a row, and the zero before an x.
                [] | [b'0'] => {}
                [_, _] => row.extend(
                    std::str::from_utf8(word)
                        .ok()
                        .and_then(|word| u8::from_str_radix(word, 16).ok()),
                ),
                _ => flush(&mut row, pieces),
            }
        }
        flush(&mut row, pieces);
    }
}

fn flush(row: &mut Vec<u8>, pieces: &mut Vec<Piece>) {
    let bytes = std::mem::take(row);
    if bytes.len() >= LEAST {
        pieces.push(Piece::new(Layer::Hex, bytes));
    }
}
