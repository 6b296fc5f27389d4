//! Ids of stored objects. The id alone says when its object ends.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::rand;
use candor_model::Instant;
use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::store::{StoreError, WindowTag};

/// The length of an id in bytes.
pub(crate) const ID_BYTES: usize = 20;
const VERSION: u8 = 1;

/// The id of a stored object: version, window tag, E, 96 random bits. Whoever knows it may read and erase the object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId([u8; ID_BYTES]);

impl ObjectId {
    /// A new id.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub(crate) fn random(tag: WindowTag, expires_at: Instant) -> Result<Self, StoreError> {
        let mut random = [0; 12];
        rand::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
        Ok(Self::new(tag, expires_at, random))
    }

    /// The id of these parts.
    pub(crate) fn new(tag: WindowTag, expires_at: Instant, random: [u8; 12]) -> Self {
        let mut bytes = [0; ID_BYTES];
        bytes[0] = VERSION;
        bytes[1..3].copy_from_slice(&tag.0.to_be_bytes());
        let seconds = u64::try_from(expires_at.unix_seconds())
            .unwrap_or(0)
            .to_be_bytes();
        bytes[3..8].copy_from_slice(&seconds[3..]);
        bytes[8..].copy_from_slice(&random);
        Self(bytes)
    }

    /// Reads an id as it is printed; nothing for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = crockford()
            .decode(text.to_ascii_lowercase().as_bytes())
            .ok()?;
        Self::from_bytes(&bytes)
    }

    /// Reads the bytes of an id.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; ID_BYTES] = bytes.try_into().ok()?;
        (bytes[0] == VERSION).then_some(Self(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; ID_BYTES] {
        &self.0
    }

    /// The window's tag.
    pub fn window_tag(&self) -> WindowTag {
        WindowTag(u16::from_be_bytes([self.0[1], self.0[2]]))
    }

    /// E; nothing for an object whose end is not known yet.
    pub fn expires_at(&self) -> Option<Instant> {
        let mut seconds = [0; 8];
        seconds[3..].copy_from_slice(&self.0[3..8]);
        match i64::from_be_bytes(seconds) {
            0 => None,
            seconds => Some(Instant::from_unix_seconds(seconds)),
        }
    }
}

/// Crockford's base 32 in lower case: no letter that is mistaken for a digit.
fn crockford() -> &'static Encoding {
    static ENCODING: std::sync::LazyLock<Encoding> = std::sync::LazyLock::new(|| {
        let mut specification = Specification::new();
        specification
            .symbols
            .push_str("0123456789abcdefghjkmnpqrstvwxyz");
        // The alphabet above is fixed and has 32 symbols; the hexadecimal one stands in if it ever had not.
        specification.encoding().unwrap_or(data_encoding::HEXLOWER)
    });
    &ENCODING
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crockford().encode(&self.0))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for ObjectId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or("not the id of an object")
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_when_it_ends() {
        let end = Instant::parse_rfc3339("2026-11-24T11:55:00Z").unwrap();
        let id = ObjectId::random(WindowTag(513), end).unwrap();
        assert_eq!(id.to_string().len(), 32);
        let read = ObjectId::parse(&id.to_string().to_uppercase()).unwrap();
        assert_eq!(read, id);
        assert_eq!(
            (read.window_tag(), read.expires_at()),
            (WindowTag(513), Some(end))
        );
        for wrong in [
            "",
            "0",
            &"u".repeat(32),
            &"0".repeat(32),
            &id.to_string()[1..],
        ] {
            assert_eq!(ObjectId::parse(wrong), None, "{wrong}");
        }
    }
}
