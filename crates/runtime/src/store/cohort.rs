//! A cohort: the objects of one window that end together, their one key, and the index in memory. Most cohorts are a
//! bucket; one that waits for an event, or holds one object, has no end until it gets one.

mod append;
mod claim;
mod pseudonym;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use candor_model::Instant;
use zeroize::Zeroizing;

use super::entry::Entry;
use super::index::{Index, MOST_FILES, Place, SubjectTag, Wanted};
use super::meta::{Kind, Meta};
use super::record::{BOUND, HEADER, SLOT_BYTES, meta_context};
use super::segment::Segment;
use super::{StoreError, WindowTag, keyring, lock};
use crate::chunked;
use crate::object_id::ObjectId;

/// A secret key; its bytes are wiped when it is dropped.
pub(crate) type CohortKey = Zeroizing<[u8; 32]>;

/// A cohort that is open for reading, and for writing until its end.
pub(crate) struct Cohort {
    pub(super) tag: WindowTag,
    /// The end in the ids of its objects, in Unix seconds; 0 where they wait for an event.
    pub(super) named_end: i64,
    /// Its number, where it is no bucket.
    pub(super) number: Option<u64>,
    /// E in Unix seconds, 0 while it is not known. It is the named end unless an event or a confirmed change moved it.
    end: AtomicI64,
    pub(super) directory: PathBuf,
    key: CohortKey,
    /// Makes the tags of persons in this cohort.
    subjects: hmac::Key,
    pub(super) state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// Nothing more is written or read: the cohort is being ended, and this is what it held.
    closed: Option<Arc<Closing>>,
    pub(super) index: Index,
    pub(super) tail: Option<Tail>,
    pub(super) next_segment: u32,
}

/// What a cohort held when it was closed. It stays with the cohort until all of it is gone, so that an end that failed
/// half-way is finished with what it began with.
#[derive(Debug, Default)]
pub(super) struct Closing {
    pub(super) index: Index,
    /// Living objects of which a copy was held.
    pub(super) held: BTreeSet<ObjectId>,
    /// How late its key and its bytes went is told once each, however often the end is tried again.
    pub(super) key_told: AtomicBool,
    pub(super) bytes_told: AtomicBool,
}

/// A record that is nobody's any more but of whoever erases it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claimed {
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
    pub(super) bytes: u64,
    pub(super) commitment: [u8; 32],
}

/// The segment that is appended to.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) number: u32,
    pub(super) length: u64,
    /// Open only while it is written to, so that many cohorts need few open files.
    pub(super) segment: Option<Arc<Segment>>,
}

impl std::fmt::Debug for Cohort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cohort({})", self.directory.display())
    }
}

