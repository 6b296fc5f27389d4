//! Holds: an object that must be kept beyond its end, such as for a claim in court.
//!
//! A hold is an act and no window: the object's ciphertext is copied to a cohort of its own, under another key. Its bucket
//! ends as it would have, and the public id answers "gone" from then on.

use std::collections::BTreeSet;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::rand;
use candor_model::Instant;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cohort::{Cohort, CohortKey};
use super::durable::remove_directory;
use super::entry::Entry;
use super::erase::{Destroyed, Intent, Reason, Unfinished};
use super::index::Extent;
use super::key_file::{self, Found, KeyFile, Use};
use super::keyring::wrapping_key;
use super::record::{SLOT, SLOT_BYTES};
use super::{Body, Damage, Store, StoreError, Stored, Term, create_directory, lock, replace_file};
use crate::chunked;
use crate::object_id::ObjectId;

/// Why an object is held, and by whom. It is encrypted on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The reason, such as a file number.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
}

/// An object that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldObject {
    /// Its id.
    pub id: ObjectId,
    /// Why, and by whom.
    pub hold: Hold,
    /// Since when.
    pub since: Instant,
    /// The length of its body in bytes.
    pub length: u64,
}

/// A held object with its own cohort.
#[derive(Debug)]
pub(super) struct Held {
    cohort: Arc<Cohort>,
    note: Note,
    length: u64,
    /// Bytes of the body's ciphertext.
    bytes: u64,
    commitment: [u8; 32],
    /// Its hold is being lifted while the object is in its bucket, which ends it like any other.
    released: AtomicBool,
}

/// What is written beside a held object, encrypted.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Note {
    id: ObjectId,
    hold: Hold,
    since: i64,
}

/// What the note is bound to.
const NOTE: &[u8] = b"candor/hold";
/// Bytes of a record that are copied at once.
const STEP: usize = 256 * 1024;

impl Store {
    /// Holds an object. Until its end it is read as before; from then on only [`Store::read_held`] gives it out.
    ///
    /// # Errors
    /// Gone or unknown, or the system's error; then it is not held.
    pub fn hold(&self, id: &ObjectId, hold: Hold) -> Result<(), StoreError> {
        let _holding = lock(&self.holding);
        let source = self.cohort_of(id)?;
        let (entry, _, object_key) = source.describe(id)?;
        if let Some(held) = lock(&self.holds).get(id) {
            if held.released.load(Ordering::SeqCst) {
                let why = "its last hold was lifted and is not gone yet; lift it once more first";
                return Err(StoreError::Io {
                    file: held.cohort.directory.clone(),
                    why: why.to_owned(),
                });
            }
            return Ok(());
        }
        let (number, directory) = self.new_hold_directory()?;
        let held = self
            .copy_to(number, &directory, &source, hold, &entry, &object_key)
            .and_then(|held| {
                // No bucket is closed between the last look at the object and the note that it is held.
                let _moving = lock(&self.moving);
                source.living(id)?;
                lock(&self.holds).insert(*id, Arc::new(held));
                Ok(())
            });
        if held.is_err() {
            // The key goes first: what is left if this fails too is no copy.
            let destroyed = key_file::destroy(&directory);
            destroyed.and_then(|()| remove_directory(&directory))?;
        }
        held
    }

    /// Copies an object to a cohort of its own.
    fn copy_to(
        &self,
        number: u64,
        directory: &Path,
        source: &Cohort,
        hold: Hold,
        entry: &Entry,
        object_key: &CohortKey,
    ) -> Result<Held, StoreError> {
        let id = entry.header.id;
        let mut key: CohortKey = Zeroizing::new([0; 32]);
        rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
        let file = KeyFile::new(Use::Hold, source.tag, number, 0);
        let path = key_file::path_in(directory);
        file.create(&path, &wrapping_key(&self.open_key)?, &key)?;
        let note = Note {
            id,
            hold,
            since: self.now().unix_millis(),
        };
        write_note(directory, &key, &note)?;
        let cohort = Cohort::numbered(source.tag, number, 0, directory.to_owned(), key);
        copy(&cohort, entry, object_key)?;
        let extent = Extent {
            kind: entry.header.kind,
            bytes: entry.header.body,
            from: None,
            subject: None,
            events: None,
            commitment: entry.commitment()?,
        };
        cohort.add_big(&id, 0, &extent)?;
        Held::new(cohort, note, entry)
    }

