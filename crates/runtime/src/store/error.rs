//! Why the store says no.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use candor_model::Instant;

use crate::refusal::{Refusal, RefusalKind};

/// Why the store says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// There is no such object.
    Unknown,
    /// Its bucket has ended, or it was erased.
    Gone,
    /// The object is kept and not used (GDPR Art. 18).
    Restricted,
    /// The body is larger than is taken.
    TooLarge {
        /// The largest body in bytes.
        limit: u64,
    },
    /// The body is shorter or longer than was announced, or broke off.
    BodyBroke(String),
    /// The bucket ended before the body was complete.
    EndedWhileWriting,
    /// The range lies beyond the object.
    Range {
        /// The object's length in bytes.
        length: u64,
    },
    /// The disk is full.
    Full,
    /// The clock jumped ahead by more than is believed.
    ClockJumped {
        /// The highest instant that was seen before.
        mark: Instant,
        /// What the clock says now.
        wall: Instant,
    },
    /// The clock is behind the highest instant that the store has acted on.
    ClockBehind {
        /// That instant.
        mark: Instant,
        /// What the clock says now.
        wall: Instant,
    },
    /// Another process has the store open.
    Locked(PathBuf),
    /// A file of the store is damaged. Nothing was deleted.
    Broken {
        /// The file or directory.
        file: PathBuf,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// The system gives no random bytes.
    NoRandomness,
    /// The system refused.
    Io {
        /// The file or directory.
        file: PathBuf,
        /// The system's words.
        why: String,
    },
}

impl StoreError {
    /// The system's error at a file. A full disk is told apart, because a caller can say so.
    pub(crate) fn io(file: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Io {
                file: file.to_owned(),
                why: format!(
                    "{error}. The user that runs this program must be able to write here, or nothing in it can be \
                     erased; nothing was deleted"
                ),
            },
            _ => Self::Io {
                file: file.to_owned(),
                why: error.to_string(),
            },
        }
    }

    /// Damage to a file of the store.
    pub(crate) fn broken(file: &Path, why: impl Into<String>) -> Self {
        Self::Broken {
            file: file.to_owned(),
            why: why.into(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("there is no such object"),
            Self::Gone => f.write_str("the object is gone: its window has ended, or it was erased"),
            Self::Restricted => f.write_str(
                "the person has asked that the object is kept and not used, so it is not given out until that is lifted",
            ),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::BodyBroke(why) => write!(f, "the body broke off: {why}"),
            Self::EndedWhileWriting => f.write_str("the window ended before the body was complete"),
            Self::Range { length } => {
                write!(f, "the range lies beyond the {length} bytes of the object")
            }
            Self::Full => f.write_str("the disk is full; nothing was stored"),
            Self::ClockJumped { mark, wall } => write!(
                f,
                "the clock says {wall}, and the store last saw {mark}: after such a jump nothing is read and no key is \
                 destroyed until the clock is confirmed, because destruction cannot be undone"
            ),
            Self::ClockBehind { mark, wall } => write!(
                f,
                "the clock says {wall}, and the store has already seen {mark}: what would be stored now could live longer \
                 than it is promised to, so nothing new is taken until the clock is right; deletion and reading go on"
            ),
            Self::Locked(file) => write!(
                f,
                "another process has this store open ({})",
                file.display()
            ),
            Self::Broken { file, why } => write!(
                f,
                "{} is damaged: {why}. Nothing was deleted",
                file.display()
            ),
            Self::NoRandomness => {
                f.write_str("the system gives no random bytes, so nothing can be encrypted")
            }
            Self::Io { file, why } => write!(f, "{}: {why}", file.display()),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let detail = error.to_string();
        let (kind, rule, title) = match &error {
            StoreError::Unknown => (RefusalKind::Unknown, "object/unknown", "Unknown object"),
            StoreError::Gone => (RefusalKind::Gone, "object/gone", "Gone"),
            StoreError::Restricted => (
                RefusalKind::Boundary,
                "object/restricted",
                "Kept and not used",
            ),
            StoreError::TooLarge { limit } => return crate::runtime::too_large(*limit),
            StoreError::BodyBroke(_) => (
                RefusalKind::Invalid,
                "runtime/broken-body",
                "The body broke off",
            ),
            StoreError::EndedWhileWriting => (RefusalKind::Gone, "object/gone", "The window ended"),
            StoreError::Range { .. } => (
                RefusalKind::Invalid,
                "object/range",
                "The range lies beyond the object",
            ),
            StoreError::Full => (RefusalKind::Full, "store/full", "The disk is full"),
            StoreError::ClockJumped { .. } => (
                RefusalKind::SweepOnly,
                "store/clock",
                "The clock must be confirmed",
            ),
            StoreError::ClockBehind { .. } => (
                RefusalKind::SweepOnly,
                "store/clock-behind",
                "The clock is behind",
            ),
            StoreError::Locked(_)
            | StoreError::Broken { .. }
            | StoreError::NoRandomness
            | StoreError::Io { .. } => (RefusalKind::Failed, "store/failed", "The store failed"),
        };
        Self::new(kind, rule, title, detail)
    }
}
