//! Decompression, bounded in what it may make.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::{Budget, Layer, Piece};

/// Less output is no proof of a format.
const LEAST: usize = 16;

/// Reads until the end, a fault or the budget, whichever comes first; what came out before a fault is kept.
fn drain(layer: Layer, mut from: impl Read, budget: &mut Budget, pieces: &mut Vec<Piece>) {
    let mut bytes = Vec::new();
    let mut block = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut block) {
        let Some(rest) = budget.inflated.checked_sub(count) else {
            budget.is_cut = true;
            break;
        };
        budget.inflated = rest;
        bytes.extend_from_slice(block.get(..count).unwrap_or_default());
    }
    if bytes.len() >= LEAST {
        pieces.push(Piece::new(layer, bytes));
    }
}

fn may_try(budget: &mut Budget) -> bool {
    let may = budget.tries > 0 && budget.inflated > 0;
    match may {
        true => budget.tries -= 1,
        false => budget.is_cut = true,
    }
    may
}

/// Formats that are known by their first bytes, at any place.
pub(super) fn anywhere(
    message: &[u8],
    is_known: &dyn Fn(usize) -> bool,
    budget: &mut Budget,
    pieces: &mut Vec<Piece>,
) {
    let starts = memchr::memchr3_iter(0x1f, 0x78, 0x28, message);
    for at in starts {
        let rest = message.get(at..).unwrap_or_default();
        let layer = match rest {
            [0x1f, 0x8b, 8, ..] => Layer::Gzip,
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => Layer::Zlib,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Layer::Zstd,
            _ => continue,
        };
        if is_known(at) {
            continue;
        }
        if !may_try(budget) {
            return;
        }
        match layer {
            Layer::Gzip => drain(layer, GzDecoder::new(rest), budget, pieces),
            Layer::Zlib => drain(layer, ZlibDecoder::new(rest), budget, pieces),
            _ => {
                if let Ok(decoder) = ruzstd::decoding::StreamingDecoder::new(rest) {
                    drain(layer, decoder, budget, pieces);
                }
            }
        }
    }
}

/// Formats without a sign of their own. Text is not tried: compressed bytes are not printable.
pub(super) fn from_start(message: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    let start = message.get(..message.len().min(32)).unwrap_or_default();
    let is_text = start
        .iter()
        .all(|byte| matches!(byte, 0x20..=0x7e | b'\t' | b'\r' | b'\n'));
    if message.len() < LEAST || is_text {
        return;
    }
    if may_try(budget) {
        drain(Layer::Deflate, DeflateDecoder::new(message), budget, pieces);
    }
    if may_try(budget) {
        let decoder = brotli_decompressor::Decompressor::new(message, 16 << 10);
        drain(Layer::Brotli, decoder, budget, pieces);
    }
}