    fn new_hold_directory(&self) -> Result<(u64, PathBuf), StoreError> {
        let root = self.root.join("holds");
        create_directory(&root)?;
        for number in 1.. {
            let directory = root.join(number.to_string());
            match std::fs::create_dir(&directory) {
                Ok(()) => {
                    super::durable::sync_parent(&directory)
                        .map_err(|error| StoreError::io(&directory, &error))?;
                    return Ok((number, directory));
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::io(&directory, &error)),
            }
        }
        Err(StoreError::Full)
    }

    /// Lifts a hold. An object whose end has come meanwhile is destroyed now; one that is still in its bucket stays there.
    /// Returns whether it was destroyed.
    ///
    /// # Errors
    /// Unknown where it is not held; the system's error, and then it is still held.
    pub fn release(&self, id: &ObjectId) -> Result<bool, StoreError> {
        let now = self.time.trusted_now()?;
        let _holding = lock(&self.holding);
        let held = self.held_object(id)?;
        let living = {
            // A bucket that is closed later than this names the object in its own receipt.
            let _moving = lock(&self.moving);
            let cohort = self.cohort_at(id);
            let living = cohort.is_some_and(|cohort| cohort.living(id).is_ok());
            held.released.store(living, Ordering::SeqCst);
            living
        };
        let intent = Intent {
            reason: Reason::Hold,
            tag: id.window_tag(),
            end: id.expires_at().map_or(0, Instant::unix_seconds),
            ids: vec![*id],
            what: if living {
                Destroyed::default()
            } else {
                held.what()
            },
        };
        let begun = {
            let mut unfinished = lock(&self.unfinished);
            let same = |row: &Unfinished| row.reason == Reason::Hold && row.ids == [*id];
            let at = unfinished.iter().position(same);
            at.map(|at| vec![unfinished.remove(at).number])
        };
        // A release that failed before has its note already.
        let numbers = match begun {
            Some(numbers) => numbers,
            None => self.intend(&[intent], now)?,
        };
        for number in numbers {
            if let Err(error) = self.destroy_hold(id, &held) {
                lock(&self.unfinished).push(Unfinished {
                    number,
                    reason: Reason::Hold,
                    ids: vec![*id],
                });
                return Err(error);
            }
            self.note_erased(number, self.now());
        }
        self.save_erased()?;
        Ok(!living)
    }

    fn held_object(&self, id: &ObjectId) -> Result<Arc<Held>, StoreError> {
        let holds = lock(&self.holds);
        holds.get(id).cloned().ok_or(StoreError::Unknown)
    }

