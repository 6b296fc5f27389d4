//! What a receipt says. It holds nothing personal.

use serde::{Deserialize, Serialize};

/// Why something was destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeafKind {
    /// Its bucket ended.
    Bucket,
    /// Somebody asked for it.
    Erasure,
    /// A hold was lifted after the end.
    Hold,
}

/// One destruction. The order of the keys is that of the fields, so the same facts are always the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// The version of this form, 1.
    pub version: u8,
    /// Why.
    pub kind: LeafKind,
    /// The digest of the policy that was enforced, in hexadecimal; empty where none was.
    pub policy: String,
    /// The window.
    pub window: String,
    /// The number of the window's definition in this store.
    pub tag: u16,
    /// The definition of the window, in one line.
    pub definition: String,
    /// E, RFC 3339; absent where an event was still awaited.
    pub ends: Option<String>,
    /// Objects that were destroyed.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
    /// Objects that are held, and so not among the destroyed ones.
    pub held: u64,
    /// The commitments of the destroyed objects.
    pub set: DestroyedSet,
    /// When it was due or asked for, RFC 3339.
    pub expired: String,
    /// When the key was destroyed: from then on nothing could be read.
    pub shredded: String,
    /// When the bytes were gone.
    pub gone: String,
    /// When their absence was observed.
    pub verified: String,
    /// How: `key-destroyed-and-unlinked`.
    pub method: String,
    /// The kind of store: `embedded`.
    pub store: String,
    /// Copies with a maximum of their own, which this destruction does not cover.
    pub not_covered: Vec<NotCovered>,
    /// What stays as counts, where the window ends in `anonymise`; absent where nothing stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptFacts>,
}

/// Counts that stay of events that were destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFacts {
    /// How many events were counted.
    pub events: u64,
    /// SHA-256 of the file of the counts, in hexadecimal.
    pub sha256: String,
}

/// A Merkle tree (RFC 6962) over commitments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyedSet {
    /// How many commitments.
    pub size: u64,
    /// The root, in hexadecimal.
    pub root: String,
}

/// A copy that the destruction does not cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCovered {
    /// Where it lives, such as `backup`.
    pub place: String,
    /// Its own maximum after the end of the window, ISO 8601; absent where it is not stated.
    pub within: Option<String>,
}

impl Leaf {
    /// The bytes that the log holds.
    ///
    /// # Errors
    /// Never for these types; the error is handed on instead of being ruled out.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}
