//! From published files to the text in them, every byte of which knows its place.

mod abbreviation;
mod front_matter;
mod html;
mod json;
mod kind;
mod language;
mod line;
mod markdown;
mod mdx;
mod message;
mod page;
mod plain;
mod script;
mod sentence;
mod suppression;
mod text;
mod toml;
mod yaml;

use std::ops::Range;

pub use self::language::language;
pub use self::sentence::sentences;
pub use self::suppression::{Reach, Suppression};

use self::kind::Kind;
use self::page::Page;
use crate::Unit;

/// What a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultOf {
    /// A comment that was meant to set a claim aside.
    Suppression,
    /// What was meant to bind text to a fact.
    Binding,
    /// A part of the file that could not be read, so that nobody looked for claims in it.
    Reading,
}

/// What is wrong in a file, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is about.
    pub about: FaultOf,
    /// The bytes that it is about.
    pub range: Range<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

/// What was found in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extracted {
    /// The text, in the order of its places.
    pub units: Vec<Unit>,
    /// The comments that keep claims out of the findings.
    pub suppressions: Vec<Suppression>,
    /// The language of the file: as the markup states it, else the path, else the words.
    pub language: Option<String>,
    /// What is wrong with comments, bindings and the form of the file.
    pub faults: Vec<Fault>,
    /// Whether the file is of a kind that is read. Of one that is not, nothing is known.
    pub assessed: bool,
}

/// Reads the text of one file; its kind follows from the ending of its path.
pub fn extract(path: &str, source: &str) -> Extracted {
    let Some(kind) = kind::kind(path) else {
        return Extracted::default();
    };
    let mut page = Page::new(source);
    page.is_program = matches!(kind, Kind::Script { .. } | Kind::Component | Kind::Mdx);
    let stated = kind::language(path, kind);
    page.front_matter(None, stated.as_deref());
    match kind {
        Kind::Markdown => markdown::read(&mut page, false),
        Kind::Mdx => markdown::read(&mut page, true),
        Kind::Html => html::read(&mut page, false),
        Kind::Component => html::read(&mut page, true),
        Kind::Json => message::json(&mut page),
        Kind::Yaml => message::yaml(&mut page),
        Kind::Toml => message::toml(&mut page),
        Kind::Script { jsx } => script::read(&mut page, 0..source.len(), jsx),
        Kind::Text => plain::read(&mut page),
    }
    page.flush();
    page.close_to(1);
    let Page {
        mut units,
        mut comments,
        language: marked,
        ..
    } = page;
    units.sort_by_key(suppression::first);
    comments.cover(source, &mut units, matches!(kind, Kind::Script { .. }));
    Extracted {
        language: marked.or(stated).or_else(|| voted(&units)),
        units,
        suppressions: comments.suppressions,
        faults: comments.faults,
        assessed: true,
    }
}

/// The language of the words of the first units.
fn voted(units: &[Unit]) -> Option<String> {
    let mut text = String::new();
    for unit in units {
        if text.len() > 8 * 1024 {
            break;
        }
        text.push_str(&unit.text);
        text.push(' ');
    }
    language(&text).map(str::to_owned)
}
