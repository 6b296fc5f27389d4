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
use super::cohorts::BucketPlace;
use super::erase::Unfinished;
use super::kept_counts::remove_unwritten;
use super::keyring::{Keyring, Secret};
use super::lags::Lags;
use super::reserve::Reserve;
use super::time::Time;
use super::unreached::Reached;
use super::writer::Writer;
use super::{
    Damage, Options, SecretKey, Store, StoreError, WindowTag, create_directory, lock, replace_file,
    root_key,
};
use crate::object_id::ObjectId;

pub(super) const FORMAT: &str = "candor-store 2\n";
/// What this program reads too: records say their own format, and the catalogue gets the columns that it lacks.
pub(super) const OLDER: [&str; 1] = ["candor-store 1\n"];

/// What was found when a store was opened, beside its cohorts.
struct Recovery {
    damages: Vec<Damage>,
    /// Buckets whose keys were lost.
    lost: BTreeSet<BucketPlace>,
    /// What is to be erased and may lie where nobody can read it.
    unreached: BTreeSet<ObjectId>,
}

impl Store {
    /// Opens a store, or begins one in an empty or absent directory. Buckets whose end has passed are ended.
    ///
    /// # Errors
    /// Another process that has it open, another format, a file that is damaged or missing. Nothing is deleted then.
    pub fn open(root: &Path, clock: Arc<dyn Clock>, options: Options) -> Result<Self, StoreError> {
        // What is due is ended here, so a full disk must not stand in the way.
        let reserve = Arc::new(Reserve::of(root, options.reserve));
        match Self::open_in(root, clock.clone(), &options, &reserve) {
            Err(StoreError::Full) if reserve.release() => {
                Self::open_in(root, clock, &options, &reserve)
            }
            opened => opened,
        }
    }

