//! A language's words and phrases with their classes, and the tagging of a sentence with them.
//!
//! A line of a lexicon is `CLASS: entry, entry` or `CLASS=value: entry, entry`. An entry is one word or several; a word
//! may hold alternatives, `stor(e|ed|ing)`, and stand for all words that begin with it, `upload*`, or contain it,
//! `*weitergabe*`. Entries are looked up by their first words in the folded sentence, in which a space stands behind each
//! word; the few that a word only contains are found by an automaton.

use aho_corasick::AhoCorasick;

use super::class::{Class, Classes};
use super::entry::{Entry, Reading};
use super::index::{Index, Known};
use super::sieve;
use super::token::{Buffer, Piece, Token, Value};
use super::word::{Word, pair};
use crate::eight::eight;

/// The words of one language.
pub(super) struct Lexicon {
    /// Where a word tells which entries may begin with it.
    index: Index,
    entries: Vec<Entry>,
    /// What the entries begin with.
    literals: String,
    /// What the entries stand for.
    values: Vec<Value>,
    /// What stands anywhere in a word; none where the language asks for no such entry.
    inside: Option<AhoCorasick>,
    /// The entries of each of its literals.
    contained: Vec<Vec<Entry>>,
}

/// What the entries say about the words from one piece on.
#[derive(Debug, Clone, Copy)]
struct Best<'l> {
    length: usize,
    classes: Classes,
    value: &'l Value,
}

/// The entries that were found in a sentence.
#[derive(Debug, Default)]
pub(super) struct Found<'l> {
    best: Vec<Best<'l>>,
    /// All classes that a token of the sentence can have.
    pub(super) union: Classes,
}

impl Lexicon {
    /// Reads the text of lexicons and adds number words; lines that name no known class are left out, which a test
    /// notices.
    pub(super) fn parse(texts: &[&'static str], numbers: Vec<(String, u32)>) -> Lexicon {
        let Reading {
            entries,
            literals,
            values,
            keys,
            inside,
        } = Reading::read(texts, numbers);
        // It only fails for more literals than there are, which every test would show.
        let automaton = (!inside.is_empty()).then(|| AhoCorasick::new(inside.keys()).ok());
        Lexicon {
            index: keys.finish(),
            entries,
            literals,
            values,
            inside: automaton.flatten(),
            contained: inside.into_values().collect(),
        }
    }

    /// All classes that a sentence may have, and more than it has; cheap beside finding them.
    pub(super) fn may_have(&self, sentence: &str) -> Classes {
        let union = sieve::classes(&self.index, sentence);
        union.or(joined(union))
    }

    /// Finds every word and phrase of a sentence in one pass.
    pub(super) fn find(&self, buffer: &Buffer) -> Found<'_> {
        let mut found = Found::default();
        self.find_in(buffer, &mut found);
        found
    }

