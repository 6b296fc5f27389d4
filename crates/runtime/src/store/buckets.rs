//! What an operator sees of a store: its buckets, its windows and its clock.

use std::path::Path;
use std::sync::PoisonError;

use candor_model::Instant;

use super::{Store, WindowTag};

/// A bucket: objects of one window that end together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The window's tag.
    pub tag: WindowTag,
    /// The window's id.
    pub window: String,
    /// E.
    pub end: Instant,
    /// Objects that can be read until then.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
}

/// A window as it was registered, and what is under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowTerms {
    /// Its tag.
    pub tag: WindowTag,
    /// Its id.
    pub window: String,
    /// Its definition, as the store wrote it down; nothing where this program does not understand it.
    pub definition: Option<candor_model::Definition>,
    /// Objects that can be read.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
}

/// The store's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockState {
    /// What the clock says.
    pub wall: Instant,
    /// The highest instant that the store has acted on.
    pub mark: Instant,
    /// The clock jumped ahead too far to be believed, and nobody has confirmed it.
    pub suspect: bool,
    /// How far the clock is behind the mark, in milliseconds; 0 where it is not. Time stands still for so long.
    pub behind_millis: i64,
    /// The clock is so far behind that no new data is taken.
    pub refuses: bool,
}

impl Store {
    /// Every bucket that is not destroyed yet, in the order of their ends. What waits for an event is in no bucket; once
    /// its end is known it counts in the bucket that it ends with.
    pub fn buckets(&self) -> Vec<Bucket> {
        let names = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .buckets()
            .map(|cohort| {
                let (mut objects, mut bytes) = cohort.totals();
                for tenant in cohorts.tenants((cohort.tag, cohort.named_end)) {
                    let (more, of_them) = tenant.cohort.totals();
                    objects += more;
                    bytes += of_them;
                }
                Bucket {
                    tag: cohort.tag,
                    window: names
                        .get(&cohort.tag)
                        .map_or_else(|| cohort.tag.0.to_string(), |window| window.id.clone()),
                    end: cohort
                        .end()
                        .unwrap_or_else(|| Instant::from_unix_seconds(cohort.named_end)),
                    objects,
                    bytes,
                }
            })
            .collect()
    }

    /// Every window that was ever registered, in the order of their tags, with what is under it.
    pub fn window_terms(&self) -> Vec<WindowTerms> {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        windows
            .iter()
            .map(|(tag, window)| {
                let own = cohorts.all().filter(|cohort| cohort.tag == *tag);
                let (objects, bytes) = own
                    .map(|cohort| cohort.totals())
                    .fold((0, 0), |(objects, bytes), (more, of_them)| {
                        (objects + more, bytes + of_them)
                    });
                WindowTerms {
                    tag: *tag,
                    window: window.id.clone(),
                    definition: window.definition.clone(),
                    objects,
                    bytes,
                }
            })
            .collect()
    }

    /// What the clock says, and whether it is believed.
    pub fn clock_state(&self) -> ClockState {
        let mark = self.now();
        let wall = self.time.wall();
        let behind_millis = wall.millis_until(mark).max(0);
        let suspect = self.time.is_suspect();
        ClockState {
            wall,
            mark,
            suspect,
            behind_millis: if suspect { 0 } else { behind_millis },
            refuses: behind_millis > super::time::LARGEST_STEP_BACK,
        }
    }

    /// The directory that the store is in.
    pub fn directory(&self) -> &Path {
        &self.root
    }
}
