//! Exact matches: every place of a message is compared with the canaries' bytes, in one pass.
//!
//! Eight bytes at every eighth place of the canaries are anchors in a table; a message is looked up at every place, so
//! that a common stretch of fifteen bytes or more cannot be missed. A hit is compared byte by byte and followed to its
//! ends: a match is never a coincidence of a hash.

use std::collections::HashSet;

/// The length of an anchor and the distance between two.
const ANCHOR: usize = 8;
/// The filter has 2^22 bits: it fits into the second cache, and few places of a message pass it.
const FILTER_BITS: u32 = 22;

/// What a source is of a canary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stock {
    /// The bytes of the file.
    File,
    /// The bytes of the file, the last first.
    Reversed,
    /// The pixels, four bytes each.
    Pixels,
    /// A digest by a function, of a part of the canary.
    Digest(&'static str, &'static str),
}

/// A row of bytes that is searched for.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) canary: usize,
    pub(super) stock: Stock,
    start: usize,
    end: usize,
}

impl Source {
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    /// The least length of a match that begins at a place of the source.
    fn least(&self, from: usize) -> usize {
        match self.stock {
            Stock::File | Stock::Reversed => 16,
            // Neighbouring pixels are alike, so that short stretches say less.
            Stock::Pixels => 32,
            // A digest that was cut keeps its beginning.
            Stock::Digest(..) if from == 0 => 8,
            Stock::Digest(..) => 12,
        }
    }
}

/// A match: a stretch of a source at a place of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) source: usize,
    pub(super) from: usize,
    pub(super) at: usize,
    pub(super) length: usize,
}

/// All that is searched for byte by byte.
#[derive(Debug)]
pub(super) struct Corpus {
    bytes: Vec<u8>,
    pub(super) sources: Vec<Source>,
    /// How many anchors stand before each multiple of eight.
    anchors_before: Vec<usize>,
    filter: Vec<u64>,
    /// Places of anchors plus one, found by the hash of their bytes and by steps from there; 0 is free.
    table: Vec<u32>,
}

fn word(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.first_chunk::<ANCHOR>()?))
}

