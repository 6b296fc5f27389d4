//! Words and marks of a sentence, folded into one buffer, before the lexicon gives them classes.

use std::ops::Range;

use super::class::{Class, Classes};
use super::normalise::{Folded, fold};

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing but itself.
    None,
    /// A number, in thousandths.
    Number(u64),
    /// A word of the lexicon: a unit, a country, a length of time.
    Word(&'static str),
    /// A length of time that was put together.
    Length(String),
}

/// A word, a number, a mark, or after tagging a phrase of several words.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    /// Folded spelling, as it stands in the buffer.
    pub(super) word: &'t str,
    /// Where that stands in the buffer.
    pub(super) at: usize,
    /// Place in the sentence.
    pub(super) range: Range<usize>,
    /// Its classes.
    pub(super) classes: Classes,
    /// What it stands for.
    pub(super) value: Value,
    /// The clause in which it stands.
    pub(super) clause: u16,
    /// Whether a negation reaches it.
    pub(super) negated: bool,
}

/// The classes of marks.
pub(super) const MARKS: Classes = Classes::of(&[
    Class::COMMA,
    Class::COLON,
    Class::STOP,
    Class::OPEN,
    Class::CLOSE,
    Class::QUOTE,
    Class::PLUS,
]);

/// What a mark is; none where it parts words and says nothing. A full stop is one only before a space.
pub(super) const fn mark_class(mark: char) -> Option<Class> {
    Some(match mark {
        ',' => Class::COMMA,
        ':' => Class::COLON,
        '+' => Class::PLUS,
        ';' | '!' | '?' | '|' | '\u{2022}' | '.' | '\u{2026}' => Class::STOP,
        '(' | '[' => Class::OPEN,
        ')' | ']' => Class::CLOSE,
        '"' | '\u{201c}'..='\u{201f}' | '\u{00ab}' | '\u{00bb}' => Class::QUOTE,
        _ => return None,
    })
}

const NOUNS: Classes = Classes::of(&[
    Class::FILE,
    Class::DATA,
    Class::RESULT,
    Class::THING,
    Class::LOG,
]);

