//! Ending buckets: one key per cohort is destroyed, then files are unlinked, then their absence is observed.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use candor_model::Instant;

use super::catalogue::Ending;
use super::cohort::Cohort;
use super::cohorts::BucketPlace;
use super::durable::remove_directory;
use super::index::Index;
use super::{Lags, Store, StoreError, lock};
use crate::object_id::ObjectId;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepReport {
    /// Buckets that were ended.
    pub buckets: usize,
    /// Objects in them.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Receipts that were issued.
    pub receipts: u64,
}

/// A cohort that is read and written no more, and where its objects lay.
pub(super) struct Closed {
    cohort: Arc<Cohort>,
    index: Index,
}

impl Closed {
    fn ids(&self) -> Vec<ObjectId> {
        self.cohort.ids(self.index.all())
    }
}

/// A bucket that is being ended, with the anchored cohorts that end with it.
pub(super) struct Ended {
    own: Closed,
    tenants: Vec<Closed>,
    held: BTreeSet<ObjectId>,
}

impl Ended {
    pub(super) fn place(&self) -> BucketPlace {
        (self.own.cohort.tag, self.own.cohort.named_end)
    }

    /// The commitments of what is destroyed: living objects that are not held.
    pub(super) fn commitments(&self) -> impl Iterator<Item = &[u8; 32]> {
        let all = self.tenants.iter().chain([&self.own]);
        all.flat_map(|closed| {
            let living = closed.index.living();
            living.filter(|(random, _)| !self.is_held(&closed.cohort, *random))
        })
        .map(|(_, commitment)| commitment)
    }

    fn is_held(&self, cohort: &Cohort, random: [u8; 12]) -> bool {
        let end = Instant::from_unix_seconds(cohort.named_end);
        !self.held.is_empty() && self.held.contains(&ObjectId::new(cohort.tag, end, random))
    }

    fn ending(&self) -> Ending {
        let (tag, end) = self.place();
        let all = self.tenants.iter().chain([&self.own]);
        let (mut objects, mut bytes) = (0, 0);
        for closed in all {
            let (more, of_them) = closed.index.totals();
            objects += more;
            bytes += of_them;
        }
        let destroyed = if self.held.is_empty() {
            objects
        } else {
            self.commitments().count() as u64
        };
        Ending {
            tag,
            end,
            objects: destroyed,
            bytes,
            held: objects.saturating_sub(destroyed),
        }
    }
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
        let ended = self.close_due(now);
        if ended.is_empty() {
            self.save_mark()?;
            self.save_erased()?;
            let receipts = self.issue_receipts();
            self.renew_reserve();
            return Ok(SweepReport {
                receipts,
                ..SweepReport::default()
            });
        }
        let mut report = SweepReport {
            buckets: ended.len(),
            ..SweepReport::default()
        };
        let ending: Vec<Ending> = ended.iter().map(Ended::ending).collect();
        for one in &ending {
            report.objects += one.objects + one.held;
            report.bytes += one.bytes;
        }
        // One durable step before a key goes: the intent, and the mark, so that a clock that runs back after a crash
        // finds the bucket ended.
        lock(&self.catalogue).intend(&ending, now)?;
        let places: Vec<_> = ended.iter().map(Ended::place).collect();
        lock(&self.keyring).destroy(&places)?;
        let shredded = self.late(&ended, |lags| &mut lags.0);
        // One directory that cannot be removed does not hold up the others.
        let mut failed = None;
        let mut removed = Vec::with_capacity(ended.len());
        for one in ended {
            match self.remove(&one) {
                Ok(()) => removed.push(one),
                Err(error) => failed = Some(error),
            }
        }
        let gone = self.late(&removed, |lags| &mut lags.1);
        // One durable step after it: what was stopped in between is found unfinished, and done again, at the next start.
        let places: Vec<_> = removed.iter().map(Ended::place).collect();
        lock(&self.catalogue).finish(&places, [now, shredded, gone, self.now()])?;
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for one in &removed {
            let objects: Vec<ObjectId> = one.tenants.iter().flat_map(Closed::ids).collect();
            cohorts.remove_bucket(one.place(), &objects);
        }
        drop(cohorts);
        self.unreceipted.store(true, Ordering::SeqCst);
        self.save_erased()?;
        report.receipts = self.issue_receipts();
        self.renew_reserve();
        // Everything that anybody waits for is done; giving back the memory of many objects takes a moment.
        drop(removed);
        failed.map_or(Ok(report), Err)
    }

    /// Closes every bucket whose end has come, with the cohorts that end with it.
    fn close_due(&self, now: Instant) -> Vec<Ended> {
        let _moving = lock(&self.moving);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let held: BTreeSet<ObjectId> = lock(&self.holds).keys().copied().collect();
        let closed = |cohort: &Arc<Cohort>| Closed {
            index: cohort.close(),
            cohort: cohort.clone(),
        };
        let due = cohorts.due(now);
        due.iter()
            .map(|bucket| {
                let place = (bucket.tag, bucket.named_end);
                let tenants = cohorts.tenants(place);
                Ended {
                    own: closed(bucket),
                    tenants: tenants.iter().map(|one| closed(&one.cohort)).collect(),
                    held: held.clone(),
                }
            })
            .collect()
    }

    /// Removes what a bucket left on the disk, and looks whether it is gone.
    fn remove(&self, ended: &Ended) -> Result<(), StoreError> {
        let (tag, end) = ended.place();
        self.write_set(tag, end, ended.commitments())?;
        for closed in ended.tenants.iter().chain([&ended.own]) {
            remove_directory(&closed.cohort.directory)?;
            if closed.cohort.directory.exists() {
                return Err(closed
                    .cohort
                    .broken("it is still there after it was removed"));
            }
        }
        Ok(())
    }

    /// Notes how late a step came for each bucket, and gives the instant.
    fn late(&self, due: &[Ended], step: impl Fn(&mut (Lags, Lags)) -> &mut Lags) -> Instant {
        let now = self.now();
        let mut lags = lock(&self.lags);
        for end in due.iter().filter_map(|one| one.own.cohort.end()) {
            step(&mut lags).add(end.millis_until(now));
        }
        now
    }

    /// Whether a bucket ends at or before an instant.
    pub fn has_due(&self, now: Instant) -> bool {
        self.next_end().is_some_and(|end| end <= now)
    }
}
