//! Bytes in a segment that belong to no whole record.

use std::path::{Path, PathBuf};

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

impl Damage {
    /// Damage to a whole file.
    pub(super) fn of(file: &Path, length: u64) -> Self {
        Self {
            file: file.to_owned(),
            offset: 0,
            length,
        }
    }
}
