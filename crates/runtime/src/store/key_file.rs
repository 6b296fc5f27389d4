//! The key of a cohort that has no bucket of its own: one small file with two places, of which one is in use.
//!
//! A change is written to the other place and synced, then the old place is overwritten and synced: whatever happens in
//! between, one whole place is there, and no block keeps a key that is no longer to be.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::LessSafeKey;
use zeroize::Zeroizing;

use super::keyring::{self, WRAPPED};
use super::{SecretKey, StoreError, WindowTag, durable};

const MAGIC: &[u8; 4] = b"CKEY";
const FORMAT: u8 = 2;
/// Bytes of a place; a device writes as many at once.
const PLACE: usize = 512;
/// The bytes that the wrapped key is bound to.
const BOUND: usize = 40;
const NAME: usize = BOUND + WRAPPED;
const SUM: usize = PLACE - 4;

/// What the cohort is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The objects of one anchor, such as an account.
    Anchor,
    /// One object that is held.
    Hold,
}

/// What stands in a key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyFile {
    pub(super) used_for: Use,
    pub(super) tag: WindowTag,
    pub(super) number: u64,
    /// E in Unix seconds, 0 while it is not known. With an end the key is wrapped by the key of that bucket.
    pub(super) ends: i64,
    /// The latest E in Unix seconds that any event can bring, 0 for none.
    pub(super) bound: i64,
    /// The anchor's name, sealed by the cohort key.
    pub(super) name: [u8; WRAPPED],
    sequence: u64,
}

/// A key file as it was found.
#[derive(Debug)]
pub(super) enum Found {
    /// It names its cohort; the key is still wrapped.
    Whole(Box<(KeyFile, [u8; WRAPPED])>),
    /// Its key was destroyed.
    Destroyed,
    /// There is no such file.
    Missing,
    /// It is neither.
    Damaged,
}

impl KeyFile {
    /// A first state.
    pub(super) fn new(used_for: Use, tag: WindowTag, number: u64, bound: i64) -> Self {
        Self {
            used_for,
            tag,
            number,
            ends: 0,
            bound,
            name: [0; WRAPPED],
            sequence: 0,
        }
    }

    /// What the wrapped key is bound to.
    fn head(&self) -> [u8; BOUND] {
        let mut bytes = [0; BOUND];
        bytes[..4].copy_from_slice(MAGIC);
        bytes[4] = FORMAT;
        bytes[5] = match self.used_for {
            Use::Anchor => 1,
            Use::Hold => 2,
        };
        bytes[6..8].copy_from_slice(&self.tag.0.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.number.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.ends.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.bound.to_le_bytes());
        bytes[32..40].copy_from_slice(&self.sequence.to_le_bytes());
        bytes
    }

    fn encode(&self, by: &LessSafeKey, key: &SecretKey) -> Result<[u8; PLACE], StoreError> {
        let mut bytes = [0; PLACE];
        bytes[..BOUND].copy_from_slice(&self.head());
        let wrapped = keyring::wrap(by, &bytes[..BOUND], key)?;
        bytes[BOUND..NAME].copy_from_slice(&wrapped);
        bytes[NAME..NAME + WRAPPED].copy_from_slice(&self.name);
        let sum = crc32fast::hash(&bytes[..SUM]);
        bytes[SUM..].copy_from_slice(&sum.to_le_bytes());
        Ok(bytes)
    }

    fn decode(bytes: &[u8]) -> Option<(Self, [u8; WRAPPED])> {
        let whole = bytes.len() == PLACE
            && &bytes[..4] == MAGIC
            && bytes[4] == FORMAT
            && bytes[SUM..] == crc32fast::hash(&bytes[..SUM]).to_le_bytes();
        if !whole {
            return None;
        }
        let number = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[at..at + 8]);
            eight
        };
        let mut wrapped = [0; WRAPPED];
        wrapped.copy_from_slice(&bytes[BOUND..NAME]);
        let mut name = [0; WRAPPED];
        name.copy_from_slice(&bytes[NAME..NAME + WRAPPED]);
        let file = Self {
            used_for: match bytes[5] {
                1 => Use::Anchor,
                2 => Use::Hold,
                _ => return None,
            },
            tag: WindowTag(u16::from_le_bytes([bytes[6], bytes[7]])),
            number: u64::from_le_bytes(number(8)),
            ends: i64::from_le_bytes(number(16)),
            bound: i64::from_le_bytes(number(24)),
            name,
            sequence: u64::from_le_bytes(number(32)),
        };
        Some((file, wrapped))
    }

    /// The key, unwrapped.
    pub(super) fn unwrap(&self, by: &LessSafeKey, wrapped: &[u8; WRAPPED]) -> Option<SecretKey> {
        keyring::unwrap(by, &self.head(), wrapped)
    }

    /// Writes the file of a new cohort; it is durable when this returns.
    pub(super) fn create(
        &self,
        path: &Path,
        by: &LessSafeKey,
        key: &SecretKey,
    ) -> Result<(), StoreError> {
        let bytes = [self.encode(by, key)?, [0; PLACE]].concat();
        super::replace_file(path, &bytes, true)
    }

    /// Replaces what stands in the file; the state before is in no place of it when this returns.
    pub(super) fn replace(
        &mut self,
        path: &Path,
        by: &LessSafeKey,
        key: &SecretKey,
        ends: i64,
    ) -> Result<(), StoreError> {
        let io = |error: std::io::Error| StoreError::io(path, &error);
        let next = Self {
            ends,
            sequence: self.sequence + 1,
            ..*self
        };
        let file = File::options().write(true).open(path).map_err(io)?;
        let place = |sequence: u64| (sequence % 2) * PLACE as u64;
        file.write_all_at(&next.encode(by, key)?, place(next.sequence))
            .and_then(|()| file.sync_data())
            .map_err(io)?;
        let old = place(self.sequence);
        *self = next;
        file.write_all_at(&[0; PLACE], old)
            .and_then(|()| file.sync_data())
            .map_err(io)
    }
}

/// Reads a key file. Where a change was stopped between its two steps, the newer place counts and the older is wiped.
pub(super) fn read(path: &Path) -> Result<Found, StoreError> {
    let io = |error: std::io::Error| StoreError::io(path, &error);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Missing),
        Err(error) => return Err(io(error)),
    };
    if bytes.iter().all(|byte| *byte == 0) {
        return Ok(Found::Destroyed);
    }
    let mut places: Vec<_> = bytes.chunks(PLACE).filter_map(KeyFile::decode).collect();
    places.sort_by_key(|(file, _)| file.sequence);
    let Some(newest) = places.pop() else {
        return Ok(Found::Damaged);
    };
    let other = if newest.0.sequence.is_multiple_of(2) {
        PLACE
    } else {
        0
    };
    let rest = bytes.get(other..).unwrap_or_default();
    if rest.iter().take(PLACE).any(|byte| *byte != 0) {
        let file = File::options().write(true).open(path).map_err(io)?;
        file.write_all_at(&[0; PLACE], other as u64)
            .and_then(|()| file.sync_data())
            .map_err(io)?;
    }
    Ok(Found::Whole(Box::new(newest)))
}

/// The path of the key file in a cohort's directory.
pub(super) fn path_in(directory: &Path) -> PathBuf {
    directory.join("key")
}

/// Destroys the key of a cohort; nothing in its directory can be read any more when this returns.
pub(super) fn destroy(directory: &Path) -> Result<(), StoreError> {
    let path = path_in(directory);
    if !path.exists() {
        return Ok(());
    }
    super::root_key::wipe(&path)?;
    durable::sync_parent(&path).map_err(|error| StoreError::io(&path, &error))
}
