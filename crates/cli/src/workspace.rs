//! Finding the workspace.

use std::path::{Path, PathBuf};

/// The workspace's directory: the one named, or the nearest parent of the current directory with a `candor.yaml`.
///
/// # Errors
/// Says where it looked when there is none.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(named) = named {
        if named.join("candor.yaml").is_file() {
            return Ok(named.to_owned());
        }
        return Err(format!(
            "{} is no workspace: it has no candor.yaml. Name the directory that holds that file with -C DIR.",
            named.display()
        ));
    }
    let start = std::env::current_dir()
        .map_err(|error| format!("the current directory cannot be read: {error}"))?;
    start
        .ancestors()
        .find(|directory| directory.join("candor.yaml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| {
            format!(
                "no workspace: neither {} nor a directory above it has a candor.yaml. Name one with -C DIR.",
                start.display()
            )
        })
}
