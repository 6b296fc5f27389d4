//! Translation files: every value under its keys.

use std::ops::Range;
use std::sync::Arc;

use super::page::{Page, as_question};
use super::text::Text;
use super::{json, kind, toml, yaml};
use crate::Element;

/// Codes of languages that are keys of other things more often.
const WORDS: &[&str] = &[
    "id", "is", "it", "no", "he", "hi", "ms", "th", "tr", "ca", "el",
];

/// A string with the keys that lead to it.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) path: String,
    pub(super) text: Text,
}

/// Reads JSON.
pub(super) fn json(page: &mut Page<'_>) {
    let mut comments = std::mem::take(&mut page.comments);
    let mut asked = Asked::default();
    let source = page.source;
    json::strings(source, 0..source.len(), &mut comments, |path, text| {
        add(page, &mut asked, path, text);
    });
    page.comments = comments;
}

/// Reads YAML.
pub(super) fn yaml(page: &mut Page<'_>) {
    for range in hash_comments(page.source) {
        let text = page.source.get(range.clone()).unwrap_or_default();
        page.comments.read(text, range.start, range.clone());
    }
    let mut asked = Asked::default();
    for Value { path, text } in yaml::strings(page.source, 0, &mut page.comments.faults) {
        add(page, &mut asked, &path, text);
    }
}

/// Reads TOML.
pub(super) fn toml(page: &mut Page<'_>) {
    let mut comments = std::mem::take(&mut page.comments);
    let mut asked = Asked::default();
    let source = page.source;
    toml::strings(source, &mut comments, |path, text| {
        add(page, &mut asked, path, text);
    });
    page.comments = comments;
}

fn add(page: &mut Page<'_>, asked: &mut Asked, path: &str, text: Text) {
    let text = text.without_tags();
    let count = page.units.len();
    page.message(Element::Message, path, text);
    if page.units.len() > count
        && let Some(unit) = page.units.last_mut()
    {
        unit.question = asked.by(path, &unit.text);
        // One file may hold all languages, each under its code.
        if let (None, Some((first, _))) = (&unit.language, path.split_once('.')) {
            let code = kind::code(first).filter(|code| !WORDS.contains(&code.as_str()));
            unit.language = code.map(Into::into);
        }
    }
}

/// Lines that are only a comment of YAML: what stands behind the mark.
fn hash_comments(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(text) = line.trim_start().strip_prefix('#') {
            let start = at + line.len() - text.len();
            found.push(start..start + text.trim_end().len());
        }
        at += line.len();
    }
    found
}

/// The question that was read last, for the value beside it that answers it.
#[derive(Debug, Default)]
pub(super) struct Asked {
    path: String,
    question: Option<Arc<str>>,
}

impl Asked {
    /// The question that a value answers; a question is remembered.
    pub(super) fn by(&mut self, path: &str, text: &str) -> Option<Arc<str>> {
        if text.ends_with(['?', '？']) {
            path.clone_into(&mut self.path);
            self.question = as_question(text);
            return None;
        }
        let question = self.question.as_ref()?;
        answers(&self.path, path).then(|| Arc::clone(question))
    }
}

/// Whether the value at a path answers the question at another: `faq.0.q` and `faq.0.a`, `faq.size.question` and
/// `faq.size.answer`, `mainEntity.0.name` and `mainEntity.0.acceptedAnswer.text`.
fn answers(question: &str, answer: &str) -> bool {
    let (parent, key) = question.rsplit_once('.').unwrap_or(("", question));
    let rest = if parent.is_empty() {
        answer
    } else {
        match answer
            .strip_prefix(parent)
            .and_then(|rest| rest.strip_prefix('.'))
        {
            Some(rest) => rest,
            None => return false,
        }
    };
    let first = rest.split('.').next().unwrap_or_default();
    let asks = [
        "question", "q", "name", "title", "heading", "label", "summary",
    ];
    let replies = [
        "answer",
        "a",
        "text",
        "body",
        "content",
        "description",
        "acceptedAnswer",
        "suggestedAnswer",
        "reply",
        "response",
    ];
    asks.contains(&key) && replies.contains(&first) || beside(key, first)
}

/// Whether two keys differ in that one says question and the other answer.
fn beside(question: &str, answer: &str) -> bool {
    let prefix = common(question.bytes(), answer.bytes());
    let (question, answer) = (
        question.get(prefix..).unwrap_or_default(),
        answer.get(prefix..).unwrap_or_default(),
    );
    let suffix = common(question.bytes().rev(), answer.bytes().rev());
    let middle = |text: &str| {
        let kept = text.len().saturating_sub(suffix);
        text.get(..kept).unwrap_or_default().to_ascii_lowercase()
    };
    matches!(
        (middle(question).as_str(), middle(answer).as_str()),
        ("q", "a") | ("question", "answer")
    )
}

fn common(left: impl Iterator<Item = u8>, right: impl Iterator<Item = u8>) -> usize {
    left.zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}
