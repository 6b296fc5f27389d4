//! A language's words and phrases with their classes, and the tagging of a sentence with them.
//!
//! A line of a lexicon is `CLASS: entry, entry` or `CLASS=value: entry, entry`. An entry is one word or several; a word
//! may hold alternatives, `stor(e|ed|ing)`, and stand for all words that begin with it, `upload*`, or contain it,
//! `*weitergabe*`. Entries are looked up where a word of the folded sentence begins, in which a space stands behind each
//! word; the few that a word only contains are found by an automaton.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::class::{Class, Classes};
use super::dictionary::Dictionary;
use super::normalise::{Folded, fold};
use super::sieve::{Mesh, Sieve, Spelled};
use super::token::{Buffer, Piece, Token, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Exact(String),
    Prefix(String),
    Infix(String),
}

impl Word {
    fn parse(text: &str) -> Word {
        let inner = folded(text.trim_matches('*'));
        match (text.starts_with('*'), text.ends_with('*')) {
            (true, _) => Word::Infix(inner),
            (false, true) => Word::Prefix(inner),
            (false, false) => Word::Exact(inner),
        }
    }

    fn spelled(&self) -> Spelled<'_> {
        match self {
            Word::Exact(text) => Spelled::Whole(text),
            Word::Prefix(text) => Spelled::Begun(text),
            Word::Infix(_) => Spelled::Any,
        }
    }

    fn matches(&self, word: &str) -> bool {
        match self {
            Word::Exact(text) => word == text,
            Word::Prefix(text) => word.starts_with(text.as_str()),
            Word::Infix(text) => word.contains(text.as_str()),
        }
    }
}

struct Entry {
    /// The words behind the pattern's, which are compared one by one.
    rest: Vec<Word>,
    /// How many words the pattern has.
    covered: usize,
    class: Class,
    value: Value,
}

/// The words of one language.
pub(super) struct Lexicon {
    /// What stands at the beginning of a word.
    beginnings: Dictionary,
    /// What stands anywhere in a word; none where the language asks for no such entry.
    inside: Option<AhoCorasick>,
    /// The entries of each literal: those of `beginnings`, then those of `inside`.
    entries: Vec<Vec<Entry>>,
    /// How many of them are of `beginnings`.
    begun: usize,
    sieve: Sieve,
}

/// What the entries say about the words from one piece on.
#[derive(Debug, Clone, Copy)]
struct Best<'l> {
    length: usize,
    classes: Classes,
    value: &'l Value,
}

/// The entries that were found in a sentence.
pub(super) struct Found<'l> {
    best: Vec<Best<'l>>,
    /// All classes that a token of the sentence can have.
    pub(super) union: Classes,
}

