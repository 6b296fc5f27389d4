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

    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Replaces a part of a file that is there.
    pub(crate) fn replace(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert!(text.contains(from), "{relative} has {from}");
        self.write(relative, &text.replacen(from, to, 1));
    }

    /// Leaves evidence to one tool, which asks for a level; the others are not driven.
    pub(crate) fn only(&self, tool: &str, level: &str) {
        for entry in fs::read_dir(self.path("policies/tools")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let Some((before, plan)) = text.split_once("evidence:\n") else {
                continue;
            };
            let kept = match path.ends_with(format!("{tool}.yaml")) {
                true => format!("{before}evidence:\n  level: {level}\n{plan}"),
                false => before.to_owned(),
            };
            fs::write(&path, kept).unwrap();
        }
    }

    /// Runs a command that answers in JSON; its exit code and the answer.
    pub(crate) fn json(&self, arguments: &[&str]) -> (i32, serde_json::Value) {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        let parsed = serde_json::from_str(&text);
        (
            output.status.code().unwrap(),
            parsed.unwrap_or_else(|_| panic!("{arguments:?}: {text}{error}")),
        )
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
