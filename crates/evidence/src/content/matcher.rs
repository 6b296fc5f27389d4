//! What is searched for, prepared once for a run.

use super::corpus::{Corpus, Stock};
use super::look::Look;
use super::picture::{self, Likeness, Picture};
use super::words::Words;
use super::xor::Xor;
use super::{Looked, Sighting, Spread, digests, spread};
use crate::canary::{self, Canary};

/// Everything of the canaries of a run, prepared for searching.
pub struct Matcher {
    pub(super) canaries: Vec<Canary>,
    pub(super) corpus: Corpus,
    pub(super) words: Words,
    pub(super) likenesses: Vec<Likeness>,
    pub(super) xor: Xor,
}

impl Matcher {
    /// Prepares a search for these canaries.
    pub fn new(canaries: &[Canary]) -> Self {
        let mut sources = Vec::new();
        let mut likenesses = Vec::new();
        for (index, canary) in canaries.iter().enumerate() {
            let picture = picture_in(&canary.bytes);
            let mut reversed = canary.bytes.clone();
            reversed.reverse();
            sources.push((index, Stock::File, canary.bytes.clone()));
            sources.push((index, Stock::Reversed, reversed));
            let mut parts = vec![
                ("the file", canary.bytes.as_slice()),
                ("the name", canary.name.as_bytes()),
            ];
            if let Some(picture) = &picture {
                parts.push(("the pixels", &picture.rgba));
            }
            for (part, bytes) in parts {
                for digest in digests::long(bytes) {
                    let stock = Stock::Digest(digest.function, part);
                    sources.push((index, stock, digest.bytes));
                }
            }
            likenesses.push(Likeness::of(picture.as_ref()));
            if let Some(picture) = picture {
                sources.push((index, Stock::Pixels, picture.rgba));
            }
        }
        let common = common(canaries);
        Self {
            canaries: canaries.to_vec(),
            corpus: Corpus::new(sources, &common),
            words: Words::new(canaries),
            likenesses,
            xor: Xor::new(canaries.iter().map(|canary| canary.bytes.clone())),
        }
    }

    /// What is seen of the canaries in one part of a message: a body, a URL, the value of a header, a frame, a name that
    /// is looked up, a cookie.
    pub fn look(&self, part: &[u8]) -> Vec<Sighting> {
        self.look_closely(part).sightings
    }

    /// The same, and whether the look had to end before everything was decoded.
    pub fn look_closely(&self, part: &[u8]) -> Looked {
        Look::at(self, part).finish()
    }

    /// Content that is spread over several messages: each part with the number of its message, in the order of sending.
    pub fn over_run(&self, parts: &[(usize, &[u8])]) -> Vec<Spread> {
        spread::over_run(self, parts)
    }
}

/// The picture of a canary; that of a document begins somewhere inside.
fn picture_in(bytes: &[u8]) -> Option<Picture> {
    let start = match bytes.starts_with(b"%PDF") {
        true => memchr::memmem::find(bytes, b"\xff\xd8\xff")?,
        false => 0,
    };
    picture::decode(bytes.get(start..)?, u64::MAX)
}

/// What is no proof of content. Files of the same kinds from another seed: what stands in them too belongs to the format.
/// And the canaries' own texts, which are found as texts.
fn common(canaries: &[Canary]) -> Vec<Vec<u8>> {
    const OTHER: [u8; 32] = [0x5a; 32];
    let texts = canaries.iter().flat_map(|canary| {
        let texts = canary.texts.iter().chain([&canary.token, &canary.name]);
        texts.map(|text| text.as_bytes().to_vec())
    });
    canary::of_role(&OTHER, "common")
        .into_iter()
        .filter(|other| {
            let mut kinds = canaries.iter().map(|canary| canary.media_type);
            kinds.any(|kind| kind == other.media_type)
        })
        .map(|other| other.bytes)
        .chain(texts)
        .collect()
}
