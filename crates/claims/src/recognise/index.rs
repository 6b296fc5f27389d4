//! The index of a lexicon: its entries by the first letters of their words.
//!
//! A key is a whole word, the beginning of a word, or two such that follow each other. It tells two things: which classes a
//! sentence with it may have, and which entries may begin where it stands.

use std::collections::HashMap;

use super::class::{Class, Classes};
use super::entry::Pattern;
use super::word::{BEGUN, Word, pair};

impl Pattern<&str> {
    /// Hands over the keys under which it is known; there are none where it cannot be told.
    fn keys(&self, mut each: impl FnMut(u64)) {
        match self {
            Pattern::Exact(text) => each(Word::of(text).whole()),
            Pattern::Prefix(text) if text.len() >= BEGUN => each(Word::of(text).begun()),
            Pattern::Prefix(text) if text.len() + 1 == BEGUN => {
                // What is too short stands alone and with each byte that may follow.
                let word = Word::of(text);
                each(word.whole());
                for next in (b'0'..=b'9').chain(b'a'..=b'z').chain(0x80..=u8::MAX) {
                    let mut longer = word;
                    longer.push(u64::from(next), 1);
                    each(longer.begun());
                }
            }
            Pattern::Prefix(_) | Pattern::Infix(_) => {}
        }
    }

    /// How long it is, which tells how rare it is; none where it has no key.
    const fn length(&self) -> Option<usize> {
        match self {
            Pattern::Exact(text) => Some(text.len()),
            Pattern::Prefix(text) if text.len() + 1 >= BEGUN => Some(text.len()),
            Pattern::Prefix(_) | Pattern::Infix(_) => None,
        }
    }
}

/// What is known of a key. It is small, because most lookups wait for memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The key itself.
    key: u64,
    /// What the words of a sentence with the key may be: a number in `Sets`.
    set: u32,
    /// A phrase begins with it.
    pub(super) opens: bool,
    /// The first link of the chain of what is found by it, counted from one.
    chain: u32,
}

/// What is found by a key.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// Its number in the lexicon.
    number: u32,
    /// How long its literal is.
    length: u32,
    /// The next link, counted from one; 0 is none.
    next: u32,
}

/// What is to be known of each key, before it is an index.
#[derive(Default)]
pub(super) struct Keys {
    classes: Vec<(u64, Class)>,
    opening: Vec<u64>,
    links: Vec<(u64, Link)>,
    always: Classes,
}

impl Keys {
    /// Adds an entry of the lexicon by its words; its literal is so many bytes long. It is found by the first of them,
    /// longer literals first.
    pub(super) fn add(
        &mut self,
        words: &[Pattern<&str>],
        class: Class,
        number: u32,
        length: usize,
    ) {
        let link = Link {
            number,
            length: u32::try_from(length).unwrap_or(u32::MAX),
            next: 0,
        };
        if let [Pattern::Exact(first), second, ..] = words
            && second.length().is_some()
        {
            let first = Word::of(first).whole();
            self.opening.push(first);
            second.keys(|second| {
                self.classes.push((pair(first, second), class));
                self.links.push((pair(first, second), link));
            });
            return;
        }
        if let Some(first) = words.first() {
            first.keys(|key| self.links.push((key, link)));
        }
        // Of what is not told by its first two words, the longest word is the rarest.
        let longest = words.iter().max_by_key(|word| word.length());
        match longest.filter(|word| word.length().is_some()) {
            Some(word) => word.keys(|key| self.classes.push((key, class))),
            None => self.always = self.always.or(class.set()),
        }
    }

    /// The finished index.
    pub(super) fn finish(self) -> Index {
        let mut index = Index {
            slots: vec![0; 1 << FEWEST],
            shift: u64::BITS - FEWEST,
            known: vec![*NONE],
            links: Vec::with_capacity(self.links.len()),
            sets: Vec::new(),
            always: self.always,
        };
        let mut sets = Sets::new();
        for (key, class) in self.classes {
            let known = index.get_mut(key).into_iter();
            known.for_each(|known| known.set = sets.with(known.set, class));
        }
        index.sets = sets.all;
        for key in self.opening {
            let known = index.get_mut(key).into_iter();
            known.for_each(|known| known.opens = true);
        }
        for (key, link) in self.links {
            index.link(key, link);
        }
        index
    }
}

/// The binary logarithm of the fewest slots.
const FEWEST: u32 = 10;

/// The sets of classes that keys have, each once: there are far fewer than keys.
struct Sets {
    /// The empty set, each class alone in their order, and then what has more.
    all: Vec<Classes>,
    /// A set and what it becomes with a class.
    more: HashMap<(u32, u8), u32>,
}

impl Sets {
    fn new() -> Sets {
        let single = Class::every().map(Class::set);
        Sets {
            all: std::iter::once(Classes::empty()).chain(single).collect(),
            more: HashMap::new(),
        }
    }

