//! The living cohorts of a store: buckets by their end, and those that wait for an event by their anchor.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use candor_model::Instant;

use super::WindowTag;
use super::anchor::Anchored;
use super::cohort::Cohort;
use crate::object_id::ObjectId;

/// The name of an anchor, such as an account, under a key of the store. It is in memory and sealed on disk.
pub(super) type AnchorName = [u8; 32];

/// The place of a bucket: its window and the end in the ids of its objects, in Unix seconds.
pub(super) type BucketPlace = (WindowTag, i64);

/// The living cohorts.
#[derive(Debug, Default)]
pub(super) struct Cohorts {
    buckets: BTreeMap<BucketPlace, Arc<Cohort>>,
    /// The buckets in the order of their ends. An end can be earlier than the one in the ids.
    due: BTreeSet<(i64, BucketPlace)>,
    anchored: BTreeMap<u64, Arc<Anchored>>,
    /// The windows that ever had an anchor.
    tags: BTreeSet<WindowTag>,
    by_anchor: BTreeMap<(WindowTag, AnchorName, i64), u64>,
    /// Where the objects lie whose ids carry no end.
    by_object: HashMap<ObjectId, u64>,
    /// Buckets that were ended earlier than the ids of their objects say.
    ended_early: BTreeSet<BucketPlace>,
    /// The anchored cohorts that end with a bucket.
    tenants: BTreeMap<BucketPlace, BTreeSet<u64>>,
    /// The highest number that a directory has, also one that could not be read.
    highest: u64,
}

impl Cohorts {
    pub(super) fn bucket(&self, place: BucketPlace) -> Option<&Arc<Cohort>> {
        self.buckets.get(&place)
    }

    pub(super) fn buckets(&self) -> impl Iterator<Item = &Arc<Cohort>> {
        self.due
            .iter()
            .filter_map(|(_, place)| self.buckets.get(place))
    }

