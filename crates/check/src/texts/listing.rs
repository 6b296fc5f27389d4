//! Finding files of published text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use crate::records::Files;

/// A file of published text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name in reports, with `/`.
    pub name: String,
    /// Where its content is.
    pub content: Content,
}

/// Where the content of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// On disk.
    Disk(PathBuf),
    /// In memory.
    Memory(Vec<u8>),
    /// Nowhere: why it cannot be read.
    Fault(String),
}

/// Files of published text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// The files, in the order of their names.
    pub(super) files: Vec<TextFile>,
    /// Patterns that cannot be used or match nothing: their place among the patterns, and why.
    pub(super) unused_patterns: Vec<(usize, String)>,
}

/// Directories of packages and builds; what is in them is published by somebody else, or again.
const PASSED_OVER: &[&str] = &["node_modules", "target", "vendor", "__pycache__"];

/// The files below a directory, or the file itself, with the names that they have from there. Hidden files and
/// directories of packages are passed over.
pub fn below(path: &Path) -> Vec<TextFile> {
    let mut files = Vec::new();
    let faults = walk(path, |file| {
        files.push(TextFile {
            name: display(file),
            content: Content::Disk(file.to_owned()),
        });
    });
    files.extend(faults);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The files of a workspace that patterns name.
pub(super) fn matching(root: &Path, files: &Files, patterns: &[&str]) -> Listed {
    let mut listed = Listed::default();
    let mut found: BTreeMap<String, TextFile> = BTreeMap::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let matcher = match matcher(pattern) {
            Ok(matcher) => matcher,
            Err(why) => {
                listed.unused_patterns.push((number, why));
                continue;
            }
        };
        let mut matched = 0_usize;
        for (name, bytes) in files.in_memory().filter(|(name, _)| matcher.is_match(name)) {
            matched += 1;
            found.entry(name.to_owned()).or_insert_with(|| TextFile {
                name: name.to_owned(),
                content: Content::Memory(bytes.to_owned()),
            });
        }
        let faults = walk(&root.join(fixed(pattern)), |file| {
            let name = file
                .strip_prefix(root)
                .map_or_else(|_| display(file), display);
            if matcher.is_match(&name) {
                matched += 1;
                found.entry(name.clone()).or_insert_with(|| TextFile {
                    name,
                    content: Content::Disk(file.to_owned()),
                });
            }
        });
        matched += faults.len();
        for fault in faults {
            found.insert(fault.name.clone(), fault);
        }
        if matched == 0 {
            listed
                .unused_patterns
                .push((number, "no file of the workspace fits it".to_owned()));
        }
    }
    listed.files = found.into_values().collect();
    listed
}

fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
        return Err("it leads out of the workspace, and nothing outside is read".to_owned());
    }
    let glob = GlobBuilder::new(pattern.trim_start_matches("./"))
        .literal_separator(true)
        .build();
    glob.map(|glob| glob.compile_matcher())
        .map_err(|error| format!("it is no pattern: {}", error.kind()))
}

/// The directories of a pattern before its first wildcard.
fn fixed(pattern: &str) -> PathBuf {
    let parts: Vec<&str> = pattern.split('/').collect();
    let wild = |part: &str| part.contains(['*', '?', '[', '{', '\\']);
    let last = parts.len().saturating_sub(1);
    let end = parts.iter().position(|part| wild(part)).unwrap_or(last + 1);
    parts.iter().take(end).collect()
}

/// Visits every file below a path, in no order; gives what cannot be read.
fn walk(start: &Path, mut visit: impl FnMut(&Path)) -> Vec<TextFile> {
    let mut faults = Vec::new();
    if !start.exists() {
        return faults;
    }
    let walker = WalkDir::new(start).sort_by_file_name().into_iter();
    for entry in walker.filter_entry(|entry| entry.depth() == 0 || is_ours(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            // What a link leads to is read where it stands, or is not ours.
            Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {}
            Ok(entry) => visit(entry.path()),
            Err(error) => faults.push(TextFile {
                name: display(error.path().unwrap_or(start)),
                content: Content::Fault(error.to_string()),
            }),
        }
    }
    faults
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let of_packages = entry.file_type().is_dir() && PASSED_OVER.contains(&&*name);
    !name.starts_with('.') && !of_packages
}

/// A path with `/`.
fn display(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

    use super::*;

    fn names(listed: &[TextFile]) -> Vec<&str> {
        listed.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn patterns_name_files_of_the_workspace_only() {
        let root = tempfile::tempdir().unwrap();
        let files = [
            "site/a.html",
            "site/de/b.html",
            "site/.git/c.html",
            "site/node_modules/x/d.html",
        ];
        for file in files.iter().chain(&["text/faq.md", "other/e.html"]) {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let nothing = Files::below(root.path());
        let all = |patterns: &[&str]| matching(root.path(), &nothing, patterns);
        let both = all(&["site/**/*.html", "text/faq.md"]);
        assert_eq!(
            names(&both.files),
            ["site/a.html", "site/de/b.html", "text/faq.md"]
        );
        assert_eq!(both.unused_patterns, []);
        assert_eq!(names(&all(&["site/*.html"]).files), ["site/a.html"]);
        let bad = all(&["site/*.md", "../x/*.md", "a[", "site/a.html"]);
        let why: Vec<usize> = bad
            .unused_patterns
            .iter()
            .map(|(number, _)| *number)
            .collect();
        assert_eq!(why, [0, 1, 2]);
        assert_eq!(names(&bad.files), ["site/a.html"]);
        let inside = below(&root.path().join("site"));
        assert_eq!(inside.len(), 2);
        assert!(names(&inside).iter().all(|name| name.ends_with(".html")));
    }
}
