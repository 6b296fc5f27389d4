//! What a store can be told to do, and what it answers. Both travel as one line of JSON to a running server.

use serde::{Deserialize, Serialize};

/// What a store is told to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Order {
    /// Say how it is doing.
    Status,
    /// End what is due.
    Sweep {
        /// Believe a clock that jumped ahead.
        confirm_clock: bool,
    },
    /// Say what the windows that became shorter would do to stored data, and do it where that is confirmed.
    Shorten {
        /// The window and its definition now.
        window: String,
        definition: String,
        confirmed: bool,
    },
    /// Erase objects.
    Erase { ids: Vec<String>, cascade: bool },
    /// Erase everything of a person.
    EraseSubject { subject: String },
    /// Hold an object beyond its end.
    Hold {
        id: String,
        reason: String,
        by: String,
    },
    /// Lift a hold.
    Release { id: String },
    /// List what is held.
    Held,
    /// Change the root key: to a new one in a file, or to the one that a command gives.
    ChangeRootKey { command: Option<String> },
    /// Change the key that signs receipts.
    ChangeLogKey,
    /// Prove that the log of receipts continues what it was with so many leaves.
    Continue { older: u64 },
}

/// What a store answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// How it is doing.
    Status(Box<StatusAnswer>),
    /// What a sweep did, or would do.
    Sweep(SweepAnswer),
    /// What a shortening would do, or did.
    Shorten(Vec<ShorteningAnswer>),
    /// How many objects went.
    Erased(u64),
    /// What is held.
    Held(Vec<HeldAnswer>),
    /// The signed checkpoint, and the hashes that lead to it, in hexadecimal; nothing where the log is smaller.
    Continued {
        checkpoint: String,
        path: Option<Vec<String>>,
    },
    /// It was done; whether something was destroyed by it.
    Done { destroyed: bool },
    /// It was not done.
    Refused(String),
}

/// How a store is doing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StatusAnswer {
    pub(crate) directory: String,
    pub(crate) clock: String,
    pub(crate) mark: String,
    pub(crate) clock_suspect: bool,
    /// The digest of the policy that was enforced last.
    pub(crate) policy: Option<String>,
    pub(crate) windows: Vec<WindowAnswer>,
    pub(crate) held: u64,
    pub(crate) oldest_undestroyed_seconds: f64,
    pub(crate) index_bytes: u64,
    pub(crate) damaged_bytes: u64,
    pub(crate) damages: Vec<String>,
    pub(crate) receipts: u64,
    pub(crate) receipt_fault: Option<String>,
}

/// One definition of a window, and what is under it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WindowAnswer {
    pub(crate) window: String,
    pub(crate) tag: u16,
    pub(crate) definition: Option<String>,
    pub(crate) objects: u64,
    pub(crate) bytes: u64,
    pub(crate) buckets: u64,
    pub(crate) next_end: Option<String>,
    /// Objects whose end waits for an event.
    pub(crate) waiting: u64,
    /// Since when the store has this definition.
    pub(crate) since: String,
    /// Buckets whose bytes were seen to be gone, and how many of those ends have a receipt.
    pub(crate) buckets_ended: u64,
    pub(crate) receipts: u64,
    pub(crate) last_end: Option<LastEndAnswer>,
    pub(crate) longest_lag_ms: i64,
}

/// The last end that was carried out, and how many milliseconds later its bytes were gone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LastEndAnswer {
    pub(crate) at: String,
    pub(crate) lag_ms: i64,
}

/// What a sweep did, or what it would do once the clock is confirmed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SweepAnswer {
    pub(crate) done: bool,
    /// What the store saw last, where its clock must be confirmed.
    pub(crate) mark: Option<String>,
    pub(crate) clock: Option<String>,
    pub(crate) buckets: u64,
    pub(crate) objects: u64,
    pub(crate) bytes: u64,
    pub(crate) receipts: u64,
    /// Objects by window, where nothing is done yet.
    pub(crate) by_window: Vec<(String, u64, u64)>,
}

/// What a shorter window does to data that was stored under a longer one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ShorteningAnswer {
    pub(crate) window: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) buckets: u64,
    pub(crate) objects: u64,
    pub(crate) bytes: u64,
    pub(crate) at_once: u64,
    pub(crate) done: bool,
}

/// An object that is held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct HeldAnswer {
    pub(crate) id: String,
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) since: String,
    pub(crate) bytes: u64,
}
