//! Elements in a program: their text reads like that of a document.

use super::{Lexer, Open, escape, is_word, prose, skip};
use crate::Element;
use crate::extract::html::{self, Name};
use crate::extract::text::Text;

/// Attributes whose values are no words for people.
const SILENT: &[&str] = &[
    "class",
    "classname",
    "style",
    "d",
    "viewbox",
    "points",
    "transform",
    "sizes",
    "srcset",
    "src",
    "href",
    "id",
    "key",
    "rel",
    "type",
    "for",
    "htmlfor",
    "name",
    "role",
    "target",
    "media",
    "fill",
    "stroke",
    "to",
    "as",
    "sx",
    "css",
    "tw",
    "import",
    "from",
    "variant",
    "size",
    "color",
];

impl Lexer<'_, '_> {
    /// Whether a `<` opens an element, and no list of types.
    pub(super) fn opens_element(&self) -> bool {
        let mut at = self.at + 1;
        match self.byte(at) {
            Some(b'>') => return true,
            Some(first) if first.is_ascii_alphabetic() || matches!(first, b'_' | b'$') => {}
            _ => return false,
        }
        while self
            .byte(at)
            .is_some_and(|byte| is_word(byte) || matches!(byte, b'.' | b'-' | b':'))
        {
            at += 1;
        }
        let rest = self.source.get(at..self.bytes.len()).unwrap_or_default();
        let rest = rest.get(..rest.len().min(64)).unwrap_or(rest).trim_start();
        !rest.starts_with([',', '=', '(', '[', '|', '&', ';', ')']) && !rest.starts_with("extends ")
    }

    pub(super) fn open_element(&mut self) {
        let start = self.at + 1;
        let mut end = start;
        while self
            .byte(end)
            .is_some_and(|byte| is_word(byte) || matches!(byte, b'.' | b'-' | b':'))
        {
            end += 1;
        }
        let name = Name::new(self.slice(start..end));
        self.at = end;
        if name.as_str() == "br" {
            self.page.line_break(start - 1..end);
        } else if !name.as_str().is_empty() && !name.is_inline() {
            self.page.flush();
        }
        let depth = self.page.depth();
        let units = self.page.units.len();
        html::open(self.page, name);
        self.open.push(Open::Tag { name, depth, units });
    }

    /// One part of a start tag.
    pub(super) fn tag(&mut self) {
        let Some(Open::Tag { name, depth, units }) = self.open.last() else {
            return;
        };
        let (name, depth, units) = (*name, *depth, *units);
        match self.byte(self.at) {
            Some(b'>') => {
                self.at += 1;
                self.open.pop();
                self.open.push(Open::Content { name, depth });
            }
            Some(b'/') if self.byte(self.at + 1) == Some(b'>') => {
                self.at += 2;
                self.open.pop();
                html::close(self.page, name, depth);
                self.value = true;
            }
            Some(b'{') => {
                self.at += 1;
                self.open.push(Open::Expression);
                self.value = false;
            }
            Some(byte) if is_word(byte) => self.attribute(units),
            _ => self.at += 1,
        }
    }

    fn attribute(&mut self, units: usize) {
        let start = self.at;
        while self
            .byte(self.at)
            .is_some_and(|byte| is_word(byte) || matches!(byte, b'-' | b':' | b'.'))
        {
            self.at += 1;
        }
        let name = self.slice(start..self.at).to_ascii_lowercase();
        let mut at = self.at;
        while self.byte(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
        }
        if self.byte(at) != Some(b'=') {
            if name == "hidden"
                && let Some(frame) = self.page.top_mut()
            {
                frame.hidden = true;
            }
            return;
        }
        at += 1;
        while self.byte(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
        }
        self.at = at;
        let braced = self.byte(at) == Some(b'{');
        let open = if braced { at + 1 } else { at };
        let Some(quote @ (b'"' | b'\'')) = self.byte(open) else {
            return;
        };
        let (inner, end) = if braced {
            skip::string(self.bytes, open)
        } else {
            // A string of an attribute has no escapes and may reach over lines.
            let mark = if quote == b'"' { "\"" } else { "'" };
            let close = self.find(open + 1, mark).unwrap_or(self.bytes.len());
            (open + 1..close, close + 1)
        };
        if braced && self.byte(end) != Some(b'}') {
            return;
        }
        self.at = end + usize::from(braced);
        let raw = self.slice(inner.clone());
        match name.as_str() {
            "lang" | "data-tool" | "data-claim" => {
                html::state(self.page, &name, inner, units);
            }
            name if SILENT.contains(&name) => {}
            name => {
                let mut text = Text::default();
                if braced {
                    escape::resolve(raw, inner.start, &mut text);
                } else {
                    text.fold(raw, inner.start);
                }
                let heard =
                    matches!(name, "alt" | "title" | "placeholder") || name.starts_with("aria-");
                if heard || prose::is_prose(text.as_str()) {
                    self.page.aside(Element::Attribute, text);
                }
            }
        }
    }

    /// One part of an element's content.
    pub(super) fn content(&mut self) {
        let start = self.at;
        match self.byte(start) {
            Some(b'{') => self.expression(),
            Some(b'<') if self.byte(start + 1) == Some(b'/') => {
                self.at = self
                    .find(start, ">")
                    .map_or(self.bytes.len(), |end| end + 1);
                if let Some(Open::Content { name, depth }) = self.open.pop() {
                    html::close(self.page, name, depth);
                }
                self.value = true;
                self.word = 0..0;
            }
            Some(b'<') if self.opens_element() => self.open_element(),
            _ => {
                let rest = self.bytes.get(start + 1..).unwrap_or_default();
                let length = rest.iter().position(|byte| matches!(byte, b'<' | b'{'));
                let end = length.map_or(self.bytes.len(), |length| start + 1 + length);
                let raw = self.slice(start..end);
                self.page.fold(raw, start);
                self.at = end;
            }
        }
    }

    /// `{` in an element: a string reads as text, a name stays as it is written, all else is a program.
    fn expression(&mut self) {
        let start = self.at;
        let open = start + 1;
        if matches!(self.byte(open), Some(b'"' | b'\'')) {
            let (inner, end) = skip::string(self.bytes, open);
            if self.byte(end) == Some(b'}') {
                let mut text = Text::default();
                escape::resolve(self.slice(inner.clone()), inner.start, &mut text);
                self.page.append(text);
                self.at = end + 1;
                return;
            }
        }
        let rest = self.bytes.get(open..).unwrap_or_default();
        let length = rest
            .iter()
            .take(48)
            .take_while(|byte| is_word(**byte) || **byte == b'.')
            .count();
        let end = open + length;
        if length > 0 && self.byte(end) == Some(b'}') {
            let raw = self.slice(start..end + 1);
            self.page.copy(raw, start);
            self.at = end + 1;
            return;
        }
        self.open.push(Open::Expression);
        self.at = open;
        self.value = false;
        self.word = 0..0;
    }
}
