//! Bytes that are written as a list of numbers, as `JSON.stringify` writes arrays of bytes.

use super::regions::dense;
use super::{Budget, Layer, Piece};

/// Fewer numbers are no content.
const LEAST: usize = 16;

/// Lists of numbers: `[137,80,78]`, `{"0":137,"1":80}`, also signed or of two or four bytes each.
pub(super) fn numbers(text: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    for region in dense(text, 96, |byte| byte.is_ascii_digit()) {
        let region = text.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        let mut list = Vec::new();
        let mut at = 0;
        let mut gap = 0;
        while let Some(byte) = region.get(at) {
            if !byte.is_ascii_digit() {
                gap += 1;
                at += 1;
                // Letters between numbers, or long gaps, end a list.
                if gap > 6 || byte.is_ascii_alphabetic() {
                    flush(&mut list, pieces);
                }
                continue;
            }
            let end = region
                .get(at..)
                .and_then(|rest| rest.iter().position(|byte| !byte.is_ascii_digit()))
                .map_or(region.len(), |length| at + length);
            let digits = region.get(at..end).unwrap_or_default();
            let is_negative =
                at.checked_sub(1).and_then(|before| region.get(before)) == Some(&b'-');
            let is_key = region.get(end) == Some(&b'"') && region.get(end + 1) == Some(&b':');
            at = end;
            if is_key {
                continue;
            }
            gap = 0;
            match value(digits) {
                Some(value) => list.push(if is_negative { -value } else { value }),
                None => flush(&mut list, pieces),
            }
        }
        flush(&mut list, pieces);
    }
}

fn value(digits: &[u8]) -> Option<i64> {
    let value: i64 = std::str::from_utf8(digits.get(..digits.len().min(11))?)
        .ok()?
        .parse()
        .ok()?;
    u32::try_from(value).is_ok().then_some(value)
}

fn flush(list: &mut Vec<i64>, pieces: &mut Vec<Piece>) {
    let list = std::mem::take(list);
    if list.len() < LEAST {
        return;
    }
    let width = match list.iter().map(|value| value.unsigned_abs()).max() {
        Some(0..=0xff) => 1,
        Some(0x100..=0xffff) => 2,
        _ => 4,
    };
    let bytes = list
        .iter()
        .flat_map(|value| value.to_le_bytes().into_iter().take(width))
        .collect();
    pieces.push(Piece::new(Layer::Numbers, bytes));
}
