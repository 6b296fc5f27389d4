//! Source code of JavaScript and TypeScript: the strings that are sentences, and the text of JSX.
//!
//! The reader is a lexer with a stack of what is open. It knows no grammar: it tells strings, templates, comments,
//! regular expressions and elements apart by what stands before them.

mod escape;
mod jsx;
mod prose;
mod skip;

use std::ops::Range;

use super::html::Name;
use super::page::Page;
use super::text::Text;
use crate::Element;

/// Reads a program, or the part of a file that is one.
pub(super) fn read(page: &mut Page<'_>, range: Range<usize>, jsx: bool) {
    let source = page.source;
    let mut lexer = Lexer {
        page,
        bytes: source.as_bytes().get(..range.end).unwrap_or_default(),
        source,
        at: range.start,
        jsx,
        open: Vec::new(),
        parens: Vec::new(),
        value: false,
        word: 0..0,
        pending: None,
        expressions: skip::Expressions::default(),
    };
    while lexer.at < lexer.bytes.len() {
        let before = lexer.at;
        lexer.step();
        // Every step reads on; this makes it certain.
        lexer.at = lexer.at.max(before + 1);
    }
    lexer.settle();
    lexer.page.flush();
}

/// What is open.
enum Open {
    /// A block or an object.
    Brace,
    /// A template, and whether its text is prose.
    Template { text: Text, prose: bool },
    /// `${` in a template, and where.
    Hole(usize),
    /// The start tag of an element, and how many elements were open and units made before it.
    Tag {
        name: Name,
        depth: usize,
        units: usize,
    },
    /// The content of an element.
    Content { name: Name, depth: usize },
    /// `{` in an element.
    Expression,
}

/// A string that another may follow: `"never " + "leave"`.
struct Pending {
    text: Text,
    element: Element,
    /// A `+` has come.
    plus: bool,
}

struct Lexer<'p, 's> {
    page: &'p mut Page<'s>,
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    jsx: bool,
    open: Vec<Open>,
    /// For each open parenthesis, whether a statement such as `if` opened it.
    parens: Vec<bool>,
    /// Whether an expression has just ended, so that `/` divides and `<` compares.
    value: bool,
    /// The word before.
    word: Range<usize>,
    pending: Option<Pending>,
    expressions: skip::Expressions,
}

