//! Where findings would be guesses: nouns that have faults themselves, or refer to something that has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candor_syntax::{Diagnostic, Place};

use crate::kind::Kind;
use crate::load::Workspace;

/// The nouns of a workspace that could not be read completely.
#[derive(Debug, Default)]
pub(crate) struct Doubt {
    /// Per file, the first steps of the pointers; the empty step stands for the whole file.
    nouns: BTreeMap<Arc<str>, BTreeSet<String>>,
}

impl Doubt {
    /// Casts doubt on the noun at a place.
    pub(crate) fn cast(&mut self, workspace: &Workspace, at: &Place) {
        let noun = noun_at(workspace, at);
        self.nouns.entry(at.file.clone()).or_default().insert(noun);
    }

    /// Casts doubt on all that a file says.
    pub(crate) fn cast_on_file(&mut self, file: Arc<str>) {
        self.nouns.entry(file).or_default().insert(String::new());
    }

    /// Whether a file has any noun in doubt.
    pub(crate) fn is_on_file(&self, file: &str) -> bool {
        self.nouns.contains_key(file)
    }

    /// Whether a finding is about a noun in doubt, at its own place or at a related one.
    pub(crate) fn is_on(&self, workspace: &Workspace, finding: &Diagnostic) -> bool {
        let related = finding.related.iter().map(|related| &related.place);
        finding.place.iter().chain(related).any(|place| {
            self.nouns.get(&place.file).is_some_and(|nouns| {
                nouns.contains("") || nouns.contains(&noun_at(workspace, place))
            })
        })
    }
}

/// The first step of a place's pointer in files that hold many nouns; nothing where the file is one noun.
fn noun_at(workspace: &Workspace, place: &Place) -> String {
    let many = workspace.kind(&place.file).is_some_and(Kind::holds_many);
    let pointer = many
        .then(|| workspace.document(&place.file))
        .flatten()
        .and_then(|document| document.pointer_at(place.line, place.column));
    let step = pointer
        .as_deref()
        .and_then(|pointer| pointer.split('/').nth(1));
    step.unwrap_or_default().to_owned()
}
