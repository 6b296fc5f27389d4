//! Which sentences may hold a claim at all.
//!
//! Most hold none, and reading them whole would take most of the time. The sieve looks up the words of a sentence by their
//! first letters, and phrases by their first two words, and takes the classes of all entries that begin so. These are
//! never fewer than the sentence really has: where they allow no frame, no claim is lost.

use super::class::{Class, Classes};
use super::normalise::{Folded, fold};
use super::token::MARKS;

/// How many letters of a word are held.
const HELD: usize = 8;

/// By how many letters the beginning of a word is known.
const BEGUN: usize = 4;

/// A word of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spelled<'w> {
    /// The word as it is.
    Whole(&'w str),
    /// All words that begin so.
    Begun(&'w str),
    /// Any word, or one that is told by what stands inside of it.
    Any,
}

impl Spelled<'_> {
    /// Hands over the keys under which it is known; there are none where it cannot be told.
    fn keys(self, mut each: impl FnMut(u64)) {
        match self {
            Spelled::Whole(text) => each(Word::of(text).whole()),
            Spelled::Begun(text) if text.len() >= BEGUN => each(Word::of(text).begun()),
            Spelled::Begun(text) if text.len() + 1 == BEGUN => {
                // What is too short stands alone and with each byte that may follow.
                let word = Word::of(text);
                each(word.whole());
                for next in (b'0'..=b'9').chain(b'a'..=b'z').chain(0x80..=u8::MAX) {
                    let mut longer = word;
                    longer.push(u64::from(next), 1);
                    each(longer.begun());
                }
            }
            Spelled::Begun(_) | Spelled::Any => {}
        }
    }

    /// How long it is, which tells how rare it is; none where it cannot be told.
    const fn length(self) -> Option<usize> {
        match self {
            Spelled::Whole(word) => Some(word.len()),
            Spelled::Begun(word) if word.len() + 1 >= BEGUN => Some(word.len()),
            Spelled::Begun(_) | Spelled::Any => None,
        }
    }
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    classes: Classes,
    /// A phrase begins with it.
    opens: bool,
}

/// A sieve that is being made.
#[derive(Default)]
pub(super) struct Mesh {
    entries: Vec<(u64, Entry)>,
    always: Classes,
}

impl Mesh {
    /// Adds the words of an entry with its class.
    pub(super) fn add<'w>(
        &mut self,
        words: impl Iterator<Item = Spelled<'w>> + Clone,
        class: Class,
    ) {
        let entry = Entry {
            classes: class.set(),
            opens: false,
        };
        let mut first_two = words.clone();
        if let (Some(Spelled::Whole(first)), Some(second)) = (first_two.next(), first_two.next())
            && second.length().is_some()
        {
            let first = Word::of(first).whole();
            let opens = Entry {
                classes: Classes::empty(),
                opens: true,
            };
            self.entries.push((first, opens));
            second.keys(|second| self.entries.push((pair(first, second), entry)));
            return;
        }
        // Of what is not told by its first two words, the longest word is the rarest.
        match words.max_by_key(|word| word.length()) {
            Some(word) if word.length().is_some() => {
                word.keys(|key| self.entries.push((key, entry)));
            }
            _ => self.always = self.always.or(class.set()),
        }
    }

    /// The finished sieve.
    pub(super) fn finish(self) -> Sieve {
        // A quarter of the slots is in use at most, so that most searches end at the first.
        let bits = (4 * self.entries.len() + 4).ilog2() + 1;
        let mut sieve = Sieve {
            slots: vec![0; 1 << bits],
            shift: u64::BITS - bits,
            entries: vec![Entry::default()],
            always: self.always.or(MARKS),
        };
        for (key, entry) in self.entries {
            sieve.put(key, entry);
        }
        sieve
    }
}

/// The classes of words and of pairs of words.
pub(super) struct Sieve {
    /// The number of an entry in the lower half, and part of the hash of its key in the upper; 0 is none. There are as
    /// many as a power of two.
    slots: Vec<u32>,
    /// What of a hash is no place in `slots`.
    shift: u32,
    /// The first is of no key.
    entries: Vec<Entry>,
    /// What every sentence may have.
    always: Classes,
}

/// What tells the keys of one slot apart. Two that share it are one, which only adds classes.
const fn tag(hash: u64) -> u32 {
    (hash & 0xffff_0000) as u32
}

/// Bits of a key, well mixed.
const fn hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The key of two words that follow each other.
const fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(29).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ second
}