    fn open_in(
        root: &Path,
        clock: Arc<dyn Clock>,
        options: &Options,
        reserve: &Arc<Reserve>,
    ) -> Result<Self, StoreError> {
        create_directory(root)?;
        let lock_file = take_lock(root)?;
        let is_new = check_format(root)?;
        remove_leftovers(root)?;
        remove_unwritten(root)?;
        sync_directories(root)?;
        let key = root_key::load(root, &options.root_key, is_new)?;
        let mut keyring = Keyring::open(&root.join("keyring"), &key, is_new)?;
        keyring.lend_from(reserve.clone());
        let catalogue = Catalogue::open(&root.join("catalogue.db"), is_new, reserve.clone())?;
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
            unreached: BTreeSet::new(),
            log: Mutex::default(),
            unreceipted: AtomicBool::new(true),
            receipt_fault: Mutex::default(),
            moving: Mutex::new(()),
            writer,
            damages: Vec::new(),
            lost: BTreeSet::new(),
            reserve: reserve.clone(),
            least_reserve: options.reserve,
            lags: Mutex::new((Lags::default(), Lags::default())),
            sweeping: Mutex::new(()),
        };
        lock(&store.catalogue).save_mark(store.now())?;
        let unfinished = store.unfinished_erasures()?;
        let found = store.recover(&unfinished)?;
        store.damages = found.damages;
        store.lost = found.lost;
        store.unreached = found.unreached;
        store.take_up_erasures(unfinished);
        if !store.time.is_suspect() {
            store.sweep()?;
        }
        store.keep_reserve();
        Ok(store)
    }

    /// Reads every cohort that has a key; a directory without one was being removed and is removed now. What is damaged is
    /// told and left, and costs nothing but itself.
    fn recover(&self, erasures: &[Unfinished]) -> Result<Recovery, StoreError> {
        let now = self.now();
        let mut damages = Vec::new();
        let mut unreached = BTreeSet::new();
        // What is held decides which sets a bucket's end has destroyed.
        match self.recover_holds() {
            Ok(more) => damages.extend(more),
            Err(error) => damages.push(Damage::because(&self.root.join("holds"), error)),
        }
        // What is in the receipt of an erasure is in no other.
        let mut others = self.held_ids();
        others.extend(erasures.iter().flat_map(|one| one.ids.iter().copied()));
        let mut keyring = lock(&self.keyring);
        let unfinished = lock(&self.catalogue).unfinished()?;
        let mut lost = BTreeSet::new();
        let mut anchored = Vec::new();
        let mut highest = 0;
        let mut gone: BTreeMap<BucketPlace, Vec<PathBuf>> = BTreeMap::new();
        for (tag, end) in self.directories(&mut damages)? {
            if end == 0 {
                let waiting = self.cohort_directory(tag, 0);
                for (number, directory) in listed(&waiting, &mut damages) {
                    let Ok(number) = u64::try_from(number) else {
                        damages.push(Damage::stray(&directory));
                        continue;
                    };
                    highest = highest.max(number);
                    match self.recover_anchored(&keyring, tag, number) {
                        Ok(Recovered::Whole(one, more)) => {
                            damages.extend(more);
                            anchored.push(one);
                        }
                        Ok(Recovered::Gone(directory, end))
                            if is_open(&unfinished, tag, end) && end > now.unix_seconds() =>
                        {
                            damages.push(self.lost_key(&directory));
                            lost.insert((tag, end));
                        }
                        Ok(Recovered::Gone(directory, end)) => {
                            gone.entry((tag, end)).or_default().push(directory);
                        }
                        Ok(Recovered::Damaged(damage)) => {
                            match self.erase_in_damaged(tag, number, erasures, &mut unreached) {
                                Reached::All => gone.entry((tag, 0)).or_default().push(directory),
                                Reached::Some(more) => {
                                    damages.extend(more.into_iter().chain([damage]))
                                }
                            }
                        }
                        Err(error) => damages.push(Damage::because(&directory, error)),
                    }
                }
                continue;
            }
            if keyring.get(tag, end).is_none() {
                let directory = self.cohort_directory(tag, end);
                if is_open(&unfinished, tag, end) {
                    // One whose end has come lost nothing that it was still to have, and is ended below like any other.
                    if end > now.unix_seconds() {
                        damages.push(self.lost_key(&directory));
                    }
                    lost.insert((tag, end));
                } else {
                    gone.entry((tag, end)).or_default().push(directory);
                }
            }
        }
        damages.extend(keyring.forget_unreadable(&lost));
        for ((tag, end), directories) in &gone {
            if let Err(error) = self.remove_gone(*tag, *end, directories, &others) {
                let directory = self.cohort_directory(*tag, *end);
                damages.push(Damage::because(&directory, error));
            }
        }
        self.finish(&keyring, &unfinished)?;
        let early = lock(&self.catalogue).early_ends(now)?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        cohorts.note_number(highest);
        for place in early
            .keys()
            .filter(|(tag, end)| keyring.get(*tag, *end).is_none())
        {
            cohorts.note_ended_early(*place);
        }
        for place in keyring.cohorts().into_iter().chain(lost.iter().copied()) {
            let (tag, end) = place;
            let key = match keyring.get(tag, end) {
                Some(key) => key,
                // Nothing is wrapped by this one. The bucket must end on time all the same.
                None => random_key()?,
            };
            let directory = self.cohort_directory(tag, end);
            let cohort = Cohort::new(tag, end, directory.clone(), key);
            if let Some(early) = early.get(&(tag, end)) {
                cohort.set_end(*early);
            }
            if directory.is_dir() {
                match cohort.recover(!lost.contains(&place) && !cohort.has_ended(now)) {
                    Ok(more) => damages.extend(more),
                    Err(error) => damages.push(Damage::because(&directory, error)),
                }
            }
            if let Err(error) = create_directory(&directory) {
                damages.push(Damage::because(&directory, error));
            }
            // A crash may have come between the key ring and the catalogue.
            lock(&self.catalogue).open_cohort(tag, end)?;
            cohorts.add_bucket(Arc::new(cohort));
        }
        for one in anchored {
            cohorts.add_anchored(one);
        }
        Ok(Recovery {
            damages,
            lost,
            unreached,
        })
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

    fn lost_key(&self, directory: &Path) -> Damage {
        let why = format!(
            "its key is missing in {} although nobody destroyed it, so nothing in it can be read. It still ends on time; \
             to read it until then, stop the server and put the newest copy of the key ring back",
            self.root.join("keyring").display()
        );
        Damage::because(directory, why)
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
                // It is told already, and not noted as gone; the next start tries again.
                continue;
            }
            lock(&self.catalogue).finish(&[(*tag, *end)], [now; 4])?;
        }
        Ok(())
    }

    /// The cohorts that have a directory.
    fn directories(&self, damages: &mut Vec<Damage>) -> Result<Vec<BucketPlace>, StoreError> {
        let cohorts = self.root.join("cohorts");
        damages.extend(strays(&cohorts)?);
        let mut list = Vec::new();
        for (tag, path) in numbered(&cohorts)? {
            match u16::try_from(tag) {
                Ok(tag) => {
                    let ends = listed(&path, damages);
                    list.extend(ends.into_iter().map(|(end, _)| (WindowTag(tag), end)));
                }
                Err(_) => damages.push(Damage::stray(&path)),
            }
        }
        Ok(list)
    }
}

