//! The in-toto statement: what was looked at, and what is said about it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fold;

/// The type of every statement, fixed by in-toto Statement v1.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// One thing that the statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The name, such as a path.
    pub name: String,
    /// The algorithm's name to the digest in hexadecimal.
    pub digest: BTreeMap<String, String>,
}

/// An in-toto statement of version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Always [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// What was looked at.
    pub subject: Vec<Subject>,
    /// The URI that says how to read the predicate.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What was found.
    #[serde(default)]
    pub predicate: Value,
}

impl Subject {
    /// A subject with its SHA-256 in hexadecimal.
    #[must_use]
    pub fn sha256(name: &str, hex: &str) -> Self {
        Self {
            name: name.to_owned(),
            digest: BTreeMap::from([("sha256".to_owned(), hex.to_owned())]),
        }
    }
}

/// How pages call the version that a statement is about: the first digits of one digest over all of its subjects.
#[must_use]
pub fn version(subjects: &[Subject]) -> String {
    let digest = |subject: &Subject| subject.digest.get("sha256").cloned().unwrap_or_default();
    let files = subjects
        .iter()
        .map(|subject| (subject.name.clone(), digest(subject)))
        .collect();
    fold(&files).chars().take(12).collect()
}

impl Statement {
    /// The predicate, where it is of the wanted type.
    pub(crate) fn predicate_of<P: DeserializeOwned>(&self, wanted: &str) -> Result<P, String> {
        if self.predicate_type != wanted {
            return Err(format!(
                "the record is about `{}`, where one about `{wanted}` belongs",
                self.predicate_type
            ));
        }
        P::deserialize(&self.predicate).map_err(|error| format!("the record's predicate: {error}"))
    }

    /// Reads a statement.
    ///
    /// # Errors
    /// Plain words when the bytes are no statement of version 1.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let statement: Self = serde_json::from_slice(bytes)
            .map_err(|e| format!("the record's content is no in-toto statement: {e}"))?;
        if statement.kind != STATEMENT_TYPE {
            return Err(format!(
                "the record is of type `{}`; only `{STATEMENT_TYPE}` can be read",
                statement.kind
            ));
        }
        Ok(statement)
    }
}
