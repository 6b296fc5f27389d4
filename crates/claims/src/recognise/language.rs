//! The languages that are read, and what differs between them beside the words.

use std::sync::LazyLock;

use super::frame::{self, Frame};
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
    pub(super) frames: Vec<Frame>,
    /// A negation also reaches the verb to its left.
    pub(super) negation_follows: bool,
    yes: &'static [&'static str],
    no: &'static [&'static str],
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

    /// What the language is read with; built when it is first needed.
    pub(super) fn grammar(self) -> &'static Grammar {
        static EN: LazyLock<Grammar> = LazyLock::new(|| {
            Grammar::new(
                Language::En,
                EN_WORDS,
                false,
                &["yes", "absolutely", "of course", "always", "correct"],
                &[
                    "no",
                    "never",
                    "not at all",
                    "nope",
                    "absolutely not",
                    "none",
                ],
            )
        });
        static DE: LazyLock<Grammar> = LazyLock::new(|| {
            Grammar::new(
                Language::De,
                DE_WORDS,
                true,
                &["ja", "naturlich", "selbstverstandlich", "immer"],
                &[
                    "nein",
                    "nie",
                    "niemals",
                    "uberhaupt nicht",
                    "auf keinen fall",
                ],
            )
        });
        static FR: LazyLock<Grammar> = LazyLock::new(|| {
            Grammar::new(
                Language::Fr,
                FR_WORDS,
                true,
                &["oui", "bien sur", "toujours", "absolument"],
                &["non", "jamais", "pas du tout", "aucunement"],
            )
        });
        static ES: LazyLock<Grammar> = LazyLock::new(|| {
            Grammar::new(
                Language::Es,
                ES_WORDS,
                true,
                &["si", "por supuesto", "claro", "siempre"],
                &["no", "nunca", "jamas", "en absoluto", "de ninguna manera"],
            )
        });
        match self {
            Language::En => &EN,
            Language::De => &DE,
            Language::Fr => &FR,
            Language::Es => &ES,
        }
    }
}

impl Grammar {
    fn new(
        language: Language,
        words: &'static str,
        negation_follows: bool,
        yes: &'static [&'static str],
        no: &'static [&'static str],
    ) -> Grammar {
        let lexicon = Lexicon::parse(&[words, PLACES], number::words(language));
        Grammar {
            lexicon,
            // A test reads the frames of every build, so that none is lost here.
            frames: frame::parse(FRAMES).unwrap_or_default(),
            negation_follows,
            yes,
            no,
        }
    }

    /// Whether a text is nothing but yes or no: `Some(true)` for no, which turns its question round.
    pub(super) fn answer(&self, text: &str) -> Option<bool> {
        let buffer = Buffer::of(text);
        let words: Vec<&str> = buffer
            .pieces
            .iter()
            .filter(|piece| piece.class.is_empty())
            .map(|piece| buffer.word(piece))
            .take(5)
            .collect();
        if words.is_empty() || words.len() > 4 {
            return None;
        }
        let mut rest = words.join(" ");
        let mut meaning = None;
        loop {
            let strip = |list: &[&str]| {
                list.iter().find_map(|word| {
                    let after = rest.strip_prefix(word)?;
                    (after.is_empty() || after.starts_with(' '))
                        .then(|| after.trim_start().to_owned())
                })
            };
            let (negated, after) = match (strip(self.no), strip(self.yes)) {
                (Some(after), _) => (true, after),
                (None, Some(after)) => (false, after),
                (None, None) => return None,
            };
            meaning = meaning.or(Some(negated));
            if after.is_empty() {
                return meaning;
            }
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::expect_used,
        clippy::panic,
        reason = "a test states what must hold"
    )]

    use super::super::class::Class;
    use super::*;

    #[test]
    fn every_frame_is_read() {
        let frames = frame::parse(FRAMES).expect("the frames are well written");
        assert!(frames.len() > 80);
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
