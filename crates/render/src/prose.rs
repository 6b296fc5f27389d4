//! Pages in Markdown with facts interpolated.
//!
//! A fact becomes a mark while the Markdown is rendered and is put in afterwards, so no value can be read as Markdown or
//! HTML, and no Markdown can change a value.

use std::collections::BTreeMap;
use std::fmt::Write;

use candor_syntax::{Diagnostic, SourceFile};
use minijinja::{Environment, UndefinedBehavior, Value};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::templates::{Templates, fault};
use crate::view::{Block, Cell};

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Named {
    /// A piece of text.
    Cell(Cell),
    /// A table of its own.
    Block(Block),
}

/// The names that pages can use, by their dotted paths.
#[derive(Debug, Default)]
pub(crate) struct Names {
    entries: Vec<(String, Named)>,
}

impl Names {
    pub(crate) fn add(&mut self, path: impl Into<String>, cell: Cell) {
        self.entries.push((path.into(), Named::Cell(cell)));
    }

    pub(crate) fn add_block(&mut self, path: impl Into<String>, block: Block) {
        self.entries.push((path.into(), Named::Block(block)));
    }

    /// The values of a template: nested maps whose leaves are marks.
    fn context(&self) -> Value {
        let mut root = Level::default();
        for (index, (path, _)) in self.entries.iter().enumerate() {
            let mut level = &mut root;
            for step in path.split('.') {
                level = level.below.entry(step.to_owned()).or_default();
            }
            level.mark = Some(mark(index));
        }
        root.value()
    }
}

impl Names {
    /// The text with every mark replaced by its fact; by the fact's address, where it has one and that is wanted.
    /// A table has no plain form, so it leaves nothing.
    fn plain<'e>(&self, text: CowStr<'e>, address: bool) -> CowStr<'e> {
        if !text.contains('\u{f0000}') {
            return text;
        }
        let mut plain = String::with_capacity(text.len());
        let mut rest: &str = &text;
        while let Some((before, after)) = rest.split_once('\u{f0000}') {
            let Some((number, behind)) = after.split_once('\u{f0001}') else {
                break;
            };
            plain.push_str(before);
            let named = number
                .parse()
                .ok()
                .and_then(|index: usize| self.entries.get(index));
            if let Some((_, Named::Cell(cell))) = named {
                let href = cell.href.as_deref().filter(|_| address);
                plain.push_str(href.unwrap_or(&cell.text));
            }
            rest = behind;
        }
        plain.push_str(rest);
        plain.into()
    }
}

/// A step of a dotted path; one that has both a value and steps below prints its value.
#[derive(Debug, Default)]
struct Level {
    mark: Option<String>,
    below: BTreeMap<String, Level>,
}

impl Level {
    fn value(&self) -> Value {
        if self.below.is_empty() {
            return Value::from(self.mark.clone().unwrap_or_default());
        }
        let below: BTreeMap<String, Value> = self
            .below
            .iter()
            .map(|(name, level)| (name.clone(), level.value()))
            .collect();
        match &self.mark {
            None => Value::from_pairs(below),
            Some(mark) => Value::from_object(Both {
                mark: mark.clone(),
                below,
            }),
        }
    }
}

/// A value that prints its own mark and has further values below.
#[derive(Debug)]
struct Both {
    mark: String,
    below: BTreeMap<String, Value>,
}

impl minijinja::value::Object for Both {
    fn get_value(self: &std::sync::Arc<Self>, key: &Value) -> Option<Value> {
        self.below.get(key.as_str()?).cloned()
    }

    fn render(self: &std::sync::Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.mark)
    }
}

/// A mark that no author types: private-use characters around a number.
fn mark(index: usize) -> String {
    format!("\u{f0000}{index}\u{f0001}")
}

/// Renders the body of a page. `line` is the line of the file on which the body begins.
pub(crate) fn render(
    body: &str,
    file: &str,
    line: u32,
    names: &Names,
    templates: &Templates,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let source = SourceFile::new(file, body);
    let paths: Vec<String> = names.entries.iter().map(|(path, _)| path.clone()).collect();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(1_000_000));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let cleaned = body.replace(['\u{f0000}', '\u{f0001}'], "");
    let marked = match environment.render_named_str(file, &cleaned, names.context()) {
        Ok(marked) => marked,
        Err(error) => {
            diagnostics.push(fault(&error, &source, line.saturating_sub(1), &paths));
            return String::new();
        }
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut output = String::new();
    let mut images = 0;
    let events = Parser::new_ext(&marked, options)
        .map(|event| harmless(plain_in_attributes(event, names, &mut images)));
    html::push_html(&mut output, events);
    put_in(&output, names, templates, diagnostics)
}

/// Puts facts into addresses, titles and the descriptions of pictures as plain text, because those become attributes,
/// where no element can stand. `images` counts the pictures around the event.
fn plain_in_attributes<'e>(event: Event<'e>, names: &Names, images: &mut u32) -> Event<'e> {
    match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: names.plain(dest_url, true),
            title: names.plain(title, false),
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            *images += 1;
            Event::Start(Tag::Image {
                link_type,
                dest_url: names.plain(dest_url, true),
                title: names.plain(title, false),
                id,
            })
        }
        Event::End(TagEnd::Image) => {
            *images = images.saturating_sub(1);
            Event::End(TagEnd::Image)
        }
        Event::Text(text) if *images > 0 => Event::Text(names.plain(text, false)),
        Event::Code(text) if *images > 0 => Event::Code(names.plain(text, false)),
        other => other,
    }
}

/// Raw HTML becomes text, and targets that are no ordinary links are dropped.
fn harmless(event: Event<'_>) -> Event<'_> {
    let safe = |url: &str| {
        let lower = url.to_ascii_lowercase();
        !url.chars().any(char::is_control)
            && (["https://", "http://", "mailto:", "#", "/", "./", "../"]
                .iter()
                .any(|start| lower.starts_with(start))
                || !lower.contains(':'))
    };
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) if !safe(&dest_url) => {
            let _ = dest_url;
            Event::Start(Tag::Link {
                link_type,
                dest_url: CowStr::from("#"),
                title,
                id,
            })
        }
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) if !safe(&dest_url) || dest_url.contains("://") => {
            // A picture from elsewhere would tell somebody else who reads the page.
            Event::Start(Tag::Image {
                link_type,
                dest_url: CowStr::from(""),
                title,
                id,
            })
        }
        other => other,
    }
}

/// Replaces marks by what they stand for. A table that stands alone in a paragraph replaces the paragraph.
fn put_in(
    html: &str,
    names: &Names,
    templates: &Templates,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut output = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('\u{f0000}') {
        let Some((number, behind)) = after.split_once('\u{f0001}') else {
            break;
        };
        let named = number
            .parse::<usize>()
            .ok()
            .and_then(|index| names.entries.get(index));
        match named {
            Some((path, Named::Cell(cell))) => {
                output.push_str(before);
                let cell = Cell {
                    fact: Some(path.clone()),
                    ..cell.clone()
                };
                output.push_str(&templates.render("cell.html", "cell", &cell, diagnostics));
                rest = behind;
            }
            Some((_, Named::Block(block))) => {
                output.push_str(before.strip_suffix("<p>").unwrap_or(before));
                output.push_str(&templates.render("block.html", "block", block, diagnostics));
                rest = behind.strip_prefix("</p>").unwrap_or(behind);
            }
            None => {
                // Writing to a String cannot fail.
                let _ = write!(output, "{before}");
                rest = behind;
            }
        }
    }
    output.push_str(rest);
    output
}
