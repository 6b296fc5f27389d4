//! The list of what Candor wrote, with digests.

use std::collections::BTreeMap;
use std::path::Path;

use candor_syntax::in_parallel;
use sha2::{Digest, Sha256};

use super::{PublishFault, read, replace};
use crate::Output;

/// The file that lists what Candor wrote.
pub const MANIFEST: &str = ".candor-manifest.json";

/// Paths and the digest that each has.
pub(super) type Listed = BTreeMap<String, String>;

/// Paths and every digest that each may have: more than one only after a run that was cut off.
pub(super) type Known = BTreeMap<String, Vec<String>>;

/// Whether Candor wrote that file.
pub(super) fn is_ours(known: &Known, path: &str, bytes: &[u8]) -> bool {
    known
        .get(path)
        .is_some_and(|digests| digests.contains(&digest(bytes)))
}

/// The files of a site that stand there as a build wrote them.
#[derive(Clone, Debug, Default)]
pub struct Written(Known);

impl Written {
    /// Reads the list of a site.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub fn of(directory: &Path) -> Result<Self, PublishFault> {
        read_manifest(directory).map(Self)
    }

    /// Whether a build wrote the file at that path of the site, and nobody changed it since.
    pub fn has(&self, path: &str, bytes: &[u8]) -> bool {
        is_ours(&self.0, path, bytes)
    }
}

/// What is known, and what is wanted beside it.
pub(super) fn either(mut known: Known, wanted: &Listed) -> Known {
    for (path, digest) in wanted {
        let digests = known.entry(path.clone()).or_default();
        if !digests.contains(digest) {
            digests.push(digest.clone());
        }
    }
    known
}

pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(super) fn listed(files: &[Output]) -> Listed {
    let digests = in_parallel(files, |output| digest(&output.bytes));
    files
        .iter()
        .map(|output| output.path.clone())
        .zip(digests)
        .collect()
}

pub(super) fn read_manifest(directory: &Path) -> Result<Known, PublishFault> {
    let path = directory.join(MANIFEST);
    let Some(bytes) = read(&path)? else {
        return Ok(Known::new());
    };
    let manifest: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| PublishFault::Manifest(path.clone(), error.to_string()))?;
    if manifest["version"] != 1 {
        return Err(PublishFault::Manifest(
            path,
            "it is of another version".to_owned(),
        ));
    }
    let files = manifest["files"].as_object().cloned().unwrap_or_default();
    // Paths that lead out of the site are not ours, whoever wrote them into the manifest.
    let inside = |path: &str| !path.starts_with('/') && !path.split('/').any(|part| part == "..");
    Ok(files
        .into_iter()
        .filter(|(path, _)| inside(path))
        .map(|(path, digests)| {
            let digests = match &digests {
                serde_json::Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            let digests = digests.iter().filter_map(|digest| digest.as_str());
            (path, digests.map(str::to_owned).collect())
        })
        .collect())
}

pub(super) fn write_manifest(directory: &Path, known: &Known) -> Result<(), PublishFault> {
    let files: serde_json::Map<String, serde_json::Value> = known
        .iter()
        .map(|(path, digests)| {
            let value = match digests.as_slice() {
                [one] => serde_json::Value::from(one.as_str()),
                several => serde_json::Value::from(several),
            };
            (path.clone(), value)
        })
        .collect();
    let manifest = serde_json::json!({ "version": 1, "files": files });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    let path = directory.join(MANIFEST);
    if read(&path)?.is_some_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    replace(&path, text.as_bytes())
}
