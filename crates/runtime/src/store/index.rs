//! The index of a cohort in memory: where each object lies. It is derived from the segments, and no file holds it.

use std::collections::HashMap;
use std::sync::Arc;

use super::meta::Kind;
use super::record::HEADER;
use super::segment::Segment;
use crate::object_id::ObjectId;

/// Where an object lies.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(super) segment: Arc<Segment>,
    pub(super) offset: u64,
    pub(super) meta_length: u32,
    pub(super) body_length: u64,
    pub(super) plain_length: u64,
    pub(super) kind: Kind,
    pub(super) from: Option<ObjectId>,
    pub(super) erased: bool,
}

impl Entry {
    pub(super) fn meta_offset(&self) -> u64 {
        self.offset + HEADER as u64
    }

    pub(super) fn body_offset(&self) -> u64 {
        self.meta_offset() + u64::from(self.meta_length)
    }
}

/// Where the objects of a cohort lie. A slot owns nothing, so letting go of a million costs no more than of one.
#[derive(Debug, Default)]
pub(super) struct Index {
    slots: HashMap<ObjectId, Slot>,
    /// What was made from what; few objects have an entry here.
    parents: HashMap<ObjectId, ObjectId>,
    segments: Vec<Arc<Segment>>,
    /// Living objects, and their bytes on disk.
    totals: (u64, u64),
}

/// An entry as the index keeps it.
#[derive(Clone, Copy, Debug)]
struct Slot {
    offset: u64,
    plain_length: u64,
    body_length: u64,
    meta_length: u32,
    /// The place of the segment in the list.
    segment: u32,
    kind: Kind,
    erased: bool,
}

impl Index {
    pub(super) fn insert(&mut self, id: ObjectId, entry: Entry) {
        // Records come segment by segment, so the one that is looked for is nearly always the last.
        let known = self
            .segments
            .iter()
            .rposition(|own| Arc::ptr_eq(own, &entry.segment));
        let segment = known.unwrap_or_else(|| {
            self.segments.push(entry.segment);
            self.segments.len() - 1
        });
        if let Some(from) = entry.from {
            self.parents.insert(id, from);
        }
        let slot = Slot {
            offset: entry.offset,
            plain_length: entry.plain_length,
            body_length: entry.body_length,
            meta_length: entry.meta_length,
            segment: u32::try_from(segment).unwrap_or(u32::MAX),
            kind: entry.kind,
            erased: entry.erased,
        };
        if slot.counts() {
            self.totals.0 += 1;
            self.totals.1 += slot.body_length;
        }
        self.slots.insert(id, slot);
    }

    pub(super) fn get(&self, id: &ObjectId) -> Option<Entry> {
        let slot = self.slots.get(id)?;
        Some(Entry {
            segment: self.segments.get(slot.segment as usize)?.clone(),
            offset: slot.offset,
            meta_length: slot.meta_length,
            body_length: slot.body_length,
            plain_length: slot.plain_length,
            kind: slot.kind,
            from: self.parents.get(id).copied(),
            erased: slot.erased,
        })
    }

    pub(super) fn erase(&mut self, id: &ObjectId) {
        if let Some(slot) = self.slots.get_mut(id) {
            if slot.counts() {
                self.totals.0 = self.totals.0.saturating_sub(1);
                self.totals.1 = self.totals.1.saturating_sub(slot.body_length);
            }
            slot.erased = true;
        }
    }

    /// The living objects that were made from another one.
    pub(super) fn children(&self, of: &ObjectId) -> Vec<ObjectId> {
        let made = self.parents.iter().filter(|(_, from)| *from == of);
        sorted(
            made.map(|(id, _)| *id)
                .filter(|id| self.is_living(id, Kind::Object)),
        )
    }

    /// The living objects of a kind.
    pub(super) fn ids_of(&self, kind: Kind) -> Vec<ObjectId> {
        let ids = self.slots.keys().copied();
        sorted(ids.filter(|id| self.is_living(id, kind)))
    }

    /// Living objects, and their bytes on disk.
    pub(super) fn totals(&self) -> (u64, u64) {
        self.totals
    }

    /// Lets go of the files.
    pub(super) fn close_files(&mut self) {
        self.segments.clear();
    }

    fn is_living(&self, id: &ObjectId, kind: Kind) -> bool {
        self.slots
            .get(id)
            .is_some_and(|slot| !slot.erased && slot.kind == kind)
    }
}

impl Slot {
    /// Whether it is one of the objects that totals speak of.
    fn counts(&self) -> bool {
        !self.erased && self.kind == Kind::Object
    }
}

/// Ids in order, because the order of a hash map means nothing.
fn sorted(ids: impl Iterator<Item = ObjectId>) -> Vec<ObjectId> {
    let mut ids: Vec<ObjectId> = ids.collect();
    ids.sort_unstable();
    ids
}
