//! A page as its blocks come: what is open, what is inherited, and the units that result.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::html::Name;
use super::sentence::sentences;
use super::suppression::Comments;
use super::text::Text;
use super::{Fault, FaultOf};
use crate::{Element, Unit};

/// What an open element hands to all that stands in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub(super) language: Option<Arc<str>>,
    pub(super) tool: Option<Arc<str>>,
    pub(super) about: Option<Arc<str>>,
    pub(super) binding: Option<Arc<str>>,
    pub(super) question: Option<Arc<str>>,
    pub(super) stem: Option<Arc<str>>,
}

/// An open element. Documents may nest a hundred thousand of them, so it is small, and shares what it passes on.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The element's name in lower case; none for what is not HTML.
    pub(super) name: Option<Name>,
    pub(super) element: Element,
    /// The level of the heading in which the text stands; 0 for anything else.
    pub(super) level: u8,
    /// Nobody sees or hears the text.
    pub(super) hidden: bool,
    /// The text is the label of a link or of a button.
    pub(super) label: bool,
    given: Rc<Given>,
}

impl Frame {
    fn root() -> Self {
        Self {
            name: None,
            element: Element::Paragraph,
            level: 0,
            hidden: false,
            label: false,
            given: Rc::default(),
        }
    }

    /// What it passes on, to be changed.
    pub(super) fn given(&mut self) -> &mut Given {
        Rc::make_mut(&mut self.given)
    }
}

/// Part of the open text that is bound to a fact.
#[derive(Debug)]
struct Bound {
    path: Arc<str>,
    /// Where the markup says so.
    at: Range<usize>,
    says: Says,
    range: Range<usize>,
    /// How many elements are open inside it; 0 once it has ended.
    depth: usize,
}

/// What markup says of a part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// It is bound to a fact (`data-claim`).
    Claim,
    /// Candor wrote it from a fact, so that it stays within its block (`data-fact`).
    Fact,
    /// What it is about (`data-about`).
    About,
}

/// An open element that is bound as a whole.
#[derive(Debug)]
struct Whole {
    path: Arc<str>,
    at: Range<usize>,
    /// How many elements are open with it.
    depth: usize,
    /// How many units there were before it.
    units: usize,
}

/// The state of extraction from one document.
#[derive(Debug)]
pub(super) struct Page<'s> {
    pub(super) source: &'s str,
    pub(super) units: Vec<Unit>,
    pub(super) comments: Comments,
    pub(super) text: Text,
    /// The language of the document as it states it.
    pub(super) language: Option<String>,
    /// Inside a region that Candor writes itself.
    pub(super) generated: bool,
    /// A program makes text that does not stand in the file.
    pub(super) is_program: bool,
    frames: Vec<Frame>,
    interrupted: Vec<(Text, usize, usize)>,
    bound: Vec<Bound>,
    wholes: Vec<Whole>,
    headings: Vec<(u8, Arc<str>)>,
    /// The same for units, which share it until the next heading.
    trail: Arc<[Arc<str>]>,
    /// How many bytes of the open text stand in links and buttons, and how many are bold.
    labelled: usize,
    pub(super) strong: usize,
    /// The question that a line of its own asked since the last heading.
    asked: Option<Arc<str>>,
    /// What would open a list that comes next.
    lead: Option<Arc<str>>,
    row: Row,
}

/// The row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// No row is open.
    None,
    /// It has no text yet.
    Empty,
    /// Its first cell says what it is about.
    About(Arc<str>),
}