    /// Every cohort, buckets first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Cohort>> {
        let anchored = self.anchored.values().map(|one| &one.cohort);
        self.buckets().chain(anchored)
    }

    pub(super) fn add_bucket(&mut self, cohort: Arc<Cohort>) {
        let place = (cohort.tag, cohort.named_end);
        let end = cohort.end().map_or(cohort.named_end, Instant::unix_seconds);
        self.due.insert((end, place));
        self.buckets.insert(place, cohort);
    }

    /// Ends a bucket earlier than its objects' ids say.
    pub(super) fn end_early(&mut self, place: BucketPlace, end: i64) {
        if let Some(cohort) = self.buckets.get(&place) {
            let before = cohort.end().map_or(cohort.named_end, Instant::unix_seconds);
            self.due.remove(&(before, place));
            self.due.insert((end, place));
            cohort.set_end(end);
        }
    }

    /// Remembers a bucket that was ended earlier than the ids of its objects say.
    pub(super) fn note_ended_early(&mut self, place: BucketPlace) {
        self.ended_early.insert(place);
    }

    /// Whether a bucket was ended earlier than the ids of its objects say.
    pub(super) fn has_ended_early(&self, place: BucketPlace) -> bool {
        self.ended_early.contains(&place)
    }

    /// Takes away a bucket that has ended, with its tenants, whose objects these were.
    pub(super) fn remove_bucket(&mut self, place: BucketPlace, objects: &[ObjectId]) {
        if let Some(cohort) = self.buckets.remove(&place) {
            let end = cohort.end().map_or(cohort.named_end, Instant::unix_seconds);
            self.due.remove(&(end, place));
            if end < cohort.named_end {
                self.ended_early.insert(place);
            }
        }
        for number in self.tenants.remove(&place).unwrap_or_default() {
            self.forget_anchored(number, &[]);
        }
        for id in objects {
            self.by_object.remove(id);
        }
    }

    pub(super) fn add_anchored(&mut self, anchored: Arc<Anchored>) {
        let number = anchored.number;
        self.tags.insert(anchored.cohort.tag);
        self.by_anchor.insert(anchored.place(), number);
        if let Some(end) = anchored.cohort.end() {
            let place = (anchored.cohort.tag, end.unix_seconds());
            self.tenants.entry(place).or_default().insert(number);
        }
        for id in anchored.cohort.all_ids() {
            self.by_object.insert(id, number);
        }
        self.anchored.insert(number, anchored);
    }

    /// Takes away an anchored cohort that was ended by itself, whose objects these were.
    pub(super) fn remove_anchored(&mut self, number: u64, objects: &[ObjectId]) {
        if let Some(end) = self.anchored.get(&number).and_then(|one| one.cohort.end()) {
            self.leave(number, end);
        }
        self.forget_anchored(number, objects);
    }

    fn forget_anchored(&mut self, number: u64, objects: &[ObjectId]) {
        if let Some(anchored) = self.anchored.remove(&number)
            && self.by_anchor.get(&anchored.place()) == Some(&number)
        {
            self.by_anchor.remove(&anchored.place());
        }
        for id in objects {
            self.by_object.remove(id);
        }
    }

    fn leave(&mut self, number: u64, end: Instant) {
        let Some(anchored) = self.anchored.get(&number) else {
            return;
        };
        let place = (anchored.cohort.tag, end.unix_seconds());
        if let Some(tenants) = self.tenants.get_mut(&place) {
            tenants.remove(&number);
            if tenants.is_empty() {
                self.tenants.remove(&place);
            }
        }
    }

    /// Notes that an anchored cohort ends with another bucket than before.
    pub(super) fn move_end(&mut self, number: u64, before: Option<Instant>, end: Instant) {
        if let Some(before) = before {
            self.leave(number, before);
        }
        if let Some(anchored) = self.anchored.get(&number) {
            let place = (anchored.cohort.tag, end.unix_seconds());
            anchored.cohort.set_end(end.unix_seconds());
            self.tenants.entry(place).or_default().insert(number);
        }
    }

    pub(super) fn anchored_at(
        &self,
        tag: WindowTag,
        name: &AnchorName,
        bound: i64,
    ) -> Option<&Arc<Anchored>> {
        let number = self.by_anchor.get(&(tag, *name, bound))?;
        self.anchored.get(number)
    }

    /// All cohorts of one anchor under one window.
    pub(super) fn of_anchor(&self, tag: WindowTag, name: &AnchorName) -> Vec<Arc<Anchored>> {
        let range = (tag, *name, i64::MIN)..=(tag, *name, i64::MAX);
        self.by_anchor
            .range(range)
            .filter_map(|(_, number)| self.anchored.get(number).cloned())
            .collect()
    }

    /// All cohorts of one anchor under any window.
    pub(super) fn of_name<'c>(
        &'c self,
        name: &'c AnchorName,
    ) -> impl Iterator<Item = &'c Arc<Anchored>> {
        self.tags.iter().flat_map(move |tag| {
            let range = (*tag, *name, i64::MIN)..=(*tag, *name, i64::MAX);
            let found = self.by_anchor.range(range);
            found.filter_map(|(_, number)| self.anchored.get(number))
        })
    }

    /// Notes where an object of an anchored cohort lies.
    pub(super) fn note_object(&mut self, id: ObjectId, cohort: &Cohort) {
        if let Some(number) = cohort.number {
            self.by_object.insert(id, number);
        }
    }

    pub(super) fn of_object(&self, id: &ObjectId) -> Option<&Arc<Anchored>> {
        self.anchored.get(self.by_object.get(id)?)
    }

    /// The anchored cohorts that end with a bucket.
    pub(super) fn tenants(&self, place: BucketPlace) -> Vec<Arc<Anchored>> {
        let numbers = self.tenants.get(&place).into_iter().flatten();
        numbers
            .filter_map(|number| self.anchored.get(number).cloned())
            .collect()
    }

    /// The buckets whose end has come, in the order of their ends.
    pub(super) fn due(&self, now: Instant) -> Vec<Arc<Cohort>> {
        let places = self
            .due
            .iter()
            .take_while(|(end, _)| *end <= now.unix_seconds());
        places
            .filter_map(|(_, place)| self.buckets.get(place).cloned())
            .collect()
    }

    /// The next end that is to come or has come and is not carried out yet.
    pub(super) fn next_end(&self) -> Option<Instant> {
        let (end, _) = self.due.first()?;
        Some(Instant::from_unix_seconds(*end))
    }

    /// A number that no anchored cohort has.
    pub(super) fn next_number(&self) -> u64 {
        let last = self.anchored.last_key_value().map_or(0, |(last, _)| *last);
        last.max(self.highest) + 1
    }

    /// Notes the highest number that a directory has.
    pub(super) fn number_after(&mut self, highest: u64) {
        self.highest = highest;
    }
}