    /// The same in place of what was found in a sentence before, in the same memory.
    pub(super) fn find_in<'l>(&'l self, buffer: &Buffer, found: &mut Found<'l>) {
        found.clear(buffer.pieces.len());
        let text = buffer.text.as_bytes();
        for (index, piece) in buffer.pieces.iter().enumerate() {
            found.union = found.union.or(piece.class);
            if !piece.class.is_empty() {
                continue;
            }
            let rest = text.get(piece.folded.0 as usize..).unwrap_or_default();
            if rest.first().is_some_and(u8::is_ascii_digit) {
                found.union = found.union.or(Class::NUM.set());
            }
            let word = letters(buffer, piece);
            if word.is_number() && first_number(rest).is_teen() {
                found.union = found.union.or(Class::TEEN.set());
            }
            let keys = word.keys();
            let mut opens = false;
            for key in keys.all() {
                if let Some(known) = self.index.get(*key) {
                    opens |= known.opens;
                    self.consider(known, buffer, index, found);
                }
            }
            let next = buffer.pieces.get(index + 1);
            if let Some(next) = next.filter(|next| opens && next.class.is_empty()) {
                let next = letters(buffer, next).keys();
                let pairs = next.all().iter().map(|key| pair(word.whole(), *key));
                for known in pairs.filter_map(|pair| self.index.get(pair)) {
                    self.consider(known, buffer, index, found);
                }
            }
        }
        let inside = self.inside.iter();
        for hit in inside.flat_map(|automaton| automaton.find_overlapping_iter(&buffer.text)) {
            let first = u32::try_from(hit.start()).unwrap_or(u32::MAX);
            let index = buffer
                .pieces
                .partition_point(|piece| piece.folded.1 <= first);
            let entries = self.contained.get(hit.pattern().as_usize());
            for entry in entries.into_iter().flatten().rev() {
                self.take(entry, buffer, index, found);
            }
        }
        found.union = found.union.or(joined(found.union));
    }

    /// Considers what may begin at a piece, as its key says.
    fn consider<'l>(&'l self, known: &Known, buffer: &Buffer, index: usize, found: &mut Found<'l>) {
        let piece = buffer.pieces.get(index);
        let rest = piece.and_then(|piece| buffer.text.as_bytes().get(piece.folded.0 as usize..));
        let rest = rest.unwrap_or_default();
        let first = eight(rest);
        for number in self.index.numbers(known) {
            if let Some(entry) = self.entries.get(number)
                && entry.begins(first, rest, &self.literals)
            {
                self.take(entry, buffer, index, found);
            }
        }
    }

    /// Takes an entry whose literal stands at a piece, where the rest of it follows.
    fn take<'l>(&'l self, entry: &Entry, buffer: &Buffer, index: usize, found: &mut Found<'l>) {
        let length = entry.covered() + entry.rest.len();
        let Some(own) = found.best.get_mut(index) else {
            return;
        };
        if length < own.length {
            return;
        }
        if !entry.rest.is_empty() {
            let behind = buffer
                .pieces
                .get(index + entry.covered()..)
                .unwrap_or_default();
            let fits = behind.len() >= entry.rest.len()
                && entry.rest.iter().zip(behind).all(|(word, piece)| {
                    piece.class.is_empty() && word.matches(buffer.word(piece))
                });
            if !fits {
                return;
            }
        }
        if length > own.length {
            *own = Best {
                length,
                classes: Classes::default(),
                value: &Value::None,
            };
        }
        own.classes = own.classes.or(entry.class.set());
        found.union = found.union.or(entry.class.set());
        // A whole word says what it stands for before what it only begins with does.
        if *own.value == Value::None {
            own.value = self
                .values
                .get(usize::from(entry.value))
                .unwrap_or(&Value::None);
        }
    }
}

/// What numbers and units can become together.
const fn joined(union: Classes) -> Classes {
    let mut more = Classes::empty();
    if union.has(Class::UNIT) || union.has(Class::DUR) {
        more = more.or(Class::DUR.set()).or(Class::QUOTA.set());
    }
    let about_age = Classes::of(&[Class::AGEWORD, Class::OLDER, Class::AGEPREP, Class::PLUS]);
    if union.has(Class::TEEN) && union.meets(about_age) {
        more = more.or(Class::AGENUM.set());
    }
    more
}

impl Found<'_> {
    /// Nothing is found yet of so many pieces.
    fn clear(&mut self, pieces: usize) {
        const NONE: Best<'_> = Best {
            length: 1,
            classes: Classes::empty(),
            value: &Value::None,
        };
        self.union = Classes::empty();
        self.best.clear();
        self.best.resize(pieces, NONE);
    }

    /// The tokens with their classes; the longest phrase is one token and hides what its words mean alone.
    pub(super) fn tokens<'t>(&self, buffer: &'t Buffer) -> Vec<Token<'t>> {
        let mut out: Vec<Token<'t>> = Vec::with_capacity(buffer.pieces.len());
        let mut at = 0;
        while let (Some(piece), Some(best)) = (buffer.pieces.get(at), self.best.get(at)) {
            let last = buffer.pieces.get(at + best.length - 1).unwrap_or(piece);
            out.push(token(buffer, piece, last, best));
            at += best.length;
        }
        out
    }
}

