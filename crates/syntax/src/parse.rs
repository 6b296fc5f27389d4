//! Events of the YAML parser to the spanned tree. The only file that names the parser.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as ParserSpan};

use crate::budget::{MOST_DEPTH, MOST_NODES, MOST_TEXT, Size};
use crate::characters::{self, Prose};
use crate::rules::{BUDGET, LOST_TEXT, NO_BREAK_SPACE, SEVERAL_DOCUMENTS, SYNTAX, TAB, TAG};
use crate::{Diagnostic, Document, Edit, Entry, Node, Place, RuleCard, SourceFile, Span, Value};
use crate::{bullets, cause, recover, scalar};

mod entries;
mod lost;

/// Parses a file. Returns the tree where there is one, and every fault that could be found. Blocks that are not YAML are
/// left out of the tree where the rest can be read; the document names them.
pub fn parse(source: Arc<SourceFile>) -> (Option<Document>, Vec<Diagnostic>) {
    let first = Reading::of(source.clone());
    let mut faults = characters::in_text(&source, &first.prose);
    faults.extend(first.faults);
    let mut document = first.document;
    if let Some(rest) = first
        .stopped_at
        .and_then(|byte| recover::behind(&source, byte))
    {
        faults.extend(rest.faults);
        document = rest.root.map(|root| Document {
            source,
            root,
            unread: rest.unread,
        });
    }
    // A character before a key stands in the indentation and in the key, and copies by aliases have the places of what
    // they copy; each is one fault.
    let mut seen = HashSet::new();
    // A tab, a no-break space or a `#` stops the reader as well; it is one fault.
    let odd: HashSet<u32> = faults
        .iter()
        .filter(|fault| [TAB.id, NO_BREAK_SPACE.id, LOST_TEXT.id].contains(&fault.rule))
        .filter_map(|fault| fault.place.as_ref().map(|place| place.line))
        .collect();
    faults.retain(|fault| {
        let is_odd = |place: &Place| odd.contains(&place.line);
        fault.rule != SYNTAX.id || !fault.place.as_ref().is_some_and(is_odd)
    });
    faults.retain(|fault| seen.insert((fault.rule, fault.place.clone())));
    (document, faults)
}

/// One pass over a text.
pub(crate) struct Reading {
    /// The tree, where the text could be read to its end.
    pub(crate) document: Option<Document>,
    /// What was found.
    pub(crate) faults: Vec<Diagnostic>,
    prose: Prose,
    /// The byte at which the text stopped being YAML.
    pub(crate) stopped_at: Option<usize>,
}

impl Reading {
    pub(crate) fn of(source: Arc<SourceFile>) -> Self {
        let mut builder = Builder {
            source: &source,
            faults: Vec::new(),
            anchors: HashMap::new(),
            names: BTreeMap::new(),
            nodes: 0,
            text: 0,
            prose: Prose::default(),
            stopped_at: None,
        };
        let root = builder.stream();
        let (mut faults, prose) = (builder.faults, builder.prose);
        let stopped_at = builder.stopped_at;
        let mut document = root.map(|root| Document {
            source,
            root,
            unread: Vec::new(),
        });
        if let Some(document) = &mut document {
            faults.extend(characters::in_tree(document, &prose));
            faults.extend(bullets::in_tree(document, &prose));
        }
        Self {
            document,
            faults,
            prose,
            stopped_at,
        }
    }
}

struct Builder<'s> {
    source: &'s Arc<SourceFile>,
    faults: Vec<Diagnostic>,
    anchors: HashMap<usize, Node>,
    /// The names of plain values to which nothing has referred.
    names: BTreeMap<usize, Span>,
    /// Values so far, copies included.
    nodes: usize,
    /// Bytes of text so far, copies included.
    text: usize,
    prose: Prose,
    stopped_at: Option<usize>,
}

/// A collection whose end has not come yet.
enum Open {
    Sequence {
        start: u32,
        anchor: usize,
        items: Vec<Node>,
    },
    Mapping {
        start: u32,
        anchor: usize,
        entries: Vec<Entry>,
        key: Option<Node>,
    },
}

