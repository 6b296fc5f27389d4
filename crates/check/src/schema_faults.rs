//! Schema faults at their places, in words.

use std::collections::BTreeSet;

use candor_syntax::{Diagnostic, Document, RuleCard, same_word};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use crate::cards::{BAD_TEXT, BAD_VALUE, MISSING_KEY, UNKNOWN_KEY, UNKNOWN_WORD, WRONG_TYPE};
use crate::expectation::{as_json, collect_expected, kinds, meant, one_of, words};
use crate::kind::Kind;
use crate::schema;

mod keys;
mod substitute;
mod unread;

/// Every schema fault of a file.
pub(crate) fn faults(kind: Kind, document: &Document) -> Vec<Diagnostic> {
    let Some(validator) = schema::validator(kind) else {
        return Vec::new();
    };
    if matches!(document.root.value, candor_syntax::Value::Null) && document.unread.is_empty() {
        return vec![empty(kind, document)];
    }
    let instance = as_json(&document.root);
    if validator.is_valid(&instance) {
        return Vec::new();
    }
    let mut teller = Teller {
        document,
        kind,
        faults: Vec::new(),
        seen: BTreeSet::new(),
        meant: BTreeSet::new(),
        missing: Vec::new(),
    };
    for error in validator.iter_errors(&instance) {
        teller.tell(&error);
    }
    for (index, key) in teller.missing.iter().rev() {
        if teller.meant.contains(key) && *index < teller.faults.len() {
            teller.faults.remove(*index);
        }
    }
    teller.faults
}

/// The fault of a file without content.
fn empty(kind: Kind, document: &Document) -> Diagnostic {
    let (message, help) = if kind == Kind::Page {
        (
            "the page has no head".to_owned(),
            "begin the file with a line `---`, then `title:` and `page:`, then another line `---`"
                .to_owned(),
        )
    } else {
        (
            "the file is empty".to_owned(),
            format!(
                "write its keys; `candor schema {}` prints them; or remove the file",
                kind.name()
            ),
        )
    };
    Diagnostic::new(&MISSING_KEY, message)
        .at(candor_syntax::Place::start_of(
            document.source.path().clone(),
        ))
        .help(help)
}

/// Most unknown keys of one block that are told one by one.
const MOST_UNKNOWN: usize = 200;

/// The words for an absence; they stand beside a value of another form.
const ABSENT: [&str; 3] = ["not-stated", "none", "not-applicable"];

/// Whether a value that is no text is short enough to be cited.
fn is_short_value(node: &candor_syntax::Node) -> bool {
    use candor_syntax::Value;
    matches!(
        node.value,
        Value::Bool(_) | Value::Integer(_) | Value::Float(_)
    )
}

/// Whether a text would be something else without its quotation marks.
fn is_text_by_quotes(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse::<f64>().is_ok()
}

/// What is expected, as a message lists it.
fn listed(expected: &[String]) -> Vec<String> {
    let words = expected.iter().flat_map(|word| match word.as_str() {
        "true or false" => vec!["`true`".to_owned(), "`false`".to_owned()],
        _ => vec![word.clone()],
    });
    words.collect()
}

struct Teller<'d> {
    document: &'d Document,
    kind: Kind,
    faults: Vec<Diagnostic>,
    seen: BTreeSet<(String, String)>,
    /// Keys that were probably meant by misspelt ones, with their blocks: they are not missing, too.
    meant: BTreeSet<(String, String)>,
    /// Missing keys with their blocks, each with the index of its fault.
    missing: Vec<(usize, (String, String))>,
}

