//! Ending buckets: one key per cohort is destroyed, then files are unlinked, then their absence is observed.

use std::sync::{Arc, PoisonError};

use candor_model::Instant;

use super::catalogue::Step;
use super::cohort::{Cohort, remove_directory};
use super::{Store, StoreError, WindowTag, lock};

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
        let now = self.trusted_now()?;
        self.save_mark()?;
        let due: Vec<Arc<Cohort>> = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts
                .range(..=(now.unix_seconds(), WindowTag(u16::MAX)))
                .map(|(_, cohort)| cohort.clone())
                .collect()
        };
        if due.is_empty() {
            return Ok(SweepReport::default());
        }
        let mut report = SweepReport {
            buckets: due.len(),
            ..SweepReport::default()
        };
        let places: Vec<(WindowTag, i64)> = due
            .iter()
            .map(|cohort| (cohort.tag, cohort.end.unix_seconds()))
            .collect();
        for cohort in &due {
            let (objects, bytes) = cohort.totals();
            report.objects += objects;
            report.bytes += bytes;
            cohort.close();
            lock(&self.catalogue).note_totals(
                cohort.tag,
                cohort.end.unix_seconds(),
                objects,
                bytes,
            )?;
        }
        // The mark is durable before a key goes, so that a clock that runs back after a crash finds the bucket ended.
        lock(&self.catalogue).save_mark(now)?;
        lock(&self.catalogue).note(&places, Step::ShredIntent, now)?;
        lock(&self.keyring).destroy(&places)?;
        self.note(&due, &places, Step::Shredded)?;
        for cohort in &due {
            remove_directory(&cohort.directory)?;
        }
        self.note(&due, &places, Step::BytesGone)?;
        for cohort in &due {
            if cohort.directory.exists() {
                return Err(cohort.broken("it is still there after it was removed"));
            }
        }
        self.note(&due, &places, Step::Verified)?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for (tag, end) in places {
            cohorts.remove(&(end, tag));
        }
        Ok(report)
    }

    /// Notes a step and how late it came.
    fn note(
        &self,
        due: &[Arc<Cohort>],
        places: &[(WindowTag, i64)],
        step: Step,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let mut lags = lock(&self.lags);
        for cohort in due {
            let late = cohort.end.millis_until(now);
            match step {
                Step::Shredded => lags.0.add(late),
                Step::BytesGone => lags.1.add(late),
                Step::ShredIntent | Step::Verified => {}
            }
        }
        drop(lags);
        lock(&self.catalogue).note(places, step, now)
    }

    /// Whether a bucket ends at or before an instant.
    pub fn has_due(&self, now: Instant) -> bool {
        self.next_end().is_some_and(|end| end <= now)
    }
}