    /// The number of a set together with a class.
    fn with(&mut self, set: u32, class: Class) -> u32 {
        let own = self.all.get(set as usize).copied().unwrap_or_default();
        if own.is_empty() {
            return class as u32 + 1;
        }
        if own.has(class) {
            return set;
        }
        let next = u32::try_from(self.all.len()).unwrap_or_default();
        let number = *self.more.entry((set, class as u8)).or_insert(next);
        if number == next {
            self.all.push(own.or(class.set()));
        }
        number
    }
}

/// What is known of words, and of pairs of words that follow each other.
pub(super) struct Index {
    /// The number of an entry in the lower bits, and a part of the hash of its key in the upper; 0 is none. There are as
    /// many as a power of two, and they are small, because most lookups find nothing and wait for these alone.
    slots: Vec<u32>,
    /// What of a hash is no place in `slots`.
    shift: u32,
    /// The first is of no key, so that the number of none is 0.
    known: Vec<Known>,
    links: Vec<Link>,
    /// The sets of classes by their numbers.
    sets: Vec<Classes>,
    /// What every sentence may have.
    always: Classes,
}

/// How many bits of a slot are its number; a test holds every lexicon against it.
const NUMBER: u32 = 18;

/// The number in a slot.
const fn number(slot: u32) -> usize {
    (slot & ((1 << NUMBER) - 1)) as usize
}

/// What a slot holds of a hash, above its number.
const fn part(hash: u64) -> u32 {
    (hash as u32) << NUMBER
}

/// Nothing is known of other keys.
const NONE: &Known = &Known {
    key: 0,
    set: 0,
    opens: false,
    chain: 0,
};

/// The bits of a key, well mixed.
const fn hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

impl Index {
    /// The classes that a sentence may have whatever its words.
    pub(super) const fn always(&self) -> Classes {
        self.always
    }

    /// What the words of a sentence may be that has a key.
    pub(super) fn classes(&self, known: &Known) -> Classes {
        self.sets
            .get(known.set as usize)
            .copied()
            .unwrap_or_default()
    }

    /// What is known of a key, if anything.
    pub(super) fn get(&self, key: u64) -> Option<&Known> {
        let slot = self.slots.get(self.find(key, hash(key)))?;
        match number(*slot) {
            0 => None,
            number => self.known.get(number),
        }
    }

    /// What is known of a key, and may be changed.
    fn get_mut(&mut self, key: u64) -> Option<&mut Known> {
        // More than half of the slots stay free, so that a search is short and ends.
        if 2 * self.known.len() >= self.slots.len() {
            self.grow();
        }
        let hash = hash(key);
        let at = self.find(key, hash);
        let slot = self.slots.get_mut(at)?;
        if *slot == 0 {
            *slot = part(hash) | u32::try_from(self.known.len()).unwrap_or_default();
            self.known.push(Known { key, ..*NONE });
            return self.known.last_mut();
        }
        self.known.get_mut(number(*slot))
    }

    /// Whether every number fits in a slot.
    #[cfg(test)]
    pub(super) fn has_room(&self) -> bool {
        self.known.len() < 1 << NUMBER
    }

    /// The slot of a key with its hash, or the free one where it belongs.
    fn find(&self, key: u64, hash: u64) -> usize {
        let mut at = (hash >> self.shift) as usize;
        while let Some(slot) = self.slots.get(at).copied().filter(|slot| *slot != 0) {
            // Few keys share this part, so that the memory of others is hardly ever asked.
            let may = (slot ^ part(hash)) >> NUMBER == 0;
            if may
                && self
                    .known
                    .get(number(slot))
                    .is_some_and(|known| known.key == key)
            {
                break;
            }
            at = self.next(at);
        }
        at
    }

    /// Doubles the slots.
    fn grow(&mut self) {
        let mut slots = vec![0; 2 * self.slots.len()];
        self.shift -= 1;
        for (number, known) in (0..).zip(&self.known).skip(1) {
            let hash = hash(known.key);
            let mut at = (hash >> self.shift) as usize;
            while slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) & (slots.len() - 1);
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = part(hash) | number;
            }
        }
        self.slots = slots;
    }

    /// Adds to the chain of a key, behind longer literals.
    fn link(&mut self, key: u64, mut link: Link) {
        let mut before = 0;
        link.next = self.get(key).map_or(0, |known| known.chain);
        while let Some(known) = self.at(link.next)
            && known.length > link.length
        {
            (before, link.next) = (link.next, known.next);
        }
        self.links.push(link);
        let place = u32::try_from(self.links.len()).unwrap_or_default();
        match before
            .checked_sub(1)
            .and_then(|at| self.links.get_mut(at as usize))
        {
            Some(before) => before.next = place,
            None => self
                .get_mut(key)
                .into_iter()
                .for_each(|entry| entry.chain = place),
        }
    }

    fn at(&self, place: u32) -> Option<&Link> {
        self.links.get(place.checked_sub(1)? as usize)
    }

    /// The numbers of what may be found by a key.
    pub(super) fn numbers(&self, entry: &Known) -> impl Iterator<Item = usize> {
        let mut next = entry.chain;
        std::iter::from_fn(move || {
            let link = self.at(next)?;
            next = link.next;
            Some(link.number as usize)
        })
    }

    const fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}
