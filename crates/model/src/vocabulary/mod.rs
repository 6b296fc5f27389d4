//! The closed lists: every word that a workspace may use for them, with one sentence of meaning.
//!
//! The sentences reach editors through the schemas, and messages through "expected ... or ...".

use std::fmt;

mod activity;
mod data;
mod device;
mod ledger;
mod organisation;
mod promise;
mod rights;
mod tool;
mod vendor;
mod window;

pub use activity::{ActivityLocation, LegalBasis, Medium, Purpose, Role, Subject, Training};
pub use data::{Identifies, Source};
pub use device::{Consent, Exemption, Party, StorageKind};
pub use ledger::Strength;
pub use organisation::{Availability, DataPrivacyFramework, DisclosedWhen, Regime};
pub use promise::{CheckedBy, NeverDo};
pub use rights::{How, RightKind};
pub use tool::{Account, Certainty, ClearedWhen, EvidenceLevel, ToolLocation};
pub use vendor::{Authorisation, Mechanism, Relation, Stage, UsedWhen};
pub use window::{AtEnd, CopyPlace, CountedFrom};

/// A closed list of words.
pub trait Vocabulary: Copy + Eq + fmt::Debug + 'static {
    /// What one word of the list is called in a message, such as `location`.
    const NOUN: &'static str;
    /// Every word, in the order that messages and schemas use.
    const ALL: &'static [Self];
    /// The word in its canonical kebab-case form.
    fn word(self) -> &'static str;
    /// One sentence that says what the word means.
    fn meaning(self) -> &'static str;
    /// Reads a word; `-`, `_` and case are equal.
    fn parse(text: &str) -> Option<Self> {
        let same = |word: &str| {
            word.len() == text.len()
                && word
                    .bytes()
                    .zip(text.bytes())
                    .all(|(a, b)| a == b.to_ascii_lowercase() || (a == b'-' && b == b'_'))
        };
        Self::ALL.iter().copied().find(|known| same(known.word()))
    }
    /// The whole list for a message: `local, server or hybrid`.
    fn choices() -> String {
        let words: Vec<&str> = Self::ALL.iter().map(|word| word.word()).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.concat(),
        }
    }
}

/// Declares one closed list: the variants, their words, their sentences.
macro_rules! vocabulary {
    ($(#[$attr:meta])* $name:ident as $noun:literal { $($variant:ident = $word:literal: $meaning:literal),+ $(,)? }) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $meaning] $variant),+ }

        impl $crate::vocabulary::Vocabulary for $name {
            const NOUN: &'static str = $noun;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::vocabulary::Vocabulary::word(*self))
            }
        }
    };
}
use vocabulary;

#[cfg(test)]
mod tests {
    use super::*;

    fn every_word_reads_back<V: Vocabulary>() {
        for word in V::ALL {
            assert_eq!(V::parse(word.word()), Some(*word));
            assert_eq!(
                V::parse(&word.word().replace('-', "_").to_uppercase()),
                Some(*word)
            );
            assert!(
                word.meaning().ends_with('.'),
                "{} has no full sentence",
                word.word()
            );
            assert_eq!(word.word(), word.word().to_lowercase());
        }
        assert_eq!(V::parse("no such word"), None);
    }

    #[test]
    fn words_read_back_and_are_explained() {
        every_word_reads_back::<ToolLocation>();
        every_word_reads_back::<Purpose>();
        every_word_reads_back::<Relation>();
        every_word_reads_back::<CountedFrom>();
        every_word_reads_back::<RightKind>();
        every_word_reads_back::<NeverDo>();
        every_word_reads_back::<Medium>();
        every_word_reads_back::<Exemption>();
        every_word_reads_back::<Regime>();
        every_word_reads_back::<Mechanism>();
        every_word_reads_back::<Strength>();
    }

    #[test]
    fn choices_read_as_a_sentence() {
        assert_eq!(ToolLocation::choices(), "local, server or hybrid");
    }
}
