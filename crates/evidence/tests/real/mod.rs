//! What the test of the battery itself needs: a picture, an unwatched browser, and proofs by received bytes.

pub(crate) mod browser;
pub(crate) mod canary;
pub(crate) mod proof;
