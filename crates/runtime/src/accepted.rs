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
    /// E: reads are refused from here on.
    #[serde(with = "instant")]
    pub expires_at: Instant,
    /// The end of the promise to keep, where there is one.
    #[serde(with = "optional_instant")]
    pub available_until: Option<Instant>,
    /// By then key and bytes are gone.
    #[serde(with = "instant")]
    pub erased_by: Instant,
    /// SHA-256(salt || id || SHA-256(body)), in lower-case hexadecimal.
    pub commitment: String,
    /// The salt, in lower-case hexadecimal.
    pub salt: String,
}

/// Instants are written as RFC 3339 in UTC.
mod instant {
    use candor_model::Instant;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        instant: &Instant,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&instant.to_rfc3339())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Instant, D::Error> {
        let text = String::deserialize(deserializer)?;
        Instant::parse_rfc3339(&text)
            .ok_or_else(|| D::Error::custom("not an RFC 3339 date and time"))
    }
}

/// The same for an instant that may be absent.
mod optional_instant {
    use candor_model::Instant;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        instant: &Option<Instant>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => super::instant::serialize(instant, serializer),
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
