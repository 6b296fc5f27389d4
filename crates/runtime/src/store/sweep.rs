//! Ending buckets: one key per cohort is destroyed, then files are unlinked, then their absence is observed.

use std::sync::{Arc, PoisonError};

use candor_model::Instant;

use super::catalogue::Ending;
use super::cohort::Cohort;
use super::durable::remove_directory;
use super::{Lags, Store, StoreError, WindowTag, lock};

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepReport {
    /// Buckets that were ended.
    pub buckets: usize,
    /// Objects in them.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Store {
    /// Ends every bucket whose time has come. Each step can be repeated, so a sweep that was stopped goes on with the
    /// next one.
    ///
    /// # Errors
    /// Where the clock is not trusted, or a file cannot be changed.
    pub fn sweep(&self) -> Result<SweepReport, StoreError> {
        let _one_at_a_time = lock(&self.sweeping);
        let now = self.time.trusted_now()?;
        let due: Vec<Arc<Cohort>> = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts
                .range(..=(now.unix_seconds(), WindowTag(u16::MAX)))
                .map(|(_, cohort)| cohort.clone())
                .collect()
        };
        if due.is_empty() {
            self.save_mark()?;
            return Ok(SweepReport::default());
        }
        let mut report = SweepReport {
            buckets: due.len(),
            ..SweepReport::default()
        };
        let mut ending = Vec::with_capacity(due.len());
        let mut places = Vec::with_capacity(due.len());
        let mut indexes = Vec::with_capacity(due.len());
        for cohort in &due {
            let (objects, bytes) = cohort.totals();
            report.objects += objects;
            report.bytes += bytes;
            indexes.push(cohort.close());
            let end = cohort.end.unix_seconds();
            places.push((cohort.tag, end));
            ending.push(Ending {
                tag: cohort.tag,
                end,
                objects,
                bytes,
            });
        }
        // One durable step before a key goes: the intent, and the mark, so that a clock that runs back after a crash
        // finds the bucket ended.
        lock(&self.catalogue).intend(&ending, now)?;
        lock(&self.keyring).destroy(&places)?;
        let shredded = self.late(&due, |lags| &mut lags.0);
        // One directory that cannot be removed does not hold up the others.
        let mut failed = None;
        let mut removed = Vec::with_capacity(due.len());
        for cohort in due {
            match remove_directory(&cohort.directory) {
                Ok(()) if cohort.directory.exists() => {
                    failed = Some(cohort.broken("it is still there after it was removed"));
                }
                Ok(()) => removed.push(cohort),
                Err(error) => failed = Some(error),
            }
        }
        let gone = self.late(&removed, |lags| &mut lags.1);
        // One durable step after it: what was stopped in between is found unfinished, and done again, at the next start.
        let places: Vec<_> = removed
            .iter()
            .map(|cohort| (cohort.tag, cohort.end.unix_seconds()))
            .collect();
        lock(&self.catalogue).finish(&places, [now, shredded, gone, self.now()])?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for (tag, end) in places {
            cohorts.remove(&(end, tag));
        }
        drop(cohorts);
        // Everything that anybody waits for is done; giving back the memory of many objects takes a moment.
        drop(indexes);
        failed.map_or(Ok(report), Err)
    }

    /// Notes how late a step came for each bucket, and gives the instant.
    fn late(&self, due: &[Arc<Cohort>], step: impl Fn(&mut (Lags, Lags)) -> &mut Lags) -> Instant {
        let now = self.now();
        let mut lags = lock(&self.lags);
        for cohort in due {
            step(&mut lags).add(cohort.end.millis_until(now));
        }
        now
    }

    /// Whether a bucket ends at or before an instant.
    pub fn has_due(&self, now: Instant) -> bool {
        self.next_end().is_some_and(|end| end <= now)
    }
}
