//! The index of a cohort in memory: where each object lies. It is derived from the segments, and no file holds it.

use std::collections::{BTreeMap, HashMap};

use super::meta::Kind;
use super::record::Events;
use crate::object_id::ObjectId;

/// Where an object lies: in a shared segment at an offset, or in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The number in the name of the file.
    pub(super) file: u32,
    /// Whether the file is the object's own.
    pub(super) own_file: bool,
    pub(super) offset: u32,
    pub(super) kind: Kind,
    pub(super) erased: bool,
    /// Kept and not used.
    pub(super) restricted: bool,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What can be read, kept and given out.
    Objects,
    /// The records of jobs.
    Records,
    /// Both.
    Everything,
}

/// The tag of a person in one cohort.
pub(super) type SubjectTag = [u8; 16];

/// What the index knows of a record besides its place.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub(super) kind: Kind,
    /// Bytes of the body's ciphertext.
    pub(super) bytes: u64,
    /// The object that it was made from.
    pub(super) from: Option<ObjectId>,
    /// The person whom it is about.
    pub(super) subject: Option<SubjectTag>,
    /// The events that its body may hold.
    pub(super) events: Option<Events>,
    /// SHA-256(salt || id || SHA-256(body)).
    pub(super) commitment: [u8; 32],
}

/// Where the objects of a cohort lie. Lengths stand in the records, files are opened when they are needed, and the first
/// eight bytes of an id are those of the cohort: 20 bytes per object are left, 32 of its commitment, and 5 to 11 of the
/// table that finds them.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// In blocks, so that growing never copies what is there.
    blocks: Vec<Vec<Slot>>,
    /// The commitment of each slot.
    commitments: Vec<Vec<[u8; 32]>>,
    count: u32,
    /// Open addressing: one more than the number of a slot, or 0. Its length is a power of two.
    table: Vec<u32>,
    /// What was made from an object, which may lie in another cohort.
    made: HashMap<ObjectId, Vec<ObjectId>>,
    /// The slots of each person's objects.
    subjects: HashMap<SubjectTag, Vec<u32>>,
    /// The slots of objects whose bodies may hold events.
    events: BTreeMap<Events, Vec<u32>>,
    /// Living objects, and their bytes on disk.
    totals: (u64, u64),
}

/// An entry: the random part of the id, the offset, and the file with three small values in its upper bits.
#[derive(Clone, Copy, Debug)]
struct Slot {
    random: [u8; RANDOM],
    offset: u32,
    file: u32,
}

/// Bytes of an id that differ within a cohort.
const RANDOM: usize = 12;
const BLOCK: usize = 4096;
const SMALLEST_TABLE: usize = 64;
const ERASED: u32 = 1 << 31;
const OWN_FILE: u32 = 1 << 30;
const KIND: u32 = 28;
const KIND_MASK: u32 = 3;
const RESTRICTED: u32 = 1 << 27;
const FILE_MASK: u32 = RESTRICTED - 1;

/// The highest number of a file that an entry can hold.
pub(super) const MOST_FILES: u32 = FILE_MASK;

impl Index {
    /// Adds an object, or replaces it.
    pub(super) fn insert(&mut self, id: &ObjectId, place: Place, own: &Extent) {
        let slot = Slot::new(id, place);
        if place.counts() {
            self.totals.0 += 1;
            self.totals.1 += own.bytes;
        }
        if let Some(known) = self.number(id).and_then(|number| self.slot_mut(number)) {
            *known = slot;
            return;
        }
        // At most three quarters are in use, so a search soon meets an empty place.
        if (self.count as usize + 1) * 4 > self.table.len() * 3 {
            self.grow();
        }
        push(&mut self.blocks, slot);
        push(&mut self.commitments, own.commitment);
        if let Some(from) = own.from {
            self.made.entry(from).or_default().push(*id);
        }
        if let Some(subject) = own.subject {
            self.subjects.entry(subject).or_default().push(self.count);
        }
        if let Some(events) = own.events {
            self.events.entry(events).or_default().push(self.count);
        }
        self.count += 1;
        enter(&mut self.table, &slot, self.count);
    }

