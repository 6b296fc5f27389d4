//! Words and marks of a sentence, before the lexicon gives them classes.

use std::ops::Range;

use super::class::{Class, Classes};
use super::normalise::{Folded, fold};

/// The most tokens that are looked at: a sentence beyond that is a listing, and work stays bounded.
const MOST: usize = 400;

/// A word, a number, a mark, or after tagging a phrase of several words.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Folded spelling.
    pub(super) word: String,
    /// Place in the sentence.
    pub(super) range: Range<usize>,
    /// Its classes.
    pub(super) classes: Classes,
    /// What the token stands for: a number, a unit, a country, an ISO 8601 duration.
    pub(super) value: Option<String>,
    /// The clause in which it stands.
    pub(super) clause: u16,
    /// Whether a negation reaches it.
    pub(super) negated: bool,
}

impl Token {
    /// Whether it is of a class.
    pub(super) const fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }
}

/// Splits a text into words and marks.
pub(super) fn tokenise(text: &str) -> Vec<Token> {
    let mut out = Split {
        tokens: Vec::with_capacity(32),
        word: String::new(),
        start: 0,
        end: 0,
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if out.tokens.len() >= MOST {
            break;
        }
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, c)| *c);
        match fold(c) {
            Folded::Nothing => {}
            Folded::Word(first, second) => {
                let number = out.word.starts_with(|c: char| c.is_ascii_digit());
                if number && !first.is_ascii_digit() {
                    out.finish();
                }
                out.push(first, second, at, end);
            }
            Folded::Apostrophe => out.apostrophe(next),
            Folded::Dash => {
                let spaced = text
                    .get(..at)
                    .is_none_or(|before| before.ends_with(char::is_whitespace))
                    && next.is_none_or(char::is_whitespace);
                out.finish();
                if spaced || c == '\u{2014}' {
                    out.mark(Class::STOP, at..end, c);
                }
            }
            Folded::Space => out.finish(),
            Folded::Mark(mark) => {
                let digit = next.is_some_and(|c| c.is_ascii_digit());
                let number = out.word.starts_with(|c: char| c.is_ascii_digit());
                if number && digit && matches!(mark, '.' | ',') {
                    out.push(mark, None, at, end);
                    continue;
                }
                out.finish();
                let class = match mark {
                    ',' => Some(Class::COMMA),
                    ':' => Some(Class::COLON),
                    ';' | '!' | '?' | '|' | '\u{2022}' => Some(Class::STOP),
                    '.' | '\u{2026}' if next.is_none_or(char::is_whitespace) => Some(Class::STOP),
                    '(' | '[' => Some(Class::OPEN),
                    ')' | ']' => Some(Class::CLOSE),
                    '"' | '\u{201c}'..='\u{201f}' | '\u{00ab}' | '\u{00bb}' => Some(Class::QUOTE),
                    _ => None,
                };
                if let Some(class) = class {
                    out.mark(class, at..end, mark);
                }
            }
        }
    }
    out.finish();
    out.tokens
}

struct Split {
    tokens: Vec<Token>,
    word: String,
    start: usize,
    end: usize,
}

impl Split {
    fn push(&mut self, first: char, second: Option<char>, at: usize, end: usize) {
        if self.word.is_empty() {
            self.start = at;
        }
        self.word.push(first);
        self.word.extend(second);
        self.end = end;
    }

    /// "don't" becomes "do" and "not"; every other apostrophe parts two words, as in "we're" and "n'est".
    fn apostrophe(&mut self, next: Option<char>) {
        let contraction =
            self.word.ends_with('n') && self.word.len() > 1 && matches!(next, Some('t' | 'T'));
        if contraction {
            self.word.pop();
            self.end = self.end.saturating_sub(1);
            self.finish();
            self.word.push_str("no");
            self.start = self.end;
        } else {
            self.finish();
        }
    }

    fn finish(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        self.add(word, self.start..self.end, Classes::default());
    }

    fn mark(&mut self, class: Class, range: Range<usize>, mark: char) {
        self.add(mark.to_string(), range, class.set());
    }

    fn add(&mut self, word: String, range: Range<usize>, classes: Classes) {
        self.tokens.push(Token {
            word,
            range,
            classes,
            value: None,
            clause: 0,
            negated: false,
        });
    }
}
