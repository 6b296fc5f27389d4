//! The embedded store: encrypted objects in cohorts that end together. Its files are described in FORMAT.md.

mod anchor;
mod body;
mod buckets;
mod catalogue;
mod cohort;
mod cohorts;
mod damage;
mod durable;
mod enforced;
mod entry;
mod erase;
mod error;
mod history;
mod hold;
mod index;
mod inspect;
mod kept_counts;
mod key_file;
mod keyring;
mod lags;
mod last_resort;
mod meta;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod old_format;
mod open;
mod plain;
mod put;
mod receipt;
mod record;
mod recover;
mod reserve;
mod root_key;
mod segment;
mod shorten;
mod stats;
mod subject;
mod sweep;
mod time;
mod unreached;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use aws_lc_rs::hmac;
use candor_model::schedule::Expiry;
use candor_model::{Definition, Instant};
use serde::{Deserialize, Serialize};

pub use anchor::{Anchor, Waiting};
pub use body::Body;
pub use buckets::{Bucket, ClockState, WindowTerms};
pub use damage::Damage;
pub use enforced::Enforced;
pub use error::StoreError;
pub use history::{Carried, WindowHistory};
pub use hold::{HeldObject, Hold};
pub use inspect::{Fact, Inspection, inspect};
pub use lags::Lags;
pub use last_resort::LastResort;
pub use meta::{Instants, Kind, Meta, Term};
pub use put::NewWaiting;
pub use root_key::RootKey;
pub use shorten::Shortening;
pub use stats::{Stats, WindowStats};
pub use subject::{EventOutcome, SubjectEvent};
pub use sweep::SweepReport;

use crate::object_id::ObjectId;
use crate::tlog::Log;
use catalogue::{Catalogue, Registered};
use cohort::{Cohort, CohortKey};
use cohorts::{BucketPlace, Cohorts};
use erase::{Erased, Unfinished};
use hold::Held;
use keyring::Keyring;
use reserve::Reserve;
use time::Time;
use writer::Writer;

/// The number of a registered window. A changed window gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WindowTag(pub u16);

