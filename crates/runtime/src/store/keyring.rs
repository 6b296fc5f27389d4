//! The key ring: one key per cohort, wrapped by the root key, in one small file that is rewritten whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand;
use zeroize::Zeroizing;

use super::cohorts::BucketPlace;
use super::reserve::Reserve;
use super::{Damage, SecretKey, StoreError, WindowTag, replace_file};

const MAGIC: &[u8; 4] = b"CKR1";
const ENTRY: usize = 2 + 8 + WRAPPED;
/// A wrapped key: nonce (12), ciphertext (32), tag (16).
pub(super) const WRAPPED: usize = 60;

/// The store's own secrets. They stand among the keys under a tag that no window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// Wraps the keys of cohorts whose end is not known, and of held objects.
    Open,
    /// Makes the names of anchors.
    Names,
    /// Signs the log of receipts.
    Log,
}

/// The tag of the store's own secrets; windows are counted from 1.
const OWN: WindowTag = WindowTag(0);

/// The keys of all living cohorts.
pub(super) struct Keyring {
    path: PathBuf,
    root: LessSafeKey,
    keys: BTreeMap<BucketPlace, SecretKey>,
    /// Entries that no longer say their key. They stay in the file, so that its state is never worse than it was found.
    unreadable: BTreeMap<BucketPlace, [u8; ENTRY]>,
    /// Room for a ring without the keys that are to go.
    reserve: Option<Arc<Reserve>>,
}

/// Why a ring could not be read with a root key.
enum Unreadable {
    /// The file itself is damaged.
    Broken(&'static str),
    /// It is whole, and wrapped by another root key.
    OtherRoot,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({} keys)", self.keys.len())
    }
}