/// The whole number with which a text begins: of "13.5" it is 13.
fn first_number(text: &[u8]) -> Word {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    Word::read(text, digits.count())
}

/// The first letters of a piece.
fn letters(buffer: &Buffer, piece: &Piece) -> Word {
    let (start, end) = (piece.folded.0 as usize, piece.folded.1 as usize);
    let rest = buffer.text.as_bytes().get(start..).unwrap_or_default();
    Word::read(rest, end - start)
}

fn token<'t>(buffer: &'t Buffer, piece: &Piece, last: &Piece, best: &Best<'_>) -> Token<'t> {
    let at = piece.folded.0 as usize;
    let word = buffer
        .text
        .get(at..last.folded.1 as usize)
        .unwrap_or_default();
    let mut token = Token {
        word,
        at,
        range: piece.raw.0 as usize..last.raw.1 as usize,
        classes: piece.class.or(best.classes),
        value: best.value.clone(),
        clause: 0,
        negated: false,
    };
    if token.value == Value::None
        && token.in_digits()
        && let Some(number) = super::duration::figure(word)
    {
        token.classes = token.classes.or(Class::NUM.set());
        token.value = Value::Number(number);
    }
    token
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::language::Language;
    use super::*;

    /// What is found when every entry is held against every word.
    fn one_by_one<'l>(lexicon: &'l Lexicon, buffer: &Buffer) -> Vec<Best<'l>> {
        let mut found = Found::default();
        found.clear(buffer.pieces.len());
        let mut entries: Vec<&Entry> = lexicon.entries.iter().rev().collect();
        let literal = |entry: &Entry| entry.literal(&lexicon.literals);
        entries.sort_by_key(|entry| std::cmp::Reverse(literal(entry).len()));
        for (index, piece) in buffer.pieces.iter().enumerate() {
            let rest = buffer.text.get(piece.folded.0 as usize..);
            let may = |entry: &&Entry| rest.is_some_and(|rest| rest.starts_with(literal(entry)));
            for entry in entries.iter().copied().filter(may) {
                if piece.class.is_empty() {
                    lexicon.take(entry, buffer, index, &mut found);
                }
            }
        }
        found.best
    }

    #[test]
    fn no_lexicon_outgrows_its_numbers() {
        for language in Language::ALL {
            let lexicon = &language.grammar().lexicon;
            assert!(lexicon.index.has_room(), "too many keys: {language:?}");
            let values = u16::try_from(lexicon.values.len());
            assert!(values.is_ok(), "too many values: {language:?}");
        }
    }

    #[test]
    fn no_entry_is_lost() {
        for language in Language::ALL {
            let lexicon = &language.grammar().lexicon;
            for entry in lexicon.entries.iter().filter(|entry| entry.rest.is_empty()) {
                let literal = entry.literal(&lexicon.literals);
                let found = lexicon.find(&Buffer::of(literal));
                assert!(found.union.has(entry.class), "{language:?}: {literal:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_entry_is_found_where_it_stands_and_no_other(
            words in prop::collection::vec("[a-z]{1,9}|[0-9]{1,3}h?|don't|,|[ßéж]{1,3}", 0..6),
            known in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
            french in any::<bool>(),
        ) {
            // German and Spanish also have entries that stand inside of words.
            let language = if french { Language::Fr } else { Language::En };
            let lexicon = &language.grammar().lexicon;
            let spelled = language.spelled();
            let known = known.iter().filter_map(|index| spelled.get(index.index(spelled.len())));
            let parts: Vec<&str> = known.chain(&words).map(String::as_str).collect();
            let buffer = Buffer::of(&parts.join(" "));
            let told = |best: Vec<Best<'_>>| -> Vec<(usize, Classes, Value)> {
                best.iter().map(|best| (best.length, best.classes, best.value.clone())).collect()
            };
            prop_assert_eq!(told(lexicon.find(&buffer).best), told(one_by_one(lexicon, &buffer)));
        }
    }
}
