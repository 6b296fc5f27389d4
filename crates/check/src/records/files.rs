//! Reading what records rest on: the records themselves, keys, builds. Nothing outside the workspace is read.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// The files below a workspace, and those that stand in memory instead.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    root: PathBuf,
    in_memory: BTreeMap<String, Vec<u8>>,
}

impl Files {
    pub(crate) fn below(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            in_memory: BTreeMap::new(),
        }
    }

    /// Adds a file that is not on disk.
    pub(crate) fn add(&mut self, path: String, bytes: Vec<u8>) {
        self.in_memory.insert(path, bytes);
    }

    /// The files that are not on disk.
    pub(crate) fn in_memory(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.in_memory
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The content of a file; nothing where there is none.
    ///
    /// # Errors
    /// Plain words where it is there and cannot be read.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        if let Some(bytes) = self.in_memory.get(path) {
            return Ok(Some(bytes.clone()));
        }
        let Some(full) = self.inside(path)? else {
            return Ok(None);
        };
        let length = full.metadata().map_err(|error| error.to_string())?;
        if !length.is_file() {
            return Err("it is no file".to_owned());
        }
        if length.len() > LARGEST {
            return Err(format!(
                "it has {} bytes; at most {LARGEST} are read",
                length.len()
            ));
        }
        std::fs::read(&full)
            .map(Some)
            .map_err(|error| error.to_string())
    }

    /// Whether there is a file or a directory of that name.
    pub(crate) fn exists(&self, path: &str) -> Result<bool, String> {
        if self.in_memory.contains_key(path) {
            return Ok(true);
        }
        Ok(self.inside(path)?.is_some())
    }

    /// The records: every `.json` directly below `evidence/`.
    ///
    /// # Errors
    /// Plain words where the directory cannot be listed.
    pub(crate) fn records(&self) -> Result<Vec<String>, String> {
        let is_record = |path: &str| {
            path.strip_prefix("evidence/").is_some_and(|name| {
                name.ends_with(".json") && !name.contains('/') && !name.starts_with('.')
            })
        };
        let mut paths: Vec<String> = self
            .in_memory
            .keys()
            .filter(|path| is_record(path))
            .cloned()
            .collect();
        match std::fs::read_dir(self.root.join("evidence")) {
            Ok(entries) => {
                for entry in entries {
                    let name = entry.map_err(|error| error.to_string())?.file_name();
                    let path = format!("evidence/{}", name.to_string_lossy());
                    if is_record(&path) && !paths.contains(&path) {
                        paths.push(path);
                    }
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.to_string()),
        }
        paths.sort();
        Ok(paths)
    }

    /// The full path of something inside the workspace; nothing where it does not exist.
    fn inside(&self, path: &str) -> Result<Option<PathBuf>, String> {
        let is_plain = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_plain {
            return Err("it leads out of the workspace".to_owned());
        }
        let found = match self.root.join(path).canonicalize() {
            Ok(found) => found,
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error.to_string()),
        };
        let root = self
            .root
            .canonicalize()
            .map_err(|error| error.to_string())?;
        if found.starts_with(root) {
            Ok(Some(found))
        } else {
            Err("it is a link that leads out of the workspace".to_owned())
        }
    }
}
