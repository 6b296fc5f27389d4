//! Erasing before the end: what is asked for is noted first, so that a crash finishes it and no erasure is without a trace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use candor_model::Instant;
use rusqlite::params;

use super::anchor::Anchored;
use super::cohort::Cohort;
use super::durable::remove_directory;
use super::{Store, StoreError, WindowTag, key_file, lock};
use crate::object_id::{ID_BYTES, ObjectId};

/// An erasure that is carried out: what the catalogue is to say of it.
#[derive(Clone, Debug)]
pub(super) struct Erased {
    number: i64,
    /// What went; nothing where the catalogue says it already.
    what: Option<Destroyed>,
    shredded: Instant,
    gone: Instant,
}

/// What went in one erasure.
#[derive(Clone, Debug, Default)]
pub(super) struct Destroyed {
    pub(super) objects: u64,
    pub(super) bytes: u64,
    pub(super) commitments: Vec<u8>,
}

/// What is about to be erased.
pub(super) struct Intent {
    pub(super) reason: Reason,
    pub(super) tag: WindowTag,
    /// E in Unix seconds, 0 where it is not known.
    pub(super) end: i64,
    pub(super) ids: Vec<ObjectId>,
    /// What will have gone, where that is known beforehand.
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
}

/// Objects that are erased together: those of one cohort.
struct Group {
    cohort: Arc<Cohort>,
    ids: Vec<ObjectId>,
}

impl Group {
    fn intent(&self) -> Intent {
        Intent {
            reason: Reason::Erasure,
            tag: self.cohort.tag,
            end: self.cohort.end().map_or(0, Instant::unix_seconds),
            ids: self.ids.clone(),
            what: Destroyed::default(),
        }
    }
}

impl Store {
    /// Erases an object now. With `cascade`, what was made from it goes too. Returns how many went.
    ///
    /// # Errors
    /// Gone where it is gone already; the system's error where the file cannot be changed, and then nothing is
    /// reported as erased.
    pub fn erase(&self, id: &ObjectId, cascade: bool) -> Result<usize, StoreError> {
        let cohort = self.cohort_of(id)?;
        cohort.living(id)?;
        let order = if cascade {
            self.with_children(vec![(cohort, *id)])
        } else {
            vec![(cohort, *id)]
        };
        match self.erase_all(&order)? {
            0 => Err(StoreError::Gone),
            erased => Ok(erased),
        }
    }

    /// Those objects and everything that was made from them.
    pub(super) fn with_children(
        &self,
        mut order: Vec<(Arc<Cohort>, ObjectId)>,
    ) -> Vec<(Arc<Cohort>, ObjectId)> {
        let mut known: BTreeSet<ObjectId> = order.iter().map(|(_, id)| *id).collect();
        let mut next = 0;
        while let Some((_, parent)) = order.get(next) {
            for (other, child) in self.made_from(parent) {
                if known.insert(child) {
                    order.push((other, child));
                }
            }
            next += 1;
        }
        order
    }

    /// The living objects that were made from another, whatever window they are under.
    fn made_from(&self, id: &ObjectId) -> Vec<(Arc<Cohort>, ObjectId)> {
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        cohorts
            .all()
            .flat_map(|cohort| {
                cohort
                    .children(id)
                    .into_iter()
                    .map(|child| (cohort.clone(), child))
            })
            .collect()
    }

    /// Erases objects; the intent is durable before the first key goes. Returns how many went.
    pub(super) fn erase_all(&self, order: &[(Arc<Cohort>, ObjectId)]) -> Result<usize, StoreError> {
        let mut groups: BTreeMap<(i64, WindowTag, Option<u64>), Group> = BTreeMap::new();
        // The first object goes last: while it stands, an erasure that was stopped can be asked for again.
        for (cohort, id) in order.iter().rev() {
            let group = groups
                .entry((cohort.named_end, cohort.tag, cohort.number))
                .or_insert_with(|| Group {
                    cohort: cohort.clone(),
                    ids: Vec::new(),
                });
            group.ids.push(*id);
        }
        let now = self.now();
        let groups: Vec<Group> = groups.into_values().collect();
        let intents: Vec<Intent> = groups.iter().map(Group::intent).collect();
        let numbers = self.intend(&intents, now)?;
        let mut erased = 0;
        let mut failed = None;
        for (group, number) in groups.iter().zip(numbers) {
            let mut done = Vec::new();
            for id in &group.ids {
                match group.cohort.erase(id) {
                    Ok(_) => done.push(*id),
                    // Its bucket has ended meanwhile, or somebody else was quicker.
                    Err(StoreError::Gone | StoreError::Unknown) => {}
                    Err(error) => failed = Some(error),
                }
            }
            erased += done.len();
            let gone = self.now();
            self.note_erased(number, &group.cohort, &done, now, gone);
        }
        failed.map_or(Ok(erased), Err)
    }

