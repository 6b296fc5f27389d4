//! How the local claim of a tool is to be proved.

use crate::vocabulary::EvidenceLevel;
use crate::{Located, Origin};

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
}

/// A built page in the repository.
#[derive(Clone, Debug)]
pub struct Build {
    /// Its directory.
    pub root: Located<String>,
    /// Its first document.
    pub entry: Located<String>,
}
