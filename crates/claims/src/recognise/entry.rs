//! The entries of a lexicon's text.

use std::collections::BTreeMap;

use super::class::Class;
use super::index::Keys;
use super::normalise::{Folded, fold};
use super::token::Value;
use crate::eight::eight;

/// What a word of an entry must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern<T> {
    /// This word.
    Exact(T),
    /// A word that begins so.
    Prefix(T),
    /// A word in which this stands; any word, where it is nothing.
    Infix(T),
}

impl<'t> Pattern<&'t str> {
    /// Reads a folded word with its stars.
    fn parse(text: &'t str) -> Pattern<&'t str> {
        let open = text.strip_suffix('*');
        match text.strip_prefix('*') {
            Some(inner) => Pattern::Infix(inner.strip_suffix('*').unwrap_or(inner)),
            None => open.map_or(Pattern::Exact(text), Pattern::Prefix),
        }
    }

    /// The same with memory of its own.
    fn owned(self) -> Pattern<String> {
        match self {
            Pattern::Exact(text) => Pattern::Exact(text.to_owned()),
            Pattern::Prefix(text) => Pattern::Prefix(text.to_owned()),
            Pattern::Infix(text) => Pattern::Infix(text.to_owned()),
        }
    }
}

impl Pattern<String> {
    /// Whether a word fits it.
    pub(super) fn matches(&self, word: &str) -> bool {
        match self {
            Pattern::Exact(text) => word == text,
            Pattern::Prefix(text) => word.starts_with(text.as_str()),
            Pattern::Infix(text) => word.contains(text.as_str()),
        }
    }
}

/// A word or phrase with its class. There are tens of thousands, so they are small.
pub(super) struct Entry {
    /// The first eight bytes of its literal.
    head: u64,
    /// Where its literal stands in those of the lexicon: whole words with a space behind each, and the beginning of a word.
    start: u32,
    /// How many bytes long that is.
    length: u16,
    /// How many words the literal has.
    covered: u8,
    /// What it is.
    pub(super) class: Class,
    /// The number of what it stands for.
    pub(super) value: u16,
    /// The words behind the literal, which are compared one by one.
    pub(super) rest: Box<[Pattern<String>]>,
}

impl Entry {
    /// What it begins with, of the literals of its lexicon.
    pub(super) fn literal<'l>(&self, literals: &'l str) -> &'l str {
        let start = self.start as usize;
        literals
            .get(start..start + usize::from(self.length))
            .unwrap_or_default()
    }

    /// Whether a text begins with its literal; `first` are the text's first eight bytes.
    pub(super) fn begins(&self, first: u64, text: &[u8], literals: &str) -> bool {
        let length = usize::from(self.length);
        (first ^ self.head) & mask(length) == 0
            && (length <= 8 || text.starts_with(self.literal(literals).as_bytes()))
    }

    /// How many words its literal has.
    pub(super) fn covered(&self) -> usize {
        usize::from(self.covered)
    }
}

/// Which bits of eight bytes are of a literal that is so long, at least one byte.
const fn mask(length: usize) -> u64 {
    let bytes = if length < 8 { length } else { 8 };
    u64::MAX >> (64 - 8 * bytes)
}

/// What was read of lexicons so far.
pub(super) struct Reading {
    /// What begins with a word or a part of one.
    pub(super) entries: Vec<Entry>,
    /// The literals of the entries, one behind the other.
    pub(super) literals: String,
    /// What entries stand for, by its numbers; the first is nothing.
    pub(super) values: Vec<Value>,
    /// By which words that is found.
    pub(super) keys: Keys,
    /// The literals that stand inside of words, with their entries.
    pub(super) inside: BTreeMap<String, Vec<Entry>>,
}

