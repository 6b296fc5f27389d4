//! What is wrong with a file of the store, and costs only what it touches.

use std::fmt;
use std::path::{Path, PathBuf};

/// Bytes that belong to no whole record: the rest of a write that a crash cut short, or damage. Or a file or directory
/// that cannot be read, or is none of the store's. It is left where it is, nothing is appended behind it, and it goes with
/// its bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file or directory.
    pub file: PathBuf,
    /// Where the bytes begin.
    pub offset: u64,
    /// How many there are; 0 where it is not known, or all of it is meant.
    pub length: u64,
    /// What is wrong, where it is something else than bytes of no whole record.
    pub why: Option<String>,
}

impl Damage {
    /// Damage to a whole file.
    pub(super) fn of(file: &Path, length: u64) -> Self {
        Self {
            file: file.to_owned(),
            offset: 0,
            length,
            why: None,
        }
    }

    /// A file or directory that cannot be used, and why.
    pub(super) fn because(file: &Path, why: impl fmt::Display) -> Self {
        Self {
            why: Some(why.to_string()),
            ..Self::of(file, 0)
        }
    }

    /// Something that is none of the store's.
    pub(super) fn stray(file: &Path) -> Self {
        Self::because(
            file,
            "it does not belong to this store; nothing else is touched by it, so move it elsewhere",
        )
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.why {
            Some(why) => write!(f, "{file}: {why}"),
            None => write!(
                f,
                "{file}: {} bytes from byte {} are no whole record: the rest of a write that was cut short, or damage. \
                 They are left as they are",
                self.length, self.offset
            ),
        }
    }
}
