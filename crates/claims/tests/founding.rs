//! The five founding documents, as they were published, held against their workspaces under tests/seeds.
//!
//! The texts belong to others and are not in this repository. The test reads them from the directory that CANDOR_SEEDS
//! names, and says that it did not run where that is not set. The table holds line numbers and what a careful reader finds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may stop at a fault of its own"
)]

mod judged;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use judged::{Found, policy, read};

/// One line of the table.
struct Row {
    line: usize,
    kind: &'static str,
    verdicts: &'static str,
    what: &'static str,
}

/// A document with its lines.
struct Document {
    workspace: &'static str,
    file: &'static str,
    /// Whether every line without a conflict is silent.
    careful: bool,
    rows: Vec<Row>,
}

fn documents() -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let lines = include_str!("judged/founding.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("@ ") {
            let words: Vec<&str> = head.split(' ').collect();
            documents.push(Document {
                workspace: words[0],
                file: words[1],
                careful: words.len() > 2,
                rows: Vec::new(),
            });
            continue;
        }
        let cells: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        documents.last_mut().unwrap().rows.push(Row {
            line: cells[0].parse().unwrap(),
            kind: cells[1],
            verdicts: cells[2],
            what: cells[3],
        });
    }
    documents
}

impl Row {
    fn is_silent(&self) -> bool {
        self.verdicts == "silent"
    }

    /// Whether the row is about a finding's line and kind.
    fn covers(&self, found: &Found) -> bool {
        self.line == found.line && (self.kind == "-" || self.kind == found.kind.word())
    }
}

fn main() -> ExitCode {
    let Some(seeds) = std::env::var_os("CANDOR_SEEDS") else {
        println!("founding documents: not run, because CANDOR_SEEDS names no directory of texts");
        return ExitCode::SUCCESS;
    };
    let mut wrong = Vec::new();
    for document in documents() {
        let policy = policy(&format!("tests/seeds/{}", document.workspace));
        let path = Path::new(&seeds).join(document.file);
        let source = fs::read_to_string(&path).expect("the text of the document");
        let found = read(&policy, document.file, &source);
        for row in document.rows.iter().filter(|row| !row.is_silent()) {
            let verdicts: Vec<&str> = row.verdicts.split(',').collect();
            let hit = |one: &Found| row.covers(one) && verdicts.contains(&one.verdict.word());
            if !found.iter().any(hit) {
                wrong.push(format!(
                    "{}:{} {} missed: {}",
                    document.file, row.line, row.kind, row.what
                ));
            }
        }
        for one in found.iter().filter(|one| one.objects()) {
            let silent = document.careful
                || document
                    .rows
                    .iter()
                    .any(|row| row.is_silent() && row.covers(one));
            if silent {
                wrong.push(format!(
                    "{}:{} is true and was flagged: {} {}: {}",
                    document.file,
                    one.line,
                    one.kind.word(),
                    one.verdict.word(),
                    one.why
                ));
            }
        }
    }
    if wrong.is_empty() {
        println!("founding documents: every conflict is found, and what is true is silent");
        return ExitCode::SUCCESS;
    }
    eprintln!("{}", wrong.join("\n"));
    ExitCode::FAILURE
}
