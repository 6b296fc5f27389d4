//! Opening a store: its files are checked, what was begun is finished, nothing is deleted on doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aws_lc_rs::hmac;
use candor_model::clock::Clock;

use super::anchor::Recovered;
use super::catalogue::Catalogue;
use super::cohort::Cohort;
use super::erase::Unfinished;
use super::keyring::{Keyring, Secret};
use super::lags::Lags;
use super::time::Time;
use super::writer::Writer;
use super::{
    Damage, Options, SecretKey, Store, StoreError, WindowTag, create_directory, lock, replace_file,
    root_key,
};
use crate::object_id::ObjectId;

pub(super) const FORMAT: &str = "candor-store 2\n";
/// What this program reads too: records say their own format, and the catalogue gets the columns that it lacks.
pub(super) const OLDER: [&str; 1] = ["candor-store 1\n"];

impl Store {
    /// Opens a store, or begins one in an empty or absent directory. Buckets whose end has passed are ended.
    ///
    /// # Errors
    /// Another process that has it open, another format, a file that is damaged or missing. Nothing is deleted then.
    pub fn open(root: &Path, clock: Arc<dyn Clock>, options: Options) -> Result<Self, StoreError> {
        create_directory(root)?;
        let lock_file = take_lock(root)?;
        let is_new = check_format(root)?;
        remove_leftovers(root)?;
        sync_directories(root)?;
        let key = root_key::load(root, &options.root_key, is_new)?;
        let mut keyring = Keyring::open(&root.join("keyring"), &key, is_new)?;
        let catalogue = Catalogue::open(&root.join("catalogue.db"), is_new)?;
        let open_key = keyring.secret(Secret::Open)?;
        let names = keyring.secret(Secret::Names)?;
        if std::fs::read_to_string(root.join("FORMAT")).ok().as_deref() != Some(FORMAT) {
            // The format line comes last: until it stands, the next start begins anew with what is there.
            replace_file(&root.join("FORMAT"), FORMAT.as_bytes(), false)?;
        }
        let time = Arc::new(Time::new(clock, catalogue.mark()?, options.largest_jump));
        let writer = Writer::start().map_err(|error| StoreError::io(root, &error))?;
        let mut store = Self {
            root: root.to_owned(),
            time,
            _lock: lock_file,
            windows: RwLock::new(catalogue.windows()?),
            catalogue: Mutex::new(catalogue),
            keyring: Mutex::new(keyring),
            cohorts: RwLock::default(),
            used_by_reading: RwLock::default(),
            names: hmac::Key::new(hmac::HMAC_SHA256, names.as_slice()),
            open_key,
            holds: Mutex::default(),
            holding: Mutex::new(()),
            proving: Mutex::new(()),
            erased: Mutex::default(),
            unfinished: Mutex::default(),
            log: Mutex::default(),
            unreceipted: AtomicBool::new(true),
            receipt_fault: Mutex::default(),
            moving: Mutex::new(()),
            writer,
            damages: Vec::new(),
            lags: Mutex::new((Lags::default(), Lags::default())),
            sweeping: Mutex::new(()),
        };
        lock(&store.catalogue).save_mark(store.now())?;
        let unfinished = store.unfinished_erasures()?;
        store.damages = store.recover(&unfinished)?;
        store.take_up_erasures(unfinished);
        if !store.time.is_suspect() {
            store.sweep()?;
        }
        Ok(store)
    }

