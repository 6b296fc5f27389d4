//! What valid records prove of a policy. Whoever makes these values has judged signature, build, policy and day before.

use std::collections::BTreeMap;

use crate::vocabulary::{EvidenceLevel, Strength};
use crate::{Date, EnforcedBy, Id, Instant, Tool, Window};

/// Everything that records prove, by the ids of windows and tools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    windows: BTreeMap<Id, WindowProof>,
    tools: BTreeMap<Id, ToolProof>,
}

/// That a running store carries a window out, as the policy defines it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowProof {
    /// When the store was asked.
    pub as_of: Instant,
    /// The last end that was carried out, and how many milliseconds later its bytes were gone.
    pub last_end: Option<(Instant, i64)>,
    /// How many ends have a receipt.
    pub receipts: u64,
}

/// That a build of a tool was looked at, and how far that look carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolProof {
    /// How far it carries.
    pub level: EvidenceLevel,
    /// The day of the look.
    pub checked_on: Date,
    /// The last day on which it counts.
    pub valid_until: Date,
    /// What looked, such as `Chromium 156`.
    pub browser: String,
    /// The first digits of the digest of the build.
    pub build: String,
    /// The ways out of the browser that it does not cover.
    pub not_covered: Vec<String>,
    /// The files that were looked at, by their paths in the workspace.
    pub files: Vec<String>,
}

impl Proofs {
    /// Adds what a record proves of a window.
    pub fn add_window(&mut self, id: Id, proof: WindowProof) {
        self.windows.insert(id, proof);
    }

    /// Adds what a record proves of a tool; of two records the one that carries further counts.
    pub fn add_tool(&mut self, id: Id, proof: ToolProof) {
        let known = self.tools.get(&id);
        if known.is_none_or(|known| known.level <= proof.level) {
            self.tools.insert(id, proof);
        }
    }

    /// Everything that is proved of tools, by their ids.
    pub fn tools(&self) -> impl Iterator<Item = (&Id, &ToolProof)> {
        self.tools.iter()
    }

    /// Lets what is proved of a tool carry no further than a level.
    pub fn weaken_tool(&mut self, id: &Id, level: EvidenceLevel) {
        if let Some(proof) = self.tools.get_mut(id) {
            proof.level = proof.level.min(level);
        }
    }

    /// Takes back what was proved of a tool, because something newer says otherwise.
    pub fn withdraw_tool(&mut self, id: &Id) {
        self.tools.remove(id);
    }

    /// What is proved of a window; nothing where something else than Candor carries it out.
    pub fn of_window(&self, window: &Window) -> Option<&WindowProof> {
        self.windows
            .get(&window.id)
            .filter(|_| window.enforced_by.value == EnforcedBy::Candor)
    }

    /// What is proved of a tool.
    pub fn of_tool(&self, tool: &Tool) -> Option<&ToolProof> {
        self.tools.get(&tool.id)
    }

    /// The level of a tool's local claim; without a record it is only declared.
    pub fn level(&self, tool: &Tool) -> EvidenceLevel {
        self.of_tool(tool)
            .map_or(EvidenceLevel::Declared, |proof| proof.level)
    }

    /// How well a window is carried out, as far as anybody knows.
    pub fn strength(&self, window: &Window) -> Strength {
        if let Some(proof) = self.of_window(window) {
            return match proof.receipts {
                0 => Strength::Enforced,
                _ => Strength::Receipted,
            };
        }
        match &window.enforced_by.value {
            EnforcedBy::Candor | EnforcedBy::Config(_) => Strength::Configured,
            EnforcedBy::Vendor(_) | EnforcedBy::Manual => Strength::Declared,
            EnforcedBy::NotStated => Strength::NotStated,
            EnforcedBy::Nobody => Strength::Nothing,
        }
    }
}

impl From<EvidenceLevel> for Strength {
    fn from(level: EvidenceLevel) -> Self {
        match level {
            EvidenceLevel::Declared => Self::Declared,
            EvidenceLevel::Scanned => Self::Scanned,
            EvidenceLevel::Observed => Self::Observed,
            EvidenceLevel::Isolated => Self::Isolated,
            EvidenceLevel::Enforced => Self::Enforced,
        }
    }
}
