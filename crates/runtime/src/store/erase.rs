//! Erasing before the end: what is asked for is noted first, so that a crash finishes it and no erasure is without a trace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use candor_model::Instant;
use rusqlite::params;

use super::anchor::Anchored;
use super::cohort::{Claimed, Cohort};
use super::durable::remove_directory;
use super::index::Wanted;
use super::{Kind, Store, StoreError, WindowTag, key_file, lock};
use crate::object_id::{ID_BYTES, ObjectId};

/// An erasure that is carried out: what the catalogue is to say of it. What went stands there since the intent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Erased {
    number: i64,
    shredded: Instant,
    gone: Instant,
}

/// An erasure whose intent is durable and of which something is still there, because of an error or a stop.
#[derive(Clone, Debug)]
pub(super) struct Unfinished {
    pub(super) number: i64,
    pub(super) reason: Reason,
    pub(super) ids: Vec<ObjectId>,
}

/// What goes in one erasure.
#[derive(Clone, Debug, Default)]
pub(super) struct Destroyed {
    pub(super) objects: u64,
    pub(super) bytes: u64,
    /// Objects of which a copy is held.
    pub(super) held: u64,
    pub(super) commitments: Vec<u8>,
}

/// What is about to be erased.
pub(super) struct Intent {
    pub(super) reason: Reason,
    pub(super) tag: WindowTag,
    /// E in Unix seconds, 0 where it is not known.
    pub(super) end: i64,
    /// What is to go, the records of jobs too.
    pub(super) ids: Vec<ObjectId>,
    pub(super) what: Destroyed,
}

/// What the receipt of a destruction that no bucket's end brought is called in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Somebody asked for it.
    Erasure,
    /// A hold was lifted after the end.
    Hold,
}

impl Reason {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Erasure => "erasure",
            Self::Hold => "hold",
        }
    }

    pub(super) fn of_word(word: &str) -> Self {
        if word == Self::Hold.word() {
            Self::Hold
        } else {
            Self::Erasure
        }
    }
}

/// Records that are erased together: those of one cohort, which nobody else can erase any more.
struct Group {
    cohort: Arc<Cohort>,
    claimed: Vec<Claimed>,
}

impl Group {
    fn ids(&self) -> Vec<ObjectId> {
        self.claimed.iter().map(|one| one.id).collect()
    }

    fn intent(&self, held: &BTreeSet<ObjectId>) -> Intent {
        let mut what = Destroyed::default();
        for one in self.claimed.iter().filter(|one| one.kind == Kind::Object) {
            what.bytes += one.bytes;
            if held.contains(&one.id) {
                what.held += 1;
            } else {
                what.objects += 1;
                what.commitments.extend_from_slice(&one.commitment);
            }
        }
        Intent {
            reason: Reason::Erasure,
            tag: self.cohort.tag,
            end: match self.cohort.named_end {
                0 => self.cohort.end().map_or(0, Instant::unix_seconds),
                // The receipt names the end that the ids say, so that they find it.
                named => named,
            },
            ids: self.ids(),
            what,
        }
    }
}

impl Store {
    /// Erases an object now. With `cascade`, what was made from it goes too. The records of its jobs always go. Returns how
    /// many objects went.
    ///
    /// # Errors
    /// Gone where it is gone already; the system's error where the file cannot be changed. Then nothing is reported as
    /// erased, and every sweep tries again.
    pub fn erase(&self, id: &ObjectId, cascade: bool) -> Result<usize, StoreError> {
        let tried = self.finish_erasures();
        if lock(&self.unfinished)
            .iter()
            .any(|row| row.ids.contains(id))
        {
            // It was asked for before, failed, and fails again: only what is destroyed is answered as gone.
            tried?;
        }
        let cohort = self.cohort_of(id)?;
        if cohort.living(id)?.kind != Kind::Object {
            return Err(StoreError::Unknown);
        }
        let mut order = vec![(cohort, *id)];
        if cascade {
            order = self.with_children(order, Wanted::Objects);
        }
        match self.erase_all(order)? {
            0 => Err(StoreError::Gone),
            erased => Ok(erased),
        }
    }

