//! The `candor` command as a person runs it: real files, a real server, SIGKILL, a real browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod browser;
mod build;
mod check;
mod claims;
mod client;
mod headers;
mod kills;
mod large;
mod ledger;
mod leftovers;
mod live;
mod operate;
mod pipeline;
mod recording;
mod records;
mod serve;
mod start;
mod verify;
mod verify_report;
mod workspace;