impl Keyring {
    /// Opens the ring; a new store begins with an empty one.
    pub(super) fn open(path: &Path, root: &[u8; 32], is_new: bool) -> Result<Self, StoreError> {
        let root = wrapping_key(root)?;
        let mut ring = Self {
            path: path.to_owned(),
            root,
            keys: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            reserve: None,
        };
        match std::fs::read(path) {
            Ok(bytes) => ring.read(&bytes).map_err(|why| ring.told(&why))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && is_new => ring.write()?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::broken(
                    path,
                    "the file is missing; without it no object can be read",
                ));
            }
            Err(error) => return Err(StoreError::io(path, &error)),
        }
        Ok(ring)
    }

    /// Whether the ring at a path is wrapped by that root key.
    pub(super) fn fits(path: &Path, root: &[u8; 32]) -> Result<bool, StoreError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(StoreError::io(path, &error)),
        };
        let mut ring = Self {
            path: path.to_owned(),
            root: wrapping_key(root)?,
            keys: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            reserve: None,
        };
        match ring.read(&bytes) {
            // An empty ring is wrapped by nothing.
            Ok(()) => Ok(!ring.keys.is_empty()),
            Err(Unreadable::OtherRoot) => Ok(false),
            Err(why) => Err(ring.told(&why)),
        }
    }

    fn told(&self, why: &Unreadable) -> StoreError {
        StoreError::broken(
            &self.path,
            match why {
                Unreadable::Broken(why) => why,
                Unreadable::OtherRoot => {
                    "a key in it belongs to another root key; put the right root.key back"
                }
            },
        )
    }

    /// Reads the entries. Each is authenticated by itself, so a damaged one costs no other. Where the store's own secrets
    /// cannot be read, nothing is done with the store: new ones in their place would lose what the old ones wrap.
    fn read(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        let broken = Unreadable::Broken;
        let Some((content, sum)) = bytes.len().checked_sub(4).map(|at| bytes.split_at(at)) else {
            return Err(broken("it is cut short"));
        };
        let entries = content
            .strip_prefix(MAGIC)
            .and_then(|rest| rest.get(4..))
            .ok_or_else(|| broken("it is no key ring"))?;
        let count = u32::from_le_bytes([content[4], content[5], content[6], content[7]]) as usize;
        let is_whole = crc32fast::hash(content).to_le_bytes() == sum;
        if is_whole && entries.len() != count * ENTRY {
            return Err(broken("its length does not fit its number of keys"));
        }
        for entry in entries.chunks_exact(ENTRY) {
            let tag = WindowTag(u16::from_le_bytes([entry[0], entry[1]]));
            let mut end = [0; 8];
            end.copy_from_slice(&entry[2..10]);
            let place = (tag, i64::from_le_bytes(end));
            match unwrap(&self.root, &entry[..10], &entry[10..]) {
                Some(key) => {
                    self.keys.insert(place, key);
                }
                None => {
                    let mut raw = [0; ENTRY];
                    raw.copy_from_slice(entry);
                    self.unreadable.insert(place, raw);
                }
            }
        }
        let own = [1, 2]
            .iter()
            .all(|number| self.keys.contains_key(&(OWN, *number)));
        if is_whole && self.keys.is_empty() && !self.unreadable.is_empty() {
            return Err(Unreadable::OtherRoot);
        }
        // A whole ring that never had them is new, or of a store of format 1.
        let had = self.unreadable.keys().any(|(tag, _)| *tag == OWN);
        if !own && (had || !is_whole) {
            return Err(broken(
                "the store's own keys in it cannot be read, and without them no receipt can be signed and nothing that \
                 waits for an event can be found; put the last good copy of this file back",
            ));
        }
        Ok(())
    }

    /// What is wrong with entries of the ring. Those that stand for none of these buckets are dropped with the next write:
    /// nobody knows any more what they were for.
    pub(super) fn forget_unreadable(&mut self, lost: &BTreeSet<BucketPlace>) -> Vec<Damage> {
        let count = self.unreadable.len();
        self.unreadable
            .retain(|place, _| place.0 == OWN || lost.contains(place));
        let told = (count > 0).then(|| {
            let why = format!(
                "{count} of its keys cannot be read; what they open is lost, and everything else is not touched by it"
            );
            Damage::because(&self.path, why)
        });
        told.into_iter().collect()
    }

    fn write(&self) -> Result<(), StoreError> {
        let count = self.keys.len() + self.unreadable.len();
        let mut bytes = Vec::with_capacity(12 + count * ENTRY);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        for ((tag, end), key) in &self.keys {
            let start = bytes.len();
            bytes.extend_from_slice(&tag.0.to_le_bytes());
            bytes.extend_from_slice(&end.to_le_bytes());
            let wrapped = wrap(&self.root, &bytes[start..], key)?;
            bytes.extend_from_slice(&wrapped);
        }
        for raw in self.unreadable.values() {
            bytes.extend_from_slice(raw);
        }
        let sum = crc32fast::hash(&bytes).to_le_bytes();
        bytes.extend_from_slice(&sum);
        replace_file(&self.path, &bytes, true)
    }

    /// The key of a cohort, if it still exists.
    pub(super) fn get(&self, tag: WindowTag, end: i64) -> Option<SecretKey> {
        self.keys.get(&(tag, end)).cloned()
    }

    /// The cohorts that have a key.
    pub(super) fn cohorts(&self) -> Vec<(WindowTag, i64)> {
        let all = self.keys.keys().copied();
        all.filter(|(tag, _)| *tag != OWN).collect()
    }

    /// One of the store's own secrets; made where the store has none yet.
    pub(super) fn secret(&mut self, secret: Secret) -> Result<SecretKey, StoreError> {
        let number = match secret {
            Secret::Open => 1,
            Secret::Names => 2,
            Secret::Log => 3,
        };
        self.create(OWN, number)
    }

    /// Replaces one of the store's own secrets; the old one is in no file when this returns.
    pub(super) fn replace_log_secret(&mut self) -> Result<SecretKey, StoreError> {
        let old = self.keys.remove(&(OWN, 3));
        let made = self.secret(Secret::Log);
        if let (Err(_), Some(old)) = (&made, old) {
            self.keys.insert((OWN, 3), old);
        }
        made
    }

    /// Wraps every key by another root key; the ring on disk is either wholly the old or wholly the new one.
    pub(super) fn change_root(&mut self, root: &[u8; 32]) -> Result<(), StoreError> {
        let old = std::mem::replace(&mut self.root, wrapping_key(root)?);
        let written = self.write();
        if written.is_err() {
            self.root = old;
        }
        written
    }

    /// Makes the key of a new cohort; it is durable when this returns.
    pub(super) fn create(&mut self, tag: WindowTag, end: i64) -> Result<SecretKey, StoreError> {
        if let Some(key) = self.get(tag, end) {
            return Ok(key);
        }
        if self.unreadable.contains_key(&(tag, end)) {
            return Err(StoreError::broken(
                &self.path,
                "a key in it cannot be read; put the last good copy of this file back",
            ));
        }
        let mut key = Zeroizing::new([0; 32]);
        rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
        self.keys.insert((tag, end), key.clone());
        if let Err(error) = self.write() {
            self.keys.remove(&(tag, end));
            return Err(error);
        }
        Ok(key)
    }

    /// Lets the destruction of keys use the room that is kept for it.
    pub(super) fn lend_from(&mut self, reserve: Arc<Reserve>) {
        self.reserve = Some(reserve);
    }

    /// Destroys keys; they are in no file when this returns.
    pub(super) fn destroy(&mut self, cohorts: &[(WindowTag, i64)]) -> Result<(), StoreError> {
        let removed: Vec<_> = cohorts
            .iter()
            .filter_map(|at| self.keys.remove(at).map(|key| (*at, key)))
            .collect();
        let unreadable: Vec<_> = cohorts
            .iter()
            .filter_map(|at| self.unreadable.remove(at).map(|raw| (*at, raw)))
            .collect();
        if removed.is_empty() && unreadable.is_empty() {
            return Ok(());
        }
        let written = match &self.reserve {
            Some(reserve) => reserve.lend(|| self.write()),
            None => self.write(),
        };
        if let Err(error) = written {
            // The file still holds them, so memory must not say otherwise: the next sweep tries again.
            self.keys.extend(removed);
            self.unreadable.extend(unreadable);
            return Err(error);
        }
        Ok(())
    }
}

