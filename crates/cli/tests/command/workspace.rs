//! Copies of the repository's workspaces, and running the command in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A copy of a workspace in a directory of its own.
pub(crate) struct Copy {
    pub(crate) directory: tempfile::TempDir,
}

impl Copy {
    /// Copies the files that make a workspace: the one at the root, or one below `tests/`.
    pub(crate) fn of(relative: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let from = repository().join(relative);
        for part in ["candor.yaml", "policies", "subprocessors", "site/_headers"] {
            copy(&from.join(part), &directory.path().join(part));
        }
        Self { directory }
    }

    /// The same with the pages of its tools.
    pub(crate) fn with_tools(relative: &str) -> Self {
        let own = Self::of(relative);
        for part in ["site/tools", "site/assets"] {
            copy(&repository().join(relative).join(part), &own.path(part));
        }
        own
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.directory.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, text: &str) {
        fs::write(self.path(relative), text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        candor()
            .arg("-C")
            .arg(self.directory.path())
            .args(arguments)
            .output()
            .unwrap()
    }
}

/// The command.
pub(crate) fn candor() -> Command {
    Command::new(env!("CARGO_BIN_EXE_candor"))
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// Every file below a directory.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut list: Vec<PathBuf> = entries
        .flatten()
        .flat_map(|entry| {
            if entry.path().is_dir() {
                files(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect();
    list.sort();
    list
}
