//! How the local claim of a tool is to be proved.

use crate::vocabulary::EvidenceLevel;
use crate::{Located, Origin, Policy, Text, Tool};

/// The `evidence` block of a tool.
#[derive(Clone, Debug)]
pub struct EvidencePlan {
    /// Where it is declared.
    pub origin: Origin,
    /// The level that this tool asks for, where it is more than the workspace's.
    pub level: Option<Located<EvidenceLevel>>,
    /// A build in the repository.
    pub build: Option<Build>,
    /// A running page instead of a build.
    pub url: Option<Located<String>>,
    /// What is done with the tool; a robot finds its own way where nothing is declared.
    pub scenario: Vec<Located<ScenarioStep>>,
    /// What may leave while the tool works.
    pub explains: Vec<ExplainedMessage>,
}

impl Policy {
    /// The level of evidence that is asked for what a tool says of its local work.
    pub fn asked_level(&self, tool: &Tool) -> EvidenceLevel {
        let own = tool.evidence.as_ref().and_then(|plan| plan.level.as_ref());
        own.map_or(self.settings.evidence.local_claims, |level| level.value)
    }
}

/// One step of a scenario. Elements are named by CSS selectors; nothing stands for "the likeliest one".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioStep {
    /// Goes to a path of the site.
    Open(String),
    /// Gives a file to a file input.
    Upload(Option<String>),
    /// Presses an element.
    Click(String),
    /// Writes a text into a field.
    Fill(String, String),
    /// Chooses a value from a list.
    Select(String, String),
    /// Waits until an element can be seen.
    WaitFor(String),
    /// Saves the result.
    Download(Option<String>),
}

/// A message that leaves while a local tool works, and that carries nothing of the file.
#[derive(Clone, Debug)]
pub struct ExplainedMessage {
    /// The beginning of its URL; a path stands for the tool's own site.
    pub to: Located<String>,
    /// Why it is sent.
    pub why: Text,
}

/// A built page in the repository.
#[derive(Clone, Debug)]
pub struct Build {
    /// Its directory.
    pub root: Located<String>,
    /// Its first document.
    pub entry: Located<String>,
}
