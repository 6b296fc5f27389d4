//! Events of the YAML parser to the spanned tree. The only file that names the parser.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as ParserSpan};

use crate::characters;
use crate::rules::{BUDGET, DUPLICATE_KEY, KEY, MERGE_KEY, SEVERAL_DOCUMENTS, SYNTAX, TAG};
use crate::scalar;
use crate::{
    Diagnostic, Document, Edit, Entry, Node, RuleCard, SourceFile, Span, Value, same_word,
};

/// Most values in one file, copies by aliases included.
const MOST_NODES: usize = 200_000;
/// Deepest nesting.
const MOST_DEPTH: usize = 64;

/// Parses a file. Returns the tree where there is one, and every fault that could be found.
pub fn parse(source: Arc<SourceFile>) -> (Option<Document>, Vec<Diagnostic>) {
    let mut faults = characters::in_text(&source);
    let mut builder = Builder {
        source: &source,
        faults: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
    };
    let root = builder.stream();
    faults.append(&mut builder.faults);
    let Some(root) = root else {
        return (None, faults);
    };
    let document = Document { source, root };
    faults.extend(characters::in_tree(&document));
    (Some(document), faults)
}

struct Builder<'s> {
    source: &'s Arc<SourceFile>,
    faults: Vec<Diagnostic>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
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
                        let fault = self
                            .fault(&TAG, span, "a YAML tag stands here")
                            .help("delete the tag");
                        self.faults.push(fault);
                    }
                    let value = match style {
                        ScalarStyle::Plain => scalar::plain(&text),
                        _ => Value::String(text.into_owned()),
                    };
                    Some((Node { span, value }, anchor))
                }
                Event::Alias(anchor) => match self.anchors.get(&anchor) {
                    Some(node) => {
                        let copy = Node {
                            span,
                            value: node.value.clone(),
                        };
                        self.nodes += count(&copy);
                        Some((copy, 0))
                    }
                    None => {
                        let fault = self
                            .fault(
                                &SYNTAX,
                                span,
                                "this alias refers to the block that it stands in",
                            )
                            .help("write the values out");
                        self.faults.push(fault);
                        return None;
                    }
                },
                Event::SequenceStart(_, anchor, _) => {
                    open.push(Open::Sequence {
                        start: span.start,
                        anchor,
                        items: Vec::new(),
                    });
                    None
                }
                Event::MappingStart(_, anchor, _) => {
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
            if self.nodes > MOST_NODES || open.len() > MOST_DEPTH {
                let message = if open.len() > MOST_DEPTH {
                    format!("the file nests more than {MOST_DEPTH} levels deep")
                } else {
                    format!("the file holds more than {MOST_NODES} values")
                };
                let fault = self
                    .fault(&BUDGET, span, message)
                    .help("split the file, and write aliases out");
                self.faults.push(fault);
                return None;
            }
            let Some((node, anchor)) = finished else {
                continue;
            };
            if anchor != 0 {
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
        // An empty file is a document without keys.
        root.or(Some(Node {
            span: Span { start: 0, end: 0 },
            value: Value::Null,
        }))
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
                    end: closing(
                        entries
                            .last()
                            .map(|entry| entry.value.span.end.max(entry.key.span.end)),
                        start,
                    ),
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

    /// Keys are text, each stands once, and none merges another block.
    fn checked_entries(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        for mut entry in entries {
            let raw = self
                .source
                .text()
                .get(entry.key.span.start as usize..entry.key.span.end as usize)
                .unwrap_or_default();
            match &entry.key.value {
                Value::String(_) => {}
                // `10115:` or `no:` as a key is the word that was written.
                Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {
                    entry.key.value = Value::String(raw.to_owned())
                }
                Value::Null | Value::Sequence(_) | Value::Mapping(_) => {
                    let message = format!("{} stands here as a key", entry.key.kind());
                    let fault = self
                        .fault(&KEY, entry.key.span, message)
                        .help("write a word before the colon");
                    self.faults.push(fault);
                    continue;
                }
            }
            let name = entry.key.as_str().unwrap_or_default().to_owned();
            if name == "<<" {
                let fault = self
                    .fault(&MERGE_KEY, entry.key.span, "a merge key stands here")
                    .help("write the keys out");
                self.faults.push(fault);
                continue;
            }
            let folded = crate::canonical(&name);
            if let Some(first) = seen.get(&folded).and_then(|at| kept.get(*at)) {
                let first_place = self
                    .source
                    .place(first.key.span.start as usize..first.key.span.end as usize);
                let spelling = first
                    .key
                    .as_str()
                    .filter(|own| same_word(own, &name) && *own != name);
                let message = match spelling {
                    Some(own) => {
                        format!("the key `{name}` stands here again (`{own}` is the same key)")
                    }
                    None => format!("the key `{name}` stands here again"),
                };
                let fault = self
                    .fault(&DUPLICATE_KEY, entry.key.span, message)
                    .related(first_place, "it stands here first")
                    .because("only one of them could count, and no reader can tell which")
                    .help("delete one of them");
                self.faults.push(fault);
                continue;
            }
            seen.insert(folded, kept.len());
            kept.push(entry);
        }
        kept
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
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mut fault = self
            .fault(
                &SYNTAX,
                Span { start: at, end: at },
                format!("this is not YAML: {}", error.info()),
            )
            .because("nothing in the file can be checked or published until it can be read");
        let (line, _) = self.source.position(at as usize);
        if let Some((range, quoted)) = self.unquoted_colon(line) {
            fault = fault
                .help(format!(
                    "text with a colon and a space needs quotation marks: {quoted}"
                ))
                .edit(Edit::replace(self.source.path().clone(), range, quoted));
        } else {
            fault = fault.help(
                "look at this line and the one above it: quotation marks, brackets and indentation",
            );
        }
        fault
    }

    /// The commonest fault of people who write prose into YAML: `summary: Note: this`.
    fn unquoted_colon(&self, line: u32) -> Option<(std::ops::Range<usize>, String)> {
        let text = self.source.line(line)?;
        let (key, value) = text.split_once(": ")?;
        let value = value.trim();
        let plain = !value.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!']);
        if key.contains('"') || !plain || !value.contains(": ") {
            return None;
        }
        let start = self.source.offset(line, 1)? + text.find(value)?;
        Some((
            start..start + value.len(),
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        ))
    }
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::Sequence(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Mapping(entries) => {
            1 + entries
                .iter()
                .map(|entry| 1 + count(&entry.value))
                .sum::<usize>()
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
        parse(Arc::new(SourceFile::new("a.yaml", text)))
    }

    fn places(text: &str) -> Vec<(&'static str, u32, u32)> {
        read(text)
            .1
            .iter()
            .map(|fault| {
                (
                    fault.rule,
                    fault.place.as_ref().map_or(0, |p| p.line),
                    fault.place.as_ref().map_or(0, |p| p.column),
                )
            })
            .collect()
    }

    #[test]
    fn nodes_keep_their_places() {
        let (document, faults) = read(
            "name: Résumé # note\nuses: [{data: a, keep: nothing}]\nlist:\n  - one\n  - two\n",
        );
        assert_eq!(faults, []);
        let document = document.unwrap();
        let at = |pointer| {
            document
                .place(document.node_at(pointer).unwrap())
                .to_string()
        };
        assert_eq!(at("/name"), "a.yaml:1:7");
        assert_eq!(at("/uses/0/keep"), "a.yaml:2:24");
        assert_eq!(at("/list/1"), "a.yaml:5:5");
        assert_eq!(document.pointer_at(2, 24).as_deref(), Some("/uses/0/keep"));
        assert_eq!(document.pointer_at(5, 6).as_deref(), Some("/list/1"));
        let end = document.place(document.node_at("/name").unwrap());
        assert_eq!((end.end_line, end.end_column), (1, 13));
        let uses = document.place(document.node_at("/uses").unwrap());
        assert_eq!((uses.column, uses.end_column), (7, 33));
    }

    #[test]
    fn faults_have_exact_places() {
        assert_eq!(
            places("a: 1\nb: 2\nA: 3\n"),
            [("schema/duplicate-key", 3, 1)]
        );
        assert_eq!(
            places("a: 1\n---\nb: 2\n"),
            [("schema/several-documents", 2, 1)]
        );
        assert_eq!(places("a:\n  <<: {b: 1}\n"), [("schema/merge-key", 2, 3)]);
        assert_eq!(
            places("a:\u{a0}local\n").first().map(|fault| fault.0),
            Some("schema/no-break-space")
        );
        assert_eq!(
            places("a: lo\u{200b}cal\n"),
            [("schema/zero-width-character", 1, 6)]
        );
        assert_eq!(places("a: “local”\n"), [("schema/curly-quote", 1, 4)]);
        assert_eq!(
            places("a: 24\u{a0}hours\n"),
            [("schema/no-break-space", 1, 6)]
        );
        assert_eq!(
            places("a: !thing x\n").first().map(|fault| fault.0),
            Some("schema/tag")
        );
        assert_eq!(places("? [a]\n: b\n"), [("schema/key-not-text", 1, 3)]);
        assert_eq!(places("a: \"Une question\u{a0}: oui, vraiment.\"\n"), []);
        let syntax = places("a: 1\nsummary: Note: this\n");
        assert_eq!(syntax[0].0, "schema/yaml-syntax");
        assert_eq!(syntax[0].1, 2);
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (name, last) in "bcdefghij".chars().zip("abcdefghi".chars()) {
            bomb.push_str(&format!(
                "{name}: &{name} [{}]\n",
                vec![format!("*{last}"); 9].join(", ")
            ));
        }
        assert_eq!(read(&bomb).1[0].rule, "schema/budget");
        let deep = "[".repeat(20_000);
        let rule = read(&deep).1[0].rule;
        assert!(rule == "schema/budget" || rule == "schema/yaml-syntax");
    }

    #[test]
    fn an_empty_file_is_nothing() {
        assert_eq!(
            read("# only a comment\n").0.unwrap().root.value,
            Value::Null
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[a-c:\\-\\[\\]{}\"'&*!|># \\n\\t“\u{a0}ä1]{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn any_text_survives(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
