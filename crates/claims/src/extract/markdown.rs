//! Markdown: CommonMark with GitHub's tables and footnotes, front matter, and the HTML in it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html::Reader;
use super::page::Page;
use super::{front_matter, mdx};
use crate::Element;

/// Reads a document into a page.
pub(super) fn read(page: &mut Page<'_>, with_jsx: bool) {
    let source = page.source;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut markdown = Markdown {
        page,
        reader: Reader::default(),
        depths: Vec::new(),
        block: None,
        html: None,
        code: false,
        metadata: false,
        struck: 0,
        strong: 0,
    };
    if with_jsx {
        mdx::comments(source, &mut markdown.page.comments);
    }
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        markdown.event(event, range, with_jsx);
    }
    markdown.page.flush();
}

struct Markdown<'p, 's> {
    page: &'p mut Page<'s>,
    reader: Reader,
    /// How many elements were open before each of Markdown's own containers.
    depths: Vec<usize>,
    /// Where the open paragraph begins.
    block: Option<usize>,
    /// The bytes of HTML that have come without a gap.
    html: Option<Range<usize>>,
    code: bool,
    metadata: bool,
    struck: usize,
    strong: usize,
}

impl Markdown<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, with_jsx: bool) {
        if let Event::Html(_) = event {
            match &mut self.html {
                Some(html) if html.end == range.start => html.end = range.end,
                _ => {
                    self.pass_html();
                    self.html = Some(range);
                }
            }
            return;
        }
        self.pass_html();
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag, range, with_jsx),
            _ if self.code => {}
            Event::Text(_) if self.metadata => {}
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                // The span's text stands between back quotes, of which there may be several.
                let raw = self.page.source.get(range.clone()).unwrap_or_default();
                match raw.find(&*text) {
                    Some(at) if self.struck == 0 => self.text(&text, {
                        let start = range.start + at;
                        start..start + text.len()
                    }),
                    _ => self.text(&text, range),
                }
            }
            Event::SoftBreak => self.page.text.space(range),
            Event::HardBreak => self.page.line_break(range),
            Event::InlineHtml(_) => self.reader.read(self.page, range, false),
            Event::Rule => self.page.rule(),
            Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    /// Hands gathered HTML to its reader.
    fn pass_html(&mut self) {
        if let Some(range) = self.html.take() {
            self.reader.read(self.page, range, true);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.struck > 0 || self.reader.inside_raw() {
            return;
        }
        let before = self.page.text.len();
        if self.page.source.get(range.clone()) == Some(text) {
            // What stands between two texts may be invisible, and the spaces around it are one.
            let own = match text.strip_prefix(' ') {
                Some(rest) if !self.page.text.wants_space() => rest,
                _ => text,
            };
            self.page.copy(own, range.end - own.len());
        } else {
            self.page.replace(text, range);
        }
        if self.strong > 0 {
            self.page.strong += self.page.text.len() - before;
        }
    }

    fn contain(&mut self, element: Element) {
        self.page.flush();
        self.depths.push(self.page.depth());
        self.page.open(None, |frame| {
            if element != Element::Paragraph {
                frame.element = element;
            }
        });
    }

    fn leave(&mut self) {
        self.page.flush();
        if let Some(depth) = self.depths.pop() {
            self.page.close_to(depth);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.page.flush();
                self.block = Some(range.start);
            }
            Tag::Heading { level, .. } => {
                self.page.flush();
                self.depths.push(self.page.depth());
                let level = *level as u8;
                self.page.open(None, |frame| {
                    frame.element = Element::Heading;
                    frame.level = level;
                });
            }
            Tag::BlockQuote(kind) => {
                // GitHub's notes and warnings only borrow the form of a quotation.
                let element = match kind {
                    None => Element::Quotation,
                    Some(_) => Element::Paragraph,
                };
                self.contain(element);
            }
            Tag::List(_) => {
                self.page.flush();
                self.depths.push(self.page.depth());
                self.page.open_list(None);
            }
            Tag::Item => self.contain(Element::ListItem),
            Tag::TableHead | Tag::TableRow => self.page.row(true),
            Tag::TableCell => self.contain(Element::Cell),
            Tag::FootnoteDefinition(_) => self.contain(Element::Paragraph),
            Tag::CodeBlock(_) => {
                self.page.flush();
                self.code = true;
            }
            Tag::MetadataBlock(_) => {
                self.metadata = true;
                front_matter::read(self.page, range.clone());
            }
            Tag::HtmlBlock => {
                self.page.flush();
            }
            Tag::Link { .. } => {
                self.page.open_link();
                self.depths.push(self.page.depth());
                self.page.open(None, |frame| frame.label = true);
            }
            Tag::Image { .. } => {
                // The alternative text is a unit of its own in the midst of a paragraph.
                self.page.set_aside();
            }
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>, with_jsx: bool) {
        match tag {
            TagEnd::Paragraph => {
                let start = self.block.take().unwrap_or(range.start);
                let raw = self.page.source.get(start..range.end).unwrap_or_default();
                if with_jsx && mdx::is_code(raw) {
                    self.page.drop_text();
                }
                self.page.flush();
            }
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::TableHead | TagEnd::TableRow => self.page.row(false),
            TagEnd::List(_) => {
                self.leave();
                self.page.end_lead();
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.page.end_lead();
            }
            TagEnd::MetadataBlock(_) => self.metadata = false,
            TagEnd::HtmlBlock => {
                self.page.flush();
            }
            TagEnd::Link => {
                if let Some(depth) = self.depths.pop() {
                    self.page.close_to(depth);
                }
            }
            TagEnd::Image => self.page.resume(Element::Attribute),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            _ => {}
        }
    }
}
