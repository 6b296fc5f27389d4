//! Free text in one or more languages.

use std::fmt;
use std::sync::Arc;

use crate::Origin;

/// A language tag such as `en` or `de`, in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Arc<str>);

impl Language {
    /// Takes a tag; case does not matter.
    pub fn new(tag: &str) -> Self {
        Self(tag.to_lowercase().into())
    }

    /// The tag in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as the workspace gives it: one string for every language, or one per language.
#[derive(Clone, Debug)]
pub struct Text {
    /// The language and its text; a `None` language is the string that serves all.
    variants: Vec<(Option<Language>, Arc<str>)>,
    /// Where the text (or the map of texts) stands.
    pub origin: Origin,
}

impl Text {
    /// One text for every language.
    pub fn plain(text: &str, origin: Origin) -> Self {
        Self {
            variants: vec![(None, text.into())],
            origin,
        }
    }

    /// A text per language, in the order of the file. Returns nothing for an empty list.
    pub fn per_language(texts: Vec<(Language, String)>, origin: Origin) -> Option<Self> {
        if texts.is_empty() {
            return None;
        }
        let variants = texts
            .into_iter()
            .map(|(language, text)| (Some(language), text.into()))
            .collect();
        Some(Self { variants, origin })
    }

    /// The text for a language. Where that language is missing, the first one stands in: the binding language is
    /// written first.
    pub fn in_language(&self, language: &Language) -> &str {
        self.variants
            .iter()
            .find(|(own, _)| own.as_ref() == Some(language))
            .or_else(|| self.variants.first())
            .map_or("", |(_, text)| text)
    }

    /// The text as first written.
    pub fn first(&self) -> &str {
        self.variants.first().map_or("", |(_, text)| text)
    }

    /// Whether this text exists in that language, or serves every language.
    pub fn has(&self, language: &Language) -> bool {
        self.variants
            .iter()
            .any(|(own, _)| own.is_none() || own.as_ref() == Some(language))
    }

    /// Every variant with its language (`None` serves all).
    pub fn variants(&self) -> impl Iterator<Item = (Option<&Language>, &str)> {
        self.variants
            .iter()
            .map(|(language, text)| (language.as_ref(), &**text))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.variants == other.variants
    }
}
impl Eq for Text {}
