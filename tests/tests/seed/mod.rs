//! A founding document as a workspace, beside the table of its facts.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_check::{Options, Workspace, check};
use candor_model::{Date, Policy};
use candor_syntax::{Diagnostic, Document, Value, decode, parse};

/// One row of a table of facts.
pub(crate) struct Fact {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// The fact in words.
    pub(crate) words: String,
    /// Where the workspace expresses it: file and pointer.
    pub(crate) places: Vec<(String, String)>,
    /// What a reader sees of it.
    pub(crate) visible: String,
}

/// A document that was read with its table.
pub(crate) struct Seed {
    root: PathBuf,
    /// The table.
    pub(crate) facts: Vec<Fact>,
    /// What the check makes of the workspace.
    pub(crate) policy: Policy,
    /// The findings of the check.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Seed {
    /// Reads the seed of that name.
    pub(crate) fn read(name: &str) -> Self {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let table = fs::read_to_string(seeds.join(format!("FACTS.{name}.md"))).expect("the table");
        let root = seeds.join(name);
        let workspace = Workspace::load(&root).expect("the workspace can be listed");
        let outcome = check(&workspace, &Options::on(today()));
        let policy = outcome.policy.expect("no structural fault");
        Self {
            root,
            facts: facts(&table),
            policy,
            findings: outcome.diagnostics,
        }
    }

    /// The parsed file of the workspace.
    pub(crate) fn document(&self, file: &str) -> Document {
        let bytes =
            fs::read(self.root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let (source, faults) = decode(file, &bytes);
        assert!(faults.is_empty(), "{file}: {faults:?}");
        let (document, faults) = parse(Arc::new(source.expect("text")));
        assert!(faults.is_empty(), "{file}: {faults:?}");
        document.expect("a tree")
    }

    /// The lines on which a rule reports, as `file:line`.
    pub(crate) fn lines_of(&self, rule: &str) -> BTreeSet<String> {
        let of_rule = |found: &&Diagnostic| found.rule == rule;
        let line = |found: &Diagnostic| {
            let place = found.place.as_ref().expect("a place");
            format!("{}:{}", place.file, place.line)
        };
        self.findings.iter().filter(of_rule).map(line).collect()
    }

    /// The lines of a file that contain a text, as `file:line`.
    pub(crate) fn lines_with(&self, file: &str, text: &str) -> Vec<String> {
        let content = fs::read_to_string(self.root.join(file)).expect("the file");
        let lines: Vec<String> = content
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(text))
            .map(|(index, _)| format!("{file}:{}", index + 1))
            .collect();
        assert!(!lines.is_empty(), "{file} has no `{text}`");
        lines
    }

    /// Every file of a directory of the workspace, in the order of the names.
    pub(crate) fn files_of(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(directory)).expect("the directory");
        let mut files: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| format!("{directory}/{}", name.to_string_lossy()))
            .collect();
        files.sort();
        files
    }

    /// Asserts that every fact stands where the table says, and says something there.
    pub(crate) fn facts_stand_where_the_table_says(&self) {
        for (index, fact) in self.facts.iter().enumerate() {
            assert_eq!(fact.number, index + 1, "the numbers run on");
            assert!(!fact.places.is_empty() && !fact.visible.is_empty());
            for (file, pointer) in &fact.places {
                let document = self.document(file);
                let node = document.node_at(pointer).unwrap_or_else(|| {
                    panic!(
                        "{} {}: nothing at {file}#{pointer}",
                        fact.number, fact.words
                    )
                });
                let open = matches!(&node.value, Value::String(text) if text == "not-stated");
                assert!(
                    !open && !matches!(node.value, Value::Null),
                    "{}: {file}#{pointer} states nothing",
                    fact.number
                );
            }
        }
    }

    /// Asserts that a rule reports on exactly these lines.
    pub(crate) fn reports_exactly(&self, rule: &str, lines: impl IntoIterator<Item = String>) {
        assert_eq!(self.lines_of(rule), lines.into_iter().collect(), "{rule}");
    }
}

/// The day of the check.
pub(crate) fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

fn facts(table: &str) -> Vec<Fact> {
    table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| n "))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [number, words, places, visible] = cells.as_slice() else {
                panic!("not four cells: {line}");
            };
            let place = |place: &str| {
                let (file, pointer) = place.split_once('#').expect("file#pointer");
                (file.to_owned(), pointer.to_owned())
            };
            Fact {
                number: number.parse().expect("a number"),
                words: (*words).to_owned(),
                places: places.split("; ").map(place).collect(),
                visible: (*visible).to_owned(),
            }
        })
        .collect()
}
