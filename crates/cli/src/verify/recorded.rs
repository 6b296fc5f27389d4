//! A recording that somebody made of a tool, instead of runs.

use std::path::{Path, PathBuf};

use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Policy, Tool};

use super::{Verified, explained, sends_too};

/// Looks at a recording of a tool. It may convict, and clears nothing, so that no level is ever reached by it.
///
/// # Errors
/// Plain words where the recording, or a file that was used for it, cannot be read.
pub(crate) fn recorded(
    policy: &Policy,
    tool: &Tool,
    recording: &Path,
    files: &[PathBuf],
) -> Result<Verified, String> {
    let plan = tool.evidence.as_ref();
    let explained = plan.map_or_else(Vec::new, |plan| explained(policy, plan));
    let found = candor_evidence::har::import(recording, files, &explained)?;
    Ok(Verified {
        tool: tool.id.clone(),
        wanted: policy.asked_level(tool),
        level: EvidenceLevel::Declared,
        outcome: Ok(found.report),
        record: None,
        sends_too: sends_too(policy, tool),
    })
}