impl Teller<'_> {
    fn tell(&mut self, error: &ValidationError<'_>) {
        let pointer = error.instance_path().as_str().to_owned();
        if self.is_unread(&pointer) {
            return;
        }
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for key in unexpected.iter().take(MOST_UNKNOWN) {
                    self.unknown_key(&pointer, key, error);
                }
                if let Some(key) = unexpected.get(MOST_UNKNOWN) {
                    let rest = unexpected.len() - MOST_UNKNOWN;
                    let message = format!("{rest} more keys of this block are not known here");
                    let help = "look whether the file stands in the right place";
                    self.push_at_key(&UNKNOWN_KEY, &pointer, key, message, help);
                }
            }
            ValidationErrorKind::Required { property } => {
                self.missing_key(&pointer, property, error);
            }
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => {
                self.branches(&pointer, context);
            }
            ValidationErrorKind::Enum { options } => {
                self.expected(&pointer, words(options));
            }
            ValidationErrorKind::Type { kind } => self.expected(&pointer, kinds(kind)),
            ValidationErrorKind::MinLength { .. } if self.goes_on_unread(&pointer) => {}
            ValidationErrorKind::MinLength { .. } => {
                self.push(
                    &BAD_TEXT,
                    &pointer,
                    "the text is empty".to_owned(),
                    "write the text, or leave the key out",
                );
            }
            ValidationErrorKind::MinProperties { .. } => {
                self.push(
                    &BAD_VALUE,
                    &pointer,
                    "the block is empty".to_owned(),
                    "write at least one key",
                );
            }
            ValidationErrorKind::MaxProperties { .. } => {
                let message = "the block has more keys than one".to_owned();
                self.push(
                    &BAD_VALUE,
                    &pointer,
                    message,
                    "write each in an entry of its own",
                );
            }
            ValidationErrorKind::PropertyNames { error } => {
                let name = error.instance().as_str().unwrap_or_default().to_owned();
                self.no_language(&pointer, &name);
            }
            ValidationErrorKind::Minimum { limit } | ValidationErrorKind::Maximum { limit } => {
                let least = matches!(error.kind(), ValidationErrorKind::Minimum { .. });
                let (what, word) = if least {
                    ("small", "least")
                } else {
                    ("large", "most")
                };
                let message = format!("the number is too {what}");
                self.push(
                    &BAD_VALUE,
                    &pointer,
                    message,
                    &format!("write {limit} at {word}"),
                );
            }
            _ => self.push(
                &BAD_VALUE,
                &pointer,
                "this value does not have the form that is expected here".to_owned(),
                &format!(
                    "`candor schema {}` prints what is allowed",
                    self.kind.name()
                ),
            ),
        }
    }

    /// A value fits none of several forms. Where the form is clear and something inside it is wrong, that is told;
    /// otherwise all that is expected is told at once.
    fn branches(&mut self, pointer: &str, context: &[Vec<ValidationError<'static>>]) {
        let is_stated = self
            .document
            .node_at(pointer)
            .is_some_and(|node| node.get("stated").is_some());
        if let Some(errors) = meant(context, pointer, is_stated) {
            for error in errors {
                self.tell(error);
            }
            return;
        }
        let mut expected = Vec::new();
        collect_expected(pointer, context, &mut expected);
        self.expected(pointer, expected);
    }

    /// Reports that something else is expected. A word that differs only in `-`, `_` or case is the word itself.
    fn expected(&mut self, pointer: &str, mut expected: Vec<String>) {
        let Some(node) = self.document.node_at(pointer) else {
            return;
        };
        let text = node.as_str().map(str::to_owned);
        let is_meant = |text: &String| {
            let mut words = expected.iter().map(|word| word.trim_matches('`'));
            words.any(|word| same_word(word, text))
        };
        if text.as_ref().is_some_and(is_meant) {
            return;
        }
        let mut seen = BTreeSet::new();
        expected.retain(|word| seen.insert(word.clone()));
        let card = if text.is_some() && expected.iter().any(|word| substitute::is_word(word)) {
            &UNKNOWN_WORD
        } else {
            &WRONG_TYPE
        };
        let found = match (&text, node.kind()) {
            // In quotation marks a number or `true` is a text, which its words alone would not show.
            (Some(text), _) if text.chars().count() <= 40 => match self.document.raw(node) {
                raw if is_text_by_quotes(text) => format!("`{raw}`"),
                _ => format!("`{text}`"),
            },
            (None, kind) if is_short_value(node) => {
                format!("{kind} (`{}`)", self.document.raw(node))
            }
            (_, kind) => kind.to_owned(),
        };
        let message = format!("expected {}; found {found}", one_of(&listed(&expected)));
        let help = substitute::help(self.document, node, &expected, self.kind);
        self.push(card, pointer, message, &help);
    }

    fn push(&mut self, card: &RuleCard, pointer: &str, message: String, help: &str) {
        let place = self.document.node_at(pointer).map(|node| {
            // An empty value has no bytes; its key shows where it is missing.
            let key = if node.span.start == node.span.end {
                self.key_place(pointer)
            } else {
                None
            };
            key.unwrap_or_else(|| self.document.place(node))
        });
        self.add(card, pointer, place, message, help);
    }

    fn push_at_key(
        &mut self,
        card: &RuleCard,
        parent: &str,
        key: &str,
        message: String,
        help: &str,
    ) {
        let place = self
            .document
            .node_at(parent)
            .and_then(|node| node.entry(key))
            .map(|entry| self.document.place(&entry.key));
        let pointer = format!("{parent}/{key}");
        self.add(card, &pointer, place, message, help);
    }

    /// The first character of a node: of the first key of a block.
    fn push_start(&mut self, card: &RuleCard, pointer: &str, message: String, help: &str) {
        let place = self.document.node_at(pointer).map(|node| {
            let start = node.span.start as usize;
            self.document.source.place(start..start)
        });
        self.add(card, pointer, place, message, help);
    }

    fn key_place(&self, pointer: &str) -> Option<candor_syntax::Place> {
        let (parent, key) = pointer.rsplit_once('/')?;
        let entry = self.document.node_at(parent)?.entry(key)?;
        Some(self.document.place(&entry.key))
    }

    fn add(
        &mut self,
        card: &RuleCard,
        pointer: &str,
        place: Option<candor_syntax::Place>,
        message: String,
        help: &str,
    ) {
        if !self.seen.insert((pointer.to_owned(), message.clone())) {
            return;
        }
        let place = place
            .unwrap_or_else(|| candor_syntax::Place::start_of(self.document.source.path().clone()));
        self.faults.push(
            Diagnostic::new(card, message)
                .at(place)
                .pointer(pointer)
                .help(help),
        );
    }
}