impl Cohort {
    /// A cohort whose objects carry that end in their ids, in Unix seconds; 0 where it is not known.
    pub(super) fn new(tag: WindowTag, end: i64, directory: PathBuf, key: CohortKey) -> Self {
        let own = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()),
            b"candor/subject-tag",
        );
        Self {
            tag,
            named_end: end,
            number: None,
            end: AtomicI64::new(end),
            directory,
            key,
            subjects: hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()),
            state: Mutex::new(State::default()),
        }
    }

    /// A cohort that is no bucket, and its end in Unix seconds, 0 while it is not known.
    pub(super) fn numbered(
        tag: WindowTag,
        number: u64,
        end: i64,
        directory: PathBuf,
        key: CohortKey,
    ) -> Self {
        let mut cohort = Self::new(tag, 0, directory, key);
        cohort.number = Some(number);
        cohort.set_end(end);
        cohort
    }

    /// E; nothing while it is not known.
    pub(super) fn end(&self) -> Option<Instant> {
        match self.end.load(Ordering::SeqCst) {
            0 => None,
            seconds => Some(Instant::from_unix_seconds(seconds)),
        }
    }

    /// Itself, where it does not end earlier than that: an object's id must not promise more than its bucket keeps.
    pub(super) fn promises(self: Arc<Self>, end: Instant) -> Result<Arc<Self>, StoreError> {
        if self.end().is_some_and(|own| own < end) {
            return Err(StoreError::Shortened);
        }
        Ok(self)
    }

    /// Whether E has come.
    pub(super) fn has_ended(&self, now: Instant) -> bool {
        self.end().is_some_and(|end| end <= now)
    }

    /// Moves the end, in Unix seconds.
    pub(super) fn set_end(&self, end: i64) {
        self.end.store(end, Ordering::SeqCst);
    }

    /// The key, to be wrapped by another one.
    pub(super) fn key(&self) -> &CohortKey {
        &self.key
    }

    /// Damage to this cohort.
    pub(super) fn broken(&self, why: &str) -> StoreError {
        StoreError::broken(&self.directory, why)
    }

    /// The file of a segment, or of one large object.
    pub(super) fn file_path(&self, number: u32, own_file: bool) -> PathBuf {
        let prefix = if own_file { "big" } else { "seg" };
        self.directory.join(format!("{prefix}-{number:06}"))
    }

    /// The place of an object that is there and not erased.
    pub(super) fn living(&self, id: &ObjectId) -> Result<Place, StoreError> {
        let state = lock(&self.state);
        match state.index.get(id) {
            _ if state.closed.is_some() => Err(StoreError::Gone),
            None => Err(StoreError::Unknown),
            Some(place) if place.erased => Err(StoreError::Gone),
            Some(place) => Ok(place),
        }
    }

    /// The record of an object that is there and not erased.
    pub(super) fn entry(&self, id: &ObjectId) -> Result<Entry, StoreError> {
        self.entry_in(id, Segment::open)
    }

    fn entry_in(
        &self,
        id: &ObjectId,
        open: impl Fn(&Path) -> Result<Arc<Segment>, StoreError>,
    ) -> Result<Entry, StoreError> {
        let place = self.living(id)?;
        let segment = open(&self.file_path(place.file, place.own_file));
        let entry = segment.and_then(|segment| Entry::read(segment, place.offset.into(), id));
        // The bucket may have ended between the look-up and the reading.
        entry.or_else(|error| self.living(id).and(Err(error)))
    }

    /// The metadata of an object and its key.
    pub(super) fn read_meta(
        &self,
        id: &ObjectId,
        entry: &Entry,
    ) -> Result<(Meta, CohortKey), StoreError> {
        let damaged = |what: &str| {
            if entry.slot().iter().all(|byte| *byte == 0) {
                return StoreError::Gone;
            }
            StoreError::broken(
                &entry.segment.path,
                format!("the {what} of a record is damaged"),
            )
        };
        let wrapping = keyring::wrapping_key(&self.key)?;
        let key = keyring::unwrap(&wrapping, entry.bound(), entry.slot())
            .ok_or_else(|| damaged("key slot"))?;
        let sealed = entry
            .segment
            .read(entry.meta_offset(), entry.header.meta as usize)?;
        let plain = chunked::open(&key, &meta_context(id), &sealed);
        let plain = plain.map_err(|_| damaged("metadata"))?;
        let meta = serde_json::from_slice(&plain).map_err(|_| damaged("metadata"))?;
        Ok((meta, key))
    }

    /// The record of a living object with its metadata and key.
    pub(super) fn describe(&self, id: &ObjectId) -> Result<(Entry, Meta, CohortKey), StoreError> {
        let entry = self.entry(id)?;
        match self.read_meta(id, &entry) {
            Ok((meta, key)) => Ok((entry, meta, key)),
            // The object may have been erased, or its bucket ended, while it was read.
            Err(error) => Err(self.living(id).err().unwrap_or(error)),
        }
    }

    /// Wraps an object's key for its header.
    pub(super) fn wrap(
        &self,
        header: &[u8; HEADER],
        key: &CohortKey,
    ) -> Result<[u8; SLOT_BYTES], StoreError> {
        keyring::wrap(&keyring::wrapping_key(&self.key)?, &header[..BOUND], key)
    }

    /// The tag of a person in this cohort. It differs in every cohort, and nobody can make it without the cohort key.
    pub(super) fn subject_tag(&self, subject: &str) -> SubjectTag {
        let tag = hmac::sign(&self.subjects, subject.as_bytes());
        let mut bytes = SubjectTag::default();
        bytes.copy_from_slice(&tag.as_ref()[..16]);
        bytes
    }

    /// What is stored of a person, in order.
    pub(super) fn of_subject(&self, subject: &str, wanted: Wanted) -> Vec<ObjectId> {
        let state = lock(&self.state);
        if state.index.has_subjects() {
            self.ids(state.index.of_subject(&self.subject_tag(subject), wanted))
        } else {
            Vec::new()
        }
    }

    /// The ids of these random parts, in order.
    pub(super) fn ids(&self, random: impl IntoIterator<Item = [u8; 12]>) -> Vec<ObjectId> {
        let mut ids: Vec<ObjectId> = random.into_iter().map(|random| self.id(random)).collect();
        ids.sort_unstable();
        ids
    }

    /// The id with that random part.
    pub(super) fn id(&self, random: [u8; 12]) -> ObjectId {
        let end = Instant::from_unix_seconds(self.named_end);
        ObjectId::new(self.tag, end, random)
    }

    /// The commitments of the living objects but of those, in the order in which they came.
    pub(super) fn living_commitments(&self, others: &BTreeSet<ObjectId>) -> Vec<[u8; 32]> {
        let state = lock(&self.state);
        let living = state.index.living();
        living
            .filter(|(random, _)| !others.contains(&self.id(*random)))
            .map(|(_, commitment)| *commitment)
            .collect()
    }

    /// Whether any record stands in its directory.
    pub(super) fn has_files(&self) -> Result<bool, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.directory, &error);
        for entry in std::fs::read_dir(&self.directory).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("seg-") || name.starts_with("big-") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The living objects, in order.
    pub(super) fn living_ids(&self) -> Vec<ObjectId> {
        let state = lock(&self.state);
        self.ids(state.index.living().map(|(random, _)| random))
    }

    /// What was made from an object.
    pub(super) fn children(&self, of: &ObjectId, wanted: Wanted) -> Vec<ObjectId> {
        lock(&self.state).index.children(of, wanted)
    }

    /// The living objects of a kind, in order.
    pub(super) fn ids_of(&self, kind: Kind) -> Vec<ObjectId> {
        self.ids(lock(&self.state).index.of_kind(kind))
    }

    /// The living objects that may hold events of a category, by its mark.
    pub(super) fn of_events(&self, mark: u8) -> Vec<ObjectId> {
        self.ids(lock(&self.state).index.of_events(mark))
    }

    /// The ids of everything that is or was here.
    pub(super) fn all_ids(&self) -> Vec<ObjectId> {
        self.ids(lock(&self.state).index.all())
    }

    /// Bytes of memory that the index takes.
    pub(super) fn index_memory(&self) -> usize {
        lock(&self.state).index.memory()
    }

    /// Living objects and their bytes.
    pub(super) fn totals(&self) -> (u64, u64) {
        lock(&self.state).index.totals()
    }

    /// Ends reading and writing, and lets go of the files. Closed again, it gives what it held when it was closed first.
    pub(super) fn close(&self, held: &BTreeSet<ObjectId>) -> Arc<Closing> {
        let mut state = lock(&self.state);
        if let Some(closing) = &state.closed {
            return closing.clone();
        }
        state.tail = None;
        let index = std::mem::take(&mut state.index);
        // Ids differ in 96 random bits, so one of another cohort is not found here.
        let held = held.iter().filter(|id| index.is_living(id)).copied();
        let held = held.collect();
        let closing = Arc::new(Closing {
            index,
            held,
            ..Closing::default()
        });
        state.closed = Some(closing.clone());
        closing
    }

    /// Opens a cohort again whose end could not even be noted.
    pub(super) fn reopen(&self) {
        let mut state = lock(&self.state);
        if let Some(closing) = state.closed.take() {
            match Arc::try_unwrap(closing) {
                Ok(closing) => state.index = closing.index,
                Err(shared) => state.closed = Some(shared),
            }
        }
    }

    /// Gives back the memory of what a closed cohort held, once nothing is left of it.
    pub(super) fn forget(&self) {
        let forgotten = lock(&self.state).closed.replace(Arc::default());
        // Taking it apart takes a moment, and readers must not wait for that.
        drop(forgotten);
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.state).closed.is_some()
    }
}

/// A segment is closed when it is this long, so that no file grows without bound.
const SEGMENT_BYTES: u64 = 1 << 30;

impl State {
    fn next_number(&mut self) -> Result<u32, StoreError> {
        if self.next_segment > MOST_FILES {
            return Err(StoreError::Full);
        }
        self.next_segment += 1;
        Ok(self.next_segment - 1)
    }
}