    /// Reads every cohort that has a key; a directory without one was being removed and is removed now.
    fn recover(&self, erasures: &[Unfinished]) -> Result<Vec<Damage>, StoreError> {
        let now = self.now();
        // What is held decides which sets a bucket's end has destroyed.
        let mut damages = self.recover_holds()?;
        // What is in the receipt of an erasure is in no other.
        let mut others = self.held_ids();
        others.extend(erasures.iter().flat_map(|one| one.ids.iter().copied()));
        let keyring = lock(&self.keyring);
        let unfinished = lock(&self.catalogue).unfinished()?;
        let (mut anchored, mut numbers) = (Vec::new(), Vec::new());
        let mut gone: BTreeMap<(WindowTag, i64), Vec<PathBuf>> = BTreeMap::new();
        for (tag, end) in self.directories()? {
            if end == 0 {
                for (number, directory) in numbered(&self.cohort_directory(tag, 0))? {
                    let number = u64::try_from(number).map_err(|_| {
                        StoreError::broken(&directory, "it is no cohort; move it elsewhere")
                    })?;
                    numbers.push(number);
                    match self.recover_anchored(&keyring, tag, number)? {
                        Recovered::Whole(one, more) => {
                            damages.extend(more);
                            anchored.push(one);
                        }
                        Recovered::Gone(directory, end) => {
                            self.refuse_lost_key(&unfinished, tag, end, &directory)?;
                            gone.entry((tag, end)).or_default().push(directory);
                        }
                        Recovered::Damaged(damage) => damages.push(damage),
                    }
                }
                continue;
            }
            if keyring.get(tag, end).is_none() {
                let directory = self.cohort_directory(tag, end);
                self.refuse_lost_key(&unfinished, tag, end, &directory)?;
                gone.entry((tag, end)).or_default().push(directory);
            }
        }
        for ((tag, end), directories) in &gone {
            self.remove_gone(*tag, *end, directories, &others)?;
        }
        self.finish(&keyring, &unfinished)?;
        let early = lock(&self.catalogue).early_ends(now)?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for number in numbers {
            cohorts.note_number(number);
        }
        for place in early
            .keys()
            .filter(|(tag, end)| keyring.get(*tag, *end).is_none())
        {
            cohorts.note_ended_early(*place);
        }
        for (tag, end) in keyring.cohorts() {
            let Some(key) = keyring.get(tag, end) else {
                continue;
            };
            let directory = self.cohort_directory(tag, end);
            let cohort = Cohort::new(tag, end, directory.clone(), key);
            if let Some(early) = early.get(&(tag, end)) {
                cohort.set_end(*early);
            }
            if directory.is_dir() {
                damages.extend(cohort.recover(!cohort.has_ended(now))?);
            }
            create_directory(&directory)?;
            // A crash may have come between the key ring and the catalogue.
            lock(&self.catalogue).open_cohort(tag, end)?;
            cohorts.add_bucket(Arc::new(cohort));
        }
        for one in anchored {
            cohorts.add_anchored(one);
        }
        Ok(damages)
    }

    /// Removes what is left of a bucket whose key is destroyed. What was in it is written down first; that takes no key.
    fn remove_gone(
        &self,
        tag: WindowTag,
        end: i64,
        directories: &[PathBuf],
        others: &BTreeSet<ObjectId>,
    ) -> Result<(), StoreError> {
        if end != 0 && !self.has_set(tag, end) {
            let mut commitments = Vec::new();
            for directory in directories {
                let anchored = directory.parent() == Some(&self.cohort_directory(tag, 0));
                let key = SecretKey::default();
                let cohort = if anchored {
                    Cohort::numbered(tag, 0, end, directory.clone(), key)
                } else {
                    Cohort::new(tag, end, directory.clone(), key)
                };
                // Its end never waits for what cannot be read; whatever can be is named in the receipt.
                let _ = cohort.recover(false);
                commitments.extend(cohort.living_commitments(others));
            }
            self.write_set(tag, end, commitments.iter())?;
        }
        for directory in directories {
            super::durable::remove_directory(directory)?;
        }
        Ok(())
    }

    /// The intent is durable before a key is destroyed; a key that is missing without it was lost.
    fn refuse_lost_key(
        &self,
        unfinished: &BTreeMap<(WindowTag, i64), String>,
        tag: WindowTag,
        end: i64,
        directory: &Path,
    ) -> Result<(), StoreError> {
        if unfinished
            .get(&(tag, end))
            .is_some_and(|state| state == "OPEN")
        {
            let why = format!(
                "the key of {} is missing although nobody destroyed it; put the newest copy of this file back",
                directory.display()
            );
            return Err(StoreError::broken(&self.root.join("keyring"), why));
        }
        Ok(())
    }