impl Sieve {
    /// All classes that a sentence may have; more than it really has.
    pub(super) fn classes(&self, sentence: &str) -> Classes {
        let mut pass = Pass {
            sieve: self,
            word: Word::default(),
            before: None,
            found: self.always,
        };
        pass.read(sentence);
        pass.found
    }

    fn put(&mut self, key: u64, entry: Entry) {
        let hash = hash(key);
        let mut at = self.first(hash);
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == 0 {
                let Ok(number) = u16::try_from(self.entries.len()) else {
                    // A language with more keys than can be counted gives the classes of the others to all.
                    self.always = self.always.or(entry.classes);
                    return;
                };
                *slot = tag(hash) | u32::from(number);
                self.entries.push(entry);
                return;
            }
            if tag(u64::from(*slot)) == tag(hash) {
                if let Some(known) = self.entries.get_mut((*slot & 0xffff) as usize) {
                    known.classes = known.classes.or(entry.classes);
                    known.opens |= entry.opens;
                }
                return;
            }
            at = self.next(at);
        }
    }

    fn get(&self, key: u64) -> &Entry {
        let hash = hash(key);
        let at = self.first(hash);
        let slot = self.slots.get(at).copied().unwrap_or_default();
        // Whether a word is known is as good as chance, so the first entry, of no key, stands in for a jump.
        let fits = tag(u64::from(slot)) == tag(hash);
        let number = if fits { slot & 0xffff } else { 0 };
        if number == 0 && slot != 0 {
            return self.further(at, hash);
        }
        self.entry(number)
    }

    fn further(&self, at: usize, hash: u64) -> &Entry {
        let mut at = self.next(at);
        while let Some(slot) = self.slots.get(at).copied().filter(|slot| *slot != 0) {
            if tag(u64::from(slot)) == tag(hash) {
                return self.entry(slot & 0xffff);
            }
            at = self.next(at);
        }
        self.entry(0)
    }

    fn entry(&self, number: u32) -> &Entry {
        const NONE: &Entry = &Entry {
            classes: Classes::empty(),
            opens: false,
        };
        self.entries.get(number as usize).unwrap_or(NONE)
    }

    const fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    /// The slot at which the search for a hash begins.
    const fn first(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }
}

/// One pass through a sentence, which parts it into words as `Buffer` does.
struct Pass<'v> {
    sieve: &'v Sieve,
    word: Word,
    /// The word before, where a phrase begins with it.
    before: Option<u64>,
    found: Classes,
}

impl Pass<'_> {
    fn read(&mut self, sentence: &str) {
        let bytes = sentence.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let eight = eight(rest);
            let letters = leading(eight);
            if letters > 0 {
                self.end_number();
                self.word.push_letters(eight, letters);
                at += letters;
                continue;
            }
            let first = eight.to_le_bytes()[0];
            if first == b' ' {
                self.end_word();
                at += 1;
            } else if first.is_ascii_digit() {
                self.word.push(u64::from(first), 1);
                at += 1;
            } else {
                let rest = sentence.get(at..).unwrap_or_default();
                let c = rest.chars().next().unwrap_or_default();
                at += c.len_utf8();
                self.fold(c, bytes.get(at).copied());
            }
        }
        self.end_word();
    }

    /// Takes a character that is no plain letter or digit.
    fn fold(&mut self, c: char, next: Option<u8>) {
        match fold(c) {
            Folded::Nothing => {}
            Folded::Word(first, second) => {
                self.end_number();
                self.word.push_char(first);
                second
                    .into_iter()
                    .for_each(|second| self.word.push_char(second));
            }
            Folded::Apostrophe if matches!(next, Some(b't' | b'T')) && self.word.drop_n() => {
                self.end_word();
                self.word = Word::of("no");
            }
            _ => self.end_word(),
        }
    }

    /// "24h" is a number and a unit.
    fn end_number(&mut self) {
        if self.word.is_number() {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if word.length == 0 {
            return;
        }
        if word.is_number() {
            self.found = self.found.or(Class::NUM.set());
        }
        let (whole, begun) = (word.whole(), word.begun());
        let own = self.sieve.get(whole);
        self.found = self.found.or(own.classes).or(self.sieve.get(begun).classes);
        if let Some(before) = self.before {
            for key in [whole, begun] {
                self.found = self.found.or(self.sieve.get(pair(before, key)).classes);
            }
        }
        self.before = own.opens.then_some(whole);
    }
}

/// The first bytes of a text, the first in the lowest place; what is missing is zero, which is no letter.
fn eight(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk() {
        return u64::from_le_bytes(*first);
    }
    let bytes = text.iter().rev();
    bytes.fold(0, |held, byte| (held << 8) | u64::from(*byte))
}

