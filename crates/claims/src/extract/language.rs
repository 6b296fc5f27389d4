//! The language of a text, by the words that every sentence has and by its letters.

use std::sync::LazyLock;

use crate::eight::{eight, leading};

/// How much of a text is looked at.
const ENOUGH: usize = 8 * 1024;

/// After so many words a clear vote is not asked again.
const CLEAR: u32 = 12;

/// A language that is told from others by no word of the lists.
const UNKNOWN: &str = "und";

/// The languages that are told apart, each with words that are typical of it. The first four are read; the others are
/// known so that a text in one of them is not taken for English.
const LANGUAGES: &[(&str, &str)] = &[
    (
        "en",
        "the and of to we your you our is are for with this that not it by from or as be will they have when any never which on at",
    ),
    (
        "de",
        "der die das und wir sie ihre ihrer ihren nicht mit den dem ein eine einer ist sind werden wird auf für von zu oder bei nach keine auch im zur zum uns unsere",
    ),
    (
        "fr",
        "le les des et nous vous vos votre est sont une dans pour par sur pas qui ne ce cette aux avec du au ou nos notre ces",
    ),
    (
        "es",
        "el los las y sus su una del por con para más sin nuestro nuestra nuestros usted son está como al lo ni nunca tus tu se",
    ),
    (
        "it",
        "il di che della delle dei nel nella sono è non gli alla nostri vostri questo anche più dal dai",
    ),
    (
        "pt",
        "os não são nossos seus sua seu uma um em nos pelo pela você ao aos mais dos das",
    ),
    (
        "nl",
        "het een van niet wij uw zijn wordt worden naar ook geen deze op bij dat voor onze met",
    ),
    (
        "pl",
        "nie jest są oraz się przez dla które po od do na twoje nasze żadne pliki naszych",
    ),
    (
        "cs",
        "není jsou které aby bez vaše naše nebo pro jako soubory se si",
    ),
    (
        "sv",
        "och att inte vi dina är av som på för ett våra det utan aldrig",
    ),
    (
        "da",
        "og ikke vi dine er af på til det vores at ingen aldrig jeres",
    ),
    ("nb", "og ikke vi dine er av på til det våre å ingen aldri"),
    (
        "fi",
        "ja ei emme ovat on että tiedostot eivät sinun mutta tämä",
    ),
    ("hu", "az és nem egy hogy van vagy soha fájlok nincs ezt"),
    (
        "ro",
        "și nu sunt este în noastre dumneavoastră pentru din fără să",
    ),
    (
        "tr",
        "ve bir bu için değil ile dosyalarınız asla veya olarak",
    ),
    ("id", "dan yang tidak kami anda di dengan untuk dari ini"),
];

/// The letters of a word in lower case as two numbers, the first in the lowest place; zero, which is no letter, where it
/// ends. Of a word that is too long the first letters are as good as any, since no list has such a word.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Letters(u64, u64);

impl Letters {
    /// Adds so many letters in lower case at a place.
    const fn put(&mut self, place: usize, letters: u64) {
        if place < 8 {
            self.0 |= letters << (8 * place);
            if place > 0 {
                self.1 |= letters >> (8 * (8 - place));
            }
        } else if place < 16 {
            self.1 |= letters << (8 * (place - 8));
        }
    }

    /// The letters of a word in lower case.
    fn of(word: &str) -> Letters {
        let mut letters = Letters::default();
        for (place, letter) in word.bytes().enumerate() {
            letters.put(place, u64::from(letter));
        }
        letters
    }

    /// Where the word stands in the table, if nothing else stands there.
    const fn slot(self) -> usize {
        let mixed = (self.0 ^ self.1.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (u64::BITS - SLOTS.ilog2())) as usize
    }
}

/// The slots of the table, a power of two and more than twice as many as there are words.
const SLOTS: usize = 1024;

/// The words, each at its slot or behind it, with a bit for each of its languages.
static WORDS: LazyLock<Vec<(Letters, u32)>> = LazyLock::new(|| {
    let mut table = vec![(Letters::default(), 0); SLOTS];
    for (language, (_, words)) in LANGUAGES.iter().enumerate() {
        for word in words.split(' ') {
            let letters = Letters::of(word);
            let mut at = letters.slot();
            while let Some((known, languages)) = table.get_mut(at) {
                if *languages == 0 || *known == letters {
                    *known = letters;
                    *languages |= 1 << language;
                    break;
                }
                at = (at + 1) % SLOTS;
            }
        }
    }
    table
});

