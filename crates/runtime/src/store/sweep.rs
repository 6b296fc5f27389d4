//! Ending buckets: one key per cohort is destroyed, then files are unlinked, then their absence is observed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, mpsc};
use std::time::Duration;

use candor_model::Instant;

use super::catalogue::Ending;
use super::cohort::{Closing, Cohort};
use super::cohorts::BucketPlace;
use super::durable::remove_directory;
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

/// A cohort that is read and written no more, and what it held.
struct Closed {
    cohort: Arc<Cohort>,
    closing: Arc<Closing>,
}

impl Closed {
    /// The commitments of what is destroyed: living objects that are not held.
    fn commitments(&self) -> impl Iterator<Item = &[u8; 32]> {
        let held = &self.closing.held;
        let living = self.closing.index.living();
        living
            .filter(|(random, _)| held.is_empty() || !held.contains(&self.cohort.id(*random)))
            .map(|(_, commitment)| commitment)
    }
}

/// A bucket that is being ended, with the anchored cohorts that end with it.
struct Ended {
    own: Closed,
    tenants: Vec<Closed>,
}

/// Buckets whose keys were destroyed in one step.
struct Shredded {
    ended: Vec<Ended>,
    due: Instant,
    at: Instant,
    /// Why others that are due wait for the next sweep.
    failed: Option<StoreError>,
}

/// While bytes are unlinked, this is how often it is looked whether more is due.
const WATCH: Duration = Duration::from_millis(5);

impl Ended {
    fn place(&self) -> BucketPlace {
        (self.own.cohort.tag, self.own.cohort.named_end)
    }

    fn all(&self) -> impl Iterator<Item = &Closed> {
        self.tenants.iter().chain([&self.own])
    }

    fn ending(&self) -> Ending {
        let (tag, end) = self.place();
        let (mut objects, mut bytes, mut held) = (0, 0, 0);
        for closed in self.all() {
            let (more, of_them) = closed.closing.index.totals();
            objects += more;
            bytes += of_them;
            held += closed.closing.held.len() as u64;
        }
        Ending {
            tag,
            end,
            objects: objects.saturating_sub(held),
            bytes,
            held,
        }
    }
}

impl Store {
    /// Ends every bucket whose time has come: first the keys of all of them, then their bytes. Whatever becomes due while
    /// bytes are unlinked loses its key meanwhile. Each step can be repeated, so a sweep that was stopped goes on with the
    /// next one.
    ///
    /// # Errors
    /// Where the clock is not trusted, or a file cannot be changed.
    pub fn sweep(&self) -> Result<SweepReport, StoreError> {
        let _one_at_a_time = lock(&self.sweeping);
        self.time.trusted_now()?;
        // What was erased is noted before its bucket takes the last trace of it. An erasure that fails again holds up no end.
        let mut failed = self.finish_erasures().err();
        self.save_erased()?;
        let mut report = SweepReport::default();
        let mut seen = BTreeSet::new();
        let mut next = self.shred_due(&mut seen, &mut report)?;
        let mut removed = Vec::new();
        if next.is_none() {
            self.save_mark()?;
        }
        while let Some(first) = next {
            let (done, error) = self.remove_and_watch(first, &mut seen, &mut report);
            removed.extend(done);
            failed = error.or(failed);
            // The rest of an erasure may have gone with its bucket.
            failed = self.finish_erasures().err().or(failed);
            self.save_erased()?;
            next = self.shred_due(&mut seen, &mut report)?;
        }
        report.receipts = self.issue_receipts();
        self.renew_reserve();
        // Everything that anybody waits for is done; giving back the memory of many objects takes a moment.
        for closed in removed.iter().flat_map(Ended::all) {
            closed.cohort.forget();
        }
        failed.map_or(Ok(report), Err)
    }