    /// Those objects and everything that was made from them.
    pub(super) fn with_children(
        &self,
        mut order: Vec<(Arc<Cohort>, ObjectId)>,
        wanted: Wanted,
    ) -> Vec<(Arc<Cohort>, ObjectId)> {
        let mut known: BTreeSet<ObjectId> = order.iter().map(|(_, id)| *id).collect();
        let mut next = 0;
        while let Some((_, parent)) = order.get(next) {
            for (other, child) in self.made_from(parent, wanted) {
                if known.insert(child) {
                    order.push((other, child));
                }
            }
            next += 1;
        }
        order
    }

    /// What was made from an object and is not erased, whatever window it is under.
    fn made_from(&self, id: &ObjectId, wanted: Wanted) -> Vec<(Arc<Cohort>, ObjectId)> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .all()
            .flat_map(|cohort| {
                cohort
                    .children(id, wanted)
                    .into_iter()
                    .map(|child| (cohort.clone(), child))
            })
            .collect()
    }

    /// The records of jobs that stand beside objects. They name persons, so they go with what they work on.
    fn with_jobs(&self, mut order: Vec<(Arc<Cohort>, ObjectId)>) -> Vec<(Arc<Cohort>, ObjectId)> {
        let known: BTreeSet<ObjectId> = order.iter().map(|(_, id)| *id).collect();
        let mut jobs = Vec::new();
        for (cohort, id) in &order {
            let beside = cohort.children(id, Wanted::Records).into_iter();
            let new = beside.filter(|job| !known.contains(job));
            jobs.extend(new.map(|job| (cohort.clone(), job)));
        }
        order.append(&mut jobs);
        order
    }

    /// Erases objects with the records of their jobs; the intent, with what will have gone, is durable before the first key
    /// goes. Returns how many objects went.
    pub(super) fn erase_all(
        &self,
        order: Vec<(Arc<Cohort>, ObjectId)>,
    ) -> Result<usize, StoreError> {
        let mut groups: BTreeMap<(i64, WindowTag, Option<u64>), Group> = BTreeMap::new();
        let mut failed = None;
        for (cohort, id) in self.with_jobs(order) {
            match cohort.claim(&id) {
                Ok(claimed) => {
                    let group = groups
                        .entry((cohort.named_end, cohort.tag, cohort.number))
                        .or_insert_with(|| Group {
                            cohort,
                            claimed: Vec::new(),
                        });
                    group.claimed.push(claimed);
                }
                // Its bucket has ended meanwhile, or somebody else was quicker.
                Err(StoreError::Gone | StoreError::Unknown) => {}
                Err(error) => failed = Some(error),
            }
        }
        let groups: Vec<Group> = groups.into_values().collect();
        let held = {
            // Whoever found an object living in order to hold it has noted by now that it is held.
            let _moving = lock(&self.moving);
            self.held_ids()
        };
        let intents: Vec<Intent> = groups.iter().map(|group| group.intent(&held)).collect();
        let numbers = match self.intend(&intents, self.now()) {
            Ok(numbers) => numbers,
            Err(error) => {
                for group in &groups {
                    for one in &group.claimed {
                        group.cohort.unclaim(one);
                    }
                }
                return Err(error);
            }
        };
        let mut erased = 0;
        for ((group, number), intent) in groups.iter().zip(numbers).zip(intents) {
            erased += intent.what.objects + intent.what.held;
            let row = Unfinished {
                number,
                reason: Reason::Erasure,
                ids: intent.ids,
            };
            let mut whole = true;
            for one in &group.claimed {
                match group.cohort.shred(&one.id) {
                    Ok(done) => whole &= done,
                    Err(error) => {
                        whole = false;
                        failed = Some(error);
                    }
                }
            }
            if whole {
                self.note_erased(number, self.now());
            } else {
                lock(&self.unfinished).push(row);
            }
        }
        let erased = usize::try_from(erased).unwrap_or(usize::MAX);
        failed.map_or(Ok(erased), Err)
    }

    /// Notes what is about to be erased, in one durable step. Gives the numbers of the notes.
    pub(super) fn intend(&self, intents: &[Intent], now: Instant) -> Result<Vec<i64>, StoreError> {
        let sql = "INSERT INTO erasures (kind, tag, ends, objects, bytes, held, ids, commitments, requested_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let mut numbers = Vec::with_capacity(intents.len());
        if intents.is_empty() {
            return Ok(numbers);
        }
        lock(&self.catalogue).in_one_step(|transaction| {
            numbers.clear();
            let mut statement = transaction.prepare_cached(sql)?;
            for intent in intents {
                let ids = intent.ids.iter().flat_map(|id| *id.as_bytes());
                statement.execute(params![
                    intent.reason.word(),
                    intent.tag.0,
                    intent.end,
                    signed(intent.what.objects),
                    signed(intent.what.bytes),
                    signed(intent.what.held),
                    ids.collect::<Vec<u8>>(),
                    intent.what.commitments,
                    now.unix_millis()
                ])?;
                numbers.push(transaction.last_insert_rowid());
            }
            Ok(())
        })?;
        Ok(numbers)
    }

    /// Remembers what was erased until the next note in the catalogue. A crash before that finds the intent, sees that nothing
    /// is left, and notes the same.
    pub(super) fn note_erased(&self, number: i64, shredded: Instant) {
        let gone = self.now();
        lock(&self.erased).push(Erased {
            number,
            shredded,
            gone,
        });
    }

    /// Notes in the catalogue what was erased since the last time, in one durable step.
    pub(super) fn save_erased(&self) -> Result<(), StoreError> {
        // The lock is kept until it is noted, so that whoever asks for a receipt next finds it.
        let mut erased = lock(&self.erased);
        if erased.is_empty() {
            return Ok(());
        }
        let now = self.now();
        // Where nobody's object was in it, such as the record of a job, there is nothing to say.
        let empty = "DELETE FROM erasures WHERE number = ?1 AND objects + held = 0";
        let end = "UPDATE erasures SET ids = NULL, shredded_ms = ?2, gone_ms = ?3, verified_ms = ?4 WHERE number = ?1";
        let saved = lock(&self.catalogue).in_one_step(|transaction| {
            for one in erased.iter() {
                transaction.prepare_cached(empty)?.execute([one.number])?;
                transaction.prepare_cached(end)?.execute(params![
                    one.number,
                    one.shredded.unix_millis(),
                    one.gone.unix_millis(),
                    now.unix_millis()
                ])?;
            }
            Ok(())
        });
        if saved.is_ok() {
            erased.clear();
            self.unreceipted.store(true, Ordering::SeqCst);
        }
        saved
    }

    /// The erasures that the last process did not see through.
    pub(super) fn unfinished_erasures(&self) -> Result<Vec<Unfinished>, StoreError> {
        lock(&self.catalogue).query(|connection| {
            let mut statement = connection.prepare(
                "SELECT number, ids, kind FROM erasures WHERE verified_ms IS NULL ORDER BY number",
            )?;
            let rows = statement.query_map([], |row| {
                let ids = row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default();
                let ids = ids.chunks(ID_BYTES).filter_map(ObjectId::from_bytes);
                Ok(Unfinished {
                    number: row.get(0)?,
                    reason: Reason::of_word(&row.get::<_, String>(2)?),
                    ids: ids.collect(),
                })
            })?;
            rows.collect()
        })
    }

    /// Takes up the erasures that a stop or an error left unfinished. Their objects are gone from here on: whoever asked for
    /// it was not answered yet, and wanted it.
    pub(super) fn take_up_erasures(&self, rows: Vec<Unfinished>) {
        for row in rows.iter().filter(|row| row.reason == Reason::Erasure) {
            for id in &row.ids {
                // What cannot be claimed is erased already, or gone, or its error comes when it is to be erased.
                if let Some(cohort) = self.cohort_at(id) {
                    let _ = cohort.claim(id);
                }
            }
        }
        lock(&self.unfinished).extend(rows);
    }

    /// Carries out what a stop or an error left unfinished. What fails again stays for the next time.
    pub(super) fn finish_erasures(&self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut *lock(&self.unfinished));
        let mut failed = None;
        for row in rows {
            match self.is_carried_out(&row) {
                Ok(true) => self.note_erased(row.number, self.now()),
                Ok(false) => lock(&self.unfinished).push(row),
                Err(error) => {
                    lock(&self.unfinished).push(row);
                    failed = Some(error);
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Erases what is left of an erasure. Returns whether nothing is; a bucket that is being ended takes the rest with it.
    fn is_carried_out(&self, row: &Unfinished) -> Result<bool, StoreError> {
        let mut whole = true;
        for id in &row.ids {
            if row.reason == Reason::Hold {
                self.end_hold(id)?;
                continue;
            }
            let alone = self.anchored_of(id).filter(|one| one.ends_alone());
            match (alone, self.cohort_at(id)) {
                (Some(anchored), _) => {
                    self.remove_alone(&anchored)?;
                }
                (None, Some(cohort)) => whole &= cohort.shred(id)?,
                // Its cohort was seen to be gone, unless it may lie where nobody can read it.
                (None, None) => whole &= !self.unreached.contains(id),
            }
        }
        Ok(whole)
    }

    /// The cohort of an object, whether or not its end has come.
    pub(super) fn cohort_at(&self, id: &ObjectId) -> Option<Arc<Cohort>> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        match id.expires_at() {
            Some(end) => cohorts
                .bucket((id.window_tag(), end.unix_seconds()))
                .cloned(),
            None => cohorts.of_object(id).map(|one| one.cohort.clone()),
        }
    }

    /// Ends a cohort with an anchor now, with all that is in it: its one key is destroyed, then its directory goes. Returns
    /// how many objects went.
    pub(super) fn end_anchored(&self, anchored: &Anchored) -> Result<usize, StoreError> {
        let cohort = &anchored.cohort;
        let moving = lock(&self.moving);
        if cohort.is_closed() {
            drop(moving);
            if anchored.ends_alone() {
                // It was asked for before, and could not be finished.
                self.finish_erasures()?;
            }
            return Ok(0);
        }
        let closing = cohort.close(&self.held_ids());
        let (all, bytes) = closing.index.totals();
        let held = closing.held.len() as u64;
        let living = closing.index.living();
        let destroyed = living.filter(|(random, _)| !closing.held.contains(&cohort.id(*random)));
        let intent = Intent {
            reason: Reason::Erasure,
            tag: cohort.tag,
            end: cohort.end().map_or(0, Instant::unix_seconds),
            ids: cohort.ids(closing.index.standing()),
            what: Destroyed {
                objects: all.saturating_sub(held),
                bytes,
                held,
                commitments: destroyed.flat_map(|(_, one)| *one).collect(),
            },
        };
        drop(closing);
        let numbers = self
            .intend(std::slice::from_ref(&intent), self.now())
            .inspect_err(|_| cohort.reopen())?;
        anchored.end_alone();
        drop(moving);
        let removed = self.remove_alone(anchored);
        for number in numbers {
            match &removed {
                Ok(shredded) => self.note_erased(number, *shredded),
                Err(_) => lock(&self.unfinished).push(Unfinished {
                    number,
                    reason: Reason::Erasure,
                    ids: intent.ids.clone(),
                }),
            }
        }
        removed.map(|_| usize::try_from(all).unwrap_or(usize::MAX))
    }

    /// Destroys the key of a cohort that ends by itself, then its directory. It can be repeated. Gives the instant at which
    /// the key was gone.
    fn remove_alone(&self, anchored: &Anchored) -> Result<Instant, StoreError> {
        let cohort = &anchored.cohort;
        key_file::destroy(&cohort.directory)?;
        let shredded = self.now();
        remove_directory(&cohort.directory)?;
        let ids = cohort.ids(cohort.close(&BTreeSet::new()).index.all());
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        cohorts.remove_anchored(anchored.number, &ids);
        drop(cohorts);
        cohort.forget();
        Ok(shredded)
    }
}

/// A count as the catalogue holds it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
