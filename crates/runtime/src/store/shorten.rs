//! A window that became shorter: new data follows it at once, stored data only after a confirmation, because destruction
//! cannot be undone.

use std::sync::PoisonError;

use candor_model::{Definition, Instant};

use super::{Store, StoreError, WindowTag, lock};

/// What a shorter window would do to what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortening {
    /// The window.
    pub window: String,
    /// What stored data was promised, as the store wrote it down.
    pub before: String,
    /// What the policy says now.
    pub after: String,
    /// Buckets that would end earlier.
    pub buckets: usize,
    /// Objects in them.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
    /// Objects among them that would go at once.
    pub at_once: u64,
    ends: Vec<((WindowTag, i64), i64)>,
}

impl Store {
    /// What a window's new definition would do to what was stored under its older ones. Nothing changes. Windows that
    /// became longer, and data that waits for an event, keep what they were promised.
    pub fn shortenings(&self, window: &str, definition: &Definition) -> Vec<Shortening> {
        let now = self.now();
        let Some(Ok(new)) = definition.schedule() else {
            return Vec::new();
        };
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let mut list = Vec::new();
        for (tag, known) in windows.iter().filter(|(_, known)| known.id == window) {
            let Some(before) = &known.definition else {
                continue;
            };
            let Some(Ok(old)) = before.schedule() else {
                continue;
            };
            if before == definition || before.waits() || definition.waits() {
                continue;
            }
            let mut shortening = Shortening {
                window: window.to_owned(),
                before: before.to_string(),
                after: definition.to_string(),
                buckets: 0,
                objects: 0,
                bytes: 0,
                at_once: 0,
                ends: Vec::new(),
            };
            for cohort in cohorts.buckets().filter(|cohort| cohort.tag == *tag) {
                let Some(end) = cohort.end() else { continue };
                // Whatever is in the bucket began no earlier than this, so the new maximum holds for all of it.
                let began = old.earliest_start(Instant::from_unix_seconds(cohort.named_end));
                let early = new.expiry(began).expires_at;
                if early >= end {
                    continue;
                }
                let (objects, bytes) = cohort.totals();
                shortening.buckets += 1;
                shortening.objects += objects;
                shortening.bytes += bytes;
                if early <= now {
                    shortening.at_once += objects;
                }
                let place = (cohort.tag, cohort.named_end);
                shortening.ends.push((place, early.unix_seconds()));
            }
            if shortening.objects > 0 {
                list.push(shortening);
            }
        }
        list
    }

    /// Carries out a shortening that somebody confirmed. It is durable when this returns; what has to go at once goes with
    /// the next sweep, and is refused from now on.
    ///
    /// # Errors
    /// Where the catalogue cannot be written; then nothing has changed.
    pub fn shorten(&self, shortening: &Shortening) -> Result<(), StoreError> {
        self.time.trusted_now()?;
        let _moving = lock(&self.moving);
        lock(&self.catalogue).end_early(&shortening.ends)?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for (place, end) in &shortening.ends {
            cohorts.end_early(*place, *end);
        }
        Ok(())
    }
}