/// With how many plain letters eight bytes begin.
const fn leading(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // In lower case, and without the highest bit of each byte, so that no sum reaches the next one.
    let lower = (eight | (0x20 * ONES)) & !HIGH;
    let from_a = lower + (0x80 - b'a' as u64) * ONES;
    let behind_z = lower + (0x7f - b'z' as u64) * ONES;
    let others = (eight | !from_a | behind_z) & HIGH;
    others.trailing_zeros() as usize / 8
}

/// The first letters of a word, the first in the lowest byte.
#[derive(Debug, Default, Clone, Copy)]
struct Word {
    held: u64,
    /// How many letters there are, of which eight are held.
    length: usize,
    last: u8,
}

impl Word {
    fn of(text: &str) -> Word {
        let mut word = Word::default();
        text.chars().for_each(|c| word.push_char(c));
        word
    }

    /// Appends the bytes of a letter.
    fn push_char(&mut self, letter: char) {
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            self.push(u64::from(byte), 1);
        }
    }

    /// Appends so many of eight plain letters, in lower case.
    const fn push_letters(&mut self, eight: u64, count: usize) {
        let lower = eight | 0x2020_2020_2020_2020;
        self.push(lower & (u64::MAX >> (8 * (HELD - count))), count);
    }

    /// Appends so many bytes, at least one.
    const fn push(&mut self, bytes: u64, count: usize) {
        if self.length < HELD {
            self.held |= bytes << (8 * self.length);
        }
        self.length += count;
        self.last = (bytes >> (8 * (count - 1))) as u8;
    }

    /// Drops an "n" at its end, which is not all of it.
    const fn drop_n(&mut self) -> bool {
        if self.last != b'n' || self.length < 2 {
            return false;
        }
        self.length -= 1;
        if self.length < HELD {
            self.held &= (1 << (8 * self.length)) - 1;
        }
        true
    }

    const fn is_number(&self) -> bool {
        (self.held as u8).is_ascii_digit()
    }

    /// The key of the word; a space behind it tells it from a beginning.
    const fn whole(&self) -> u64 {
        if self.length < HELD {
            self.held | (0x20 << (8 * self.length))
        } else {
            self.held
        }
    }

    /// The key of its beginning.
    const fn begun(&self) -> u64 {
        self.held & 0xffff_ffff
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::language::Language;
    use super::super::token::Buffer;
    use super::*;

    /// What a sentence is put together from: words and parts of words, some of which the lexicons know, and what stands
    /// between them.
    fn part() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zé]{1,12}",
            "[A-Za-z0-9 .,:;'’\\-\u{ad}ßœ?!]{1,6}",
            prop::sample::select(vec![
                "don't",
                "Aren’t",
                "the EU",
                "third part",
                "no",
                "0",
                "24h",
                "TLS 1.3",
                "https://a.example/no-cookies ",
                "n'est",
                "über",
                "upload",
                "U\u{ad}PLOAD",
                "Verschlüsselung",
                "usado",
                "no te",
                "ne",
                "que",
                "à",
                "l'",
            ])
            .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn a_sentence_has_no_class_that_the_sieve_lets_through_not(
            parts in prop::collection::vec((part(), prop::sample::select(vec!["", " ", " ", ", ", "-"])), 1..12),
            seed in prop::collection::vec((0..4_usize, any::<prop::sample::Index>()), 0..6),
        ) {
            let mut text: String = parts.iter().flat_map(|(part, behind)| [part.as_str(), behind]).collect();
            for (language, index) in &seed {
                let Some(language) = Language::ALL.get(*language) else { continue };
                let spelled = language.spelled();
                if let Some(entry) = spelled.get(index.index(spelled.len())) {
                    text.push(' ');
                    text.push_str(entry);
                }
            }
            for language in Language::ALL {
                let lexicon = &language.grammar().lexicon;
                let found = lexicon.find(&Buffer::of(&text)).union;
                prop_assert!(found.without(lexicon.may_have(&text)).is_empty(), "{language:?}: {text:?}");
            }
        }

        #[test]
        fn letters_are_counted_eight_at_a_time(bytes in prop::array::uniform8(any::<u8>())) {
            let one_by_one = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(leading(u64::from_le_bytes(bytes)), one_by_one);
        }
    }

    #[test]
    fn what_a_whole_entry_says_is_let_through() {
        for language in Language::ALL {
            let lexicon = &language.grammar().lexicon;
            for entry in language.spelled() {
                let found = lexicon.find(&Buffer::of(&entry)).union;
                assert!(
                    found.without(lexicon.may_have(&entry)).is_empty(),
                    "{language:?}: {entry:?}"
                );
            }
        }
    }
}
