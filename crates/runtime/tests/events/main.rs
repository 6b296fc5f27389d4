//! Events under a real policy in a real store, with a clock that is moved by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../bench/mod.rs"]
mod bench;

mod anonymised;
mod any_bytes;
mod boundary;
mod counted;
mod counter;
mod fields;
mod residue;
