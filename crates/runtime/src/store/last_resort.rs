//! What is still done for a store whose catalogue is damaged: keys are destroyed on time.
//!
//! The end of a bucket stands in the key ring and in the name of its directory, so no catalogue is needed to make what has
//! ended unreadable for good. Everything else waits: without the catalogue nobody knows which erasures were begun, which
//! ends were shortened, or which receipts there are. The bytes, which nobody can read any more, and the receipts go their
//! way when the catalogue is put back.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use candor_model::Instant;
use candor_model::clock::Clock;

use super::keyring::Keyring;
use super::reserve::Reserve;
use super::time::Time;
use super::{Options, StoreError, open, root_key};

/// A store of which only the keys are kept an eye on.
#[derive(Debug)]
pub struct LastResort {
    /// Held for as long as this lives, so that no second process writes.
    _lock: File,
    keyring: Keyring,
    time: Time,
}

impl LastResort {
    /// Opens the key ring alone. The catalogue holds the clock's mark; in its place stands the time of the newest change to
    /// the store's files.
    ///
    /// # Errors
    /// Another process that has the store open, and a key ring or root key that is damaged.
    pub fn open(root: &Path, clock: Arc<dyn Clock>, options: &Options) -> Result<Self, StoreError> {
        let lock = open::take_lock(root)?;
        let key = root_key::load(root, &options.root_key, false)?;
        let mut keyring = Keyring::open(&root.join("keyring"), &key, false)?;
        keyring.lend_from(Arc::new(Reserve::of(root, options.reserve)));
        let files = ["catalogue.db-wal", "catalogue.db", "keyring"];
        let newest = files
            .into_iter()
            .filter_map(|name| changed(&root.join(name)))
            .max();
        Ok(Self {
            _lock: lock,
            keyring,
            time: Time::new(clock, newest, options.largest_jump),
        })
    }

    /// Believes a clock that jumped.
    pub fn confirm_clock(&self) {
        self.time.confirm();
    }

    /// Destroys the keys of all buckets whose end has come. Gives how many.
    ///
    /// # Errors
    /// While the clock is not believed, and where the key ring cannot be written.
    pub fn end_due(&mut self) -> Result<usize, StoreError> {
        let now = self.time.trusted_now()?;
        let mut due = self.keyring.cohorts();
        due.retain(|(_, end)| *end <= now.unix_seconds());
        self.keyring.destroy(&due)?;
        Ok(due.len())
    }

    /// How many keys are left.
    pub fn keys(&self) -> usize {
        self.keyring.cohorts().len()
    }
}

/// When a file was changed last.
fn changed(path: &PathBuf) -> Option<Instant> {
    let time = std::fs::metadata(path).ok()?.modified().ok()?;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let millis = i64::try_from(since.as_millis()).ok()?;
    Some(Instant::from_unix_millis(millis))
}
