//! The language of a text, by the words that every sentence has and by its letters.

use std::sync::LazyLock;

/// How much of a text is looked at.
const ENOUGH: usize = 8 * 1024;

/// The longest word that is looked up.
const LONGEST: usize = 12;

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

/// The slots of the table, a power of two.
const SLOTS: usize = 1024;

/// The words with their languages, by their slots.
type Table = Vec<Vec<(&'static [u8], usize)>>;

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    let mut table = vec![Vec::new(); SLOTS];
    for (language, (_, words)) in LANGUAGES.iter().enumerate() {
        for word in words.split(' ').map(str::as_bytes) {
            if let Some(slot) = table.get_mut(slot(word)) {
                slot.push((word, language));
            }
        }
    }
    table
});

/// Where a word stands in the table.
fn slot(word: &[u8]) -> usize {
    let at = |index: usize| word.get(index).copied().map_or(0, usize::from);
    let last = at(word.len().saturating_sub(1));
    (word.len() * 7 + at(0) * 31 + at(1) * 131 + last * 17) % SLOTS
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
    let mut word = [0_u8; LONGEST];
    let mut length = 0;
    let mut marked = false;
    for byte in text.bytes().take(ENOUGH).chain([b' ']) {
        // Apostrophes divide words: `l'image`, `don't`.
        if byte.is_ascii_alphabetic() || byte >= 0x80 {
            if let Some(place) = word.get_mut(length) {
                *place = byte.to_ascii_lowercase();
            }
            length += 1;
            if byte >= 0x80 {
                // The first bytes of letters; general punctuation is none.
                marked |= matches!(byte, 0xc3..=0xc8);
                count.others += u32::from(matches!(byte, 0xcd..=0xdf | 0xe0..=0xe1 | 0xe3..=0xed));
            }
            count.letters += u32::from(byte < 0x80 || byte >= 0xc3 && byte != 0xe2);
            continue;
        }
        if length > 0 {
            count.words += 1;
            count.foreign += u32::from(marked);
            if let Some(found) = word.get(..length) {
                for (known, language) in table.get(slot(found)).into_iter().flatten() {
                    if *known == found
                        && let Some(vote) = count.votes.get_mut(*language)
                    {
                        *vote += 1;
                    }
                }
            }
            if count.words.is_multiple_of(CLEAR)
                && let Some(clear) = count.settle(4)
            {
                return Some(clear);
            }
        }
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
