//! The tokens of HTML, by their places: the standard's tokeniser as far as text needs it.
//!
//! A general tokeniser gives the text of a run with its references resolved, and where the run begins; here every byte
//! must keep its place, so tokens are ranges of the source and nothing is copied. A differential test holds them
//! against such a tokeniser.

use std::ops::Range;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Text(Range<usize>),
    /// A start tag; its attributes are those of [`Tokens::attributes`].
    Start {
        name: Range<usize>,
        closed: bool,
        range: Range<usize>,
    },
    End {
        name: Range<usize>,
        range: Range<usize>,
    },
    Comment {
        inner: Range<usize>,
        range: Range<usize>,
    },
}

/// An attribute: its name and its value, both as they stand in the source.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// Reads tokens one by one; all of it in time linear in the text.
#[derive(Debug)]
pub(super) struct Tokens<'s> {
    source: &'s str,
    at: usize,
    end: usize,
    pub(super) attributes: Vec<Attribute>,
}

impl<'s> Tokens<'s> {
    pub(super) fn new(source: &'s str, range: Range<usize>) -> Self {
        let end = range.end.min(source.len());
        Self {
            source,
            at: range.start.min(end),
            end,
            attributes: Vec::new(),
        }
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        (at < self.end)
            .then(|| self.source.as_bytes().get(at).copied())
            .flatten()
    }

    fn find(&self, from: usize, what: &str) -> Option<usize> {
        let rest = self.source.get(from..self.end)?;
        rest.find(what).map(|at| from + at)
    }

    /// The text up to the end tag of an element that holds no others.
    pub(super) fn raw(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let mut from = start;
        while let Some(open) = self.find(from, "</") {
            let after = open + 2 + name.len();
            let same = self
                .source
                .get(open + 2..after)
                .is_some_and(|found| found.eq_ignore_ascii_case(name));
            if same && self.byte(after).is_none_or(ends_name) {
                self.at = open;
                return start..open;
            }
            from = open + 2;
        }
        self.at = self.end;
        start..self.end
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let start = self.at;
        if start >= self.end {
            return None;
        }
        let mut from = start;
        loop {
            let Some(open) = self.find(from, "<") else {
                self.at = self.end;
                return Some(Token::Text(start..self.end));
            };
            let opens = match self.byte(open + 1) {
                Some(b'!' | b'?') => true,
                Some(b'/') => self.byte(open + 2).is_some(),
                Some(next) => next.is_ascii_alphabetic(),
                None => false,
            };
            if !opens {
                from = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            return self.markup(open);
        }
    }

    /// What opens at a `<`. None where the text ends inside a tag.
    fn markup(&mut self, open: usize) -> Option<Token> {
        if self.rest().starts_with("<!--") {
            return Some(self.comment(open));
        }
        let closing = self.byte(open + 1) == Some(b'/');
        let name = open + 1 + usize::from(closing);
        if !self
            .byte(name)
            .is_some_and(|first| first.is_ascii_alphabetic())
        {
            // A document type, an instruction, a comment gone wrong.
            let end = self.find(name, ">");
            let inner = name..end.unwrap_or(self.end);
            self.at = end.map_or(self.end, |end| end + 1);
            return Some(Token::Comment {
                inner,
                range: open..self.at,
            });
        }
        let mut at = name;
        while self.byte(at).is_some_and(|next| !ends_name(next)) {
            at += 1;
        }
        let name = name..at;
        self.at = at;
        let closed = self.read_attributes()?;
        let range = open..self.at;
        Some(if closing {
            Token::End { name, range }
        } else {
            Token::Start {
                name,
                closed,
                range,
            }
        })
    }

    fn comment(&mut self, open: usize) -> Token {
        let inner = open + 4;
        let after = self.source.get(inner..self.end).unwrap_or_default();
        let short = if after.starts_with('>') {
            Some(1)
        } else if after.starts_with("->") {
            Some(2)
        } else {
            None
        };
        if let Some(length) = short {
            self.at = inner + length;
            return Token::Comment {
                inner: inner..inner,
                range: open..self.at,
            };
        }
        let mut from = inner;
        while let Some(dashes) = self.find(from, "--") {
            let close = match (self.byte(dashes + 2), self.byte(dashes + 3)) {
                (Some(b'>'), _) => 3,
                (Some(b'!'), Some(b'>')) => 4,
                _ => {
                    from = dashes + 1;
                    continue;
                }
            };
            self.at = dashes + close;
            return Token::Comment {
                inner: inner..dashes,
                range: open..self.at,
            };
        }
        self.at = self.end;
        Token::Comment {
            inner: inner..self.end,
            range: open..self.end,
        }
    }

    /// Reads up to the end of a tag: whether it closes itself. None where the text ends before.
    fn read_attributes(&mut self) -> Option<bool> {
        self.attributes.clear();
        let mut at = self.at;
        let mut slash = false;
        loop {
            match self.byte(at) {
                None => {
                    self.at = self.end;
                    return None;
                }
                Some(b'>') => {
                    self.at = at + 1;
                    return Some(slash);
                }
                Some(b'/') => {
                    slash = true;
                    at += 1;
                }
                Some(space) if is_space(space) => at += 1,
                Some(_) => {
                    slash = false;
                    at = self.read_attribute(at);
                }
            }
        }
    }

    fn read_attribute(&mut self, start: usize) -> usize {
        let mut at = start + 1;
        while self
            .byte(at)
            .is_some_and(|next| !ends_name(next) && next != b'=')
        {
            at += 1;
        }
        let name = start..at;
        let mut value = at..at;
        let mut equals = at;
        while self.byte(equals).is_some_and(is_space) {
            equals += 1;
        }
        if self.byte(equals) == Some(b'=') {
            at = equals + 1;
            while self.byte(at).is_some_and(is_space) {
                at += 1;
            }
            match self.byte(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let close = self.find(at + 1, if quote == b'"' { "\"" } else { "'" });
                    value = at + 1..close.unwrap_or(self.end);
                    at = close.map_or(self.end, |close| close + 1);
                }
                _ => {
                    let from = at;
                    while self
                        .byte(at)
                        .is_some_and(|next| !is_space(next) && next != b'>')
                    {
                        at += 1;
                    }
                    value = from..at;
                }
            }
        }
        self.attributes.push(Attribute { name, value });
        at
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}
