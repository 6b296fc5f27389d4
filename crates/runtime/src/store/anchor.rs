//! Cohorts that wait for an event: one for each anchor, such as an account, whose key is wrapped again when the event comes.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::{hmac, rand};
use candor_model::Instant;
use zeroize::Zeroizing;

use super::cohort::{Cohort, CohortKey};
use super::cohorts::AnchorName;
use super::key_file::{self, Found, KeyFile, Use};
use super::keyring::{Keyring, unwrap, wrap, wrapping_key};
use super::{Damage, Store, StoreError, WindowTag, create_directory, lock};
use crate::object_id::ObjectId;

/// A cohort with an anchor.
#[derive(Debug)]
pub(super) struct Anchored {
    pub(super) cohort: Arc<Cohort>,
    pub(super) number: u64,
    name: AnchorName,
    /// The latest E in Unix seconds that any event can bring, 0 for none.
    bound: i64,
    file: Mutex<KeyFile>,
    /// It is being ended by itself and not with a bucket: an erasure of its own says what was in it.
    ends_alone: AtomicBool,
}

/// What seals the name of an anchor is bound to.
const NAME: &[u8] = b"candor/anchor";

/// What an object waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A person, as the application knows them, such as the id of an account.
    Subject(String),
    /// Itself: its own use, and nothing else, moves its end.
    Itself,
}

/// Where an object that waits for an event belongs.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What it waits for.
    pub anchor: Anchor,
    /// E as it is known now; nothing where only the event brings it.
    pub end: Option<Instant>,
    /// The latest E that any event can bring, where there is one.
    pub bound: Option<Instant>,
}

impl Anchored {
    /// What finds it.
    pub(super) fn place(&self) -> (WindowTag, AnchorName, i64) {
        (self.cohort.tag, self.name, self.bound)
    }

    /// Notes that it is being ended by itself.
    pub(super) fn end_alone(&self) {
        self.ends_alone.store(true, Ordering::SeqCst);
    }

    /// Whether it is being ended by itself.
    pub(super) fn ends_alone(&self) -> bool {
        self.ends_alone.load(Ordering::SeqCst)
    }

    /// The latest E that any event can bring.
    pub(super) fn bound(&self) -> Option<Instant> {
        (self.bound != 0).then(|| Instant::from_unix_seconds(self.bound))
    }
}

impl Store {
    /// The name of an anchor in memory. It is made with a secret of the store, so nobody else can make it.
    pub(super) fn anchor_name(&self, subject: &str) -> AnchorName {
        let tag = hmac::sign(&self.names, subject.as_bytes());
        let mut name = AnchorName::default();
        name.copy_from_slice(&tag.as_ref()[..32]);
        name
    }