impl<'s> Lexer<'_, 's> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn slice(&self, range: Range<usize>) -> &'s str {
        self.source.get(range).unwrap_or_default()
    }

    fn find(&self, from: usize, what: &str) -> Option<usize> {
        let rest = self.source.get(from..self.bytes.len())?;
        rest.find(what).map(|at| from + at)
    }

    fn step(&mut self) {
        match self.open.last() {
            Some(Open::Template { .. }) => self.template(),
            Some(Open::Tag { .. }) => self.tag(),
            Some(Open::Content { .. }) => self.content(),
            _ => self.code(),
        }
    }

    fn code(&mut self) {
        let Some(byte) = self.byte(self.at) else {
            return;
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b'/' => self.slash(),
            b'"' | b'\'' => self.string(Element::SourceString),
            b'`' => self.open_template(),
            b'<' if self.jsx && !self.value && self.opens_element() => self.open_element(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | b'0'..=b'9' | 0x80.. => self.word(),
            b'+' => {
                self.at += 1;
                self.value = false;
                if let Some(pending) = &mut self.pending {
                    pending.plus = true;
                }
            }
            _ => {
                self.settle();
                self.mark(byte);
            }
        }
    }

    fn mark(&mut self, byte: u8) {
        self.at += 1;
        self.value = false;
        match byte {
            b'(' => {
                let word = self.slice(self.word.clone());
                let statement = self.word.end + 1 >= self.at.saturating_sub(1)
                    && matches!(word, "if" | "while" | "for" | "with");
                self.parens.push(statement);
            }
            b')' => self.value = !self.parens.pop().unwrap_or(false),
            b']' => self.value = true,
            b'{' => self.open.push(Open::Brace),
            b'}' => {
                self.value = true;
                match self.open.pop() {
                    Some(Open::Hole(from)) => self.fill(from),
                    Some(Open::Brace | Open::Expression) | None => {}
                    Some(other) => self.open.push(other),
                }
            }
            _ => {}
        }
        self.word = 0..0;
    }

    /// A word or a number.
    fn word(&mut self) {
        self.settle();
        let start = self.at;
        while self.byte(self.at).is_some_and(is_word) {
            self.at += 1;
        }
        let member = start
            .checked_sub(1)
            .and_then(|before| self.byte(before))
            .is_some_and(|before| before == b'.');
        let word = self.slice(start..self.at);
        let expects = matches!(
            word,
            "return"
                | "typeof"
                | "case"
                | "in"
                | "of"
                | "delete"
                | "void"
                | "throw"
                | "new"
                | "else"
                | "do"
                | "instanceof"
                | "yield"
                | "await"
                | "default"
                | "export"
        );
        self.value = member || !expects;
        self.word = start..self.at;
    }

    /// A comment, a regular expression or a division.
    fn slash(&mut self) {
        let start = self.at;
        match self.byte(start + 1) {
            Some(b'/') => {
                let end = self.find(start, "\n").unwrap_or(self.bytes.len());
                let text = self.slice(start + 2..end);
                self.page.comments.read(text, start + 2, start..end);
                self.at = end;
            }
            Some(b'*') => {
                let close = self.find(start + 2, "*/");
                let inner = close.unwrap_or(self.bytes.len());
                self.at = close.map_or(self.bytes.len(), |close| close + 2);
                let text = self.slice(start + 2..inner);
                self.page.comments.read(text, start + 2, start..self.at);
            }
            _ => {
                self.settle();
                let end = if self.value {
                    None
                } else {
                    self.expressions.end(self.bytes, start)
                };
                self.value = end.is_some();
                self.at = end.unwrap_or(start + 1);
                self.word = 0..0;
            }
        }
    }

    /// A string in quotes.
    fn string(&mut self, element: Element) {
        let (inner, end) = skip::string(self.bytes, self.at);
        let raw = self.slice(inner.clone());
        self.at = end;
        self.value = true;
        match &mut self.pending {
            Some(pending) if pending.plus => {
                pending.plus = false;
                escape::resolve(raw, inner.start, &mut pending.text);
            }
            _ => {
                self.settle();
                let mut text = Text::default();
                escape::resolve(raw, inner.start, &mut text);
                self.pending = Some(Pending {
                    text,
                    element,
                    plus: false,
                });
            }
        }
    }

    /// The string that was read stands alone: it becomes a unit where it is a sentence.
    fn settle(&mut self) {
        if let Some(Pending { text, element, .. }) = self.pending.take() {
            self.sentence(element, text);
        }
    }

    fn sentence(&mut self, element: Element, text: Text) {
        let text = text.without_tags();
        if prose::is_prose(text.as_str()) {
            self.page.aside(element, text);
        }
    }

    fn open_template(&mut self) {
        self.settle();
        let before = self.slice(self.word.clone());
        let tagged = self.value && self.word.end == self.at && !before.is_empty();
        let prose = !tagged || !skip::tags_code(self.bytes, self.word.end);
        self.open.push(Open::Template {
            text: Text::default(),
            prose,
        });
        self.at += 1;
    }

    fn template(&mut self) {
        let start = self.at;
        let (end, stop) = skip::template(self.bytes, start);
        let raw = self.slice(start..end);
        if let Some(Open::Template { text, prose: true }) = self.open.last_mut() {
            escape::resolve(raw, start, text);
        }
        self.at = end;
        match stop {
            skip::Stop::Hole => {
                self.open.push(Open::Hole(end));
                self.at += 2;
                self.value = false;
                self.word = 0..0;
            }
            skip::Stop::End => {
                self.at += 1;
                self.value = true;
                self.word = 0..0;
                if let Some(Open::Template { text, prose }) = self.open.pop()
                    && prose
                {
                    self.sentence(Element::SourceString, text);
                }
            }
        }
    }

    /// A hole in a template has ended: a short one stays in the text as it is written.
    fn fill(&mut self, from: usize) {
        let range = from..self.at;
        let raw = self.slice(range.clone());
        if let Some(Open::Template { text, prose: true }) = self.open.last_mut() {
            if raw.len() <= 48 && !raw.contains(['\n', '`', '"', '\'', '<']) {
                text.copy(raw, from);
            } else {
                text.replace("${…}", range);
            }
        }
        self.word = 0..0;
    }
}

/// Whether a byte is part of a word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}
