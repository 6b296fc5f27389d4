//! Where a browser keeps its profile, its downloads and its log: a directory that goes with it, and that a later run removes
//! where this one was killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::kill_group;
use crate::lock;

/// How all of these directories are called; the number of the process follows.
const PREFIX: &str = "candor-verify-";

/// A file in the directory that is locked for as long as its process lives, whatever becomes of the process.
const OWNER: &str = "owner.lock";

/// A log of more bytes is not read, so it need not grow further.
pub(crate) const LARGEST_LOG: u64 = 256 << 20;

/// So many bytes may be saved by a page.
const MOST_SAVED: u64 = 1 << 30;

/// The directory of one browser.
pub(super) struct Place {
    directory: tempfile::TempDir,
    /// Holds the lock.
    _owner: File,
    excess: Mutex<Option<String>>,
}

impl Place {
    pub(super) fn new() -> std::io::Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix(&format!("{PREFIX}{}-", std::process::id()))
            .tempdir()?;
        let owner = File::create(directory.path().join(OWNER))?;
        owner.lock()?;
        let place = Self {
            directory,
            _owner: owner,
            excess: Mutex::new(None),
        };
        fs::create_dir(place.downloads())?;
        Ok(place)
    }

    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(super) fn downloads(&self) -> PathBuf {
        self.path().join("downloads")
    }

    pub(super) fn net_log(&self) -> PathBuf {
        self.path().join("net-log.json")
    }

    pub(super) fn excess(&self) -> Option<String> {
        lock(&self.excess).clone()
    }

    /// Removes the directory. Helpers of the browser may still write for a moment.
    pub(super) fn remove(&self) {
        for _ in 0..40 {
            match fs::remove_dir_all(self.path()) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    std::thread::sleep(Duration::from_millis(25));
                }
                _ => return,
            }
        }
    }

    fn written_too_much(&self) -> Option<&'static str> {
        let log = fs::metadata(self.net_log()).map_or(0, |log| log.len());
        let saved = fs::read_dir(self.downloads()).into_iter().flatten();
        let saved: u64 = saved
            .flatten()
            .filter_map(|entry| Some(entry.metadata().ok()?.len()))
            .sum();
        match (log > LARGEST_LOG, saved > MOST_SAVED) {
            (true, _) => Some("the page sent so much that the log of the network is too large"),
            (_, true) => Some("the page saved more than can be kept"),
            _ => None,
        }
    }
}

/// Ends a browser that writes too much; the thread ends when the other end of the channel is dropped.
pub(super) fn watch(place: &Arc<Place>, browser: u32) -> Sender<()> {
    let (alive, ends) = channel();
    let place = Arc::downgrade(place);
    std::thread::spawn(move || {
        while ends.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout) {
            let Some(place) = place.upgrade() else {
                return;
            };
            if let Some(why) = place.written_too_much() {
                *lock(&place.excess) = Some(why.to_owned());
                kill_group(browser);
                return;
            }
        }
    });
    alive
}

/// Removes what runs left behind that were killed: their lock is free, because the system gave it back.
pub(crate) fn sweep() {
    let entries = fs::read_dir(std::env::temp_dir()).into_iter().flatten();
    let left = entries.flatten().filter(|entry| {
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_directory && entry.file_name().to_string_lossy().starts_with(PREFIX)
    });
    for entry in left {
        let owner = File::options().write(true).open(entry.path().join(OWNER));
        if owner.is_ok_and(|owner| owner.try_lock().is_ok()) {
            // What belongs to somebody else stays, and is theirs to remove.
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}
