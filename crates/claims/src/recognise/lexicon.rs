//! A language's words and phrases with their classes, and the tagging of a sentence with them.
//!
//! A line of a lexicon is `CLASS: entry, entry` or `CLASS=value: entry, entry`. An entry is one word or several; a word
//! may hold alternatives, `stor(e|ed|ing)`, and stand for all words that begin with it, `upload*`, or contain it,
//! `*weitergabe*`.

use std::collections::HashMap;

use super::class::{Class, Classes};
use super::normalise::{Folded, fold};
use super::token::Token;

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

    fn matches(&self, word: &str) -> bool {
        match self {
            Word::Exact(text) => word == text,
            Word::Prefix(text) => word.starts_with(text.as_str()),
            Word::Infix(text) => word.contains(text.as_str()),
        }
    }
}

struct Entry {
    words: Vec<Word>,
    class: Class,
    value: Option<String>,
}

/// The words of one language.
pub(super) struct Lexicon {
    entries: Vec<Entry>,
    exact: HashMap<String, Vec<usize>>,
    prefix: HashMap<String, Vec<usize>>,
    infix: Vec<usize>,
}

impl Lexicon {
    /// Reads the text of lexicons; lines that name no known class are left out, which a test notices.
    pub(super) fn parse(texts: &[&str]) -> Lexicon {
        let mut lexicon = Lexicon {
            entries: Vec::new(),
            exact: HashMap::new(),
            prefix: HashMap::new(),
            infix: Vec::new(),
        };
        for line in texts.iter().flat_map(|text| text.lines()) {
            let Some((head, list)) = line.split_once(':') else {
                continue;
            };
            let (name, value) = match head.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (head, None),
            };
            let Some(class) = Class::named(name.trim()) else {
                continue;
            };
            for entry in list.split(',') {
                for spelled in alternatives(entry.trim()) {
                    lexicon.add(&spelled, class, value.clone());
                }
            }
        }
        lexicon
    }

    fn add(&mut self, entry: &str, class: Class, value: Option<String>) {
        let words: Vec<Word> = entry.split_whitespace().map(Word::parse).collect();
        let index = self.entries.len();
        match words.first() {
            None => return,
            Some(Word::Exact(word)) => self.exact.entry(word.clone()).or_default().push(index),
            Some(Word::Prefix(word)) => self.prefix.entry(word.clone()).or_default().push(index),
            Some(Word::Infix(_)) => self.infix.push(index),
        }
        self.entries.push(Entry {
            words,
            class,
            value,
        });
    }

    /// Gives every token its classes; the longest phrase becomes one token and hides what its words mean alone.
    pub(super) fn tag(&self, tokens: Vec<Token>) -> Vec<Token> {
        let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let (length, classes, value) = self.best(&tokens, at, token);
            let mut tagged = token.clone();
            tagged.classes = tagged.classes.or(classes);
            tagged.value = value.map(str::to_owned);
            if let Some(last) = tokens.get(at + length - 1)
                && length > 1
            {
                tagged.range.end = last.range.end;
                for part in tokens.iter().take(at + length).skip(at + 1) {
                    tagged.word.push(' ');
                    tagged.word.push_str(&part.word);
                }
            }
            if tagged.value.is_none() && tagged.word.bytes().all(|b| b.is_ascii_digit()) {
                tagged.classes = tagged.classes.or(Class::NUM.set());
                tagged.value = Some(tagged.word.clone());
            }
            out.push(tagged);
            at += length;
        }
        out
    }

    fn best(&self, tokens: &[Token], at: usize, token: &Token) -> (usize, Classes, Option<&str>) {
        let mut best = (1, Classes::default(), None);
        if !token.classes.is_empty() {
            return best;
        }
        let word = token.word.as_str();
        let mut consider = |index: usize| {
            let Some(entry) = self.entries.get(index) else {
                return;
            };
            let length = entry.words.len();
            if length < best.0 || !fits(entry, tokens.get(at..).unwrap_or_default()) {
                return;
            }
            if length > best.0 {
                best = (length, Classes::default(), None);
            }
            best.1 = best.1.or(entry.class.set());
            if let Some(value) = &entry.value {
                best.2 = Some(value.as_str());
            }
        };
        for index in self.exact.get(word).into_iter().flatten() {
            consider(*index);
        }
        for (end, c) in word.char_indices() {
            let end = end + c.len_utf8();
            if end < 3 {
                continue;
            }
            let Some(start) = word.get(..end) else {
                continue;
            };
            for index in self.prefix.get(start).into_iter().flatten() {
                consider(*index);
            }
        }
        for index in &self.infix {
            consider(*index);
        }
        best
    }
}

fn fits(entry: &Entry, tokens: &[Token]) -> bool {
    entry.words.len() <= tokens.len()
        && entry
            .words
            .iter()
            .zip(tokens)
            .all(|(word, token)| token.classes.is_empty() && word.matches(&token.word))
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
