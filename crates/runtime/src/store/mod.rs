//! The embedded store: encrypted objects in cohorts that end together. Its files are described in FORMAT.md.

mod body;
mod catalogue;
mod cohort;
mod damage;
mod durable;
mod entry;
mod error;
mod index;
mod keyring;
mod lags;
mod meta;
mod open;
mod plain;
mod put;
mod record;
mod recover;
mod root_key;
mod segment;
mod sweep;
mod time;
mod writer;

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use candor_model::Instant;
use candor_model::schedule::Expiry;
use serde::{Deserialize, Serialize};

pub use body::Body;
pub use damage::Damage;
pub use error::StoreError;
pub use lags::Lags;
pub use meta::{Instants, Kind, Meta};
pub use sweep::SweepReport;

use crate::object_id::ObjectId;
use catalogue::Catalogue;
use cohort::{Cohort, CohortKey};
use keyring::Keyring;
use time::Time;
use writer::Writer;

/// The number of a registered window. A changed window gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WindowTag(pub u16);

/// How a store behaves.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How far the clock may jump ahead of its mark before reads stop and shredding waits, in seconds.
    pub largest_jump: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            largest_jump: 7 * 86_400,
        }
    }
}

/// A new object before its body is read.
#[derive(Clone, Debug)]
pub struct NewObject {
    /// The window.
    pub tag: WindowTag,
    /// Its instants.
    pub expiry: Expiry,
    /// What it is.
    pub kind: Kind,
    /// What is known of it.
    pub meta: Meta,
    /// The largest body in bytes that is taken.
    pub max_size: Option<u64>,
    /// The length of the body in bytes, where it is known; another length is then refused.
    pub known_length: Option<u64>,
}

/// What the store answers when an object is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Its id.
    pub id: ObjectId,
    /// SHA-256(salt || id || SHA-256(body)).
    pub commitment: [u8; 32],
    /// The salt.
    pub salt: [u8; 16],
    /// The length of the body in bytes.
    pub length: u64,
}

/// What is known of a stored object.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its metadata.
    pub meta: Meta,
    /// The length of the body in bytes.
    pub length: u64,
    /// Its instants.
    pub expiry: Expiry,
}

/// Objects and bytes of one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowStats {
    /// The window's id.
    pub window: String,
    /// Objects that can be read.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
}

/// How the store is doing.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Per window, in the order of their tags.
    pub windows: Vec<WindowStats>,
    /// Age in milliseconds of the oldest key whose bucket has ended.
    pub oldest_undestroyed_millis: i64,
    /// Bytes of memory that the index takes.
    pub index_bytes: u64,
    /// From E to the destruction of the key.
    pub key_lag: Lags,
    /// From E to the absence of the bytes.
    pub bytes_lag: Lags,
}

/// The store. All calls may block; share it with an `Arc`.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    time: Arc<Time>,
    /// Held for as long as the store is open, so that no second process writes.
    _lock: File,
    catalogue: Mutex<Catalogue>,
    keyring: Mutex<Keyring>,
    cohorts: RwLock<BTreeMap<(i64, WindowTag), Arc<Cohort>>>,
    writer: Writer,
    /// What belonged to no whole record when the store was opened.
    damages: Vec<Damage>,
    lags: Mutex<(Lags, Lags)>,
    /// One sweep at a time.
    sweeping: Mutex<()>,
}

impl Store {
    /// Registers a window and gives its tag. The same definition keeps its tag; a changed one gets a new tag, so stored
    /// objects keep the end that they were promised.
    ///
    /// # Errors
    /// Where the catalogue cannot be written, or 65,535 definitions have been used up.
    pub fn register_window(&self, id: &str, definition: &str) -> Result<WindowTag, StoreError> {
        let now = self.now();
        lock(&self.catalogue).register_window(id, definition, now)
    }

    /// Now: never before an instant that the store has already acted on. A jump ahead beyond the limit is not
    /// believed; the store then stands still until [`Store::confirm_clock`].
    pub fn now(&self) -> Instant {
        self.time.now()
    }

    /// Believes the clock after a jump that was too large to be believed by itself.
    pub fn confirm_clock(&self) {
        self.time.confirm();
    }

    fn save_mark(&self) -> Result<(), StoreError> {
        if let Some(mark) = self.time.mark_to_save() {
            lock(&self.catalogue).save_mark(mark)?;
            self.time.saved(mark);
        }
        Ok(())
    }

    /// What belonged to no whole record when the store was opened, with its files: the rests of writes that a crash cut
    /// short, and damage. An object whose record is damaged there is unknown from then on.
    pub fn damages(&self) -> &[Damage] {
        &self.damages
    }

    /// Refuses an id whose bucket has ended. The id alone decides; nothing is looked up.
    ///
    /// # Errors
    /// Gone from E on; the clock where it cannot be trusted.
    pub fn refuse_ended(&self, id: &ObjectId) -> Result<(), StoreError> {
        let now = self.time.trusted_now()?;
        match id.expires_at() {
            Some(end) if end <= now => Err(StoreError::Gone),
            _ => Ok(()),
        }
    }

    fn cohort_of(&self, id: &ObjectId) -> Result<Arc<Cohort>, StoreError> {
        self.refuse_ended(id)?;
        let end = id.expires_at().ok_or(StoreError::Unknown)?.unix_seconds();
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .get(&(end, id.window_tag()))
            .cloned()
            .ok_or(StoreError::Unknown)
    }

