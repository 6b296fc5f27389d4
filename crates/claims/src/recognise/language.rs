//! The languages that are read, and what differs between them beside the words.

use std::sync::LazyLock;

use super::class::{Class, Classes};
use super::frame::Frames;
use super::lexicon::Lexicon;
use super::number;
use super::token::Buffer;

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

/// A language's lexicon with the frames that all languages share.
pub(super) struct Grammar {
    pub(super) lexicon: Lexicon,
    pub(super) frames: &'static Frames,
    /// A negation also reaches the verb to its left.
    pub(super) negation_follows: bool,
    /// Whether words tell which sentences may hold a claim. Where many entries may stand inside of a word, none does.
    sieves: bool,
}

const FRAMES: &str = include_str!("frames.txt");
const EN_WORDS: &str = include_str!("lexicon/en.txt");
const DE_WORDS: &str = include_str!("lexicon/de.txt");
const FR_WORDS: &str = include_str!("lexicon/fr.txt");
const ES_WORDS: &str = include_str!("lexicon/es.txt");
const PLACES: &str = include_str!("lexicon/places.txt");

impl Language {
    /// All languages.
    pub const ALL: [Language; 4] = [Language::En, Language::De, Language::Fr, Language::Es];

    /// The language with a code such as `en` or `de-AT`; none where it is not read.
    pub fn of(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The code of the language.
    pub const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::De => "de",
            Language::Fr => "fr",
            Language::Es => "es",
        }
    }

    /// The lexicon's own text.
    const fn words(self) -> &'static str {
        match self {
            Language::En => EN_WORDS,
            Language::De => DE_WORDS,
            Language::Fr => FR_WORDS,
            Language::Es => ES_WORDS,
        }
    }

    /// All that the lexicon knows, each in one spelling that it matches.
    #[cfg(test)]
    pub(super) fn spelled(self) -> Vec<String> {
        let entries = super::entry::spelled(&[self.words(), PLACES]);
        entries
            .iter()
            .map(|entry| entry.replace('*', "x"))
            .collect()
    }

    /// What the language is read with; built when it is first needed.
    pub(super) fn grammar(self) -> &'static Grammar {
        static EN: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::En, false));
        static DE: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::De, true));
        static FR: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Fr, true));
        static ES: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Es, true));
        match self {
            Language::En => &EN,
            Language::De => &DE,
            Language::Fr => &FR,
            Language::Es => &ES,
        }
    }
}

impl Grammar {
    fn new(language: Language, negation_follows: bool) -> Grammar {
        // A test reads the frames of every build, so that none is lost here.
        static ALL: LazyLock<Frames> = LazyLock::new(|| Frames::parse(FRAMES).unwrap_or_default());
        let lexicon = Lexicon::parse(&[language.words(), PLACES], number::words(language));
        let mut grammar = Grammar {
            lexicon,
            frames: &ALL,
            negation_follows,
            sieves: true,
        };
        grammar.sieves = !grammar.may_claim("", false);
        grammar
    }

    /// Whether a sentence may hold a claim: its words allow a frame, wherever they stand.
    pub(super) fn may_claim(&self, sentence: &str, denied: bool) -> bool {
        if !self.sieves {
            return true;
        }
        let classes = self.lexicon.may_have(sentence);
        let negated = denied || classes.meets(Classes::NEGATIONS);
        let mut frames = self.frames.possible(classes, negated);
        frames.next().is_some()
    }

    /// Whether a text is nothing but yes or no: `Some(true)` for no, which turns its question round.
    pub(super) fn answer(&self, text: &str) -> Option<bool> {
        let buffer = Buffer::of(text);
        let words = buffer.pieces.iter().filter(|piece| piece.class.is_empty());
        if words.take(LONGEST + 1).count() > LONGEST {
            return None;
        }
        let mut meaning = None;
        for token in self.lexicon.find(&buffer).tokens(&buffer) {
            if token.is_mark() {
                continue;
            }
            let denies = token.is(Class::NO);
            if !denies && !token.is(Class::YES) {
                return None;
            }
            meaning = meaning.or(Some(denies));
        }
        meaning
    }
}

/// The most words of an answer that says no more than yes or no.
const LONGEST: usize = 4;

#[cfg(test)]
mod tests {
    #![allow(
        clippy::expect_used,
        clippy::panic,
        reason = "a test states what must hold"
    )]

    use super::super::entry::Reading;
    use super::*;

    #[test]
    fn every_frame_is_read() {
        let frames = Frames::parse(FRAMES).expect("the frames are well written");
        assert!(frames.all.len() > 80);
    }

    #[test]
    fn every_beginning_of_a_lexicon_has_three_letters() {
        for text in [EN_WORDS, DE_WORDS, FR_WORDS, ES_WORDS, PLACES] {
            let Reading {
                entries, literals, ..
            } = Reading::read(&[text], Vec::new());
            for entry in entries {
                let literal = entry.literal(&literals);
                assert!(
                    literal.len() >= 3 || literal.ends_with(' '),
                    "{literal:?} is too short"
                );
            }
        }
    }

    #[test]
    fn every_line_of_a_lexicon_names_a_class() {
        for text in [EN_WORDS, DE_WORDS, FR_WORDS, ES_WORDS, PLACES] {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let Some((head, _)) = line.split_once(':') else {
                    continue;
                };
                let name = head.split('=').next().unwrap_or(head).trim();
                assert!(Class::named(name).is_some(), "no class is called {name:?}");
            }
        }
    }
}
