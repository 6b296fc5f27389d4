//! The record of one object: header, key slot, two ciphertexts, trailer. The offsets are those of FORMAT.md.

use crate::chunked;
use crate::object_id::ObjectId;
use crate::store::meta::Kind;

/// Bytes of the header with the key slot.
pub(super) const HEADER: usize = 128;
/// Where the key slot begins.
pub(super) const SLOT: usize = 56;
/// Bytes of the key slot.
pub(super) const SLOT_BYTES: usize = 60;
/// Bytes after the ciphertexts.
pub(super) const TRAILER: usize = 40;
/// The bytes of the header that the key slot is bound to.
pub(super) const BOUND: usize = 28;

pub(super) const MAGIC: &[u8; 4] = b"CREC";
const END: &[u8; 4] = b"END.";
/// The format that is written. Format 1 did not say whether the metadata names a person, and until format 2 a record did not
/// say whether its body holds events.
pub(super) const FORMAT: u8 = 3;
const FIRST_FORMAT: u8 = 1;
const FIRST_WITH_EVENTS: u8 = 3;
/// Where the one byte stands that says that an object is kept and not used (GDPR Art. 18). It changes in place, so it is
/// outside of the checksum and of what the key slot is bound to.
pub(super) const RESTRICTED: usize = 116;
const DERIVED: u8 = 1;
const HAS_SUBJECT: u8 = 2;
/// The longest body that the chunked format holds: 4 PiB.
const MOST_PLAIN: u64 = 1 << 52;

/// The lengths and names in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) format: u8,
    pub(super) kind: Kind,
    /// Whether it was made from another object, which its metadata names.
    pub(super) derived: bool,
    /// Whether its metadata holds the tag of a person; always false in format 1, which did not say.
    pub(super) has_subject: bool,
    /// The mark of the category whose events its body holds; 0 for none.
    pub(super) events: u8,
    pub(super) id: ObjectId,
    /// Length of the metadata ciphertext.
    pub(super) meta: u32,
    /// Length of the body ciphertext.
    pub(super) body: u64,
    /// Length of the body.
    pub(super) plain: u64,
}

impl Header {
    /// The header with an empty key slot.
    pub(super) fn encode(&self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(MAGIC);
        bytes[4] = self.format;
        bytes[5] = self.kind.code();
        let subject = if self.has_subject { HAS_SUBJECT } else { 0 };
        bytes[6] = u8::from(self.derived) | subject;
        bytes[7] = self.events;
        bytes[8..28].copy_from_slice(self.id.as_bytes());
        bytes[28..32].copy_from_slice(&self.meta.to_le_bytes());
        bytes[32..40].copy_from_slice(&self.body.to_le_bytes());
        bytes[40..48].copy_from_slice(&self.plain.to_le_bytes());
        let sum = crc32fast::hash(&bytes[..48]);
        bytes[48..52].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads a header; nothing where it is none.
    pub(super) fn decode(bytes: &[u8; HEADER]) -> Option<Self> {
        let whole = &bytes[..4] == MAGIC
            && (FIRST_FORMAT..=FORMAT).contains(&bytes[4])
            && bytes[48..52] == crc32fast::hash(&bytes[..48]).to_le_bytes();
        if !whole {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range]
                .iter()
                .rev()
                .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
        };
        let (body, plain) = (number(32..40), number(40..48));
        // Every reader computes offsets from these two, so a pair that cannot be true is no header.
        if plain > MOST_PLAIN || body != chunked::sealed_length(plain) {
            return None;
        }
        Some(Self {
            format: bytes[4],
            kind: Kind::from_code(bytes[5])?,
            derived: bytes[6] & DERIVED != 0,
            has_subject: bytes[6] & HAS_SUBJECT != 0,
            events: bytes[7],
            id: ObjectId::from_bytes(&bytes[8..28])?,
            meta: u32::try_from(number(28..32)).ok()?,
            body,
            plain,
        })
    }

    /// Whether the index needs something that only the metadata knows.
    pub(super) fn names_others(&self) -> bool {
        self.derived || self.has_subject || self.format == FIRST_FORMAT
    }

    /// Which events its body may hold, for the index.
    pub(super) fn events(&self) -> Option<Events> {
        match self.events {
            _ if self.kind != Kind::Object => None,
            _ if self.format < FIRST_WITH_EVENTS => Some(Events::Unsure),
            0 => None,
            mark => Some(Events::Of(mark)),
        }
    }

    /// The length of the whole record; nothing where the lengths cannot be real.
    pub(super) fn record_length(&self) -> Option<u64> {
        u64::from(self.meta)
            .checked_add(self.body)?
            .checked_add((HEADER + TRAILER) as u64)
    }
}

/// Which events a body may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Events {
    /// The record does not say.
    Unsure,
    /// Those of categories with that mark.
    Of(u8),
}

/// The mark of a category, never 0. Several may share one, so the metadata has the last word.
pub(super) fn events_mark(category: &str) -> u8 {
    let sum = crc32fast::hash(candor_model::Id::new(category).as_str().as_bytes());
    u8::try_from(sum % 255).unwrap_or(0) + 1
}

/// The trailer.
pub(super) fn trailer(commitment: &[u8; 32], sum: u32) -> [u8; TRAILER] {
    let mut bytes = [0; TRAILER];
    bytes[..32].copy_from_slice(commitment);
    bytes[32..36].copy_from_slice(&sum.to_le_bytes());
    bytes[36..].copy_from_slice(END);
    bytes
}

/// Whether bytes are a trailer.
pub(super) fn is_trailer(bytes: &[u8]) -> bool {
    bytes.len() == TRAILER && bytes.ends_with(END)
}

/// What the metadata ciphertext is bound to.
pub(super) fn meta_context(id: &ObjectId) -> Vec<u8> {
    [b"candor/metadata".as_slice(), id.as_bytes()].concat()
}

/// What the body ciphertext is bound to.
pub(super) fn body_context(id: &ObjectId, policy_hash: &[u8; 32]) -> Vec<u8> {
    [b"candor/body".as_slice(), id.as_bytes(), policy_hash].concat()
}

#[cfg(test)]
mod tests {
    use candor_model::Instant;

    use super::*;
    use crate::store::WindowTag;

    #[test]
    fn a_header_reads_back_and_notices_damage() {
        let id = ObjectId::random(WindowTag(3), Instant::from_unix_seconds(1_800_000_000)).unwrap();
        let header = Header {
            format: FORMAT,
            kind: Kind::Job,
            derived: true,
            has_subject: true,
            events: events_mark("visit"),
            id,
            meta: 300,
            body: chunked::sealed_length(4_999_000_000),
            plain: 4_999_000_000,
        };
        let bytes = header.encode();
        assert_eq!(Header::decode(&bytes), Some(header));
        for at in 0..52 {
            let mut damaged = bytes;
            damaged[at] ^= 1;
            assert_eq!(Header::decode(&damaged), None, "byte {at}");
        }
        let mut erased = bytes;
        erased[SLOT..SLOT + SLOT_BYTES].fill(0xff);
        assert_eq!(
            Header::decode(&erased),
            Some(header),
            "the key slot is outside of the checksum"
        );
    }
}