    /// The cohort of an anchor. A new one is durable with its key when this returns; an existing one moves its end where
    /// the object brings a later one.
    pub(super) fn anchored_cohort(
        &self,
        tag: WindowTag,
        waiting: &Waiting,
    ) -> Result<Arc<Anchored>, StoreError> {
        let name = match &waiting.anchor {
            Anchor::Subject(subject) => self.anchor_name(subject),
            Anchor::Itself => {
                let mut own = AnchorName::default();
                rand::fill(&mut own).map_err(|_| StoreError::NoRandomness)?;
                own
            }
        };
        let bound = waiting.bound.map_or(0, Instant::unix_seconds);
        let _moving = lock(&self.moving);
        let known = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts.anchored_at(tag, &name, bound).cloned()
        };
        if let Some(known) = known.filter(|known| !known.cohort.is_closed()) {
            if let Some(end) = waiting.end
                && known.cohort.end().is_none_or(|before| before < end)
            {
                self.move_end(&known, end)?;
            }
            return Ok(known);
        }
        self.create_anchored(tag, name, bound, waiting.end)
    }

    fn create_anchored(
        &self,
        tag: WindowTag,
        name: AnchorName,
        bound: i64,
        end: Option<Instant>,
    ) -> Result<Arc<Anchored>, StoreError> {
        let mut key: CohortKey = Zeroizing::new([0; 32]);
        rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
        let by = match end {
            Some(end) => self.open_bucket(tag, end)?.key().clone(),
            None => self.open_key.clone(),
        };
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        let number = cohorts.next_number();
        let directory = self.anchored_directory(tag, number);
        // Whatever has a directory keeps it, be it damaged or half gone.
        if directory.exists() {
            return Err(StoreError::Io {
                file: directory,
                why: "it is in the way of a new account, and nobody knows whose it is".to_owned(),
            });
        }
        create_directory(&directory)?;
        let mut file = KeyFile::new(Use::Anchor, tag, number, bound);
        file.ends = end.map_or(0, Instant::unix_seconds);
        file.name = wrap(&wrapping_key(&key)?, NAME, &Zeroizing::new(name))?;
        file.create(&key_file::path_in(&directory), &wrapping_key(&by)?, &key)?;
        let cohort = Cohort::numbered(tag, number, file.ends, directory, key);
        let anchored = Arc::new(Anchored {
            cohort: Arc::new(cohort),
            number,
            name,
            bound,
            file: Mutex::new(file),
            ends_alone: AtomicBool::new(false),
        });
        cohorts.add_anchored(anchored.clone());
        Ok(anchored)
    }

    /// Moves the end of an anchored cohort; durable when this returns. The caller holds the lock on moving, and the end lies
    /// ahead.
    pub(super) fn move_end(&self, anchored: &Anchored, end: Instant) -> Result<(), StoreError> {
        let before = anchored.cohort.end();
        if anchored.cohort.is_closed() {
            return Err(StoreError::Gone);
        }
        if before == Some(end) {
            return Ok(());
        }
        let bucket = self.open_bucket(anchored.cohort.tag, end)?;
        let path = key_file::path_in(&anchored.cohort.directory);
        lock(&anchored.file).replace(
            &path,
            &wrapping_key(bucket.key())?,
            anchored.cohort.key(),
            end.unix_seconds(),
        )?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        cohorts.move_end(anchored.number, before, end);
        Ok(())
    }

    /// The directories of anchored cohorts stand where a bucket would that ends at 0.
    pub(super) fn anchored_directory(&self, tag: WindowTag, number: u64) -> PathBuf {
        self.cohort_directory(tag, 0).join(number.to_string())
    }

    /// Reads an anchored cohort when the store is opened. Nothing where its key is gone: then its directory is to go.
    pub(super) fn recover_anchored(
        &self,
        keyring: &Keyring,
        tag: WindowTag,
        number: u64,
    ) -> Result<Recovered, StoreError> {
        let directory = self.anchored_directory(tag, number);
        let path = key_file::path_in(&directory);
        super::open::remove_leftovers(&directory)?;
        let damaged = |length| Ok(Recovered::Damaged(Damage::of(&path, length)));
        let (file, wrapped) = match key_file::read(&path)? {
            Found::Whole(whole) => *whole,
            Found::Destroyed => return Ok(Recovered::Gone(directory, 0)),
            // The key file is durable before the first object comes.
            Found::Missing if is_bare(&directory)? => return Ok(Recovered::Gone(directory, 0)),
            Found::Missing => return damaged(0),
            Found::Damaged => return damaged(1024),
        };
        if (file.tag, file.number, file.used_for) != (tag, number, Use::Anchor) {
            return damaged(1024);
        }
        let by = if file.ends == 0 {
            self.open_key.clone()
        } else {
            match keyring.get(tag, file.ends) {
                Some(key) => key,
                // Its bucket was ended.
                None => return Ok(Recovered::Gone(directory, file.ends)),
            }
        };
        let key = file.unwrap(&wrapping_key(&by)?, &wrapped);
        let Some(key) = key else {
            return damaged(512);
        };
        let Some(name) = unwrap(&wrapping_key(&key)?, NAME, &file.name) else {
            return damaged(512);
        };
        let cohort = Cohort::numbered(tag, number, file.ends, directory, key);
        let damages = cohort.recover(!cohort.has_ended(self.now()))?;
        let anchored = Arc::new(Anchored {
            cohort: Arc::new(cohort),
            number,
            name: *name,
            bound: file.bound,
            file: Mutex::new(file),
            ends_alone: AtomicBool::new(false),
        });
        Ok(Recovered::Whole(anchored, damages))
    }

    /// The anchored cohort of an object whose id carries no end.
    pub(super) fn anchored_of(&self, id: &ObjectId) -> Option<Arc<Anchored>> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts.of_object(id).cloned()
    }
}

/// Whether nothing is in a directory.
pub(super) fn is_bare(directory: &Path) -> Result<bool, StoreError> {
    let mut entries =
        std::fs::read_dir(directory).map_err(|error| StoreError::io(directory, &error))?;
    Ok(entries.next().is_none())
}

/// What became of an anchored cohort.
pub(super) enum Recovered {
    /// It goes on.
    Whole(Arc<Anchored>, Vec<Damage>),
    /// Its key is destroyed, or was never whole; the directory is to be removed. The end is that of its bucket, or 0.
    Gone(PathBuf, i64),
    /// Its key file cannot be read. It is left where it is.
    Damaged(Damage),
}
