//! Bytes in a segment that belong to no whole record.

use std::path::PathBuf;

/// Bytes that belong to no whole record: the rest of a write that a crash cut short, or damage. They are left where they
/// are, nothing is appended behind them, and they go with their bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// Where they begin.
    pub offset: u64,
    /// How many there are.
    pub length: u64,
}