    fn grow(&mut self) {
        let mut table = vec![0; (self.table.len() * 2).max(SMALLEST_TABLE)];
        for (slot, number) in self.blocks.iter().flatten().zip(1..) {
            enter(&mut table, slot, number);
        }
        self.table = table;
    }

    fn number(&self, id: &ObjectId) -> Option<u32> {
        let wanted = random(id);
        let mask = self.table.len().checked_sub(1)?;
        let mut at = start(&wanted) & mask;
        loop {
            let number = self.table.get(at).copied()?.checked_sub(1)?;
            if self.slot(number)?.random == wanted {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn slot(&self, number: u32) -> Option<&Slot> {
        let number = number as usize;
        self.blocks.get(number / BLOCK)?.get(number % BLOCK)
    }

    fn slot_mut(&mut self, number: u32) -> Option<&mut Slot> {
        let number = number as usize;
        self.blocks.get_mut(number / BLOCK)?.get_mut(number % BLOCK)
    }

    /// Where an object lies, or lay before it was erased.
    pub(super) fn get(&self, id: &ObjectId) -> Option<Place> {
        self.slot(self.number(id)?).map(Slot::place)
    }

    /// Marks an object as erased; `bytes` are those that it was added with.
    pub(super) fn erase(&mut self, id: &ObjectId, bytes: u64) {
        let Some(slot) = self.number(id).and_then(|number| self.slot_mut(number)) else {
            return;
        };
        let counted = slot.place().counts();
        slot.file |= ERASED;
        if counted {
            self.totals.0 = self.totals.0.saturating_sub(1);
            self.totals.1 = self.totals.1.saturating_sub(bytes);
        }
    }

    /// Takes the mark of an erasure back that was not begun.
    pub(super) fn revive(&mut self, id: &ObjectId, bytes: u64) {
        let Some(slot) = self.number(id).and_then(|number| self.slot_mut(number)) else {
            return;
        };
        slot.file &= !ERASED;
        if slot.place().counts() {
            self.totals.0 += 1;
            self.totals.1 += bytes;
        }
    }

    /// Notes that an object is kept and not used, or used again.
    pub(super) fn restrict(&mut self, id: &ObjectId, restricted: bool) {
        if let Some(slot) = self.number(id).and_then(|number| self.slot_mut(number)) {
            slot.file = if restricted {
                slot.file | RESTRICTED
            } else {
                slot.file & !RESTRICTED
            };
        }
    }

    /// Whether any object is about a person whom the index knows.
    pub(super) fn has_subjects(&self) -> bool {
        !self.subjects.is_empty()
    }

    /// The random parts of what is stored of a person and not erased.
    pub(super) fn of_subject(&self, subject: &SubjectTag, wanted: Wanted) -> Vec<[u8; RANDOM]> {
        let numbers = self.subjects.get(subject).into_iter().flatten();
        let slots = numbers.filter_map(|number| self.slot(*number));
        slots
            .filter(|slot| slot.place().is(wanted))
            .map(|slot| slot.random)
            .collect()
    }

    /// The random parts of the living objects that may hold events of a category.
    pub(super) fn of_events(&self, mark: u8) -> impl Iterator<Item = [u8; RANDOM]> {
        let lists = [Events::Unsure, Events::Of(mark)];
        let numbers = lists
            .into_iter()
            .filter_map(move |list| self.events.get(&list))
            .flatten();
        numbers
            .filter_map(move |number| self.slot(*number))
            .filter(|slot| slot.place().counts())
            .map(|slot| slot.random)
    }

    /// The random parts and commitments of the living objects, in the order in which they came.
    pub(super) fn living(&self) -> impl Iterator<Item = ([u8; RANDOM], &[u8; 32])> {
        let slots = self.blocks.iter().flatten();
        let all = slots.zip(self.commitments.iter().flatten());
        all.filter(|(slot, _)| slot.place().counts())
            .map(|(slot, commitment)| (slot.random, commitment))
    }

    /// Whether an object is here and not erased.
    pub(super) fn is_living(&self, id: &ObjectId) -> bool {
        self.get(id).is_some_and(|place| place.counts())
    }

    /// The random parts of everything that is not erased, the records of jobs too.
    pub(super) fn standing(&self) -> impl Iterator<Item = [u8; RANDOM]> {
        let slots = self.blocks.iter().flatten();
        slots
            .filter(|slot| !slot.place().erased)
            .map(|slot| slot.random)
    }

    /// The commitment of an object.
    pub(super) fn commitment(&self, id: &ObjectId) -> Option<[u8; 32]> {
        let number = self.number(id)? as usize;
        self.commitments
            .get(number / BLOCK)?
            .get(number % BLOCK)
            .copied()
    }

    /// The random parts of everything that is or was here.
    pub(super) fn all(&self) -> impl Iterator<Item = [u8; RANDOM]> {
        self.blocks.iter().flatten().map(|slot| slot.random)
    }

    /// What was made from an object and is not erased, in order.
    pub(super) fn children(&self, of: &ObjectId, wanted: Wanted) -> Vec<ObjectId> {
        let made = self.made.get(of).into_iter().flatten();
        let living = made.filter(|id| self.get(id).is_some_and(|place| place.is(wanted)));
        let mut ids: Vec<ObjectId> = living.copied().collect();
        ids.sort_unstable();
        ids
    }

    /// The random parts of the living objects of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = [u8; RANDOM]> {
        let slots = self.blocks.iter().flatten();
        slots
            .filter(move |slot| !slot.place().erased && slot.place().kind == kind)
            .map(|slot| slot.random)
    }

    /// Living objects, and their bytes on disk.
    pub(super) fn totals(&self) -> (u64, u64) {
        self.totals
    }

    /// Bytes of memory that the entries and the table take.
    pub(super) fn memory(&self) -> usize {
        let slots: usize = self.blocks.iter().map(Vec::capacity).sum();
        let made = self.made.capacity() * (2 * size_of::<ObjectId>() + size_of::<Vec<ObjectId>>());
        let subjects = self.subjects.capacity() * (size_of::<SubjectTag>() + 32);
        let commitments: usize = self.commitments.iter().map(Vec::capacity).sum();
        let events: usize = self.events.values().map(Vec::capacity).sum();
        slots * size_of::<Slot>()
            + commitments * 32
            + subjects
            + events * size_of::<u32>()
            + self.table.capacity() * size_of::<u32>()
            + made
    }
}

impl Place {
    /// Whether it is one of the objects that totals speak of.
    fn counts(&self) -> bool {
        self.is(Wanted::Objects)
    }

    fn is(&self, wanted: Wanted) -> bool {
        let is_object = self.kind == Kind::Object;
        !self.erased
            && match wanted {
                Wanted::Objects => is_object,
                Wanted::Records => !is_object,
                Wanted::Everything => true,
            }
    }
}

impl Slot {
    fn new(id: &ObjectId, place: Place) -> Self {
        let erased = if place.erased { ERASED } else { 0 };
        let own_file = if place.own_file { OWN_FILE } else { 0 };
        let kind = u32::from(place.kind.code()) << KIND;
        let restricted = if place.restricted { RESTRICTED } else { 0 };
        Self {
            random: random(id),
            offset: place.offset,
            file: (place.file & FILE_MASK) | kind | restricted | own_file | erased,
        }
    }

    fn place(&self) -> Place {
        let code = u8::try_from((self.file >> KIND) & KIND_MASK).unwrap_or_default();
        Place {
            file: self.file & FILE_MASK,
            own_file: self.file & OWN_FILE != 0,
            offset: self.offset,
            // Only codes of kinds are ever written.
            kind: Kind::from_code(code).unwrap_or(Kind::Object),
            erased: self.file & ERASED != 0,
            restricted: self.file & RESTRICTED != 0,
        }
    }
}

/// Appends to the last block, or begins another one. A cohort of few objects does not take a whole block.
fn push<T>(blocks: &mut Vec<Vec<T>>, one: T) {
    match blocks.last_mut() {
        Some(block) if block.len() < BLOCK => block.push(one),
        _ => {
            let room = if blocks.is_empty() { 4 } else { BLOCK };
            let mut block = Vec::with_capacity(room);
            block.push(one);
            blocks.push(block);
        }
    }
}

/// Enters a slot's number, counted from 1, at the first empty place.
fn enter(table: &mut [u32], slot: &Slot, number: u32) {
    let mask = table.len().saturating_sub(1);
    let mut at = start(&slot.random) & mask;
    while let Some(place) = table.get_mut(at) {
        if *place == 0 {
            *place = number;
            return;
        }
        at = (at + 1) & mask;
    }
}

fn random(id: &ObjectId) -> [u8; RANDOM] {
    let mut random = [0; RANDOM];
    random.copy_from_slice(&id.as_bytes()[id.as_bytes().len() - RANDOM..]);
    random
}

/// Where a search begins. The store drew these bits at random, so they are as good as a hash.
fn start(random: &[u8; RANDOM]) -> usize {
    u32::from_le_bytes([random[0], random[1], random[2], random[3]]) as usize
}

#[cfg(test)]
mod tests {
    use candor_model::Instant;

    use super::*;
    use crate::store::WindowTag;

    #[test]
    fn a_hundred_thousand_objects_are_found_in_64_bytes_each() {
        let end = Instant::from_unix_seconds(1_800_000_000);
        let mut index = Index::default();
        let count = 100_000_u32;
        let ids: Vec<ObjectId> = (0..count)
            .map(|_| ObjectId::random(WindowTag(3), end).unwrap())
            .collect();
        let place = |number: u32| Place {
            file: number % 7,
            own_file: number.is_multiple_of(5),
            offset: number * 1000,
            kind: [Kind::Object, Kind::Job, Kind::JobOutcome][number as usize % 3],
            erased: number % 11 == 10,
            restricted: number % 13 == 12,
        };
        let extent = |number: u32| Extent {
            kind: place(number).kind,
            bytes: 9,
            from: None,
            subject: number.is_multiple_of(1000).then_some([1; 16]),
            events: number.is_multiple_of(3000).then_some(Events::Of(7)),
            commitment: [u8::try_from(number % 251).unwrap(); 32],
        };
        for (id, number) in ids.iter().zip(0..) {
            index.insert(id, place(number), &extent(number));
        }
        for (id, number) in ids.iter().zip(0..) {
            assert_eq!(index.get(id), Some(place(number)));
        }
        let unknown = ObjectId::random(WindowTag(3), end).unwrap();
        assert_eq!(index.get(&unknown), None);
        let living = (0..count).filter(|number| place(*number).counts()).count() as u64;
        assert_eq!(index.totals(), (living, 9 * living));
        assert_eq!(index.of_kind(Kind::Object).count() as u64, living);
        assert!(index.memory() <= 64 * count as usize, "{}", index.memory());
        let own = index.of_subject(&[1; 16], Wanted::Objects);
        let expected = (0..count).filter(|number| number % 1000 == 0 && place(*number).counts());
        assert_eq!(own.len(), expected.count());
        let expected = (0..count).filter(|number| number % 3000 == 0 && place(*number).counts());
        assert_eq!(index.of_events(7).count(), expected.count());
        assert_eq!(index.of_events(8).count(), 0);
        assert_eq!(index.commitment(&ids[700]), Some([198; 32]));
        let known: Vec<[u8; 32]> = index.living().map(|(_, commitment)| *commitment).collect();
        let expected = (0..count).filter(|number| place(*number).counts());
        let expected: Vec<[u8; 32]> = expected.map(|number| extent(number).commitment).collect();
        assert!(known == expected);
        index.restrict(&ids[1], true);
        assert!(index.get(&ids[1]).unwrap().restricted);
        index.restrict(&ids[1], false);
        assert_eq!(index.get(&ids[1]), Some(place(1)));
        index.erase(&ids[0], 9);
        index.erase(&ids[0], 9);
        assert!(index.get(&ids[0]).unwrap().erased);
        assert_eq!(index.totals(), (living - 1, 9 * (living - 1)));
        index.revive(&ids[0], 9);
        assert_eq!(index.get(&ids[0]), Some(place(0)));
        assert_eq!(index.totals(), (living, 9 * living));
    }
}
