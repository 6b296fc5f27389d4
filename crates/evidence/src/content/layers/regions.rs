//! Which stretches of a message are worth decoding.

use std::ops::Range;

/// Shorter texts hold nothing that could be told from chance.
const LEAST_TEXT: usize = 11;

fn is_text(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e | b'\t' | b'\r' | b'\n')
}

/// The stretches of printable ASCII, with their places. Looking at the last byte of each possible stretch first skips
/// nearly all of a binary message.
pub(super) fn texts(message: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let window = message.get(at..at + LEAST_TEXT)?;
            if let Some(place) = window.iter().rposition(|byte| !is_text(*byte)) {
                at += place + 1;
                continue;
            }
            let rest = message.get(at..)?;
            let length = rest
                .iter()
                .position(|byte| !is_text(*byte))
                .unwrap_or(rest.len());
            let start = at;
            at += length + 1;
            return Some((start, rest.get(..length)?));
        }
    })
}

/// The stretches in which many bytes of a kind stand: blocks with at least a share (in 256ths) of them, joined.
pub(super) fn dense(
    message: &[u8],
    share: usize,
    is_kind: impl Fn(u8) -> bool,
) -> Vec<Range<usize>> {
    const BLOCK: usize = 256;
    let mut regions: Vec<Range<usize>> = Vec::new();
    for (index, block) in message.chunks(BLOCK).enumerate() {
        let count = block.iter().filter(|byte| is_kind(**byte)).count();
        if count * 256 < share * block.len() || count == 0 {
            continue;
        }
        let start = (index * BLOCK).saturating_sub(BLOCK);
        let end = ((index + 2) * BLOCK).min(message.len());
        join(&mut regions, start..end);
    }
    regions
}

/// The surroundings of places, joined where they touch.
pub(super) fn around(
    places: impl Iterator<Item = usize>,
    reach: usize,
    length: usize,
) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    for place in places {
        join(
            &mut regions,
            place.saturating_sub(reach)..(place + reach).min(length),
        );
    }
    regions
}

fn join(regions: &mut Vec<Range<usize>>, next: Range<usize>) {
    match regions.last_mut().filter(|last| last.end >= next.start) {
        Some(last) => last.end = next.end,
        None => regions.push(next),
    }
}
