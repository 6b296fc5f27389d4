//! One thread appends small records: whatever waits is written together and synced once.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;

use super::StoreError;
use super::cohort::Cohort;
use super::index::Extent;
use crate::object_id::ObjectId;

/// Most records in a batch.
const BATCH: usize = 64;

/// A whole record on its way to disk.
pub(super) struct Append {
    pub(super) cohort: Arc<Cohort>,
    pub(super) id: ObjectId,
    pub(super) record: Vec<u8>,
    pub(super) extent: Extent,
    pub(super) done: Sender<Result<(), StoreError>>,
}

/// The thread and the way to it.
#[derive(Debug)]
pub(super) struct Writer {
    /// Bounded, so that callers wait instead of filling the memory.
    queue: Option<SyncSender<Append>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start() -> Result<Self, std::io::Error> {
        let (queue, waiting) = sync_channel(4 * BATCH);
        let thread = std::thread::Builder::new()
            .name("candor-writer".to_owned())
            .spawn(move || work(&waiting))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Appends a record; it is durable when this returns.
    pub(super) fn append(
        &self,
        cohort: Arc<Cohort>,
        id: ObjectId,
        record: Vec<u8>,
        extent: Extent,
    ) -> Result<(), StoreError> {
        let (done, result) = channel();
        let stopped = || StoreError::BodyBroke("the store is being closed".to_owned());
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue
            .send(Append {
                cohort,
                id,
                record,
                extent,
                done,
            })
            .map_err(|_| stopped())?;
        result.recv().map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Cohorts whose file stays open between batches.
const OPEN_FILES: usize = 16;

fn work(waiting: &Receiver<Append>) {
    // Weak, so that no key outlives its bucket here.
    let mut recent: Vec<Weak<Cohort>> = Vec::new();
    while let Ok(first) = waiting.recv() {
        // While one batch is being synced the next one gathers, so no time needs to be spent waiting for company.
        let mut batch = vec![first];
        while batch.len() < BATCH {
            match waiting.try_recv() {
                Ok(next) => batch.push(next),
                Err(_) => break,
            }
        }
        write(batch, &mut recent);
    }
}

fn write(batch: Vec<Append>, recent: &mut Vec<Weak<Cohort>>) {
    let mut by_cohort: BTreeMap<_, (Arc<Cohort>, Vec<_>, Vec<_>)> = BTreeMap::new();
    for append in batch {
        let cohort = &append.cohort;
        let place = (cohort.named_end, cohort.tag, cohort.number);
        let group = by_cohort
            .entry(place)
            .or_insert_with(|| (append.cohort.clone(), Vec::new(), Vec::new()));
        group.1.push((append.id, append.record, append.extent));
        group.2.push(append.done);
    }
    for (cohort, records, callers) in by_cohort.into_values() {
        let result = cohort.append(&records);
        for caller in callers {
            // A caller that is gone needs no answer.
            let _ = caller.send(result.clone());
        }
        let own = Arc::downgrade(&cohort);
        recent.retain(|known| !known.ptr_eq(&own) && known.strong_count() > 0);
        recent.push(own);
        if recent.len() > OPEN_FILES
            && let Some(oldest) = recent.remove(0).upgrade()
        {
            oldest.rest();
        }
    }
}
