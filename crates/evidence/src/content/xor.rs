//! Content under exclusive or with a repeated key: the canary is known, so that the key falls out.
//!
//! Two bytes a period apart are hidden by the same byte of the key, so that their exclusive or is that of the canary's
//! bytes, whatever the key. One anchor of every message is looked up for every period and for every length of a header.

use std::collections::HashMap;

/// The longest key and the longest header.
const LONGEST: usize = 64;
/// Where the anchor of a message stands: the canary's first byte lies this far or less before it.
const ANCHOR: usize = 64;
/// How many pairs must agree.
const LEAST: usize = 128;
/// How many pairs are compared.
const MOST: usize = 4096;

/// A canary and a place in it.
type Place = (usize, usize);

/// The canaries' beginnings, prepared.
pub(super) struct Xor {
    canaries: Vec<Vec<u8>>,
    /// From a period and eight differences to the canary and the place in it.
    anchors: HashMap<(usize, [u8; 8]), Vec<Place>>,
}

/// A canary under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) canary: usize,
    /// The stretch of the canary that agrees.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The length of the key.
    pub(super) period: usize,
}

fn differences(bytes: &[u8], at: usize, period: usize) -> Option<[u8; 8]> {
    let near = bytes.get(at..)?.first_chunk::<8>()?;
    let far = bytes.get(at + period..)?.first_chunk::<8>()?;
    let mut differences = *near;
    for (byte, far) in differences.iter_mut().zip(far) {
        *byte ^= far;
    }
    Some(differences)
}

impl Xor {
    pub(super) fn new(canaries: impl Iterator<Item = Vec<u8>>) -> Self {
        let canaries: Vec<Vec<u8>> = canaries.collect();
        let mut anchors: HashMap<_, Vec<Place>> = HashMap::new();
        for (index, bytes) in canaries.iter().enumerate() {
            for place in 0..=ANCHOR {
                for period in 1..=LONGEST {
                    if let Some(differences) = differences(bytes, place, period) {
                        anchors
                            .entry((period, differences))
                            .or_default()
                            .push((index, place));
                    }
                }
            }
        }
        Self { canaries, anchors }
    }

    /// A canary that a message hides, under the shortest key.
    pub(super) fn look(&self, message: &[u8]) -> Option<Hidden> {
        (1..=LONGEST).find_map(|period| {
            let differences = differences(message, ANCHOR, period)?;
            let places = self.anchors.get(&(period, differences))?;
            // Plain files of one kind begin alike, so that only the first few places are worth a comparison.
            places
                .iter()
                .take(256)
                .find_map(|(canary, place)| self.verify(message, *canary, *place, period))
        })
    }

    fn verify(&self, message: &[u8], canary: usize, place: usize, period: usize) -> Option<Hidden> {
        let bytes = self.canaries.get(canary)?.get(place..)?;
        let message = message.get(ANCHOR..)?;
        // A message that is the canary itself is not hidden.
        if message.first() == bytes.first() && message.get(..32) == bytes.get(..32) {
            return None;
        }
        let pairs = |row: &'_ [u8]| -> Vec<u8> {
            let far = row.get(period..).unwrap_or_default();
            row.iter().zip(far).take(MOST).map(|(a, b)| a ^ b).collect()
        };
        let (ours, theirs) = (pairs(bytes), pairs(message));
        let agreed = ours
            .iter()
            .zip(&theirs)
            .take_while(|(ours, theirs)| ours == theirs)
            .count();
        // The key must be repeated often enough to be one.
        let is_enough = agreed >= LEAST.max(2 * period);
        let is_all = agreed == MOST.min(ours.len()).min(theirs.len());
        let to = if is_all {
            place + bytes.len().min(message.len())
        } else {
            place + agreed + period
        };
        is_enough.then_some(Hidden {
            canary,
            from: place,
            to,
            period,
        })
    }
}
