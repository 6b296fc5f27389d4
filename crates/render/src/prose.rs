//! Pages in Markdown with facts interpolated.
//!
//! A fact becomes a mark while the Markdown is rendered and is put in afterwards, so no value can be read as Markdown or
//! HTML, and no Markdown can change a value.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use candor_model::Page;
use candor_syntax::{Diagnostic, SourceFile};
use minijinja::{Environment, UndefinedBehavior, Value};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::cards::TEMPLATE;
use crate::templates::{Templates, fault};
use crate::view::{Block, Cell, Table};

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Named {
    /// A piece of text.
    Cell(Cell),
    /// A table of its own, made only where a page names it.
    Table(Table),
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

    pub(crate) fn add_table(&mut self, path: impl Into<String>, table: Table) {
        self.entries.push((path.into(), Named::Table(table)));
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

/// Reads a page in prose: HTML in which marks stand for names. A name that stands for nothing is a finding, and so is a
/// table within a sentence; the first leaves nothing to render.
pub(crate) fn read(
    page: &Page,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let file = &*page.origin.file;
    let source = SourceFile::new(file, page.body.as_str());
    let above = page.body_line.saturating_sub(1);
    let paths: Vec<String> = names.entries.iter().map(|(path, _)| path.clone()).collect();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(1_000_000));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let cleaned = page.body.replace(['\u{f0000}', '\u{f0001}'], "");
    let marked = match environment.render_named_str(file, &cleaned, names.context()) {
        Ok(marked) => marked,
        Err(error) => {
            diagnostics.push(fault(&error, &source, above, &paths));
            return None;
        }
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut images = 0;
    let events: Vec<Event<'_>> = Parser::new_ext(&marked, options)
        .map(|event| harmless(plain_in_attributes(event, names, &mut images)))
        .collect();
    let mut html = String::new();
    html::push_html(
        &mut html,
        with_anchors(events, page.page.value.as_str(), names),
    );
    for path in tables_in_sentences(&html, names) {
        let at = page.body.find(path).unwrap_or(0);
        let mut place = source.place(at..(at + path.len()).min(page.body.len()));
        place.line += above;
        place.end_line += above;
        diagnostics.push(
            Diagnostic::new(
                &TEMPLATE,
                format!("the table `{path}` stands within a sentence"),
            )
            .at(place)
            .because("a table cannot be part of a paragraph, so browsers would tear the page apart")
            .help("put it on a line of its own, with an empty line before and after it"),
        );
    }
    Some(html)
}

/// Headings get anchors from their words, so that sentences can be linked to; equal ones are numbered.
fn with_anchors<'e>(
    mut events: Vec<Event<'e>>,
    page: &str,
    names: &Names,
) -> impl Iterator<Item = Event<'e>> {
    let mut taken: HashMap<String, u32> = HashMap::new();
    for start in 0..events.len() {
        if !matches!(events.get(start), Some(Event::Start(Tag::Heading { .. }))) {
            continue;
        }
        let words: String = events
            .iter()
            .skip(start)
            .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
            .filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => {
                    Some(names.plain(text.clone(), false).into_string())
                }
                _ => None,
            })
            .collect();
        let slug = anchor(page, &words);
        let count = taken.entry(slug.clone()).or_default();
        *count += 1;
        let anchor = match *count {
            1 => slug,
            again => format!("{slug}-{again}"),
        };
        if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(start) {
            *id = Some(anchor.into());
        }
    }
    events.into_iter()
}

/// The page's id and the letters and digits of a heading, joined by `-`.
fn anchor(page: &str, words: &str) -> String {
    let mut anchor = page.to_owned();
    for word in words
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        anchor.push('-');
        anchor.push_str(&word.to_lowercase());
    }
    anchor
}

/// The tables that do not stand in a paragraph of their own.
fn tables_in_sentences<'n>(html: &str, names: &'n Names) -> Vec<&'n str> {
    let mut within = Vec::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('\u{f0000}') {
        let Some((number, behind)) = after.split_once('\u{f0001}') else {
            break;
        };
        let named = number
            .parse()
            .ok()
            .and_then(|index: usize| names.entries.get(index));
        if let Some((path, Named::Table(_))) = named
            && !(before.ends_with("<p>") && behind.starts_with("</p>"))
        {
            within.push(path.as_str());
        }
        rest = behind;
    }
    within
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
pub(crate) fn put_in(
    html: &str,
    names: &Names,
    table: &dyn Fn(Table) -> Block,
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
            Some((_, Named::Table(name))) => {
                let block = table(*name);
                output.push_str(before.strip_suffix("<p>").unwrap_or(before));
                output.push_str(&templates.render("block.html", "block", &block, diagnostics));
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
