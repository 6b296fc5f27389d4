//! The ids of the nouns that others refer to, and what is known of files that could not be read.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use candor_model::{DataCategory, Id, Noun, Origin, Tool, Vendor, Window};

use crate::lowering::Context;

/// The kinds of nouns that others refer to, with the words for messages.
pub(crate) trait Named: Noun {
    /// What a message calls one of them.
    const NOUN: &'static str;
    /// The file that declares them.
    const PLACE: &'static str;
    /// Their ids.
    fn ids(context: &Context) -> &Ids;
}

macro_rules! named {
    ($($noun:ident: $field:ident, $words:literal, $place:literal;)+) => {$(
        impl Named for $noun {
            const NOUN: &'static str = $words;
            const PLACE: &'static str = $place;
            fn ids(context: &Context) -> &Ids { &context.$field }
        }
    )+};
}
named! {
    DataCategory: data, "data category", "policies/data.yaml";
    Window: windows, "window", "policies/retention.yaml";
    Vendor: vendors, "vendor", "subprocessors/ID.yaml";
    Tool: tools, "tool", "policies/tools/ID.yaml";
}

/// The ids of one kind.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// How many nouns were announced, doubles included: the place of the next one in its list.
    announced: usize,
    by_id: HashMap<Id, (usize, Option<Origin>)>,
    /// Ids whose own declaration has faults. A reference to one is neither good nor unknown.
    broken: HashSet<Id>,
    /// Whether the ids of a whole file are not known, so that an unknown id proves nothing.
    uncertain: bool,
}

impl Ids {
    /// Announces the next noun of the list. Says where its id stood first if it is taken.
    pub(crate) fn announce(&mut self, id: &str, at: Option<Origin>) -> Result<(), Option<Origin>> {
        let index = self.announced;
        self.announced += 1;
        match self.by_id.entry(Id::new(id)) {
            Entry::Occupied(first) => Err(first.get().1.clone()),
            Entry::Vacant(free) => {
                free.insert((index, at));
                Ok(())
            }
        }
    }

    /// Notes an id whose declaration has faults.
    pub(crate) fn announce_broken(&mut self, id: &str) {
        self.broken.insert(Id::new(id));
    }

    /// Notes that a file of unknown ids has faults.
    pub(crate) fn doubt(&mut self) {
        self.uncertain = true;
    }

    /// The index of an id.
    pub(crate) fn index(&self, id: &Id) -> Option<usize> {
        self.by_id.get(id).map(|(index, _)| *index)
    }

    /// Whether an id may be declared where nothing could be read.
    pub(crate) fn may_exist(&self, id: &Id) -> bool {
        self.uncertain || self.broken.contains(id)
    }

    /// Every id that is declared, sound or not, in the order of the alphabet.
    pub(crate) fn known(&self) -> Vec<&Id> {
        let mut known: Vec<&Id> = self.by_id.keys().chain(&self.broken).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Where an id is declared.
    pub(crate) fn place(&self, id: &Id) -> Option<&Origin> {
        self.by_id.get(id).and_then(|(_, at)| at.as_ref())
    }
}