/// How a store behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How far the clock may jump ahead of its mark before reads stop and shredding waits, in seconds.
    pub largest_jump: i64,
    /// Where the root key comes from.
    pub root_key: RootKey,
    /// How many bytes of the disk are kept for deletion, beside what grows with the number of keys and objects. Without
    /// them a full disk stops deletion, so 0, which keeps none, is for tests.
    pub reserve: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            largest_jump: 7 * 86_400,
            root_key: RootKey::File,
            reserve: reserve::LEAST,
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
    /// Its instants, as they are known now.
    pub term: Term,
    /// Whether it is kept and not used (GDPR Art. 18).
    pub restricted: bool,
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
    cohorts: RwLock<Cohorts>,
    /// The windows that were ever registered, by their tags.
    windows: RwLock<BTreeMap<WindowTag, Registered>>,
    /// Windows whose data counts as used when it is read.
    used_by_reading: RwLock<BTreeSet<WindowTag>>,
    /// Makes the names of anchors.
    names: hmac::Key,
    /// Wraps the keys of cohorts whose end is not known, and of held objects.
    open_key: SecretKey,
    /// Objects that are held.
    holds: Mutex<BTreeMap<ObjectId, Arc<Held>>>,
    /// One hold at a time is put or lifted.
    holding: Mutex<()>,
    /// Erasures that are carried out, and not yet noted in the catalogue.
    erased: Mutex<Vec<Erased>>,
    /// Erasures that an error or a stop left unfinished; every sweep tries again.
    unfinished: Mutex<Vec<Unfinished>>,
    /// What is to be erased and may lie where nobody can read it, because files are damaged.
    unreached: BTreeSet<ObjectId>,
    /// The log of receipts, opened when it is needed.
    log: Mutex<Option<Log>>,
    /// Whether something was destroyed that has no receipt yet.
    unreceipted: AtomicBool,
    /// Why the last receipts could not be issued.
    receipt_fault: Mutex<Option<StoreError>>,
    /// One look through sets of commitments at a time.
    proving: Mutex<()>,
    /// One change of an end at a time, and none while a sweep closes what is due.
    moving: Mutex<()>,
    writer: Writer,
    /// What belonged to no whole record when the store was opened.
    damages: Vec<Damage>,
    /// Buckets whose keys were missing when the store was opened although nobody destroyed them. They end on time, and
    /// nothing new goes into them.
    lost: BTreeSet<BucketPlace>,
    /// Room on the disk for deletion, and the least that is wanted of it.
    reserve: Arc<Reserve>,
    least_reserve: u64,
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
        let tag = lock(&self.catalogue).register_window(id, definition, now)?;
        let window = Registered {
            id: id.to_owned(),
            definition: Definition::parse(definition),
        };
        let mut windows = self.windows.write().unwrap_or_else(PoisonError::into_inner);
        windows.insert(tag, window);
        Ok(tag)
    }

    /// Lets every reading of a window's data count as a use that moves its end. Without it only events do.
    pub fn reading_is_use(&self, tag: WindowTag) {
        let mut used = self
            .used_by_reading
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        used.insert(tag);
    }

    /// Now: never before an instant that the store has already acted on. A jump ahead beyond the limit is not
    /// believed; the store then stands still until [`Store::confirm_clock`].
    pub fn now(&self) -> Instant {
        self.time.now()
    }

    /// The instant at which a window that starts now starts: never later than the clock says, so that data is not kept
    /// longer than was promised while the store's own time stands still.
    ///
    /// # Errors
    /// While the clock is not believed, or is further behind the store's time than a correction of it explains.
    pub fn start_of_windows(&self) -> Result<Instant, StoreError> {
        self.time.start_of_windows()
    }

    /// Believes the clock after a jump that was too large to be believed by itself.
    pub fn confirm_clock(&self) {
        self.time.confirm();
    }

    fn save_mark(&self) -> Result<(), StoreError> {
        if let Some(mark) = self.time.mark_to_save() {
            lock(&self.catalogue).save_mark(mark)?;
            self.time.saved(mark);
            self.keep_reserve();
        }
        Ok(())
    }

    /// What was wrong when the store was opened: the rests of writes that a crash cut short, damage, files that could not
    /// be read, and what is none of the store's. An object whose record is damaged there is unknown from then on.
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
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let cohort = match id.expires_at() {
            Some(end) => {
                let place = (id.window_tag(), end.unix_seconds());
                match cohorts.bucket(place) {
                    Some(cohort) => cohort,
                    None if cohorts.has_ended_early(place) => return Err(StoreError::Gone),
                    None => return Err(StoreError::Unknown),
                }
            }
            None => match cohorts.of_object(id) {
                Some(anchored) => &anchored.cohort,
                // An id without an end cannot say whether its object has ended or never was; both are gone for good.
                None => return Err(self.gone_or_unknown(id)),
            },
        };
        if cohort.has_ended(self.now()) {
            return Err(StoreError::Gone);
        }
        Ok(cohort.clone())
    }

    fn gone_or_unknown(&self, id: &ObjectId) -> StoreError {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        match windows.get(&id.window_tag()) {
            Some(_) => StoreError::Gone,
            None => StoreError::Unknown,
        }
    }

    /// What is known of an object.
    ///
    /// # Errors
    /// Gone from E on or after erasure, unknown where there is none, broken where its record cannot be decrypted.
    pub fn head(&self, id: &ObjectId) -> Result<Stored, StoreError> {
        let cohort = self.cohort_of(id)?;
        let place = cohort.living(id)?;
        let (entry, meta, _) = cohort.describe(id)?;
        let term = match id.expires_at() {
            Some(end) => meta.term(cohort.end().unwrap_or(end)),
            None => self.anchored_term(&cohort),
        };
        Ok(Stored {
            meta,
            length: entry.header.plain,
            term,
            restricted: place.restricted,
        })
    }

    /// The instants of an object that waits for an event, or whose end moves.
    fn anchored_term(&self, cohort: &Cohort) -> Term {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let schedule = windows
            .get(&cohort.tag)
            .and_then(|window| window.definition.as_ref()?.schedule()?.ok());
        let g = schedule.map_or(0, |schedule| schedule.granularity_seconds());
        let g = i64::try_from(g).unwrap_or(i64::MAX);
        let end = cohort.end();
        Term {
            expires_at: end,
            available_until: None,
            erased_by: end.map(|end| end.saturating_add_seconds(g)),
        }
    }

    /// Reads an object, or a range of it. The reader fails from E on and after erasure, also in the middle.
    ///
    /// # Errors
    /// As [`Store::head`]; restricted objects and a range beyond the object are refused.
    pub fn read(&self, id: &ObjectId, range: Option<Range<u64>>) -> Result<Body, StoreError> {
        let cohort = self.cohort_of(id)?;
        if cohort.living(id)?.restricted {
            return Err(StoreError::Restricted);
        }
        self.note_use(id);
        self.read_in(cohort, id, range)
    }

    /// Reads an object for the person whom it is about, also while it is restricted. This is no use of it.
    ///
    /// # Errors
    /// As [`Store::head`].
    pub fn read_for_subject(&self, id: &ObjectId) -> Result<Body, StoreError> {
        let cohort = self.cohort_of(id)?;
        self.read_in(cohort, id, None)
    }

    /// Wraps every key by another root key; the old one is in no file of the store afterwards.
    ///
    /// # Errors
    /// Where the new key cannot be had or the ring cannot be written; then the old one is still in force.
    pub fn change_root_key(&self, to: &RootKey) -> Result<(), StoreError> {
        self.reserve.make_room();
        root_key::change(&self.root, &mut lock(&self.keyring), to)
    }

    fn read_in(
        &self,
        cohort: Arc<Cohort>,
        id: &ObjectId,
        range: Option<Range<u64>>,
    ) -> Result<Body, StoreError> {
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

    /// The ids of all living objects of a kind, in order.
    pub fn ids_of(&self, kind: Kind) -> Vec<ObjectId> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let ids = cohorts.all().flat_map(|cohort| cohort.ids_of(kind));
        ids.collect()
    }

    /// The ids of the living objects whose bodies may hold events of a category; their metadata says whether they do.
    pub fn ids_of_events(&self, category: &str) -> Vec<ObjectId> {
        let mark = record::events_mark(category);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let ids = cohorts.all().flat_map(|cohort| cohort.of_events(mark));
        ids.collect()
    }

    /// The next E that is to come or has come and is not carried out yet.
    pub fn next_end(&self) -> Option<Instant> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts.next_end()
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