fn hash(word: u64) -> u64 {
    word.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Whether eight bytes are too plain to anchor a match.
fn is_plain(word: u64) -> bool {
    let bytes = word.to_le_bytes();
    let distinct = (0..bytes.len())
        .filter(|index| {
            let (before, rest) = bytes.split_at(*index);
            rest.first().is_some_and(|byte| !before.contains(byte))
        })
        .count();
    distinct < 5
}

impl Corpus {
    /// Prepares the search. What stands in the `common` files too belongs to the format and is no anchor.
    pub(super) fn new(sources: Vec<(usize, Stock, Vec<u8>)>, common: &[Vec<u8>]) -> Self {
        let common: HashSet<u64> = common
            .iter()
            .flat_map(|file| file.windows(ANCHOR).filter_map(word))
            .collect();
        let mut corpus = Self {
            bytes: Vec::new(),
            sources: Vec::new(),
            anchors_before: Vec::new(),
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            table: Vec::new(),
        };
        for (canary, stock, bytes) in sources {
            let start = corpus.bytes.len();
            corpus.bytes.extend(bytes);
            let end = corpus.bytes.len();
            // Every source begins at a multiple of the distance between anchors.
            corpus.bytes.resize(end.next_multiple_of(ANCHOR), 0);
            corpus.sources.push(Source {
                canary,
                stock,
                start,
                end,
            });
        }
        let mut anchors = Vec::new();
        for source in &corpus.sources {
            let is_digest = matches!(source.stock, Stock::Digest(..));
            let places = (source.start..source.end.saturating_sub(ANCHOR - 1)).step_by(ANCHOR);
            for place in places {
                let Some(word) = corpus.bytes.get(place..).and_then(word) else {
                    continue;
                };
                if is_digest || !(is_plain(word) || common.contains(&word)) {
                    anchors.push((word, place));
                }
            }
        }
        let mut places = anchors.iter().map(|(_, place)| *place).peekable();
        let mut count = 0;
        for start in (0..=corpus.bytes.len()).step_by(ANCHOR) {
            corpus.anchors_before.push(count);
            while places.next_if(|place| *place <= start).is_some() {
                count += 1;
            }
        }
        corpus.table = vec![0; (anchors.len() * 2).next_power_of_two().max(16)];
        for (word, place) in anchors {
            corpus.insert(word, place);
        }
        corpus
    }

    fn slot(&self, word: u64) -> usize {
        usize::try_from(hash(word) >> 20).unwrap_or(0) & (self.table.len() - 1)
    }

    fn insert(&mut self, word: u64, place: usize) {
        let Ok(entry) = u32::try_from(place + 1) else {
            return;
        };
        let bit = hash(word) >> (64 - FILTER_BITS);
        let mask = self.table.len() - 1;
        let mut slot = self.slot(word);
        while let Some(taken) = self.table.get_mut(slot) {
            if *taken == 0 {
                *taken = entry;
                break;
            }
            slot = (slot + 1) & mask;
        }
        if let Some(bits) = usize::try_from(bit >> 6)
            .ok()
            .and_then(|index| self.filter.get_mut(index))
        {
            *bits |= 1 << (bit & 63);
        }
    }

    /// All matches in a message, in their order; a place of the message belongs to one match only.
    pub(super) fn scan(&self, message: &[u8], found: &mut Vec<Extent>) {
        let shift = 64 - FILTER_BITS;
        let mut free = 0;
        for (at, window) in message.windows(ANCHOR).enumerate() {
            let Some(word) = word(window) else {
                return;
            };
            let bit = hash(word) >> shift;
            let index = usize::try_from(bit >> 6).unwrap_or(0);
            let bits = self.filter.get(index).copied().unwrap_or(0);
            if bits >> (bit & 63) & 1 == 0 || at < free {
                continue;
            }
            if let Some(extent) = self.follow(message, at, free, word) {
                free = extent.at + extent.length;
                found.push(extent);
            }
        }
    }

    /// The longest match through an anchor.
    fn follow(&self, message: &[u8], at: usize, free: usize, anchor: u64) -> Option<Extent> {
        let mask = self.table.len() - 1;
        let mut slot = self.slot(anchor);
        let mut best: Option<Extent> = None;
        while let Some(entry) = self.table.get(slot).filter(|entry| **entry != 0) {
            slot = (slot + 1) & mask;
            let place = usize::try_from(*entry).ok()? - 1;
            if self.bytes.get(place..).and_then(word) != Some(anchor) {
                continue;
            }
            let Some(extent) = self.stretch(message, at, free, place) else {
                continue;
            };
            if best.is_none_or(|best| extent.length > best.length) {
                best = Some(extent);
            }
        }
        best
    }

    /// Whether a stretch of the corpus holds enough that is a canary's own: two files of a kind that are equally wide
    /// share their whole header, with the width in it.
    fn is_own(&self, place: usize, length: usize) -> bool {
        let before = |place: usize| {
            self.anchors_before
                .get(place / ANCHOR)
                .copied()
                .unwrap_or(0)
        };
        // The first whole anchor, and the one behind the last whole anchor.
        let from = place.next_multiple_of(ANCHOR);
        let own = before(place + length).saturating_sub(before(from));
        own >= 4 || own * 2 * ANCHOR >= length
    }

    fn stretch(&self, message: &[u8], at: usize, free: usize, place: usize) -> Option<Extent> {
        let index = self
            .sources
            .partition_point(|source| source.start <= place)
            .checked_sub(1)?;
        let source = self.sources.get(index)?;
        let same = |(a, b): &(&u8, &u8)| a == b;
        let ahead = message
            .get(at..)?
            .iter()
            .zip(self.bytes.get(place..source.end)?)
            .take_while(same)
            .count();
        let back = message
            .get(free..at)?
            .iter()
            .rev()
            .zip(self.bytes.get(source.start..place)?.iter().rev())
            .take_while(same)
            .count();
        let from = place - back - source.start;
        let length = back + ahead;
        let is_digest = matches!(source.stock, Stock::Digest(..));
        let is_match =
            length >= source.least(from) && (is_digest || self.is_own(place - back, length));
        is_match.then_some(Extent {
            source: index,
            from,
            at: at - back,
            length,
        })
    }
}
