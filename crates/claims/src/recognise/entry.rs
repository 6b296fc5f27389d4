//! The entries of a lexicon's text.

use std::collections::BTreeMap;

use super::class::Class;
use super::index::Keys;
use super::normalise::{Folded, fold};
use super::token::Value;
use super::word::eight;

/// What a word of an entry must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    /// This word.
    Exact(String),
    /// A word that begins so.
    Prefix(String),
    /// A word in which this stands; any word, where it is nothing.
    Infix(String),
}

impl Pattern {
    fn parse(text: &str) -> Pattern {
        let inner = folded(text.trim_matches('*'));
        match (text.starts_with('*'), text.ends_with('*')) {
            (true, _) => Pattern::Infix(inner),
            (false, true) => Pattern::Prefix(inner),
            (false, false) => Pattern::Exact(inner),
        }
    }

    /// Whether a word fits it.
    pub(super) fn matches(&self, word: &str) -> bool {
        match self {
            Pattern::Exact(text) => word == text,
            Pattern::Prefix(text) => word.starts_with(text.as_str()),
            Pattern::Infix(text) => word.contains(text.as_str()),
        }
    }
}

/// A word or phrase with its class.
pub(super) struct Entry {
    /// What it begins with: whole words with a space behind each, and the beginning of a word.
    pub(super) literal: String,
    /// The first eight bytes of the literal, and which bits of them count: few literals are longer.
    head: (u64, u64),
    /// The words behind that, which are compared one by one.
    pub(super) rest: Vec<Pattern>,
    /// How many words the literal has.
    pub(super) covered: usize,
    /// What it is.
    pub(super) class: Class,
    /// What it stands for.
    pub(super) value: Value,
}

impl Entry {
    /// Whether a text begins with its literal; `first` are the text's first eight bytes.
    pub(super) fn begins(&self, first: u64, text: &[u8]) -> bool {
        let (head, mask) = self.head;
        first & mask == head && (mask != u64::MAX || text.starts_with(self.literal.as_bytes()))
    }
}

/// What was read of lexicons so far.
#[derive(Default)]
pub(super) struct Reading {
    /// What begins with a word or a part of one.
    pub(super) entries: Vec<Entry>,
    /// By which words that is found.
    pub(super) keys: Keys,
    /// The literals that stand inside of words, with their entries.
    pub(super) inside: BTreeMap<String, Vec<Entry>>,
}

impl Reading {
    /// Reads lexicons, and number words with their numbers.
    pub(super) fn read(texts: &[&'static str], numbers: Vec<(String, u32)>) -> Reading {
        let mut reading = Reading::default();
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
                    reading.add(&spelled, class, value.clone());
                }
            }
        }
        for (word, number) in numbers {
            let value = Value::Number(u64::from(number) * 1000);
            if (10..=21).contains(&number) {
                reading.add(&word, Class::TEEN, value.clone());
            }
            reading.add(&word, Class::NUM, value);
        }
        reading
    }

    fn add(&mut self, entry: &str, class: Class, value: Value) {
        let mut words: Vec<Pattern> = entry.split_whitespace().map(Pattern::parse).collect();
        let exact = words
            .iter()
            .take_while(|word| matches!(word, Pattern::Exact(_)))
            .count();
        let mut literal = String::new();
        for word in words.iter().take(exact) {
            if let Pattern::Exact(text) = word {
                literal.push_str(text);
                literal.push(' ');
            }
        }
        let mut contained = false;
        let covered = match words.get(exact) {
            // What begins with it ends the literal.
            Some(Pattern::Prefix(text)) => {
                literal.push_str(text);
                exact + 1
            }
            Some(Pattern::Infix(text)) if exact == 0 => {
                literal.clone_from(text);
                contained = true;
                1
            }
            _ => exact,
        };
        if literal.trim().is_empty() {
            return;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.keys.add(&words, class, number, &literal);
        let rest = words.split_off(covered);
        let bits = 8 * literal.len().min(8);
        let mask = u64::MAX >> (u64::BITS as usize - bits);
        let entry = Entry {
            head: (eight(literal.as_bytes()) & mask, mask),
            literal,
            rest,
            covered,
            class,
            value,
        };
        if contained {
            let literal = entry.literal.clone();
            self.inside.entry(literal).or_default().push(entry);
        } else {
            self.entries.push(entry);
        }
    }
}

/// All entries of lexicons, each of their alternatives by itself.
#[cfg(test)]
pub(super) fn spelled(texts: &[&'static str]) -> Vec<String> {
    let lines = texts.iter().flat_map(|text| text.lines());
    let lists = lines.filter_map(|line| Some(line.split_once(':')?.1));
    let entries = lists.flat_map(|list| list.split(','));
    entries
        .flat_map(|entry| alternatives(entry.trim()))
        .collect()
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
