//! Which sentences may hold a claim at all.
//!
//! Most hold none, and reading them whole would take most of the time. The sieve looks up the words of a sentence by their
//! first letters, and phrases by their first two words, and takes the classes of all entries that begin so. These are
//! never fewer than the sentence really has: where they allow no frame, no claim is lost.

use super::class::{Class, Classes};
use super::index::{Index, Known};
use super::normalise::{Folded, fold};
use super::token::mark_class;
use super::word::{Word, pair};
use crate::eight::{eight, leading};

/// All classes that a sentence may have; more than it really has.
pub(super) fn classes(index: &Index, sentence: &str) -> Classes {
    let mut pass = Pass {
        index,
        word: Word::default(),
        before: None,
        found: index.always(),
    };
    pass.read(sentence);
    pass.found
}

/// One pass through a sentence, which parts it into words as `Buffer` does.
struct Pass<'i> {
    index: &'i Index,
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
            Folded::Mark(mark) => {
                self.end_word();
                let class = mark_class(mark).map_or(Classes::empty(), Class::set);
                self.found = self.found.or(class);
            }
            Folded::Dash => {
                self.end_word();
                self.found = self.found.or(Class::STOP.set());
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

    /// Adds what is known of a key.
    fn take(&mut self, key: u64) -> Option<&Known> {
        let known = self.index.get(key)?;
        self.found = self.found.or(self.index.classes(known));
        Some(known)
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if word.is_empty() {
            return;
        }
        if word.is_number() {
            self.found = self.found.or(Class::NUM.set());
            if word.is_teen() {
                self.found = self.found.or(Class::TEEN.set());
            }
        }
        let keys = word.keys();
        if let Some(before) = self.before.take() {
            for key in keys.all() {
                self.take(pair(before, *key));
            }
        }
        for key in keys.beginnings() {
            self.take(*key);
        }
        let whole = word.whole();
        if self.take(whole).is_some_and(|known| known.opens) {
            self.before = Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::language::Language;
    use super::super::token::Buffer;

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
        fn a_sentence_has_only_classes_that_the_sieve_lets_through(
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