    /// Closes every bucket whose end has come and that this sweep has not seen yet, and destroys their keys in one step.
    fn shred_due(
        &self,
        seen: &mut BTreeSet<BucketPlace>,
        report: &mut SweepReport,
    ) -> Result<Option<Shredded>, StoreError> {
        let due = self.time.trusted_now()?;
        let ended = self.close_due(due, seen);
        let (counted, plain): (Vec<Ended>, Vec<Ended>) = ended
            .into_iter()
            .partition(|one| self.anonymises(one.own.cohort.tag));
        let (ended, failed) = if plain.is_empty() {
            self.counted(counted, due)
        } else {
            // Counting takes a moment; no other key waits for it, and the next round of this sweep comes to it.
            for one in &counted {
                seen.remove(&one.place());
            }
            (plain, None)
        };
        if ended.is_empty() {
            return failed.map_or(Ok(None), Err);
        }
        let ending: Vec<Ending> = ended.iter().map(Ended::ending).collect();
        // One durable step before a key goes: the intent, and the mark, so that a clock that runs back after a crash
        // finds the bucket ended.
        lock(&self.catalogue).intend(&ending, due)?;
        let places: Vec<_> = ended.iter().map(Ended::place).collect();
        lock(&self.keyring).destroy(&places)?;
        let at = self.late(&ended, |lags| &mut lags.0, |closing| &closing.key_told);
        report.buckets += ended.len();
        for one in &ending {
            report.objects += one.objects + one.held;
            report.bytes += one.bytes;
        }
        Ok(Some(Shredded {
            ended,
            due,
            at,
            failed,
        }))
    }

