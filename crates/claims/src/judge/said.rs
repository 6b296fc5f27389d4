//! A claim with the text around it, as far as judging needs it.

use std::sync::Arc;

use super::words::any;
use crate::{Claim, Element, Polarity, Stated, Unit};

/// A claim where it stands.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The sentence.
    pub text: &'a str,
    /// What stands before the sentence in its stretch of text.
    before: &'a str,
    /// The stretch of text in which it stands.
    pub(super) stretch: &'a str,
    headings: &'a [Arc<str>],
    question: Option<&'a str>,
    row: Option<&'a str>,
    is_heading: bool,
    /// The list that follows the sentence, where it opens one that is said to be complete.
    pub(super) list: &'a str,
    /// Whether it was found beside the kinds of promises.
    pub(super) is_beside: bool,
    /// The sentence in lower case.
    pub(super) lower: String,
}

/// Words that make a statement about all one about some, beside those that the recogniser knows.
const SOME: &[&str] = &[
    "designed to",
    "said to",
    "designed for",
    "built to",
    "commonly",
    "some of",
    "many ",
    "most of",
    "where practical",
    "normal need",
    "dafür gemacht",
    "einige",
    "manche",
    "viele ",
    "üblicherweise",
    "conçu",
    "certains",
    "certaines",
    "la plupart",
    "diseñad",
    "algunas",
    "algunos",
    "muchas",
    "muchos",
];

/// Words that leave no room for an exception.
const STRONG: &[&str] = &[
    "never",
    "always",
    " all ",
    "every ",
    " any ",
    "entirely",
    "completely",
    "fully",
    "100",
    "at all",
    "exclusively",
    "nothing",
    "no data",
    "nie",
    "immer",
    "alle ",
    "jede",
    "ausschließlich",
    "vollständig",
    "nichts",
    "jamais",
    "toujours",
    "tous ",
    "toutes ",
    "aucun",
    "entièrement",
    "nunca",
    "siempre",
    "todos ",
    "todas ",
    "ningun",
    "ningún",
];

/// Denied, words for all mean some.
const NOT_ALL: &[&str] = &[
    "not every",
    "not all",
    "nicht alle",
    "nicht jede",
    "pas tous",
    "pas toutes",
    "no todos",
    "no todas",
];

/// Words for one tool that the sentence does not name.
const THIS_TOOL: &[&str] = &[
    "the tool ",
    "this tool",
    "that edit",
    "this edit",
    "that tool",
    "das werkzeug",
    "dieses werkzeug",
    "l'outil",
    "cet outil",
    "la herramienta",
    "esta herramienta",
];

/// Words for what people do themselves.
const BY_PEOPLE: &[&str] = &[
    "lets you",
    "let you",
    "you can",
    "you may",
    "you press",
    "press ",
    "click",
    "your choice",
    "können sie",
    "sie können",
    "drücken",
    "klicken",
    "vous pouvez",
    "cliquez",
    "puede ",
    "puedes",
    "pulse",
];

impl<'a> Said<'a> {
    /// A sentence of which nothing else is known.
    pub fn alone(claim: &'a Claim, text: &'a str) -> Self {
        Self {
            claim,
            text,
            before: "",
            stretch: text,
            headings: &[],
            question: None,
            row: None,
            is_heading: false,
            list: "",
            is_beside: claim.kind.is_beside() || claim.polarity == Polarity::Denies,
            lower: text.to_lowercase(),
        }
    }

    /// A sentence in the text in which it stands.
    pub(crate) fn of(stated: &'a Stated) -> Self {
        let unit: &Unit = &stated.unit;
        Self {
            before: unit.text.get(..stated.sentence.start).unwrap_or_default(),
            stretch: &unit.text,
            headings: &unit.headings,
            question: unit.question.as_deref(),
            row: unit.row.as_deref(),
            is_heading: unit.element == Element::Heading,
            is_beside: stated.is_beside,
            list: &stated.list,
            ..Self::alone(&stated.claim, &stated.text)
        }
    }

    /// Whether the sentence speaks of some rather than of all.
    pub(super) fn is_hedged(&self) -> bool {
        self.claim.hedged || any(&self.lower, SOME)
    }

    /// Whether it leaves no room for an exception.
    pub(super) fn is_strong(&self) -> bool {
        let text = NOT_ALL
            .iter()
            .fold(format!(" {} ", self.lower), |text, words| {
                text.replace(words, " ")
            });
        any(&text, STRONG)
    }

    /// Whether it speaks of one tool without its name.
    pub(super) fn is_of_one_tool(&self) -> bool {
        any(&self.lower, THIS_TOOL)
    }

    /// Whether it is about what people do themselves; the label of a button stands in quotation marks.
    pub(super) fn is_by_people(&self) -> bool {
        any(&self.lower, BY_PEOPLE) || self.text.contains(['"', '“', '„', '«'])
    }

    /// Whether it is a heading or a few words without a verb, which name a matter rather than promise something.
    pub(super) fn is_title(&self) -> bool {
        self.is_heading
            || (self.text.split_whitespace().count() <= 4
                && !self.text.trim_end().ends_with(['.', '!', '?']))
    }

    /// Whether the sentence has one of these words.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        any(&self.lower, words)
    }

    /// What surrounds the sentence, the nearest first, in lower case: what precedes it, its question, its row's name,
    /// the headings above it.
    pub(super) fn around(&self) -> impl Iterator<Item = String> {
        let near = [
            self.before,
            self.question.unwrap_or_default(),
            self.row.unwrap_or_default(),
        ];
        let near = near.into_iter();
        near.chain(self.headings.iter().rev().map(|heading| &**heading))
            .filter(|text| !text.is_empty())
            .map(str::to_lowercase)
    }

    /// Whether the sentence or what surrounds it has one of these words.
    pub(super) fn is_near(&self, words: &[&str]) -> bool {
        self.has(words) || self.around().any(|text| any(&text, words))
    }
}