impl Token<'_> {
    /// Whether it is of a class.
    pub(super) const fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it is a mark and no word.
    pub(super) const fn is_mark(&self) -> bool {
        self.classes.meets(MARKS)
    }

    /// Whether it names a thing that can be sent, kept or shared.
    pub(super) const fn is_noun(&self) -> bool {
        self.classes.meets(NOUNS)
    }

    /// Whether it is written in digits.
    pub(super) fn in_digits(&self) -> bool {
        self.word.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The word of the lexicon that it stands for.
    pub(super) const fn stands_for(&self) -> Option<&'static str> {
        match self.value {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// A word or a mark in the buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Where it begins and ends in the buffer.
    pub(super) folded: (u32, u32),
    /// Where it begins and ends in the sentence.
    pub(super) raw: (u32, u32),
    /// The class of a mark; words have none yet.
    pub(super) class: Classes,
}

/// A sentence in folded spelling: each word and mark with a space behind it.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

impl Buffer {
    /// Folds a sentence.
    pub(super) fn of(sentence: &str) -> Buffer {
        let mut buffer = Buffer::default();
        buffer.fill(sentence);
        buffer
    }

    /// Folds a sentence in place of the one before, in the same memory.
    pub(super) fn fill(&mut self, sentence: &str) {
        self.text.clear();
        self.pieces.clear();
        let mut out = Split {
            text: std::mem::take(&mut self.text),
            pieces: std::mem::take(&mut self.pieces),
            open: None,
            end: 0,
        };
        out.read(sentence);
        self.text = out.text;
        self.pieces = out.pieces;
    }

    /// The spelling of a piece.
    pub(super) fn word(&self, piece: &Piece) -> &str {
        self.text
            .get(piece.folded.0 as usize..piece.folded.1 as usize)
            .unwrap_or_default()
    }
}

struct Split {
    text: String,
    pieces: Vec<Piece>,
    /// Where the open word begins in the buffer and in the sentence.
    open: Option<(usize, usize)>,
    /// Where it ends in the sentence so far.
    end: usize,
}

impl Split {
    fn read(&mut self, sentence: &str) {
        let bytes = sentence.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            // Most text is plain letters, which are taken a word at a time.
            let rest = bytes.get(at..).unwrap_or_default();
            let plain = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
            let letters = plain.count();
            if letters > 0 {
                self.letters(sentence.get(at..at + letters).unwrap_or_default(), at);
                at += letters;
                continue;
            }
            if byte.is_ascii_digit() {
                self.letter(char::from(byte), at, at + 1);
                at += 1;
                continue;
            }
            if byte == b' ' {
                self.finish();
                at += 1;
                continue;
            }
            let Some(c) = sentence.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            if c == ':' && self.drops_scheme(sentence.get(at..).unwrap_or_default()) {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest
                    .iter()
                    .position(u8::is_ascii_whitespace)
                    .unwrap_or(rest.len());
                continue;
            }
            let end = at + c.len_utf8();
            self.mark_or_letter(sentence, c, at, end);
            at = end;
        }
        self.finish();
    }

    fn mark_or_letter(&mut self, sentence: &str, c: char, at: usize, end: usize) {
        let next = || sentence.get(end..).and_then(|rest| rest.chars().next());
        match fold(c) {
            Folded::Nothing => {}
            Folded::Word(first, second) => {
                self.letter(first, at, end);
                if let Some(second) = second {
                    self.letter(second, at, end);
                }
            }
            Folded::Apostrophe => self.apostrophe(next()),
            Folded::Dash => {
                let spaced = sentence.get(..at).is_none_or(|before| {
                    before.is_empty() || before.ends_with(char::is_whitespace)
                }) && next().is_none_or(char::is_whitespace);
                self.finish();
                if spaced || c == '\u{2014}' {
                    self.mark(Class::STOP, at..end, c);
                }
            }
            Folded::Space => self.finish(),
            Folded::Mark(mark) => {
                if matches!(mark, '.' | ',')
                    && self.is_number()
                    && next().is_some_and(|c| c.is_ascii_digit())
                {
                    self.push(mark, at, end);
                    return;
                }
                self.finish();
                let within = matches!(mark, '.' | '\u{2026}')
                    && next().is_some_and(|next| !next.is_whitespace());
                if let Some(class) = mark_class(mark).filter(|_| !within) {
                    self.mark(class, at..end, mark);
                }
            }
        }
    }

    /// Forgets the open word if an address begins with it: its "https" says nothing about the speaker's own connection.
    fn drops_scheme(&mut self, rest: &str) -> bool {
        let Some((start, _)) = self.open else {
            return false;
        };
        let scheme = matches!(self.text.get(start..), Some("http" | "https"));
        if scheme && rest.starts_with("://") {
            self.text.truncate(start);
            self.open = None;
            return true;
        }
        false
    }

    fn is_number(&self) -> bool {
        self.open.is_some_and(|(start, _)| {
            self.text
                .as_bytes()
                .get(start)
                .is_some_and(u8::is_ascii_digit)
        })
    }

    fn letter(&mut self, letter: char, at: usize, end: usize) {
        let digit = letter.is_ascii_digit();
        // "24h" is a number and a unit.
        if !digit && self.is_number() {
            self.finish();
        }
        self.push(letter, at, end);
    }

    fn letters(&mut self, letters: &str, at: usize) {
        if self.is_number() {
            self.finish();
        }
        let start = self.text.len();
        self.open.get_or_insert((start, at));
        self.text.push_str(letters);
        if let Some(own) = self.text.get_mut(start..) {
            own.make_ascii_lowercase();
        }
        self.end = at + letters.len();
    }

    fn push(&mut self, letter: char, at: usize, end: usize) {
        self.open.get_or_insert((self.text.len(), at));
        self.text.push(letter);
        self.end = end;
    }

    /// "don't" becomes "do" and "not"; every other apostrophe parts two words, as in "we're" and "n'est".
    fn apostrophe(&mut self, next: Option<char>) {
        let contraction = matches!(next, Some('t' | 'T'))
            && self.text.ends_with('n')
            && self
                .open
                .is_some_and(|(start, _)| self.text.len() > start + 1);
        if contraction {
            self.text.pop();
            let end = self.end.saturating_sub(1);
            self.end = end;
            self.finish();
            self.open = Some((self.text.len(), end));
            self.text.push_str("no");
            self.end = end;
        } else {
            self.finish();
        }
    }

    fn finish(&mut self) {
        if let Some((start, raw)) = self.open.take() {
            let range = raw..self.end;
            self.close(start, range, Classes::default());
        }
    }

    fn mark(&mut self, class: Class, range: Range<usize>, mark: char) {
        let start = self.text.len();
        self.text.push(mark);
        self.close(start, range, class.set());
    }

    fn close(&mut self, start: usize, raw: Range<usize>, class: Classes) {
        let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.pieces.push(Piece {
            folded: (small(start), small(self.text.len())),
            raw: (small(raw.start), small(raw.end)),
            class,
        });
        self.text.push(' ');
    }
}