/// The languages that have a word, a bit for each.
fn languages(table: &[(Letters, u32)], letters: Letters) -> u32 {
    let mut at = letters.slot();
    while let Some((known, languages)) = table.get(at).filter(|(_, languages)| *languages != 0) {
        if *known == letters {
            return *languages;
        }
        at = (at + 1) % SLOTS;
    }
    0
}

/// What was counted in a text.
struct Count {
    votes: [u32; LANGUAGES.len()],
    words: u32,
    /// Words with a letter that English does not have.
    foreign: u32,
    letters: u32,
    /// Letters of other alphabets than the Latin one.
    others: u32,
}

/// The language of a text; none where the words do not settle it. A text in another alphabet, or without one word that
/// is known and with many letters that are foreign to English, is `und`: some language that is not read.
pub fn language(text: &str) -> Option<&'static str> {
    let table = &*WORDS;
    let mut count = Count {
        votes: [0; LANGUAGES.len()],
        words: 0,
        foreign: 0,
        letters: 0,
        others: 0,
    };
    let mut word = Letters::default();
    let mut length = 0;
    let mut marked = false;
    let bytes = text.as_bytes();
    let bytes = bytes.get(..ENOUGH).unwrap_or(bytes);
    let mut at = 0;
    while at <= bytes.len() {
        let first = eight(bytes.get(at..).unwrap_or_default());
        let letters = leading(first);
        if letters > 0 {
            let lower = (first | 0x2020_2020_2020_2020) & (u64::MAX >> (64 - 8 * letters));
            word.put(length, lower);
            length += letters;
            count.letters += letters as u32;
            at += letters;
            continue;
        }
        // Behind the last byte is none, which ends a word, too.
        let byte = first.to_le_bytes()[0];
        at += 1;
        // Apostrophes divide words: `l'image`, `don't`.
        if byte >= 0x80 {
            word.put(length, u64::from(byte));
            length += 1;
            // The first bytes of letters; general punctuation is none.
            marked |= matches!(byte, 0xc3..=0xc8);
            count.others += u32::from(matches!(byte, 0xcd..=0xdf | 0xe0..=0xe1 | 0xe3..=0xed));
            count.letters += u32::from(byte >= 0xc3 && byte != 0xe2);
            continue;
        }
        if length > 0 {
            count.words += 1;
            count.foreign += u32::from(marked);
            let mut found = languages(table, word);
            while found != 0 {
                if let Some(vote) = count.votes.get_mut(found.trailing_zeros() as usize) {
                    *vote += 1;
                }
                found &= found - 1;
            }
            if count.words.is_multiple_of(CLEAR)
                && let Some(clear) = count.settle(4)
            {
                return Some(clear);
            }
        }
        word = Letters::default();
        length = 0;
        marked = false;
    }
    count.settle(2).or_else(|| count.unknown())
}

impl Count {
    /// The language with so many votes at least.
    fn settle(&self, least: u32) -> Option<&'static str> {
        let (best, most) = self
            .votes
            .iter()
            .copied()
            .enumerate()
            .max_by_key(|(index, votes)| (*votes, usize::MAX - index))?;
        // Of the others only the strongest counts against it: related languages share words.
        let second = self
            .votes
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != best)
            .map(|(_, votes)| *votes)
            .max()
            .unwrap_or(0);
        // Two such words, more than twice those of another language, and one of every twelve: names and lists do not
        // count.
        (most >= least && most > 2 * second && most * 12 >= self.words)
            .then(|| LANGUAGES.get(best).map(|(code, _)| *code))
            .flatten()
    }

    fn unknown(&self) -> Option<&'static str> {
        let other_alphabet = self.others >= 4 && 2 * self.others > self.letters;
        let no_word = self.votes.iter().take(4).all(|votes| *votes == 0);
        let foreign = self.words >= 5 && no_word && 4 * self.foreign >= self.words;
        (other_alphabet || foreign).then_some(UNKNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_found_with_its_language() {
        for (number, (code, words)) in LANGUAGES.iter().enumerate() {
            for word in words.split(' ') {
                assert!(
                    word.len() <= 16,
                    "{word:?} is longer than what is held of a word"
                );
                let found = languages(&WORDS, Letters::of(word));
                assert!(
                    found & (1 << number) != 0,
                    "{word:?} is not found as {code}"
                );
            }
        }
    }
}
