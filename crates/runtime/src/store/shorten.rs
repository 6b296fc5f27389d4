//! A window that became shorter: new data follows it at once, stored data only after a confirmation, because destruction
//! cannot be undone.

use std::sync::PoisonError;

use candor_model::schedule::Schedule;
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
    /// Objects that wait for an event, or whose end one brought. A confirmation does not touch them: they keep what they were
    /// promised.
    pub untouched: u64,
    ends: Vec<((WindowTag, i64), i64)>,
}

impl Store {
    /// What a window's new definition would do to what was stored under its older ones. Nothing changes. Windows that
    /// became longer keep what they were promised; so does data whose end an event brings, which is counted.
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
            if before == definition {
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
                untouched: 0,
                ends: Vec::new(),
            };
            if before.waits() || definition.waits() {
                if is_shorter(before, definition, now) {
                    let own = cohorts.all().filter(|cohort| cohort.tag == *tag);
                    shortening.untouched = own.map(|cohort| cohort.totals().0).sum();
                }
                if shortening.untouched > 0 {
                    list.push(shortening);
                }
                continue;
            }
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

/// Whether data that waits for an event would end earlier by another definition: its length or its bound is shorter, or it
/// counts from something else.
fn is_shorter(before: &Definition, after: &Definition, now: Instant) -> bool {
    let end = |schedule: Option<Result<Schedule, _>>| {
        schedule
            .and_then(Result::ok)
            .map(|schedule| schedule.expiry(now).expires_at)
    };
    let earlier = |before: Option<Instant>, after: Option<Instant>| match (before, after) {
        (Some(before), Some(after)) => after < before,
        (before, after) => before.is_none() && after.is_some(),
    };
    before.counted_from != after.counted_from
        || earlier(end(before.schedule()), end(after.schedule()))
        || earlier(end(before.bound_schedule()), end(after.bound_schedule()))
}