impl Lexicon {
    /// Reads the text of lexicons and adds number words; lines that name no known class are left out, which a test
    /// notices.
    pub(super) fn parse(texts: &[&'static str], numbers: Vec<(String, u32)>) -> Lexicon {
        Building::read(texts, numbers).finish()
    }

    /// What the words and phrases of lexicons begin with.
    #[cfg(test)]
    pub(super) fn beginnings_of(texts: &[&'static str]) -> Vec<String> {
        Building::read(texts, Vec::new()).beginnings.texts
    }

    /// All entries of lexicons, each of their alternatives by itself.
    #[cfg(test)]
    pub(super) fn entries_of(texts: &[&'static str]) -> Vec<String> {
        let lines = texts.iter().flat_map(|text| text.lines());
        let lists = lines.filter_map(|line| Some(line.split_once(':')?.1));
        let entries = lists.flat_map(|list| list.split(','));
        entries
            .flat_map(|entry| alternatives(entry.trim()))
            .collect()
    }

    /// All classes that a sentence may have, and more than it has; cheap beside finding them.
    pub(super) fn may_have(&self, sentence: &str) -> Classes {
        let union = self.sieve.classes(sentence);
        union.or(joined(union))
    }

    /// Finds every word and phrase of a sentence in one pass.
    pub(super) fn find(&self, buffer: &Buffer) -> Found<'_> {
        let none = Best {
            length: 1,
            classes: Classes::default(),
            value: &Value::None,
        };
        let mut found = Found {
            best: vec![none; buffer.pieces.len()],
            union: Classes::default(),
        };
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
            for number in self.beginnings.at(rest) {
                for entry in self.entries.get(number).into_iter().flatten().rev() {
                    consider(entry, buffer, index, &mut found);
                }
            }
        }
        let inside = self.inside.iter();
        for hit in inside.flat_map(|automaton| automaton.find_overlapping_iter(&buffer.text)) {
            let first = u32::try_from(hit.start()).unwrap_or(u32::MAX);
            let index = buffer
                .pieces
                .partition_point(|piece| piece.folded.1 <= first);
            let number = self.begun + hit.pattern().as_usize();
            for entry in self.entries.get(number).into_iter().flatten().rev() {
                consider(entry, buffer, index, &mut found);
            }
        }
        found.union = found.union.or(joined(found.union));
        found
    }
}

/// What numbers and units can become together.
const fn joined(union: Classes) -> Classes {
    let mut more = Classes::empty();
    if union.has(Class::UNIT) || union.has(Class::DUR) {
        more = more.or(Class::DUR.set()).or(Class::QUOTA.set());
    }
    let about_age = Class::AGEWORD
        .set()
        .or(Class::OLDER.set())
        .or(Class::AGEPREP.set())
        .or(Class::PLUS.set());
    if union.has(Class::NUM) && union.meets(about_age) {
        more = more.or(Class::AGENUM.set());
    }
    more
}

impl Found<'_> {
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

fn consider<'l>(entry: &'l Entry, buffer: &Buffer, index: usize, found: &mut Found<'l>) {
    let length = entry.covered + entry.rest.len();
    let Some(own) = found.best.get_mut(index) else {
        return;
    };
    if length < own.length {
        return;
    }
    if !entry.rest.is_empty() {
        let behind = buffer
            .pieces
            .get(index + entry.covered..)
            .unwrap_or_default();
        let fits =
            behind.len() >= entry.rest.len()
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
        own.value = &entry.value;
    }
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

/// The literals that were read so far, with their entries.
#[derive(Default)]
struct Building {
    beginnings: Literals,
    inside: Literals,
    mesh: Mesh,
}

#[derive(Default)]
struct Literals {
    known: HashMap<String, usize>,
    texts: Vec<String>,
    entries: Vec<Vec<Entry>>,
}

impl Literals {
    fn add(&mut self, literal: String, entry: Entry) {
        let next = self.texts.len();
        let number = *self.known.entry(literal.clone()).or_insert(next);
        if number == next {
            self.texts.push(literal);
            self.entries.push(Vec::new());
        }
        if let Some(entries) = self.entries.get_mut(number) {
            entries.push(entry);
        }
    }
}

impl Building {
    fn read(texts: &[&'static str], numbers: Vec<(String, u32)>) -> Building {
        let mut building = Building::default();
        for line in texts.iter().flat_map(|text| text.lines()) {
            if line.starts_with('#') {
                continue;
            }
            let Some((head, list)) = line.split_once(':') else {
                continue;
            };
            let (name, value) = match head.split_once('=') {
                Some((name, value)) => (name, Value::Word(value)),
                None => (head, Value::None),
            };
            let Some(class) = Class::named(name.trim()) else {
                continue;
            };
            for entry in list.split(',') {
                for spelled in alternatives(entry.trim()) {
                    building.add(&spelled, class, value.clone());
                }
            }
        }
        for (word, number) in numbers {
            building.add(&word, Class::NUM, Value::Number(u64::from(number) * 1000));
        }
        building
    }

    fn add(&mut self, entry: &str, class: Class, value: Value) {
        let mut words: Vec<Word> = entry.split_whitespace().map(Word::parse).collect();
        let exact = words
            .iter()
            .take_while(|word| matches!(word, Word::Exact(_)))
            .count();
        let mut literal = String::new();
        for word in words.iter().take(exact) {
            if let Word::Exact(text) = word {
                literal.push_str(text);
                literal.push(' ');
            }
        }
        let (covered, literals) = match words.get(exact) {
            // What begins with it ends the literal.
            Some(Word::Prefix(text)) => {
                literal.push_str(text);
                (exact + 1, &mut self.beginnings)
            }
            Some(Word::Infix(text)) if exact == 0 => {
                literal.clone_from(text);
                (1, &mut self.inside)
            }
            _ => (exact, &mut self.beginnings),
        };
        if literal.trim().is_empty() {
            return;
        }
        self.mesh.add(words.iter().map(Word::spelled), class);
        let rest = words.split_off(covered);
        let entry = Entry {
            rest,
            covered,
            class,
            value,
        };
        literals.add(literal, entry);
    }

    fn finish(self) -> Lexicon {
        let begun = self.beginnings.texts.len();
        let mut entries = self.beginnings.entries;
        entries.extend(self.inside.entries);
        // It only fails for more literals than there are, which every test would show.
        let inside = self.inside.texts;
        let inside = (!inside.is_empty()).then(|| AhoCorasick::new(inside).ok());
        Lexicon {
            beginnings: Dictionary::new(&self.beginnings.texts),
            inside: inside.flatten(),
            entries,
            begun,
            sieve: self.mesh.finish(),
        }
    }
}

/// All spellings of an entry: every group in brackets stands for each of its alternatives.
fn alternatives(entry: &str) -> Vec<String> {
    let Some((before, rest)) = entry.split_once('(') else {
        return vec![entry.to_owned()];
    };
    let Some((group, after)) = rest.split_once(')') else {
        return vec![entry.to_owned()];
    };
    let tails = alternatives(after);
    group
        .split('|')
        .flat_map(|choice| {
            tails
                .iter()
                .map(move |tail| format!("{before}{choice}{tail}"))
        })
        .collect()
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Folded::Word(first, second) = fold(c) {
            out.push(first);
            out.extend(second);
        }
    }
    out
}