/// A key that wraps other keys.
pub(super) fn wrapping_key(bytes: &[u8; 32]) -> Result<LessSafeKey, StoreError> {
    UnboundKey::new(&AES_256_GCM, bytes)
        .map(LessSafeKey::new)
        .map_err(|_| StoreError::NoRandomness)
}

/// Wraps a key.
pub(super) fn wrap(
    by: &LessSafeKey,
    bound_to: &[u8],
    key: &SecretKey,
) -> Result<[u8; WRAPPED], StoreError> {
    let mut nonce = [0; 12];
    rand::fill(&mut nonce).map_err(|_| StoreError::NoRandomness)?;
    let mut wrapped = [0; WRAPPED];
    wrapped[..12].copy_from_slice(&nonce);
    wrapped[12..44].copy_from_slice(key.as_slice());
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = by
        .seal_in_place_separate_tag(nonce, Aad::from(bound_to), &mut wrapped[12..44])
        .map_err(|_| StoreError::NoRandomness)?;
    wrapped[44..].copy_from_slice(tag.as_ref());
    Ok(wrapped)
}

/// Unwraps a key; nothing where it was wrapped by another key or bound to something else.
pub(super) fn unwrap(by: &LessSafeKey, bound_to: &[u8], wrapped: &[u8]) -> Option<SecretKey> {
    let (nonce, sealed) = wrapped.split_at_checked(12)?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let plain = by
        .open_in_place(nonce, Aad::from(bound_to), &mut sealed)
        .ok()?;
    let mut key = Zeroizing::new([0; 32]);
    if plain.len() != key.len() {
        return None;
    }
    key.copy_from_slice(plain);
    Some(key)
}

/// The windows and ends whose keys are in a ring, read without the root key; nothing where the ring is damaged.
pub(super) fn places(bytes: &[u8]) -> Option<BTreeSet<(u16, i64)>> {
    let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    if crc32fast::hash(content).to_le_bytes() != sum {
        return None;
    }
    let entries = content.strip_prefix(MAGIC)?.get(4..)?;
    let place = |entry: &[u8]| {
        let tag = u16::from_le_bytes(entry.get(..2)?.try_into().ok()?);
        let end = i64::from_le_bytes(entry.get(2..10)?.try_into().ok()?);
        Some((tag, end))
    };
    entries.chunks_exact(ENTRY).map(place).collect()
}
