//! A stretch of published text that knows where each of its bytes comes from.

use std::ops::Range;
use std::sync::Arc;

/// Where on a page a stretch of text stands; a claim in an `alt` text or a link's label is read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// Running text.
    Paragraph,
    /// A heading; verbless headings make claims too.
    Heading,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    Cell,
    /// The label of a link or of a button.
    Label,
    /// A quotation.
    Quotation,
    /// The title of a document.
    Title,
    /// An attribute that people see or hear: alt, aria-label, placeholder, title.
    Attribute,
    /// Metadata that others show: description, Open Graph, JSON-LD.
    Metadata,
    /// A value of a translation file.
    Message,
    /// A string of a program.
    SourceString,
}

/// A stretch of text, such as a paragraph or one value of a translation file, without its markup. What it inherits is
/// shared with the units beside it, so that a page holds each of those texts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The text as a reader sees it, markup removed and character references resolved.
    pub text: String,
    /// Runs of the text in order: (offset in `text`, range in the source). A run whose range is as long as its text was
    /// copied byte for byte; one of another length came from a character reference, an escape or folded white space.
    pub runs: Vec<(usize, Range<usize>)>,
    /// Where it stands.
    pub element: Element,
    /// The language that the markup or the path states, such as `de`; none where nothing states it.
    pub language: Option<Arc<str>>,
    /// The headings above it, outermost first, each as far as it is kept.
    pub headings: Arc<[Arc<str>]>,
    /// The sentence that opens the list in which it is an item.
    pub stem: Option<Arc<str>>,
    /// The question that it answers (FAQ pairs, `summary`, `dt`).
    pub question: Option<Arc<str>>,
    /// The keys that lead to it in a translation file.
    pub key_path: Option<String>,
    /// The first cell of its row, where it stands in a table and is not that cell.
    pub row: Option<Arc<str>>,
    /// The tool that the markup names for it (`data-tool`, front matter).
    pub tool: Option<Arc<str>>,
    /// What the markup says that it is about (`data-about`): a kind of noun, a full stop, its id, such as
    /// `vendor.lakeside`, `window.uploads` or `activity.background-removal/crop`.
    pub about: Option<Arc<str>>,
    /// The parts of the text for which an element inside of the stretch says otherwise what they are about, outer ones
    /// first.
    pub abouts: Vec<(Range<usize>, String)>,
    /// The path of the fact to which the markup binds it (`data-claim`).
    pub binding: Option<Arc<str>>,
    /// The parts of the text that state facts (`data-fact`), with the path of each.
    pub facts: Vec<(Range<usize>, String)>,
    /// Whether it stands in a region that Candor writes itself (`<!-- candor:note ID -->`).
    pub generated: bool,
}

impl Unit {
    /// The bytes of the source that made a range of the text; a position inside an escape widens to all of it.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.locate(range.start, false);
        let end = self.locate(range.end, true);
        start..end.max(start)
    }

    fn locate(&self, offset: usize, end: bool) -> usize {
        let after = self
            .runs
            .partition_point(|(at, _)| if end { *at < offset } else { *at <= offset });
        let Some(index) = after.checked_sub(1) else {
            return self.runs.first().map_or(0, |(_, source)| source.start);
        };
        let Some((at, source)) = self.runs.get(index) else {
            return 0;
        };
        let next = self
            .runs
            .get(index + 1)
            .map_or(self.text.len(), |(at, _)| *at);
        if next - at == source.len() {
            (source.start + (offset - at)).min(source.end)
        } else if end {
            source.end
        } else {
            source.start
        }
    }
}
