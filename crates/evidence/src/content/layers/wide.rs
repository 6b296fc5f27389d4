//! Bytes that became characters of another width.

use super::regions::dense;
use super::{Budget, Layer, Piece};

/// UTF-16 of text: every other byte is zero.
pub(super) fn utf16(message: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    if memchr::memchr(0, message).is_none() {
        return;
    }
    for region in dense(message, 100, |byte| byte == 0) {
        let region = message.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        for first in [0, 1] {
            let zeros = |skip: usize| {
                let half = region.iter().skip(skip).step_by(2);
                half.filter(|byte| **byte == 0).count() * 8 / region.len().max(1)
            };
            // A region may reach a block beyond the text at each end. Where all is zero there is no text.
            if zeros(1 - first) >= 1 && zeros(first) <= 1 {
                pieces.push(Piece::new(
                    Layer::Utf16,
                    region.iter().skip(first).step_by(2).copied().collect(),
                ));
            }
        }
    }
}

/// A string of bytes that was sent as text: each byte above 127 became two.
pub(super) fn utf8(message: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    for region in dense(message, 40, |byte| matches!(byte, 0xc2 | 0xc3)) {
        let region = message.get(region).unwrap_or_default();
        if !budget.take(region.len()) {
            return;
        }
        let mut bytes = Vec::with_capacity(region.len());
        let mut rest = region.iter().peekable();
        while let Some(byte) = rest.next() {
            let tail = rest.peek().filter(|tail| matches!(tail, 0x80..=0xbf));
            match (byte, tail) {
                (0xc2, Some(tail)) => {
                    bytes.push(**tail);
                    rest.next();
                }
                (0xc3, Some(tail)) => {
                    bytes.push(**tail + 0x40);
                    rest.next();
                }
                _ => bytes.push(*byte),
            }
        }
        pieces.push(Piece::new(Layer::Utf8, bytes));
    }
}
