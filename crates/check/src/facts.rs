//! What rules look at.

use std::collections::BTreeMap;

use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Id, Policy, Tool};

/// The facts of a run.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What the workspace declares. Where `complete` is false, nouns of faulty files are missing in it.
    pub policy: &'a Policy,
    /// Whether every file could be read; rules that count what is missing must look at it.
    pub complete: bool,
    /// The day of the run.
    pub as_of: Date,
    /// What is proved of each tool's local claim.
    pub evidence: &'a Evidence,
}

/// The proved evidence level per tool.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    levels: BTreeMap<Id, EvidenceLevel>,
}

impl Evidence {
    /// The levels that records prove, by the ids of tools.
    pub fn new(levels: impl IntoIterator<Item = (Id, EvidenceLevel)>) -> Self {
        Self {
            levels: levels.into_iter().collect(),
        }
    }

    /// The level that is proved for a tool; without a record it is only declared.
    pub fn of(&self, tool: &Tool) -> EvidenceLevel {
        self.levels
            .get(&tool.id)
            .copied()
            .unwrap_or(EvidenceLevel::Declared)
    }
}