impl Reading {
    /// Reads lexicons, and number words with their numbers.
    pub(super) fn read(texts: &[&'static str], numbers: Vec<(String, u32)>) -> Reading {
        let mut reading = Reading {
            entries: Vec::new(),
            literals: String::new(),
            values: vec![Value::None],
            keys: Keys::default(),
            inside: BTreeMap::new(),
        };
        let (mut folded, mut spelled) = (String::new(), String::new());
        for line in texts.iter().flat_map(|text| text.lines()) {
            if line.starts_with('#') {
                continue;
            }
            let Some((head, list)) = line.split_once(':') else {
                continue;
            };
            let (name, value) = match head.split_once('=') {
                Some((name, value)) => (name, reading.value(Value::Word(value))),
                None => (head, 0),
            };
            let Some(class) = Class::named(name.trim()) else {
                continue;
            };
            folded.clear();
            fold_list(list, &mut folded);
            for entry in folded.split(',') {
                spell(entry, &mut spelled, &mut |spelled| {
                    reading.add(spelled, class, value);
                });
            }
        }
        for (word, number) in numbers {
            let value = reading.value(Value::Number(u64::from(number) * 1000));
            if (10..=21).contains(&number) {
                reading.add(&word, Class::TEEN, value);
            }
            reading.add(&word, Class::NUM, value);
        }
        reading
    }

    /// The number of what entries stand for.
    fn value(&mut self, value: Value) -> u16 {
        self.values.push(value);
        u16::try_from(self.values.len() - 1).unwrap_or_default()
    }

    /// Adds an entry in folded spelling.
    fn add(&mut self, entry: &str, class: Class, value: u16) {
        let words = entry.split_ascii_whitespace();
        let words: Vec<Pattern<&str>> = words.map(Pattern::parse).collect();
        let start = self.literals.len();
        let mut covered = 0;
        let mut contained = false;
        for word in &words {
            match word {
                Pattern::Exact(text) => {
                    self.literals.push_str(text);
                    self.literals.push(' ');
                }
                // What begins with it ends the literal.
                Pattern::Prefix(text) => {
                    self.literals.push_str(text);
                    covered += 1;
                    break;
                }
                Pattern::Infix(text) if covered == 0 => {
                    self.literals.push_str(text);
                    covered += 1;
                    contained = true;
                    break;
                }
                Pattern::Infix(_) => break,
            }
            covered += 1;
        }
        let literal = self.literals.get(start..).unwrap_or_default();
        if literal.is_empty() {
            return;
        }
        // A test shows that no lexicon has a literal that is longer.
        let (Ok(start), Ok(length)) = (u32::try_from(start), u16::try_from(literal.len())) else {
            return;
        };
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.keys.add(&words, class, number, literal.len());
        let behind = words.get(covered..).unwrap_or_default();
        let entry = Entry {
            head: eight(literal.as_bytes()),
            start,
            length,
            covered: u8::try_from(covered).unwrap_or(u8::MAX),
            class,
            value,
            rest: behind.iter().map(|word| word.owned()).collect(),
        };
        if contained {
            let inside = self.inside.entry(literal.to_owned());
            inside.or_default().push(entry);
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
    let mut all = Vec::new();
    for entry in lists.flat_map(|list| list.split(',')) {
        spell(entry.trim(), &mut String::new(), &mut |spelled| {
            all.push(spelled.to_owned());
        });
    }
    all
}

/// Hands over all spellings of an entry: every group in brackets stands for each of its alternatives. What is spelled so
/// far is left as it was.
fn spell(entry: &str, spelled: &mut String, each: &mut dyn FnMut(&str)) {
    let length = spelled.len();
    let opened = entry.split_once('(');
    let grouped = opened.and_then(|(before, rest)| Some((before, rest.split_once(')')?)));
    if let Some((before, (group, behind))) = grouped {
        spelled.push_str(before);
        let stem = spelled.len();
        for choice in group.split('|') {
            spelled.push_str(choice);
            spell(behind, spelled, each);
            spelled.truncate(stem);
        }
    } else {
        spelled.push_str(entry);
        each(spelled);
    }
    spelled.truncate(length);
}

/// Appends a list of entries in folded spelling; what parts them and their words stays.
fn fold_list(list: &str, out: &mut String) {
    for c in list.chars() {
        match fold(c) {
            Folded::Word(first, second) => {
                out.push(first);
                out.extend(second);
            }
            Folded::Space => out.push(' '),
            Folded::Mark('(' | '|' | ')' | '*' | ',') => out.push(c),
            _ => {}
        }
    }
}
