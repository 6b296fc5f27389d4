//! A recorder that stands before the C library: a test that links it has every change to a file below one directory written
//! to a log, in the order in which it happened, once the environment names both. `tests/cuts` builds from it what a power
//! cut could leave.
#![allow(
    unsafe_code,
    reason = "functions of the C library can be stood in for in no other way"
)]

mod calls;
pub mod log;
mod tracked;
