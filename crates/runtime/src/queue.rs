//! Jobs in memory: a table and a waiting line. The store keeps the durable records.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use candor_model::Instant;

use crate::job::{Job, JobState, Order};
use crate::object_id::ObjectId;

/// The table of jobs and the line of those that wait.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    waiting: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    jobs: BTreeMap<ObjectId, Job>,
    line: VecDeque<ObjectId>,
    closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change under the lock is a single insertion or removal, so a poisoned table is still whole.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job; a queued one also joins the line.
    pub(crate) fn insert(&self, job: Job) {
        let mut inner = self.lock();
        if job.state == JobState::Queued {
            inner.line.push_back(job.id);
        }
        inner.jobs.insert(job.id, job);
        self.waiting.notify_one();
    }

    /// The job of that id.
    pub(crate) fn get(&self, id: &ObjectId) -> Option<Job> {
        self.lock().jobs.get(id).cloned()
    }

    /// Changes a job in place; nothing happens where it is gone.
    pub(crate) fn update(&self, id: &ObjectId, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.lock().jobs.get_mut(id) {
            change(job);
        }
    }

    /// Takes the next waiting job and marks it as running. Waits for up to `patience`; nothing when none came or the
    /// queue was closed.
    pub(crate) fn take(&self, patience: Duration) -> Option<Job> {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return None;
            }
            while let Some(id) = inner.line.pop_front() {
                if let Some(job) = inner
                    .jobs
                    .get_mut(&id)
                    .filter(|job| job.state == JobState::Queued)
                {
                    job.state = JobState::Running;
                    return Some(job.clone());
                }
            }
            let (guard, timeout) = self
                .waiting
                .wait_timeout(inner, patience)
                .unwrap_or_else(PoisonError::into_inner);
            inner = guard;
            if timeout.timed_out() && inner.line.is_empty() {
                return None;
            }
        }
    }

    /// Jobs of an upload that was erased can no longer be done.
    pub(crate) fn expire_upload(&self, upload: &ObjectId) {
        self.expire(|order| order.upload == *upload);
    }

    /// Jobs about a person whose data was erased are not done any more.
    pub(crate) fn expire_subject(&self, subject: &str) {
        self.expire(|order| order.subject.as_deref() == Some(subject));
    }

    fn expire(&self, is_over: impl Fn(&Order) -> bool) {
        for job in self
            .lock()
            .jobs
            .values_mut()
            .filter(|job| is_over(&job.order))
        {
            if matches!(job.state, JobState::Queued | JobState::Running) {
                job.state = JobState::Expired;
            }
            job.result = None;
        }
    }

    /// Forgets jobs whose bucket has ended. Those whose id does not say their end are asked about.
    pub(crate) fn forget_until(&self, now: Instant, is_there: impl Fn(&ObjectId) -> bool) {
        let mut inner = self.lock();
        inner.jobs.retain(|id, _| match id.expires_at() {
            Some(end) => end > now,
            None => is_there(id),
        });
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().line.len()
    }

    /// Wakes every worker and gives out no more jobs.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.waiting.notify_all();
    }
}
