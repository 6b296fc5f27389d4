//! `cargo xtask tidy`: what the architecture promises, checked on the metadata and on the files.

mod documented;
mod edges;
mod files;
mod graph;
mod named;

use std::process::Command;

use crate::{generate, repository};

/// One text file of the repository.
#[derive(Debug)]
pub(crate) struct File {
    /// The path from the root, with `/`.
    pub(crate) path: String,
    /// The content.
    pub(crate) text: String,
}

/// Runs every check and reports all problems in one run.
pub(crate) fn run() -> Result<(), String> {
    let metadata = repository::output(repository::cargo().args([
        "metadata",
        "--format-version=1",
        "--locked",
    ]))?;
    let graph = graph::Graph::parse(&metadata)?;
    let files = text_files()?;
    let mut problems = edges::problems(&graph);
    problems.extend(named::problems(&files));
    problems.extend(files::problems(&files));
    problems.extend(documented::problems(&graph, &files));
    if let Err(stale) = generate::run(true) {
        problems.push(stale);
    }
    for problem in &problems {
        println!("tidy: {problem}");
    }
    if problems.is_empty() {
        println!(
            "tidy: {} crates and {} files are in order",
            graph.members().count(),
            files.len()
        );
        Ok(())
    } else {
        Err(format!("{} problems", problems.len()))
    }
}

/// Every text file that is tracked or about to be.
fn text_files() -> Result<Vec<File>, String> {
    let root = repository::root();
    let list = repository::output(Command::new("git").current_dir(&root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut files = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        // A tracked file that was just deleted is no longer there to be read.
        let Ok(bytes) = std::fs::read(root.join(path)) else {
            continue;
        };
        if bytes.contains(&0) {
            continue;
        }
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}