impl<'s> Page<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            // A paragraph is rarely shorter; what is too much goes with the page.
            units: Vec::with_capacity(source.len() / 256),
            comments: Comments::default(),
            text: Text::default(),
            language: None,
            generated: false,
            is_program: false,
            frames: vec![Frame::root()],
            interrupted: Vec::new(),
            bound: Vec::new(),
            wholes: Vec::new(),
            headings: Vec::new(),
            trail: Arc::default(),
            labelled: 0,
            strong: 0,
            asked: None,
            lead: None,
            row: Row::None,
        }
    }

    /// A row of a table begins, or the table ends.
    pub(super) fn row(&mut self, begins: bool) {
        self.row = if begins { Row::Empty } else { Row::None };
    }

    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Opens an element that inherits everything; the caller states what differs.
    pub(super) fn open(&mut self, name: Option<Name>, change: impl FnOnce(&mut Frame)) {
        let mut frame = self.frames.last().cloned().unwrap_or_else(Frame::root);
        frame.name = name;
        change(&mut frame);
        self.frames.push(frame);
    }

    /// The innermost open element.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// The innermost open element, to be changed.
    pub(super) fn top_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// The innermost open elements, from the inside.
    pub(super) fn inner(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter().rev()
    }

    /// Closes elements until so many are open; the root stays.
    pub(super) fn close_to(&mut self, depth: usize) {
        while let Some(whole) = self.wholes.pop_if(|whole| whole.depth > depth) {
            if whole.units == self.units.len() {
                self.binds_nothing(&whole.path, whole.at);
            }
        }
        self.frames.truncate(depth.max(1));
    }

    /// Binds all text of the innermost element, among which are the units from a number on.
    pub(super) fn bind_whole(&mut self, path: &str, at: Range<usize>, units: usize) {
        let path: Arc<str> = path.into();
        if let Some(frame) = self.frames.last_mut() {
            frame.given().binding = Some(path.clone());
        }
        for unit in self.units.iter_mut().skip(units) {
            unit.binding = Some(path.clone());
        }
        let depth = self.frames.len();
        self.wholes.push(Whole {
            path,
            at,
            depth,
            units,
        });
    }

    /// A binding without text is a slip, and is said.
    fn binds_nothing(&mut self, path: &str, range: Range<usize>) {
        let (about, message) = match self.is_program {
            true => (
                FaultOf::Reading,
                format!(
                    "the text of this element is made by the program, so it was not held against `{path}`"
                ),
            ),
            false => (
                FaultOf::Binding,
                format!("nobody sees any text of this element, so `{path}` binds nothing"),
            ),
        };
        self.comments.faults.push(Fault {
            about,
            range,
            message,
        });
    }

    /// Gives the element around the innermost one a question for what comes next in it.
    pub(super) fn ask_around(&mut self, depth: usize, question: &str) {
        if let Some(frame) = depth
            .checked_sub(2)
            .and_then(|around| self.frames.get_mut(around))
        {
            frame.given().question = as_question(question);
        }
    }

    /// States the tool of everything that follows on this level.
    pub(super) fn front_matter(&mut self, tool: Option<&str>, language: Option<&str>) {
        if let Some(frame) = self.frames.last_mut() {
            let given = frame.given();
            given.tool = tool.map(Into::into).or(given.tool.take());
            given.language = language.map(Into::into).or(given.language.take());
        }
    }

    pub(super) fn hidden(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.hidden)
    }

    /// Adds text of the source as it stands there.
    pub(super) fn copy(&mut self, part: &str, at: usize) {
        if !self.hidden() {
            let before = self.text.len();
            self.text.copy(part, at);
            self.count_label(before);
        }
    }

    /// Adds text that the source writes otherwise.
    pub(super) fn replace(&mut self, with: &str, range: Range<usize>) {
        if !self.hidden() {
            let before = self.text.len();
            self.text.replace(with, range);
            self.count_label(before);
        }
    }

    /// Adds text of HTML.
    pub(super) fn fold(&mut self, raw: &str, base: usize) {
        if !self.hidden() {
            let before = self.text.len();
            self.text.fold(raw, base);
            self.count_label(before);
        }
    }

    /// Adds text that was read apart.
    pub(super) fn append(&mut self, text: Text) {
        if !self.hidden() {
            let before = self.text.len();
            self.text.append(&text);
            self.count_label(before);
        }
    }

    /// A link opens: where all that was read are labels, each is one of its own.
    pub(super) fn open_link(&mut self) {
        let length = self.text.as_str().trim_end().len();
        if length > 0 && self.labelled >= length {
            self.flush();
        }
    }

    /// Adds a forced line break: in a heading it is only a space.
    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if self.hidden() {
            return;
        }
        if self.top().is_some_and(|frame| frame.level > 0) {
            self.text.space(range);
        } else {
            self.text.line_break(range);
        }
    }

    fn count_label(&mut self, before: usize) {
        if self.top().is_some_and(|frame| frame.label) {
            self.labelled += self.text.len() - before;
        }
    }

    /// Ends the open block: what was read becomes a unit.
    pub(super) fn flush(&mut self) -> Option<&Unit> {
        self.unbind(0);
        self.text.trim_end();
        if !self.text.as_str().bytes().any(speaks) {
            self.drop_text();
            return None;
        }
        let frame = self.frames.last()?;
        let level = frame.level;
        let mut element = frame.element;
        let length = self.text.len();
        if self.labelled + 2 >= length
            && matches!(
                element,
                Element::Paragraph | Element::ListItem | Element::Cell
            )
        {
            element = Element::Label;
        }
        let bold = self.strong + 2 >= length && level == 0;
        self.labelled = 0;
        self.strong = 0;
        if level > 0 {
            self.headings.retain(|(above, _)| *above < level);
            self.follow_headings();
            self.asked = None;
        }
        let mut unit = self.unit(element);
        self.bindings(&mut unit);
        let (text, runs) = self.text.take();
        unit.text = text;
        unit.runs = runs;
        let asks = unit.text.ends_with(['?', '？']);
        if level > 0 {
            if self.headings.len() < 12 {
                self.headings.push((level, kept(&unit.text).into()));
                self.follow_headings();
            }
            if asks {
                self.asked = as_question(&unit.text);
            }
            unit.question = None;
        } else if asks && bold {
            self.asked = as_question(&unit.text);
            unit.question = None;
        }
        self.lead = lead(&unit.text, element).map(Into::into);
        if self.row == Row::Empty {
            self.row = Row::About(kept(&unit.text).into());
        }
        self.units.push(unit);
        self.units.last()
    }

    fn follow_headings(&mut self) {
        self.trail = self.headings.iter().map(|(_, text)| text.clone()).collect();
    }

    /// A unit without text yet that stands here.
    pub(super) fn unit(&self, element: Element) -> Unit {
        let frame = self.frames.last();
        let own =
            |of: fn(&Given) -> &Option<Arc<str>>| frame.and_then(|frame| of(&frame.given).clone());
        Unit {
            text: String::new(),
            runs: Vec::new(),
            element,
            language: own(|given| &given.language),
            headings: Arc::clone(&self.trail),
            stem: own(|given| &given.stem),
            question: own(|given| &given.question).or_else(|| self.asked.clone()),
            key_path: None,
            row: match &self.row {
                Row::About(what) => Some(what.clone()),
                Row::None | Row::Empty => None,
            },
            tool: own(|given| &given.tool),
            about: own(|given| &given.about),
            abouts: Vec::new(),
            binding: own(|given| &given.binding),
            facts: Vec::new(),
            generated: self.generated,
        }
    }

    /// Puts the open text by for one that stands in its midst, such as the alternative text of an image.
    pub(super) fn set_aside(&mut self) {
        let open = std::mem::take(&mut self.text);
        self.interrupted.push((open, self.labelled, self.strong));
    }

    /// Ends what stands in the midst of the open text, and goes on with that.
    pub(super) fn resume(&mut self, element: Element) {
        let Some((open, labelled, strong)) = self.interrupted.pop() else {
            return;
        };
        let text = std::mem::replace(&mut self.text, open);
        self.labelled = labelled;
        self.strong = strong;
        self.aside(element, text);
    }

    /// Binds the text that comes next in the innermost element.
    pub(super) fn bind(&mut self, path: &str, at: Range<usize>, says: Says) {
        let start = self.text.len();
        self.bound.push(Bound {
            path: path.into(),
            at,
            says,
            range: start..start,
            depth: self.frames.len(),
        });
    }

    /// Ends the bindings of all elements inside so many.
    pub(super) fn unbind(&mut self, depth: usize) {
        for bound in self.bound.iter_mut().rev() {
            if bound.depth > depth {
                bound.range.end = self.text.len();
                bound.depth = 0;
            }
        }
    }

    /// A block with one binding is bound as a whole; of several, each is a unit of its own beside the block.
    fn bindings(&mut self, unit: &mut Unit) {
        let all = std::mem::take(&mut self.bound);
        let (bound, said): (Vec<Bound>, Vec<Bound>) =
            all.into_iter().partition(|one| one.says == Says::Claim);
        let (bound, empty): (Vec<Bound>, Vec<Bound>) = bound.into_iter().partition(|one| {
            let text = self.text.as_str().get(one.range.clone());
            text.is_some_and(|text| text.bytes().any(speaks))
        });
        for one in empty {
            self.binds_nothing(&one.path, one.at);
        }
        for one in said {
            let end = one.range.end.min(self.text.len());
            let parts = match one.says {
                Says::About => &mut unit.abouts,
                Says::Fact | Says::Claim => &mut unit.facts,
            };
            parts.push((one.range.start..end, (*one.path).to_owned()));
        }
        if let [only] = bound.as_slice() {
            unit.binding = Some(Arc::clone(&only.path));
            return;
        }
        for Bound { path, range, .. } in bound {
            let mut part = self.text.part(range.start..range.end.min(self.text.len()));
            let mut own = self.unit(unit.element);
            (own.text, own.runs) = part.take();
            own.binding = Some(path);
            self.units.push(own);
        }
    }

    /// Forgets the open text.
    pub(super) fn drop_text(&mut self) {
        for one in std::mem::take(&mut self.bound) {
            if one.says == Says::Claim {
                self.binds_nothing(&one.path, one.at);
            }
        }
        self.text.clear();
        self.labelled = 0;
        self.strong = 0;
    }

    /// Adds a value that its keys name.
    pub(super) fn message(&mut self, element: Element, path: &str, text: Text) {
        let count = self.units.len();
        self.aside(element, text);
        if self.units.len() > count
            && let Some(unit) = self.units.last_mut()
        {
            unit.key_path = Some(path.to_owned());
            unit.headings = Arc::default();
        }
    }

    /// Adds a unit whose text is not part of the open block.
    pub(super) fn aside(&mut self, element: Element, mut text: Text) {
        text.trim_end();
        if self.hidden() || !text.as_str().bytes().any(speaks) {
            return;
        }
        let mut unit = self.unit(element);
        (unit.text, unit.runs) = text.take();
        unit.stem = None;
        self.units.push(unit);
    }

    /// A list opens: the text before it is the stem of its items.
    pub(super) fn open_list(&mut self, name: Option<Name>) {
        let inside = self
            .top()
            .is_some_and(|frame| frame.element == Element::ListItem);
        let lead = self.lead.take();
        self.open(name, |frame| match lead {
            Some(lead) if !inside || lead.ends_with(':') => frame.given().stem = Some(lead),
            _ if inside || frame.given.stem.is_none() => {}
            _ => frame.given().stem = None,
        });
    }

    /// What stands before leads to nothing any more.
    pub(super) fn end_lead(&mut self) {
        self.lead = None;
    }

    /// A line across the page ends a question and what leads to a list.
    pub(super) fn rule(&mut self) {
        self.flush();
        self.asked = None;
        self.lead = None;
    }
}

/// The longest question that is remembered for what answers it; nobody answers a longer one with yes or no.
const LONGEST_QUESTION: usize = 600;

/// How much of a heading or of a row's first cell is kept for what stands below or beside it.
const KEPT: usize = 300;

/// A question as it is remembered.
pub(super) fn as_question(text: &str) -> Option<Arc<str>> {
    (text.len() <= LONGEST_QUESTION).then(|| text.into())
}

/// The beginning of a text that says what it is about.
fn kept(text: &str) -> &str {
    text.get(..text.floor_char_boundary(KEPT)).unwrap_or(text)
}

/// Whether a byte is part of a letter or a number.
pub(super) fn speaks(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The sentence of a text that opens a list: one with a colon at its end, or a line without a full stop.
fn lead(text: &str, element: Element) -> Option<&str> {
    if text.ends_with(':') {
        return sentences(text)
            .last()
            .and_then(|last| text.get(last.clone()));
    }
    let running = matches!(element, Element::Paragraph | Element::Quotation);
    (running && text.len() <= 300 && !text.ends_with(['.', '!', '?', '…', ';'])).then_some(text)
}
