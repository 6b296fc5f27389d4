//! Sentences that are no claim of a kind and still say something beside other sentences or facts: closed lists, and
//! where a preference is kept.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;

use crate::recognise::Language;
use crate::{Element, Unit};

/// What a sentence remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// The recipients that it names are all.
    OnlyRecipients,
    /// The data that it names is all that is collected.
    OnlyData,
    /// Something is kept in the browser's local storage.
    LocalStorage,
    /// Something is kept in a cookie.
    Cookie,
}

/// A sentence that remarks something.
#[derive(Debug, Clone)]
pub struct Remark {
    /// What.
    pub about: About,
    /// The sentence as a reader sees it.
    pub text: String,
    /// The sentence as bytes of the source.
    pub source: Range<usize>,
    /// The language.
    pub language: Language,
    /// The stretch of text in which it stands.
    pub unit: Arc<Unit>,
}

/// Without one of these, nothing is remarked.
const MARKS: &[&str] = &[
    "only",
    "solely",
    "exclusiv",
    "nobody but",
    "nur ",
    "ausschlie",
    "lediglich",
    "unique",
    "uniqu",
    "seul",
    "solo ",
    "nicamente",
    "local storage",
    "localstorage",
    "lokalen speicher",
    "stockage local",
    "almacenamiento local",
    "cookie",
];

/// Words that close a list.
const ONLY: &[&str] = &[
    "only",
    "solely",
    "exclusively",
    "nur",
    "ausschließlich",
    "lediglich",
    "uniquement",
    "exclusivement",
    "seulement",
    "seul",
    "seule",
    "seuls",
    "seules",
    "solo",
    "únicamente",
    "exclusivamente",
    "única",
    "único",
    "einzige",
    "einzigen",
];

/// Stems of words about giving data to somebody.
const SHARE: &[&str] = &[
    "share",
    "sharing",
    "disclos",
    "pass",
    "recipient",
    "receiv",
    "third",
    "teilen",
    "weiter",
    "geben",
    "empfäng",
    "dritte",
    "partag",
    "transmet",
    "communiqu",
    "destinatai",
    "tiers",
    "compart",
    "comunic",
    "cedemos",
    "tercero",
];

/// Stems of words about gathering data.
const COLLECT: &[&str] = &[
    "collect", "gather", "erheb", "erfass", "sammel", "recueill", "collect", "recog", "recopil",
    "recab",
];

const LOCAL_STORAGE: &[&str] = &[
    "local storage",
    "localstorage",
    "lokalen speicher",
    "stockage local",
    "almacenamiento local",
];

/// Whether a text may remark anything.
pub(crate) fn possible(text: &str) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).build(MARKS).ok()
    });
    FINDER.as_ref().is_none_or(|finder| finder.is_match(text))
}

/// What a sentence remarks.
pub(crate) fn of(sentence: &str, element: Element) -> Option<About> {
    if sentence.ends_with('?') || matches!(element, Element::Quotation | Element::Label) {
        return None;
    }
    let lower = sentence.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let has = |stems: &[&str]| {
        words
            .iter()
            .any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    };
    if words.iter().any(|word| ONLY.contains(word)) {
        if has(SHARE) {
            return Some(About::OnlyRecipients);
        }
        if has(COLLECT) {
            return Some(About::OnlyData);
        }
    }
    if LOCAL_STORAGE.iter().any(|phrase| lower.contains(phrase)) {
        return Some(About::LocalStorage);
    }
    has(&["cookie"]).then_some(About::Cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_apart() {
        for (sentence, about) in [
            (
                "We share your data only with Nimbus.",
                Some(About::OnlyRecipients),
            ),
            (
                "Wir geben Ihre Daten nur an Nimbus weiter.",
                Some(About::OnlyRecipients),
            ),
            (
                "Nous partageons vos données uniquement avec Nimbus.",
                Some(About::OnlyRecipients),
            ),
            (
                "The only information we collect is your e-mail.",
                Some(About::OnlyData),
            ),
            ("Únicamente recogemos su correo.", Some(About::OnlyData)),
            (
                "Your settings stay in local storage.",
                Some(About::LocalStorage),
            ),
            ("A cookie remembers your settings.", Some(About::Cookie)),
            ("Do you only share data with Nimbus?", None),
            ("Only two clicks.", None),
        ] {
            assert_eq!(of(sentence, Element::Paragraph), about, "{sentence}");
            assert!(about.is_none() || possible(sentence), "{sentence}");
        }
        assert!(!possible("Pictures are deleted within 24 hours."));
    }
}
