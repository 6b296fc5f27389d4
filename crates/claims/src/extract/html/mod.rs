//! HTML: what a reader sees, hears or is shown elsewhere, with the bytes that say it.

mod attribute;
mod linked;
mod name;
pub(super) mod reference;
mod token;

use std::ops::Range;

use self::attribute::Attributes;
pub(super) use self::name::Name;
use self::token::{Token, Tokens};
use super::page::{Page, Says};
use super::script;
use super::text::Text;
use crate::Element;

/// How far an end tag looks for its start tag; deeper ones are not closed by it.
const REACH: usize = 512;

/// Reads a whole document.
pub(super) fn read(page: &mut Page<'_>, components: bool) {
    let mut reader = Reader {
        components,
        ..Reader::default()
    };
    let whole = 0..page.source.len();
    reader.read(page, whole, true);
    page.flush();
}

/// Reads HTML, in pieces where a Markdown document holds it.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The document is a component of a framework: its scripts have strings, and tags close themselves.
    components: bool,
    /// The element without children whose end tag stands in a later piece.
    raw: Option<Name>,
}

impl Reader {
    /// Whether the text that comes next belongs to a script or a style.
    pub(super) fn inside_raw(&self) -> bool {
        self.raw.is_some()
    }

    /// Reads a piece of the source. Text of a piece that is no block is Markdown's to read.
    pub(super) fn read(&mut self, page: &mut Page<'_>, range: Range<usize>, block: bool) {
        let source = page.source;
        let mut tokens = Tokens::new(source, range);
        if let Some(name) = self.raw {
            tokens.raw(name.as_str());
        }
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(range) => {
                    page.fold(source.get(range.clone()).unwrap_or_default(), range.start);
                }
                Token::Comment { inner, range } => comment(page, inner, range),
                Token::Start {
                    name,
                    closed,
                    range,
                } => {
                    let name = Name::new(source.get(name).unwrap_or_default());
                    self.start(page, &mut tokens, name, closed, range, block);
                }
                Token::End { name, range } => {
                    let name = Name::new(source.get(name).unwrap_or_default());
                    self.end(page, name, range);
                }
            }
        }
    }

    fn start(
        &mut self,
        page: &mut Page<'_>,
        tokens: &mut Tokens<'_>,
        name: Name,
        closed: bool,
        range: Range<usize>,
        block: bool,
    ) {
        if let Some((ended, around)) = name.ends() {
            end_open(page, ended, around);
        }
        match name.as_str() {
            "br" => return page.line_break(range),
            "hr" => return page.rule(),
            _ => {}
        }
        let inline = name.is_inline();
        if !inline {
            page.flush();
            if name.as_str() == "tr" {
                page.row(true);
            }
        } else if name.as_str() == "a" {
            page.open_link();
        }
        let attributes = Attributes::new(page.source, &tokens.attributes);
        if name.as_str() == "html"
            && let Some(language) = attributes.get("lang")
        {
            page.language = Some(language.to_ascii_lowercase());
        }
        let bound = attributes.place("data-claim");
        let fact = attributes.place("data-fact");
        let json = name.as_str() == "script"
            && attributes
                .get("type")
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
        let depth = page.depth();
        if matches!(name.as_str(), "ul" | "ol" | "menu") {
            page.open_list(Some(name));
        } else {
            page.open(Some(name), |_| ());
        }
        attributes.inherit(page, name);
        // A block is bound as a whole, and so is what has only attributes.
        let whole = !inline || name.is_void();
        if let Some(at) = bound.clone().filter(|_| whole) {
            let path = page.source.get(at.clone()).unwrap_or_default();
            page.bind_whole(path, at, page.units.len());
        }
        if name.as_str() == "template"
            && !self.components
            && let Some(frame) = page.top_mut()
        {
            frame.hidden = true;
        }
        attributes.speak(page, name);
        if name.is_void() || closed && (self.components || name.as_str().contains('-')) {
            page.close_to(depth);
            return;
        }
        let about = attributes.place("data-about").filter(|_| inline);
        for (at, says) in [
            (bound.filter(|_| inline), Says::Claim),
            (fact, Says::Fact),
            (about, Says::About),
        ] {
            if let Some(at) = at {
                let path = page.source.get(at.clone()).unwrap_or_default();
                page.bind(path, at, says);
            }
        }
        if name.is_raw() {
            if block {
                let inner = tokens.raw(name.as_str());
                self.raw_text(page, name, inner, json);
            } else if matches!(name.as_str(), "script" | "style") {
                self.raw = Some(name);
            }
        }
    }

    /// The content of an element that holds only text.
    fn raw_text(&self, page: &mut Page<'_>, name: Name, inner: Range<usize>, json: bool) {
        match name.as_str() {
            "title" => {
                let mut text = Text::default();
                let raw = page.source.get(inner.clone()).unwrap_or_default();
                text.fold(raw, inner.start);
                page.aside(Element::Title, text);
            }
            "textarea" => {
                let raw = page.source.get(inner.clone()).unwrap_or_default();
                page.fold(raw, inner.start);
            }
            "script" if json => linked::read(page, inner),
            "script" if self.components => self.script(page, inner),
            _ => {}
        }
    }

    fn end(&mut self, page: &mut Page<'_>, name: Name, range: Range<usize>) {
        if self.raw == Some(name) {
            self.raw = None;
        }
        if name.as_str() == "br" {
            return page.line_break(range);
        }
        let found = page
            .inner()
            .take(REACH)
            .take_while(|frame| frame.name.is_some())
            .position(|frame| frame.name == Some(name));
        match found {
            Some(above) => close(page, name, page.depth() - above - 1),
            None if !name.is_inline() => {
                page.flush();
            }
            None => {}
        }
    }

    /// The program of a component; its element hides its text, so that is read around it.
    fn script(&self, page: &mut Page<'_>, inner: Range<usize>) {
        page.close_to(page.depth() - 1);
        script::read(page, inner, true);
    }
}

