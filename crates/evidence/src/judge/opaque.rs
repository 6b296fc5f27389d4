//! What the policy explains may change from visit to visit, as counters, times and the numbers of visits do. What changes by
//! more than that although the file is the same could be anything, the file under a new key included, so that nothing can be
//! said of it.

use std::collections::HashSet;
use std::io::Read;

use flate2::bufread::GzDecoder;

use super::alike::{LONG, MOST, is_text, without_origin, words};
use super::explained::{Explained, Standing, standing};
use super::looks::Looks;
use super::side::{Side, settable};

/// So many bytes of all explained messages of a run may be new, because a file may leave in small pieces.
const MOST_OF_RUN: usize = 1_024;

/// The length of the pieces by which binary messages are compared.
const PIECE: usize = 8;

/// So many bytes of a binary message are compared; what is longer counts as new.
const LARGEST: usize = 1 << 20;

/// Doubts what the three runs with a file sent under an explanation, where too much of it is in no other run.
pub(super) fn judge(
    first: &Side<'_, '_>,
    again: &Side<'_, '_>,
    other: &Side<'_, '_>,
    none: &Side<'_, '_>,
    explained: &[Explained],
    looks: &Looks,
) {
    one(first, &[again, none], explained, looks);
    one(again, &[first, none], explained, looks);
    one(other, &[first, again, none], explained, looks);
}

fn one(side: &Side<'_, '_>, others: &[&Side<'_, '_>], explained: &[Explained], looks: &Looks) {
    let run = side.view.run;
    let mut known = Known::default();
    for other in others {
        for sent in &other.sent {
            known.add(&sent.bytes);
        }
    }
    // What a page sent before any file was chosen says nothing of the file when it is sent again.
    for left in side.view.before(run.chosen_at.unwrap_or(i64::MAX)) {
        let query = left.url.split_once('?').map_or("", |(_, query)| query);
        let headers = settable(left);
        let values = headers.iter().map(|(_, value)| value.as_bytes());
        let parts = values.chain([query.as_bytes()]);
        for part in parts.chain(left.body.iter().copied()) {
            known.add(&without_origin(part.to_vec(), run));
        }
    }
    let mut all = 0;
    for (sent, left) in side.sent.iter().zip(&side.from) {
        if standing(run, explained, left.method, left.url) != Standing::Explained {
            continue;
        }
        let new = known.new_in(&sent.bytes);
        all += new.bytes;
        let what = match new.bytes > MOST || new.longest > LONG {
            true => format!("{} bytes of it are", new.bytes),
            false if all > MOST_OF_RUN => format!("{all} bytes of all such messages are"),
            false => continue,
        };
        looks.doubt(format!(
            "what was sent to {} is explained, and {what} in no other run, so that they may hide anything; send what is the same for every file, or can be read",
            run.short(left.url)
        ));
        return;
    }
}

/// What other runs sent.
#[derive(Default)]
struct Known {
    words: HashSet<Vec<u8>>,
    pieces: HashSet<Vec<u8>>,
    whole: HashSet<Vec<u8>>,
}

/// How much of a message is in no other.
struct New {
    bytes: usize,
    longest: usize,
}

impl Known {
    fn add(&mut self, bytes: &[u8]) {
        let plain = unpacked(bytes);
        let bytes = plain.as_deref().unwrap_or(bytes);
        if is_text(bytes) {
            self.words.extend(words(bytes).map(<[u8]>::to_vec));
            return;
        }
        let near = bytes.get(..LARGEST).unwrap_or(bytes);
        self.pieces.extend(near.windows(PIECE).map(<[u8]>::to_vec));
        self.whole.insert(bytes.to_vec());
    }