    /// Those of the closed buckets whose counts are written down, and an error where there was one. A bucket whose counts
    /// cannot be written waits for the next sweep while its promise still holds; after that it ends without them. A disk
    /// that failed once is asked a second time before they are lost.
    fn counted(&self, mut closed: Vec<Ended>, now: Instant) -> (Vec<Ended>, Option<StoreError>) {
        let mut failed = None;
        closed.retain(|one| {
            let (cohort, closing) = (&one.own.cohort, &one.own.closing);
            // Once the key is gone the counts stand, and what is being unlinked can no longer be counted.
            if closing.key_told.load(Ordering::SeqCst) {
                return true;
            }
            let mut kept = self.keep_counts(cohort, closing);
            let may_wait = self.may_wait_for_counts(cohort, now);
            if kept.is_err() && !may_wait {
                kept = self.keep_counts(cohort, closing);
            }
            match kept {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    !may_wait
                }
            }
        });
        (closed, failed)
    }

    /// Unlinks the bytes of buckets whose keys are gone, and destroys the keys of those that become due meanwhile. Gives what
    /// is gone, and an error where there was one.
    fn remove_and_watch(
        &self,
        first: Shredded,
        seen: &mut BTreeSet<BucketPlace>,
        report: &mut SweepReport,
    ) -> (Vec<Ended>, Option<StoreError>) {
        let (give, take) = mpsc::channel();
        let waiting = AtomicUsize::new(0);
        let hand_over = |give: &mpsc::Sender<Shredded>, shredded: Shredded| {
            waiting.fetch_add(1, Ordering::SeqCst);
            // The other end is there until this one is dropped.
            let _ = give.send(shredded);
        };
        hand_over(&give, first);
        let watcher = std::thread::current();
        let waits = &waiting;
        let unlink = move || {
            let (mut removed, mut failed) = (Vec::new(), None);
            for shredded in take {
                let (done, error) = self.remove_all(shredded);
                removed.extend(done);
                failed = error.or(failed);
                waits.fetch_sub(1, Ordering::SeqCst);
                watcher.unpark();
            }
            (removed, failed)
        };
        std::thread::scope(|scope| {
            let name = "candor-unlink".to_owned();
            let builder = std::thread::Builder::new().name(name);
            let unlinking = match builder.spawn_scoped(scope, unlink) {
                Ok(unlinking) => unlinking,
                // The keys are destroyed; the next sweep finds the bytes.
                Err(error) => return (Vec::new(), Some(StoreError::io(&self.root, &error))),
            };
            let mut failed = None;
            while waiting.load(Ordering::SeqCst) > 0 {
                std::thread::park_timeout(WATCH);
                match self.shred_due(seen, report) {
                    Ok(Some(more)) => hand_over(&give, more),
                    Ok(None) => {}
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            drop(give);
            match unlinking.join() {
                Ok((removed, error)) => (removed, error.or(failed)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    /// Unlinks the bytes of buckets and notes that they are gone. One that cannot be removed does not hold up the others.
    fn remove_all(&self, shredded: Shredded) -> (Vec<Ended>, Option<StoreError>) {
        let mut failed = shredded.failed;
        let mut removed = Vec::with_capacity(shredded.ended.len());
        for one in shredded.ended {
            match self.remove(&one) {
                Ok(()) => removed.push(one),
                Err(error) => failed = Some(error),
            }
        }
        let gone = self.late(&removed, |lags| &mut lags.1, |closing| &closing.bytes_told);
        let places: Vec<_> = removed.iter().map(Ended::place).collect();
        // One durable step after it: what was stopped in between is found unfinished, and done again, at the next start.
        let instants = [shredded.due, shredded.at, gone, self.now()];
        if let Err(error) = lock(&self.catalogue).finish(&places, instants) {
            // The buckets stay closed, and the next sweep comes to the same.
            return (Vec::new(), Some(error));
        }
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        for one in &removed {
            let tenants: Vec<u64> = one
                .tenants
                .iter()
                .filter_map(|one| one.cohort.number)
                .collect();
            let objects: Vec<ObjectId> = one
                .tenants
                .iter()
                .flat_map(|one| one.cohort.ids(one.closing.index.all()))
                .collect();
            cohorts.remove_bucket(one.place(), &tenants, &objects);
        }
        drop(cohorts);
        self.unreceipted.store(true, Ordering::SeqCst);
        (removed, failed)
    }

    /// Closes every bucket whose end has come, with the cohorts that end with it.
    fn close_due(&self, now: Instant, seen: &mut BTreeSet<BucketPlace>) -> Vec<Ended> {
        let due = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts.due(now)
        };
        let new = |bucket: &Arc<Cohort>| !seen.contains(&(bucket.tag, bucket.named_end));
        if !due.iter().any(new) {
            return Vec::new();
        }
        let _moving = lock(&self.moving);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let held = self.held_ids();
        let closed = |cohort: &Arc<Cohort>| Closed {
            closing: cohort.close(&held),
            cohort: cohort.clone(),
        };
        let mut ended = Vec::new();
        for bucket in cohorts.due(now) {
            let place = (bucket.tag, bucket.named_end);
            if !seen.insert(place) {
                continue;
            }
            // One that is being ended by itself is in the receipt of its own erasure.
            let tenants = cohorts.tenants(place).into_iter();
            let tenants = tenants.filter(|one| !one.ends_alone());
            ended.push(Ended {
                own: closed(&bucket),
                tenants: tenants.map(|one| closed(&one.cohort)).collect(),
            });
        }
        ended
    }

    /// Removes what a bucket left on the disk, and looks whether it is gone.
    fn remove(&self, ended: &Ended) -> Result<(), StoreError> {
        let (tag, end) = ended.place();
        self.write_set(tag, end, ended.all().flat_map(Closed::commitments))?;
        for closed in ended.all() {
            remove_directory(&closed.cohort.directory)?;
            if closed.cohort.directory.exists() {
                return Err(closed
                    .cohort
                    .broken("it is still there after it was removed"));
            }
        }
        Ok(())
    }

    /// Notes how late a step came for each bucket, once for each, and gives the instant.
    fn late(
        &self,
        due: &[Ended],
        step: impl Fn(&mut (Lags, Lags)) -> &mut Lags,
        told: impl Fn(&Closing) -> &AtomicBool,
    ) -> Instant {
        let now = self.now();
        let mut lags = lock(&self.lags);
        for one in due {
            if let Some(end) = one.own.cohort.end()
                && !told(&one.own.closing).swap(true, Ordering::SeqCst)
            {
                step(&mut lags).add(end.millis_until(now));
            }
        }
        now
    }

    /// Whether a bucket ends at or before an instant.
    pub fn has_due(&self, now: Instant) -> bool {
        self.next_end().is_some_and(|end| end <= now)
    }
}
