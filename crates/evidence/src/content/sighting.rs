//! What was seen of a canary.

use super::{Encoding, Layer};

/// What of the canary was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Bytes of the file.
    Content,
    /// Its picture, encoded anew, or its bare pixels.
    Picture,
    /// The name of the file.
    Name,
    /// The token, or a text that stands in the file: a person, a camera, a place.
    Text,
    /// A digest of the file, its pixels or its name; by which function.
    Digest(&'static str),
    /// The length of the file; weak, because a number may be equal by chance.
    Size,
    /// The width and the height of the picture; weak.
    Dimensions,
}

impl What {
    /// Whether it may be seen by chance, so that it should not stand alone.
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Size | Self::Dimensions)
    }
}

/// One thing that was seen in one part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What of the canary.
    pub what: What,
    /// In what form.
    pub encoding: Encoding,
    /// The layers that were taken off, the outermost first.
    pub layers: Vec<Layer>,
    /// How many bytes of the canary.
    pub bytes: usize,
    /// In words: how much, of which file, under what.
    pub note: String,
}

/// What a look found, and whether it saw all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// What was seen, what says most first.
    pub sightings: Vec<Sighting>,
    /// Whether the budget ended before all layers were taken off, so that nothing seen does not mean nothing there.
    pub is_cut: bool,
}

/// Content of one canary that was seen over several messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The name of the canary's file.
    pub name: String,
    /// What of it.
    pub what: What,
    /// In what form; [`Encoding::Chunked`] where several messages together carry much more than each of them.
    pub encoding: Encoding,
    /// The layers of the largest piece.
    pub layers: Vec<Layer>,
    /// The messages that carry it, in their order.
    pub messages: Vec<usize>,
    /// How many different bytes of it were seen.
    pub bytes: usize,
    /// How much of it that is, in percent.
    pub percent: u8,
    /// In words.
    pub note: String,
}
