//! Room on the disk that is kept for deletion.
//!
//! Destroying a key rewrites the key ring, notes the intent in the catalogue and writes down what goes: all of it needs
//! free blocks before any are given back. So a file of real blocks stands by. Deletion gives it up where the disk is full;
//! new data is refused until it stands again.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use super::{Store, StoreError, durable, lock};

/// The name of the file in the data directory.
const NAME: &str = "reserve";

/// What deletion writes beside what grows with the store: the log of SQLite takes 4 MiB before it begins anew, the
/// database may grow by as much, and the rest is for tiles of the log of receipts and for directories.
pub(super) const LEAST: u64 = 12 * 1024 * 1024;
/// What is written per object before its bytes go: its commitment in the set of its bucket, or its id and its commitment
/// in the note of an erasure.
const PER_OBJECT: u64 = 64;
/// The file grows in such steps, so that it is not made anew all the time.
const STEP: u64 = 1024 * 1024;

/// The file of room.
#[derive(Debug)]
pub(super) struct Reserve {
    path: PathBuf,
    /// How long it is to be; 0 where the store keeps no room.
    wanted: Mutex<u64>,
}

impl Reserve {
    pub(super) fn of(root: &Path, wanted: u64) -> Self {
        Self {
            path: root.join(NAME),
            wanted: Mutex::new(wanted),
        }
    }

    /// How many bytes stand by. A file with holes is none: it must be blocks that are there.
    fn standing(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| {
            if file.blocks() * 512 >= file.len() {
                file.len()
            } else {
                0
            }
        })
    }

    /// Gives up the room where the disk has less than that left. Called before every step of a deletion that needs some.
    pub(super) fn make_room(&self) {
        let wanted = *lock(&self.wanted);
        let scarce = statvfs(parent(&self.path))
            .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < wanted);
        if scarce {
            self.release();
        }
    }

    /// Gives up the room. Returns whether there was any.
    pub(super) fn release(&self) -> bool {
        // The directory is synced so that the blocks are free before they are needed.
        fs::remove_file(&self.path).is_ok() && durable::sync_parent(&self.path).is_ok()
    }

    /// Does something that deletes. Where the disk is full, the room is given up, and it is done once more.
    pub(super) fn lend<T>(
        &self,
        mut step: impl FnMut() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.make_room();
        match step() {
            Err(StoreError::Full) if self.release() => step(),
            result => result,
        }
    }

    /// Makes the room anew where it does not stand.
    fn restore(&self) -> Result<(), StoreError> {
        let wanted = *lock(&self.wanted);
        if self.standing() >= wanted {
            return Ok(());
        }
        let made = allocate(&self.path, wanted);
        if made.is_err() {
            let _ = fs::remove_file(&self.path);
        }
        made.map_err(|error| StoreError::io(&self.path, &error))
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn allocate(path: &Path, length: u64) -> std::io::Result<()> {
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    match fallocate(&file, FallocateFlags::empty(), 0, length) {
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {
            let zeros = vec![0; usize::try_from(length.min(STEP)).unwrap_or(0)];
            let mut left = length;
            while left > 0 {
                let part = usize::try_from(left.min(STEP)).unwrap_or(zeros.len());
                (&file).write_all(&zeros[..part])?;
                left -= part as u64;
            }
        }
        other => other?,
    }
    file.sync_all()?;
    durable::sync_parent(path)
}

impl Store {
    /// Keeps as much room for deletion as the store by now needs, where the disk has it.
    pub(super) fn keep_reserve(&self) {
        if self.least_reserve == 0 {
            return;
        }
        let ring = fs::metadata(self.root.join("keyring")).map_or(0, |file| file.len());
        let objects = {
            let cohorts = self.cohorts.read();
            let cohorts = cohorts.unwrap_or_else(std::sync::PoisonError::into_inner);
            cohorts.all().map(|cohort| cohort.totals().0).sum::<u64>()
        };
        // The old key ring and the new one stand side by side for a moment.
        let more = ring.saturating_mul(2) + objects.saturating_mul(PER_OBJECT);
        let wanted = self.least_reserve + more / STEP * STEP;
        *lock(&self.reserve.wanted) = wanted;
        // Where there is no room for it now, the next object that is to be stored asks again, and is refused if need be.
        let _ = self.reserve.restore();
    }

    /// Makes the room anew that a deletion has used up, before anybody else takes it.
    pub(super) fn renew_reserve(&self) {
        if self.least_reserve > 0 {
            // A disk that is still too full is told to the next that wants to store something.
            let _ = self.reserve.restore();
        }
    }

    /// Refuses new data while there is no room for deletion, and makes that room anew where the disk has it.
    ///
    /// # Errors
    /// Full while the room does not stand.
    pub(super) fn require_reserve(&self) -> Result<(), StoreError> {
        if self.least_reserve == 0 || self.reserve.standing() > 0 {
            return Ok(());
        }
        // While a sweep is at work, it needs the room more than anybody.
        let Ok(_idle) = self.sweeping.try_lock() else {
            return Err(StoreError::Full);
        };
        self.reserve.restore().map_err(|_| StoreError::Full)
    }
}