    fn new_in(&self, bytes: &[u8]) -> New {
        let plain = unpacked(bytes);
        let bytes = plain.as_deref().unwrap_or(bytes);
        if is_text(bytes) {
            let new = words(bytes).filter(|word| !self.words.contains(*word));
            let lengths: Vec<usize> = new.map(<[u8]>::len).collect();
            return New {
                bytes: lengths.iter().sum(),
                longest: lengths.into_iter().max().unwrap_or(0),
            };
        }
        if self.whole.contains(bytes) {
            return New {
                bytes: 0,
                longest: 0,
            };
        }
        let near = bytes.get(..LARGEST).unwrap_or(bytes);
        let mut is_known = vec![false; near.len()];
        for (at, piece) in near.windows(PIECE).enumerate() {
            if self.pieces.contains(piece)
                && let Some(covered) = is_known.get_mut(at..at + PIECE)
            {
                covered.fill(true);
            }
        }
        let known = is_known.into_iter().filter(|known| *known).count();
        New {
            bytes: bytes.len() - known,
            longest: 0,
        }
    }
}

/// What a message says whose body is packed with gzip: counters pack what they send, and it is read as easily.
fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let at = memchr::memmem::find(bytes, &[0x1f, 0x8b, 8])?;
    let (query, mut rest) = bytes.split_at_checked(at)?;
    let mut plain = query.to_vec();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    let read = GzDecoder::new(&mut rest).take(most).read_to_end(&mut plain);
    // What stands before or behind the packed part must be looked at, too.
    let is_whole = is_text(query) && rest.is_empty() && plain.len() < LARGEST;
    (read.is_ok() && is_whole).then_some(plain)
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by a panic")]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{Known, MOST};

    /// Bytes that follow from a number and look random.
    fn noise(number: u64, length: usize) -> Vec<u8> {
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[2]
        };
        (0..length).map(|_| next()).collect()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap_or_default();
        encoder.finish().unwrap_or_default()
    }

    fn new(known: &[&[u8]], bytes: &[u8]) -> usize {
        let mut all = Known::default();
        for one in known {
            all.add(one);
        }
        all.new_in(bytes).bytes
    }

    const EVENT: &str = r#"{"event":"made","at":1700000000000,"visitor":"6f1c2a34-9d0b-4a41-8f51-0c4c7f0f3a11","screen":"1280x720","language":"en-GB","page":"/tools/resize/"}"#;
    const NEXT: &str = r#"{"event":"made","at":1700000004711,"visitor":"a21b9c77-1f0e-4a3d-b1c2-5e6f70819203","screen":"1280x720","language":"en-GB","page":"/tools/resize/"}"#;

    #[test]
    fn times_and_the_numbers_of_visits_are_little_news() {
        for (one, other) in [
            (EVENT.as_bytes().to_vec(), NEXT.as_bytes().to_vec()),
            (packed(EVENT.as_bytes()), packed(NEXT.as_bytes())),
            (
                [b"?packed=1", &packed(EVENT.as_bytes())[..]].concat(),
                [b"?packed=1", &packed(NEXT.as_bytes())[..]].concat(),
            ),
        ] {
            assert_eq!(new(&[&one], &other), 13 + 36);
            assert_eq!(new(&[&one], &one), 0);
        }
        let head = noise(1, 200);
        let events = [2, 3].map(|number| [&head[..], &noise(number, 16)].concat());
        assert_eq!(new(&[&events[0]], &events[1]), 16);
    }

    #[test]
    fn what_is_encrypted_anew_is_all_news() {
        for length in [128, 616, 4_000] {
            let [one, other] = [1, 2].map(|number| noise(number, length));
            assert!(new(&[&one], &other) > MOST, "{length}");
            let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes).into_bytes();
            let base64 = |bytes: &[u8]| data_encoding::BASE64.encode(bytes).into_bytes();
            assert!(new(&[&hex(&one)], &hex(&other)) > MOST, "{length}");
            assert!(new(&[&base64(&one)], &base64(&other)) > MOST, "{length}");
            // Bytes behind a packed message, and packed bytes, are bytes all the same.
            let behind = [packed(EVENT.as_bytes()), other.clone()].concat();
            assert!(new(&[&packed(EVENT.as_bytes())], &behind) > MOST);
            assert!(new(&[&packed(&one)], &packed(&other)) > MOST);
        }
    }
}