/// The intent is durable before a key is destroyed; a key that is missing without it was lost.
fn is_open(unfinished: &BTreeMap<BucketPlace, String>, tag: WindowTag, end: i64) -> bool {
    unfinished
        .get(&(tag, end))
        .is_some_and(|state| state == "OPEN")
}

fn random_key() -> Result<SecretKey, StoreError> {
    let mut key = SecretKey::default();
    aws_lc_rs::rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
    Ok(key)
}

/// The numbered directories in a directory; what else is there, or that it cannot be read, is told.
fn listed(directory: &Path, damages: &mut Vec<Damage>) -> Vec<(i64, PathBuf)> {
    let listed = strays(directory).and_then(|strays| Ok((strays, numbered(directory)?)));
    match listed {
        Ok((strays, list)) => {
            damages.extend(strays);
            list
        }
        Err(error) => {
            damages.push(Damage::because(directory, error));
            Vec::new()
        }
    }
}

/// The directories in a directory whose names are numbers, in order.
pub(super) fn numbered(directory: &Path) -> Result<Vec<(i64, PathBuf)>, StoreError> {
    let mut list: Vec<_> = entries(directory)?
        .into_iter()
        .filter_map(|(number, path)| Some((number?, path)))
        .collect();
    list.sort();
    Ok(list)
}

/// What in a directory of numbered directories is none of them.
pub(super) fn strays(directory: &Path) -> Result<Vec<Damage>, StoreError> {
    let strays = entries(directory)?.into_iter();
    let strays = strays.filter(|(number, _)| number.is_none());
    Ok(strays.map(|(_, path)| Damage::stray(&path)).collect())
}

/// The entries of a directory, with their numbers where they are numbered directories.
fn entries(directory: &Path) -> Result<Vec<(Option<i64>, PathBuf)>, StoreError> {
    let io = |error: std::io::Error| StoreError::io(directory, &error);
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(error)),
    };
    let mut list = Vec::new();
    for entry in entries {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        let number = name.and_then(|name| name.parse().ok());
        list.push((number.filter(|_| path.is_dir()), path));
    }
    Ok(list)
}

/// Makes durable what is found: cohorts, holds and the log are directories that a killed process may have just made.
fn sync_directories(root: &Path) -> Result<(), StoreError> {
    for (name, depth) in [("cohorts", 1), ("counts", 0), ("holds", 0), ("log", 3)] {
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

pub(super) fn take_lock(root: &Path) -> Result<File, StoreError> {
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