/// Opens an element that states nothing yet.
pub(super) fn open(page: &mut Page<'_>, name: Name) {
    if matches!(name.as_str(), "ul" | "ol" | "menu") {
        page.open_list(Some(name));
    } else {
        page.open(Some(name), |_| ());
    }
    Attributes::new(page.source, &[]).inherit(page, name);
}

/// Closes an element, so that as many are open as before it.
pub(super) fn close(page: &mut Page<'_>, name: Name, depth: usize) {
    if !name.is_inline() {
        let asks = matches!(name.as_str(), "summary" | "dt");
        let question = page.flush().filter(|_| asks).map(|unit| unit.text.clone());
        if let Some(question) = question {
            page.ask_around(depth + 1, &question);
        }
    }
    page.unbind(depth);
    page.close_to(depth);
    if matches!(name.as_str(), "tr" | "table") {
        page.row(false);
    }
    if matches!(name.as_str(), "ul" | "ol" | "menu" | "dl" | "table") {
        page.end_lead();
    }
}

/// States what the innermost element hands on, by an attribute with its value in the source; before the element, there
/// were so many units.
pub(super) fn state(page: &mut Page<'_>, attribute: &str, at: Range<usize>, units: usize) {
    let value = page.source.get(at.clone()).unwrap_or_default();
    let Some(frame) = page.top_mut() else {
        return;
    };
    let name = frame.name;
    match attribute {
        "lang" => frame.given().language = Some(value.to_ascii_lowercase().into()),
        "data-tool" => frame.given().tool = Some(value.into()),
        _ if name.is_some_and(|name| name.is_inline() && !name.is_void()) => {
            page.bind(value, at, Says::Claim);
        }
        _ => page.bind_whole(value, at, units),
    }
}

/// Ends the open elements that a start tag ends without saying so.
fn end_open(page: &mut Page<'_>, ended: &[&str], around: &[&str]) {
    let found = page
        .inner()
        .take(16)
        .take_while(|frame| {
            let name = frame.name.as_ref().map(Name::as_str);
            name.is_some_and(|name| !around.contains(&name))
        })
        .position(|frame| {
            let name = frame.name.as_ref().map(Name::as_str);
            name.is_some_and(|name| ended.contains(&name))
        });
    if let Some(above) = found {
        let depth = page.depth() - above - 1;
        let name = page.inner().nth(above).and_then(|frame| frame.name);
        if let Some(name) = name {
            close(page, name, depth);
        }
    }
}

/// A comment: one of Candor's own marks, or a suppression.
fn comment(page: &mut Page<'_>, inner: Range<usize>, range: Range<usize>) {
    let text = page.source.get(inner.clone()).unwrap_or_default();
    match text.trim() {
        "/candor:note" => {
            page.flush();
            page.generated = false;
        }
        mark if mark.starts_with("candor:note ") => {
            page.flush();
            page.generated = true;
        }
        _ => page.comments.read(text, inner.start, range),
    }
}