    /// The objects whose copies outlive their buckets.
    pub(super) fn held_ids(&self) -> BTreeSet<ObjectId> {
        let holds = lock(&self.holds);
        let held = holds.iter();
        held.filter(|(_, held)| !held.released.load(Ordering::SeqCst))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Destroys the copy of a held object; nothing happens where there is none.
    pub(super) fn end_hold(&self, id: &ObjectId) -> Result<(), StoreError> {
        let held = lock(&self.holds).get(id).cloned();
        held.map_or(Ok(()), |held| self.destroy_hold(id, &held))
    }

    fn destroy_hold(&self, id: &ObjectId, held: &Held) -> Result<(), StoreError> {
        key_file::destroy(&held.cohort.directory)?;
        held.cohort.close(&BTreeSet::new());
        remove_directory(&held.cohort.directory)?;
        lock(&self.holds).remove(id);
        Ok(())
    }

    /// The objects that are held, in order of their ids.
    pub fn held(&self) -> Vec<HeldObject> {
        let holds = lock(&self.holds);
        holds.values().map(|held| held.public()).collect()
    }

    /// Reads a held object, also after its end. Only an administrator may be let here.
    ///
    /// # Errors
    /// Unknown where it is not held; broken where it cannot be decrypted.
    pub fn read_held(&self, id: &ObjectId, range: Option<Range<u64>>) -> Result<Body, StoreError> {
        self.time.trusted_now()?;
        let held = self.held_object(id)?;
        self.read_in(held.cohort.clone(), id, range)
    }

    /// What is known of a held object, also after its end. Only an administrator may be let here.
    ///
    /// # Errors
    /// As [`Store::read_held`].
    pub fn head_held(&self, id: &ObjectId) -> Result<Stored, StoreError> {
        self.time.trusted_now()?;
        let held = self.held_object(id)?;
        let (_, meta, _) = held.cohort.describe(id)?;
        Ok(Stored {
            term: id
                .expires_at()
                .map_or_else(Term::default, |end| meta.term(end)),
            meta,
            length: held.length,
            restricted: false,
        })
    }

    /// Reads the holds when the store is opened.
    pub(super) fn recover_holds(&self) -> Result<Vec<Damage>, StoreError> {
        let mut damages = Vec::new();
        for (number, directory) in super::open::numbered(&self.root.join("holds"))? {
            let path = key_file::path_in(&directory);
            super::open::remove_leftovers(&directory)?;
            let whole = match key_file::read(&path)? {
                Found::Whole(whole) => *whole,
                Found::Destroyed => {
                    remove_directory(&directory)?;
                    continue;
                }
                // The key is durable before anything else comes.
                Found::Missing if super::anchor::is_bare(&directory)? => {
                    remove_directory(&directory)?;
                    continue;
                }
                Found::Missing | Found::Damaged => {
                    damages.push(Damage::of(&path, 0));
                    continue;
                }
            };
            let (file, wrapped) = whole;
            let Some(key) = file.unwrap(&wrapping_key(&self.open_key)?, &wrapped) else {
                damages.push(Damage::of(&path, 0));
                continue;
            };
            let Some(note) = read_note(&directory, &key)? else {
                // It was never answered that the object is held.
                if directory.join("note").exists() {
                    damages.push(Damage::of(&directory.join("note"), 0));
                } else {
                    key_file::destroy(&directory)?;
                    remove_directory(&directory)?;
                }
                continue;
            };
            let number = u64::try_from(number).unwrap_or(0);
            let cohort = Cohort::numbered(file.tag, number, 0, directory.clone(), key);
            damages.extend(cohort.recover(true)?);
            match cohort.entry(&note.id) {
                Ok(entry) => {
                    let held = Held::new(cohort, note, &entry)?;
                    lock(&self.holds).insert(held.note.id, Arc::new(held));
                }
                // The copy was stopped; the object is still in its bucket, or its bucket has ended unheld.
                Err(_) if !cohort.has_files()? => {
                    key_file::destroy(&directory)?;
                    remove_directory(&directory)?;
                }
                Err(_) => damages.push(Damage::of(&directory, 0)),
            }
        }
        Ok(damages)
    }
}

impl Held {
    fn new(cohort: Cohort, note: Note, entry: &Entry) -> Result<Self, StoreError> {
        Ok(Self {
            cohort: Arc::new(cohort),
            note,
            length: entry.header.plain,
            bytes: entry.header.body,
            commitment: entry.commitment()?,
            released: AtomicBool::new(false),
        })
    }

    fn public(&self) -> HeldObject {
        HeldObject {
            id: self.note.id,
            hold: self.note.hold.clone(),
            since: Instant::from_unix_millis(self.note.since),
            length: self.length,
        }
    }

    fn what(&self) -> Destroyed {
        Destroyed {
            objects: 1,
            bytes: self.bytes,
            held: 0,
            commitments: self.commitment.to_vec(),
        }
    }
}

/// Copies a record; its header, with the key wrapped for the new cohort, comes last.
fn copy(cohort: &Cohort, entry: &Entry, key: &CohortKey) -> Result<(), StoreError> {
    let (segment, _) = cohort.create_big()?;
    let io = |error: std::io::Error| StoreError::io(&segment.path, &error);
    let mut header = *entry.header_bytes();
    let slot = cohort.wrap(&header, key)?;
    header[SLOT..SLOT + SLOT_BYTES].copy_from_slice(&slot);
    let length = entry.header.record_length().ok_or(StoreError::Full)?;
    let mut at = header.len() as u64;
    while at < length {
        let step = usize::try_from((length - at).min(STEP as u64)).unwrap_or(STEP);
        let bytes = entry.segment.read(entry.offset + at, step)?;
        segment.file.write_all_at(&bytes, at).map_err(io)?;
        at += step as u64;
    }
    segment.file.write_all_at(&header, 0).map_err(io)?;
    segment.file.sync_all().map_err(io)
}

fn write_note(directory: &Path, key: &CohortKey, note: &Note) -> Result<(), StoreError> {
    let path = directory.join("note");
    let plain =
        serde_json::to_vec(note).map_err(|error| StoreError::broken(&path, error.to_string()))?;
    let mut sealed = Vec::new();
    chunked::seal(key, NOTE, &plain, &mut sealed).map_err(|_| StoreError::NoRandomness)?;
    replace_file(&path, &sealed, true)
}

/// The note; nothing where it is missing or damaged.
fn read_note(directory: &Path, key: &CohortKey) -> Result<Option<Note>, StoreError> {
    let path = directory.join("note");
    let sealed = match std::fs::read(&path) {
        Ok(sealed) => sealed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(&path, &error)),
    };
    let plain = chunked::open(key, NOTE, &sealed).ok();
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
}