impl Builder<'_> {
    fn fault(&mut self, card: &RuleCard, span: Span, message: impl Into<String>) -> Diagnostic {
        let place = self.source.place(span.start as usize..span.end as usize);
        Diagnostic::new(card, message).at(place)
    }

    /// The only document of the stream. Nothing where the text is no YAML or breaks a budget.
    fn stream(&mut self) -> Option<Node> {
        let source = self.source.clone();
        let mut parser = Parser::new_from_str(source.text());
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let diagnostic = self.syntax_fault(&error);
                    self.faults.push(diagnostic);
                    return None;
                }
            };
            let span = self.span(span);
            let finished = match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents == 2 {
                        let fault = self
                            .fault(&SEVERAL_DOCUMENTS, span, "a second document begins here")
                            .because("only one of them could count")
                            .help("move it to a file of its own, or delete the line `---`");
                        self.faults.push(fault);
                        return root;
                    }
                    continue;
                }
                Event::Scalar(text, style, anchor, tag) => {
                    if tag.is_some() {
                        self.tag_fault(span);
                    }
                    let value = match style {
                        ScalarStyle::Plain => {
                            self.remark_fault(span);
                            if anchor != 0
                                && let Some(name) = self.name_before(span)
                            {
                                self.names.insert(anchor, name);
                            }
                            scalar::plain(&text)
                        }
                        _ => {
                            self.prose.add(span);
                            Value::String(text.into_owned())
                        }
                    };
                    Some((Node { span, value }, anchor))
                }
                Event::Alias(anchor) => match self.anchors.get(&anchor) {
                    Some(node) => {
                        self.names.remove(&anchor);
                        let size = Size::of(node);
                        self.nodes += size.nodes;
                        self.text += size.text;
                        if let Some(fault) = self.beyond_budget(open.len() + size.depth, span) {
                            self.faults.push(fault);
                            return None;
                        }
                        let value = self.anchors.get(&anchor).map(|node| node.value.clone());
                        value.map(|value| (Node { span, value }, 0))
                    }
                    None => {
                        let fault = self
                            .fault(
                                &SYNTAX,
                                span,
                                "`*` refers to the block that it stands in itself",
                            )
                            .help("write the values out");
                        self.faults.push(fault);
                        return None;
                    }
                },
                Event::SequenceStart(_, anchor, tag) => {
                    if tag.is_some() {
                        self.tag_fault(span);
                    }
                    open.push(Open::Sequence {
                        start: span.start,
                        anchor,
                        items: Vec::new(),
                    });
                    None
                }
                Event::MappingStart(_, anchor, tag) => {
                    if tag.is_some() {
                        self.tag_fault(span);
                    }
                    open.push(Open::Mapping {
                        start: span.start,
                        anchor,
                        entries: Vec::new(),
                        key: None,
                    });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop().map(|collection| self.close(collection, span))
                }
                _ => continue,
            };
            self.nodes += 1;
            if let Some((
                Node {
                    value: Value::String(text),
                    ..
                },
                _,
            )) = &finished
            {
                self.text += text.len();
            }
            if let Some(fault) = self.beyond_budget(open.len(), span) {
                self.faults.push(fault);
                return None;
            }
            let Some((node, anchor)) = finished else {
                continue;
            };
            if anchor != 0 {
                // The copy that waits for its aliases counts as well.
                let size = Size::of(&node);
                self.nodes += size.nodes;
                self.text += size.text;
                self.anchors.insert(anchor, node.clone());
            }
            match open.last_mut() {
                None => root = Some(node),
                Some(Open::Sequence { items, .. }) => items.push(node),
                Some(Open::Mapping { entries, key, .. }) => match key.take() {
                    None => *key = Some(node),
                    Some(own) => entries.push(Entry {
                        key: own,
                        value: node,
                    }),
                },
            }
        }
        for name in std::mem::take(&mut self.names).into_values() {
            self.name_fault(name);
        }
        // An empty file is a document without keys.
        root.or(Some(Node {
            span: Span { start: 0, end: 0 },
            value: Value::Null,
        }))
    }

    /// The fault of a file that is larger than any policy needs to be, at the value that went too far.
    fn beyond_budget(&mut self, depth: usize, span: Span) -> Option<Diagnostic> {
        let message = if depth > MOST_DEPTH {
            format!("the file nests more than {MOST_DEPTH} levels deep")
        } else if self.nodes > MOST_NODES {
            format!("the file holds more than {MOST_NODES} values, counting what `*name` repeats")
        } else if self.text > MOST_TEXT {
            format!(
                "the file holds more than {MOST_TEXT} bytes of text, counting what `*name` repeats"
            )
        } else {
            return None;
        };
        let fault = self
            .fault(&BUDGET, span, message)
            .because("without a limit one small file could stop every check")
            .help("split the file, and let `*name` repeat less");
        Some(fault)
    }

    /// Ends a collection: its span reaches to its last child, or to its closing bracket in flow style.
    fn close(&mut self, collection: Open, end: Span) -> (Node, usize) {
        let closing = |last: Option<u32>, start: u32| {
            // A block collection ends where its last child ends; the event itself stands on a later line.
            if end.end > end.start {
                end.end
            } else {
                last.unwrap_or(start)
            }
        };
        match collection {
            Open::Sequence {
                start,
                anchor,
                items,
            } => {
                let span = Span {
                    start,
                    end: closing(items.last().map(|item| item.span.end), start),
                };
                (
                    Node {
                        span,
                        value: Value::Sequence(items),
                    },
                    anchor,
                )
            }
            Open::Mapping {
                start,
                anchor,
                entries,
                ..
            } => {
                let entries = self.checked_entries(entries);
                let span = Span {
                    start,
                    // Keys that are taken over from another block have its places.
                    end: closing(
                        entries
                            .iter()
                            .map(|entry| entry.value.span.end.max(entry.key.span.end))
                            .max(),
                        start,
                    )
                    .max(start),
                };
                (
                    Node {
                        span,
                        value: Value::Mapping(entries),
                    },
                    anchor,
                )
            }
        }
    }

    fn span(&self, span: ParserSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let end = self.source.text().len();
        let clamp = |at: usize| u32::try_from(at.min(end)).unwrap_or(u32::MAX);
        let (start, mut stop) = (clamp(range.start), clamp(range.end));
        // Plain scalars may carry trailing spaces and block scalars their last line break; neither belongs to a caret.
        if let Some(text) = self.source.text().get(start as usize..stop as usize) {
            stop = start + clamp(text.trim_end().len());
        }
        Span {
            start,
            end: stop.max(start),
        }
    }

    fn syntax_fault(&mut self, error: &ScanError) -> Diagnostic {
        let at = error
            .marker()
            .byte_offset()
            .unwrap_or(0)
            .min(self.source.text().len());
        self.stopped_at = Some(at);
        let cause = cause::of(self.source, at, &error.info());
        let place = self.source.place(cause.range);
        let fault = Diagnostic::new(&SYNTAX, cause.message)
            .at(place)
            .because("nothing in the file can be checked or published until it can be read")
            .help(cause.help);
        match cause.replacement {
            Some((range, text)) => {
                fault.edit(Edit::replace(self.source.path().clone(), range, text))
            }
            None => fault,
        }
    }

    /// Reports a tag. The parser's span begins behind it.
    fn tag_fault(&mut self, value: Span) {
        let before = self.source.text().get(..value.start as usize);
        let before = before.unwrap_or_default().trim_end();
        let start = before
            .rfind(|sign: char| sign.is_whitespace() || "[{,".contains(sign))
            .map_or(0, |at| at + 1);
        let tag = before.get(start..).filter(|tag| tag.starts_with('!'));
        let span = tag.map_or(value, |tag| Span {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(start + tag.len()).unwrap_or(u32::MAX),
        });
        let message = "an exclamation mark before a value says how programs must read it, and that is not done here";
        let fault = self.fault(&TAG, span, message).help(
            "delete the word with the exclamation mark, or put the whole text in quotation marks",
        );
        self.faults.push(fault);
    }
}

#[cfg(test)]
mod tests;
