//! The predicate about windows: what a running store carries out, as it says itself. It names no object and no person.

use serde::{Deserialize, Serialize};

use crate::{STATEMENT_TYPE, Statement, Subject};

/// The predicate's type.
pub const WINDOW_STATUS: &str = "https://candor.example/window-status/v1";

/// How the windows of a store stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowStatus {
    /// When the store was asked, RFC 3339 in UTC.
    pub as_of: String,
    /// The digest of the policy that it enforces, in hexadecimal.
    pub policy: String,
    /// One entry per definition of a window that it ever enforced.
    pub windows: Vec<WindowState>,
}

/// How one definition of a window stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowState {
    /// The window's id.
    pub window: String,
    /// Its definition, as the store registered it.
    pub definition: String,
    /// Since when the store has it, RFC 3339.
    pub since: String,
    /// Objects that can be read.
    pub objects: u64,
    /// Buckets whose bytes were seen to be gone.
    pub buckets_ended: u64,
    /// How many of those ends have a receipt.
    pub receipts: u64,
    /// The last end that was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_end: Option<LastEnd>,
    /// The longest time from an end to the absence of its bytes, in milliseconds.
    pub longest_lag_ms: i64,
}

/// An end that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastEnd {
    /// The end, RFC 3339.
    pub at: String,
    /// From the end to the absence of the bytes, in milliseconds.
    pub lag_ms: i64,
}

impl WindowStatus {
    /// The statement about this status; its subject is the policy that is enforced.
    ///
    /// # Errors
    /// Plain words when it cannot be written as JSON.
    pub fn statement(&self) -> Result<Statement, String> {
        Ok(Statement {
            kind: STATEMENT_TYPE.to_owned(),
            subject: vec![Subject::sha256("policy", &self.policy)],
            predicate_type: WINDOW_STATUS.to_owned(),
            predicate: serde_json::to_value(self).map_err(|error| error.to_string())?,
        })
    }

    /// Reads the predicate of a statement.
    ///
    /// # Errors
    /// Plain words when the statement is of another type, or its predicate is not of the documented form.
    pub fn read(statement: &Statement) -> Result<Self, String> {
        statement.predicate_of(WINDOW_STATUS)
    }
}
