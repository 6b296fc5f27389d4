//! The first letters of a word as a number, by which words are looked up.

use crate::eight::eight;

/// How many letters of a word are held.
const HELD: usize = 8;

/// By how many letters the beginning of a word is known, at least.
pub(super) const BEGUN: usize = 4;

/// By how many where there are so many: "compress" and "company" begin alike for four.
const LONGER: usize = 6;

/// The first letters of a word in folded spelling, the first in the lowest byte.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Word {
    held: u64,
    /// How many letters there are, of which eight are held.
    length: usize,
    last: u8,
}

impl Word {
    /// The word with which a text begins that many bytes long is.
    pub(super) fn read(text: &[u8], length: usize) -> Word {
        let mut word = Word {
            held: eight(text),
            length,
            last: 0,
        };
        if length < HELD {
            word.held &= (1 << (8 * length)) - 1;
        }
        word
    }

    pub(super) fn of(text: &str) -> Word {
        Word::read(text.as_bytes(), text.len())
    }

    /// Appends so many of eight plain letters, in lower case.
    pub(super) const fn push_letters(&mut self, eight: u64, count: usize) {
        let lower = eight | 0x2020_2020_2020_2020;
        self.push(lower & (u64::MAX >> (8 * (HELD - count))), count);
    }

    /// Appends the bytes of a folded letter.
    pub(super) fn push_char(&mut self, letter: char) {
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            self.push(u64::from(byte), 1);
        }
    }

    /// Appends so many bytes, at least one.
    pub(super) const fn push(&mut self, bytes: u64, count: usize) {
        if self.length < HELD {
            self.held |= bytes << (8 * self.length);
        }
        self.length += count;
        self.last = (bytes >> (8 * (count - 1))) as u8;
    }

    /// Drops an "n" at its end, which is not all of it.
    pub(super) const fn drop_n(&mut self) -> bool {
        if self.last != b'n' || self.length < 2 {
            return false;
        }
        self.length -= 1;
        if self.length < HELD {
            self.held &= (1 << (8 * self.length)) - 1;
        }
        true
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) const fn is_number(&self) -> bool {
        (self.held as u8).is_ascii_digit()
    }

    /// Whether it is a number from 10 to 21.
    pub(super) const fn is_teen(&self) -> bool {
        let [tens, ones] = [self.held as u8, (self.held >> 8) as u8];
        self.length == 2
            && ((tens == b'1' && ones.is_ascii_digit()) || (tens == b'2' && ones <= b'1'))
    }

    /// The key of the word; a space behind it tells it from a beginning.
    pub(super) const fn whole(&self) -> u64 {
        if self.length < HELD {
            self.held | (0x20 << (8 * self.length))
        } else {
            self.held
        }
    }

    /// Its keys: first that of the word, then those of its beginnings, of which a short word has none.
    pub(super) const fn keys(&self) -> Keys {
        Keys {
            all: [
                self.whole(),
                self.held & 0xffff_ffff,
                self.held & 0xffff_ffff_ffff,
            ],
            count: match self.length {
                ..BEGUN => 1,
                BEGUN..LONGER => 2,
                LONGER.. => 3,
            },
        }
    }

    /// The key under which what begins with it is known: its longest beginning.
    pub(super) fn begun(&self) -> u64 {
        self.keys()
            .beginnings()
            .last()
            .copied()
            .unwrap_or(self.held)
    }
}

/// The keys of a word.
pub(super) struct Keys {
    all: [u64; 3],
    count: usize,
}

impl Keys {
    /// The key of the word itself and of its beginnings.
    pub(super) fn all(&self) -> &[u64] {
        self.all.get(..self.count).unwrap_or_default()
    }

    /// The keys of its beginnings.
    pub(super) fn beginnings(&self) -> &[u64] {
        self.all.get(1..self.count).unwrap_or_default()
    }
}

/// The key of two words that follow each other.
pub(super) const fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(29).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ second
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_is_the_same_however_it_comes(text in "[a-z0-9éж]{1,12}") {
            let mut word = Word::default();
            text.chars().for_each(|c| word.push_char(c));
            prop_assert_eq!(word.whole(), Word::of(&text).whole());
            let (pushed, read) = (word.keys(), Word::of(&text).keys());
            prop_assert_eq!(pushed.all(), read.all());
        }
    }
}
