//! A sentence of published text as findings name it.

use std::ops::Range;

use candor_claims::Kind;
use candor_syntax::Place;

use super::{JudgedBinding, JudgedClaim, JudgedRemark};

/// A sentence where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Sentence<'t> {
    /// Its place.
    pub(crate) place: &'t Place,
    /// The same as bytes of the file.
    pub(crate) bytes: Range<usize>,
    /// The keys that lead to it in a translation file.
    pub(crate) key: Option<&'t str>,
    /// What it claims.
    pub(crate) kind: Option<Kind>,
    /// Its words as a reader sees them.
    pub(crate) text: &'t str,
}

impl<'t> Sentence<'t> {
    pub(crate) fn of_claim(claim: &'t JudgedClaim) -> Self {
        Self {
            place: &claim.place,
            bytes: claim.stated.source.clone(),
            key: claim.stated.unit.key_path.as_deref(),
            kind: Some(claim.stated.claim.kind),
            text: &claim.stated.text,
        }
    }

    pub(crate) fn of_binding(binding: &'t JudgedBinding) -> Self {
        Self {
            place: &binding.place,
            bytes: binding.bound.source.clone(),
            key: binding.bound.unit.key_path.as_deref(),
            kind: None,
            text: &binding.bound.unit.text,
        }
    }

    pub(crate) fn of_remark(one: &'t JudgedRemark) -> Self {
        Self {
            place: &one.place,
            bytes: one.remark.source.clone(),
            key: one.remark.unit.key_path.as_deref(),
            kind: None,
            text: &one.remark.text,
        }
    }

    /// A name of it in its file that stays when lines move: its key in a translation file, else its first words.
    pub(crate) fn pointer(&self) -> String {
        const WORDS: usize = 12;
        if let Some(key) = self.key {
            return key.to_owned();
        }
        let text = self.text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(WORDS).collect();
        words.join("-")
    }
}
