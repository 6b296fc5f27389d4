//! Finding a canary again in what left: its bytes, its picture, its names, its digests, under layers of encoding.
//!
//! Pure functions over bytes: no network, no clock, no files. Every look is bounded in bytes and pixels decoded,
//! whatever the input.

mod corpus;
mod differential;
mod digests;
mod encoding;
mod layers;
mod look;
mod matcher;
mod picture;
mod sighting;
mod slope;
mod spread;
mod values;
mod words;
mod xor;

pub use differential::{Difference, Differential, Kind, Sent, differ};
pub use encoding::{Encoding, Layer};
pub use matcher::Matcher;
pub use sighting::{Looked, Sighting, Spread, What};
pub use slope::slope;