    /// What is known of an object.
    ///
    /// # Errors
    /// Gone from E on or after erasure, unknown where there is none, broken where its record cannot be decrypted.
    pub fn head(&self, id: &ObjectId) -> Result<Stored, StoreError> {
        let cohort = self.cohort_of(id)?;
        let (entry, meta, _) = cohort.describe(id)?;
        let expiry = meta
            .expiry(id)
            .ok_or_else(|| cohort.broken("its metadata has no end"))?;
        Ok(Stored {
            meta,
            length: entry.header.plain,
            expiry,
        })
    }

    /// Reads an object, or a range of it. The reader fails from E on and after erasure, also in the middle.
    ///
    /// # Errors
    /// As [`Store::head`]; a range beyond the object is refused.
    pub fn read(&self, id: &ObjectId, range: Option<Range<u64>>) -> Result<Body, StoreError> {
        let cohort = self.cohort_of(id)?;
        let (entry, meta, key) = cohort.describe(id)?;
        let length = entry.header.plain;
        let range = range.unwrap_or(0..length);
        if range.start > range.end || range.end > length {
            return Err(StoreError::Range { length });
        }
        Body::open(
            cohort,
            *id,
            entry,
            &key,
            &meta.policy_hash,
            range,
            self.time.clone(),
        )
    }

    /// Erases an object now. With `cascade`, what was made from it goes too. Returns how many went.
    ///
    /// # Errors
    /// Gone where it is gone already; the system's error where the file cannot be changed, and then nothing is
    /// reported as erased.
    pub fn erase(&self, id: &ObjectId, cascade: bool) -> Result<usize, StoreError> {
        let cohort = self.cohort_of(id)?;
        cohort.living(id)?;
        let mut order = vec![(cohort, *id)];
        let mut next = 0;
        while cascade && let Some((_, parent)) = order.get(next) {
            for (other, child) in self.made_from(parent) {
                if !order.iter().any(|(_, known)| *known == child) {
                    order.push((other, child));
                }
            }
            next += 1;
        }
        // The object itself goes last: while it stands, an erasure that was stopped can be asked for again.
        let mut erased = 0;
        for (cohort, one) in order.iter().rev() {
            match cohort.erase(one) {
                Ok(count) => erased += count,
                Err(StoreError::Gone | StoreError::Unknown) if one != id => {}
                Err(error) => return Err(error),
            }
        }
        Ok(erased)
    }

    /// The living objects that were made from another, whatever window they are under.
    fn made_from(&self, id: &ObjectId) -> Vec<(Arc<Cohort>, ObjectId)> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .values()
            .flat_map(|cohort| {
                cohort
                    .children(id)
                    .into_iter()
                    .map(|child| (cohort.clone(), child))
            })
            .collect()
    }

    /// The ids of all living objects of a kind, in order.
    pub fn ids_of(&self, kind: Kind) -> Vec<ObjectId> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .values()
            .flat_map(|cohort| cohort.ids_of(kind))
            .collect()
    }

    /// The next E that is to come or has come and is not carried out yet.
    pub fn next_end(&self) -> Option<Instant> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .keys()
            .next()
            .map(|(end, _)| Instant::from_unix_seconds(*end))
    }

    /// How the store is doing.
    pub fn stats(&self) -> Stats {
        let now = self.now();
        let names = lock(&self.catalogue).window_names();
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let mut windows: BTreeMap<WindowTag, WindowStats> = BTreeMap::new();
        let mut index_bytes = 0;
        for ((_, tag), cohort) in cohorts.iter() {
            let window = names.get(tag).cloned().unwrap_or_else(|| tag.0.to_string());
            let stats = windows.entry(*tag).or_insert(WindowStats {
                window,
                objects: 0,
                bytes: 0,
            });
            let (objects, bytes) = cohort.totals();
            stats.objects += objects;
            stats.bytes += bytes;
            index_bytes += cohort.index_memory() as u64;
        }
        let oldest = cohorts.keys().next().map_or(0, |(end, _)| {
            Instant::from_unix_seconds(*end).millis_until(now)
        });
        let (key_lag, bytes_lag) = lock(&self.lags).clone();
        Stats {
            windows: windows.into_values().collect(),
            oldest_undestroyed_millis: oldest.max(0),
            index_bytes,
            key_lag,
            bytes_lag,
        }
    }

    fn cohort_directory(&self, tag: WindowTag, end: i64) -> PathBuf {
        self.root
            .join("cohorts")
            .join(tag.0.to_string())
            .join(end.to_string())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The mark is only a precaution against a clock that runs backwards; failing to save it loses nothing else.
        let now = self.now();
        let _ = lock(&self.catalogue).save_mark(now);
    }
}

/// A lock whose holder never leaves the value half changed, so that a panic elsewhere does not spread.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a small file so that it is either the old or the new one, whatever happens.
pub(crate) fn replace_file(path: &Path, bytes: &[u8], private: bool) -> Result<(), StoreError> {
    durable::replace(path, bytes, private).map_err(|error| StoreError::io(path, &error))
}

/// Creates a directory and makes its entry durable.
pub(crate) fn create_directory(path: &Path) -> Result<(), StoreError> {
    durable::create_directory(path).map_err(|error| StoreError::io(path, &error))
}

/// A secret key; its bytes are wiped when it is dropped.
pub(crate) type SecretKey = CohortKey;
