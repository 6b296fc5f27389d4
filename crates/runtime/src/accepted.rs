//! What the runtime answers when it has stored something.

use candor_model::Instant;
use serde::{Deserialize, Serialize};

use crate::object_id::ObjectId;

/// A stored object, as its owner is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The id, which is also the capability to read and erase it.
    pub id: ObjectId,
    /// The data category.
    pub category: String,
    /// The window.
    pub window: String,
    /// E: reads are refused from here on. Nothing while the event that the window counts from has not come.
    #[serde(with = "optional_instant")]
    pub expires_at: Option<Instant>,
    /// The end of the promise to keep, where there is one.
    #[serde(with = "optional_instant")]
    pub available_until: Option<Instant>,
    /// By then key and bytes are gone. Nothing while the event that the window counts from has not come.
    #[serde(with = "optional_instant")]
    pub erased_by: Option<Instant>,
    /// SHA-256(salt || id || SHA-256(body)), in lower-case hexadecimal.
    pub commitment: String,
    /// The salt, in lower-case hexadecimal.
    pub salt: String,
}

/// Instants are written as RFC 3339 in UTC, and absent ones as null.
mod optional_instant {
    use candor_model::Instant;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        instant: &Option<Instant>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => serializer.serialize_str(&instant.to_rfc3339()),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Instant>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        Instant::parse_rfc3339(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom("not an RFC 3339 date and time"))
    }
}
