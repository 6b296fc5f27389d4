//! The battery: pages that leak, one for each way out of a browser, and pages that do not.
//!
//! `battery.json` is its table. A page's directory holds what is its own; the rest of the tool stands in `common/`.

#![allow(
    dead_code,
    reason = "every test that uses the battery compiles it anew and uses a part of it"
)]

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

/// A page, and what is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its directory, which says what leaks.
    pub(crate) name: String,
    /// Its letter in the catalogue of ways out; empty where it stands beside it.
    pub(crate) id: String,
    /// Whether it leaks at all.
    pub(crate) leaks: bool,
    /// Which sink receives it.
    pub(crate) sink: String,
    /// How the received bytes are recognised.
    pub(crate) proof: String,
    /// The channels by which it may be named, in the words of the contract.
    pub(crate) channels: Vec<String>,
    /// The encodings that may be named, in the words of the contract.
    pub(crate) encodings: Vec<String>,
    /// What it needs: `certificate`, `unload`, `visit`, `gesture`, `peer`, `no-robot`.
    pub(crate) needs: Vec<String>,
    /// How long it waits by itself, in seconds.
    pub(crate) wait: u64,
    /// The page to open at the later visit, where it is another one.
    pub(crate) then: Option<String>,
    /// Why it may be left open instead of convicted, where that is so. It is never cleared.
    pub(crate) open: Option<String>,
    /// Paths of the collector that the policy declares.
    pub(crate) explained: Vec<String>,
    headers: Vec<(String, String)>,
}

impl Row {
    fn read(row: &Value, leaks: bool) -> Self {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| -> Vec<String> {
            let all = row[key].as_array().into_iter().flatten();
            all.map(|one| one.as_str().unwrap().to_owned()).collect()
        };
        let headers = row["headers"].as_object().into_iter().flatten();
        Self {
            name: text("name"),
            id: text("id"),
            leaks,
            sink: text("sink"),
            proof: text("proof"),
            channels: list("channels"),
            encodings: list("encodings"),
            needs: list("needs"),
            wait: row["wait_seconds"].as_u64().unwrap_or(0),
            then: row["then"].as_str().map(str::to_owned),
            open: row["open"].as_str().map(str::to_owned),
            explained: list("explained"),
            headers: headers
                .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                .collect(),
        }
    }

    /// Whether it needs this.
    pub(crate) fn needs(&self, what: &str) -> bool {
        self.needs.iter().any(|need| need == what)
    }

    /// The headers that its site sends; `collector` is the address of the plain sink.
    pub(crate) fn headers(&self, collector: &str) -> Vec<(String, String)> {
        let filled = |value: &String| value.replace("{http}", collector);
        self.headers
            .iter()
            .map(|(name, value)| (name.clone(), filled(value)))
            .collect()
    }

    /// Its site as a directory with the entry `index.html`; `script` is the text of `sinks.js`.
    pub(crate) fn stage(&self, script: &str) -> TempDir {
        let directory = tempfile::tempdir().unwrap();
        let kind = if self.leaks { "leaks" } else { "clean" };
        copy(&root().join("common"), directory.path());
        copy(&root().join(kind).join(&self.name), directory.path());
        std::fs::write(directory.path().join("sinks.js"), script).unwrap();
        directory
    }
}

/// All rows: leaks first, then clean pages.
pub(crate) fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("battery.json")).unwrap();
    let table: Value = serde_json::from_str(&text).unwrap();
    [("leaks", true), ("clean", false)]
        .into_iter()
        .flat_map(|(key, leaks)| {
            let all = table[key].as_array().unwrap();
            all.iter().map(move |row| Row::read(row, leaks))
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/battery")
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