    /// Notes the end of cohorts whose key and directory are gone already. The instants are those of now, which is when
    /// it was seen; they are never earlier than the truth.
    fn finish(
        &self,
        keyring: &Keyring,
        unfinished: &BTreeMap<(WindowTag, i64), String>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        for ((tag, end), state) in unfinished {
            if keyring.get(*tag, *end).is_some() || state == "OPEN" {
                continue;
            }
            let directory = self.cohort_directory(*tag, *end);
            if directory.exists() {
                return Err(StoreError::broken(
                    &directory,
                    "it is still there after it was removed",
                ));
            }
            lock(&self.catalogue).finish(&[(*tag, *end)], [now; 4])?;
        }
        Ok(())
    }

    /// The cohorts that have a directory.
    fn directories(&self) -> Result<Vec<(WindowTag, i64)>, StoreError> {
        let mut list = Vec::new();
        for (tag, path) in numbered(&self.root.join("cohorts"))? {
            let Ok(tag) = u16::try_from(tag) else {
                return Err(StoreError::broken(
                    &path,
                    "it is no window of this store; move it elsewhere",
                ));
            };
            for (end, _) in numbered(&path)? {
                list.push((WindowTag(tag), end));
            }
        }
        Ok(list)
    }
}

/// The entries of a directory, whose names are numbers.
pub(super) fn numbered(directory: &Path) -> Result<Vec<(i64, PathBuf)>, StoreError> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(directory, &error)),
    };
    let mut list = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| StoreError::io(directory, &error))?
            .path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match name.parse() {
            Ok(number) => list.push((number, path)),
            Err(_) => {
                return Err(StoreError::broken(
                    &path,
                    "it does not belong to this store; move it elsewhere",
                ));
            }
        }
    }
    list.sort();
    Ok(list)
}

/// Makes durable what is found: cohorts, holds and the log are directories that a killed process may have just made.
fn sync_directories(root: &Path) -> Result<(), StoreError> {
    for (name, depth) in [("cohorts", 1), ("holds", 0), ("log", 3)] {
        let directory = root.join(name);
        if directory.is_dir() {
            super::durable::sync_entries(&directory, depth)
                .map_err(|error| StoreError::io(&directory, &error))?;
        }
    }
    super::durable::sync_entries(root, 0).map_err(|error| StoreError::io(root, &error))
}

/// What a crash left of files that were about to be replaced. They were never in force, and may hold wrapped keys.
pub(super) fn remove_leftovers(directory: &Path) -> Result<(), StoreError> {
    for name in [
        "FORMAT.new",
        "root.new",
        "keyring.new",
        "key.new",
        "note.new",
    ] {
        let path = directory.join(name);
        if path.exists() {
            root_key::destroy(&path)?;
        }
    }
    Ok(())
}

fn take_lock(root: &Path) -> Result<File, StoreError> {
    let path = root.join("lock");
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| StoreError::io(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(path)),
        Err(TryLockError::Error(error)) => Err(StoreError::io(&path, &error)),
    }
}

/// Whether the store is new. A directory that holds something else is refused.
fn check_format(root: &Path) -> Result<bool, StoreError> {
    let path = root.join("FORMAT");
    match std::fs::read_to_string(&path) {
        Ok(text) if text == FORMAT || OLDER.contains(&text.as_str()) => Ok(false),
        Ok(text) => {
            let why = format!(
                "it says `{}`, and this program reads `{}`",
                text.trim(),
                FORMAT.trim()
            );
            Err(StoreError::broken(&path, why))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let known = [
                "lock",
                "root.key",
                "root.new",
                "root.next",
                "keyring",
                "keyring.new",
                "FORMAT.new",
                // Tokens may be made before the first start.
                "tokens",
                "tokens.new",
                "control",
                "control.new",
            ];
            for entry in std::fs::read_dir(root).map_err(|error| StoreError::io(root, &error))? {
                let name = entry
                    .map_err(|error| StoreError::io(root, &error))?
                    .file_name();
                let name = name.to_string_lossy();
                if !known.contains(&&*name) && !name.starts_with("catalogue.db") {
                    let why = format!(
                        "it is missing, and the directory holds `{name}`; name an empty directory"
                    );
                    return Err(StoreError::broken(&path, why));
                }
            }
            Ok(true)
        }
        Err(error) => Err(StoreError::io(&path, &error)),
    }
}