    /// Notes what is about to be erased, in one durable step. Gives the numbers of the notes.
    pub(super) fn intend(&self, intents: &[Intent], now: Instant) -> Result<Vec<i64>, StoreError> {
        let sql = "INSERT INTO erasures (kind, tag, ends, objects, bytes, ids, commitments, requested_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut numbers = Vec::with_capacity(intents.len());
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

    /// Remembers what was erased until the next note in the catalogue. A crash before that finds the intent, sees the empty
    /// key slots, and notes the same.
    fn note_erased(
        &self,
        number: i64,
        cohort: &Cohort,
        ids: &[ObjectId],
        shredded: Instant,
        gone: Instant,
    ) {
        let known: Vec<([u8; 32], u64)> =
            ids.iter().filter_map(|id| cohort.destroyed(id)).collect();
        let what = Some(Destroyed {
            objects: known.len() as u64,
            bytes: known.iter().map(|(_, bytes)| bytes).sum(),
            commitments: known.iter().flat_map(|(one, _)| *one).collect(),
        });
        lock(&self.erased).push(Erased {
            number,
            what,
            shredded,
            gone,
        });
    }

    /// Notes in the catalogue what was erased since the last time, in one durable step.
    pub(super) fn save_erased(&self) -> Result<(), StoreError> {
        let erased = std::mem::take(&mut *lock(&self.erased));
        if erased.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let count =
            "UPDATE erasures SET objects = ?2, bytes = ?3, commitments = ?4 WHERE number = ?1";
        let end = "UPDATE erasures SET ids = NULL, shredded_ms = ?2, gone_ms = ?3, verified_ms = ?4 WHERE number = ?1";
        let saved = lock(&self.catalogue).in_one_step(|transaction| {
            for one in &erased {
                if let Some(what) = &one.what {
                    if what.objects == 0 {
                        // Nothing of anybody's was destroyed by it, so there is nothing to say.
                        transaction
                            .execute("DELETE FROM erasures WHERE number = ?1", [one.number])?;
                        continue;
                    }
                    let (objects, bytes) = (signed(what.objects), signed(what.bytes));
                    let values = params![one.number, objects, bytes, what.commitments];
                    transaction.prepare_cached(count)?.execute(values)?;
                }
                transaction.prepare_cached(end)?.execute(params![
                    one.number,
                    one.shredded.unix_millis(),
                    one.gone.unix_millis(),
                    now.unix_millis()
                ])?;
            }
            Ok(())
        });
        match saved {
            Ok(()) => self.unreceipted.store(true, Ordering::SeqCst),
            Err(_) => lock(&self.erased).extend(erased),
        }
        saved
    }

    /// Finishes the erasures that a crash stopped. Whoever asked for them was not answered yet, and wanted them.
    pub(super) fn finish_erasures(&self) -> Result<(), StoreError> {
        let unfinished = lock(&self.catalogue).query(|connection| {
            let mut statement = connection.prepare(
                "SELECT number, ids, objects, kind FROM erasures WHERE verified_ms IS NULL ORDER BY number",
            )?;
            let rows = statement.query_map([], |row| {
                let ids = row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default();
                let kind: String = row.get(3)?;
                Ok((row.get::<_, i64>(0)?, ids, row.get::<_, i64>(2)?, kind))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let now = self.now();
        let mut seen = BTreeSet::new();
        for (number, ids, counted, kind) in unfinished {
            let mut what = Destroyed::default();
            let ids = ids.chunks(ID_BYTES).filter_map(ObjectId::from_bytes);
            for id in ids.filter(|id| seen.insert(*id)) {
                if kind == Reason::Hold.word() {
                    self.end_hold(&id)?;
                    continue;
                }
                let Some(cohort) = self.cohort_at(&id) else {
                    continue;
                };
                if !cohort.has_ended(now) && cohort.living(&id).is_ok() {
                    cohort.erase(&id)?;
                }
                if let Some((commitment, bytes)) = cohort.destroyed(&id) {
                    what.objects += 1;
                    what.bytes += bytes;
                    what.commitments.extend_from_slice(&commitment);
                }
            }
            lock(&self.erased).push(Erased {
                number,
                // The end of a whole cohort said beforehand what was in it.
                what: (counted == 0).then_some(what),
                shredded: now,
                gone: now,
            });
        }
        self.save_erased()
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

    /// Ends a cohort with an anchor now, with all that is in it: its one key is destroyed, then its directory goes.
    pub(super) fn end_anchored(&self, anchored: &Anchored) -> Result<usize, StoreError> {
        let cohort = &anchored.cohort;
        let _moving = lock(&self.moving);
        if cohort.is_closed() {
            return Ok(0);
        }
        let now = self.now();
        let index = cohort.close();
        let ids = cohort.ids(index.all());
        let (objects, bytes) = index.totals();
        let what = Destroyed {
            objects,
            bytes,
            commitments: index.living().flat_map(|(_, one)| *one).collect(),
        };
        let intent = Intent {
            reason: Reason::Erasure,
            tag: cohort.tag,
            end: cohort.end().map_or(0, Instant::unix_seconds),
            ids: cohort.ids(index.living().map(|(random, _)| random)),
            what,
        };
        // Nothing of it is read from here on; if the next step fails, the next start finds it as it was.
        let numbers = self.intend(std::slice::from_ref(&intent), now)?;
        key_file::destroy(&cohort.directory)?;
        let shredded = self.now();
        remove_directory(&cohort.directory)?;
        for number in numbers {
            lock(&self.erased).push(Erased {
                number,
                what: None,
                shredded,
                gone: self.now(),
            });
        }
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        cohorts.remove_anchored(anchored.number, &ids);
        Ok(usize::try_from(objects).unwrap_or(usize::MAX))
    }
}

/// A count as the catalogue holds it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
