//! Finding files of published text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use super::side::ENDING;
use crate::records::Files;

/// A file of published text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name in reports, with `/`.
    pub name: String,
    /// Where its content is.
    pub content: Content,
    /// The file beside it that sets values aside, with its name, where there is one.
    pub side: Option<(String, Content)>,
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
pub struct Listed {
    /// The files, in the order of their names.
    pub files: Vec<TextFile>,
    /// Patterns that cannot be used or match nothing: their place among the patterns, and why.
    pub unused_patterns: Vec<(usize, String)>,
    /// What was not looked into, though a pattern reaches it, and why.
    pub passed_over: Vec<(String, &'static str)>,
}

/// Directories of packages and builds; what is in them is published by somebody else, or again.
const PASSED_OVER: &[&str] = &["node_modules", "target", "vendor", "__pycache__"];

/// The files below a directory, or the file itself, with the names that they have from there. Hidden files and
/// directories of packages are passed over.
pub fn below(path: &Path) -> Listed {
    let mut listed = Listed::default();
    let mut passed_over = Vec::new();
    let faults = walk(path, &mut passed_over, |file| {
        listed.files.push(TextFile::on_disk(display(file), file));
    });
    listed.passed_over = passed_over;
    listed.files.extend(faults);
    listed.files.sort_by(|a, b| a.name.cmp(&b.name));
    take_sides(&mut listed.files);
    listed
}

/// The files of a workspace that patterns name; a pattern that begins with `!` takes files away again.
pub(super) fn matching(root: &Path, files: &Files, patterns: &[&str]) -> Listed {
    let mut listed = Listed::default();
    let mut found: BTreeMap<String, TextFile> = BTreeMap::new();
    let mut passed_over: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut without = Vec::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let excluded = pattern.strip_prefix('!');
        let pattern = excluded.unwrap_or(pattern).trim_start_matches("./");
        let matcher = match matcher(pattern) {
            Ok(matcher) => matcher,
            Err(why) => {
                listed.unused_patterns.push((number, why));
                continue;
            }
        };
        if excluded.is_some() {
            without.push((number, matcher));
            continue;
        }
        let mut matched = 0_usize;
        for (name, bytes) in files.in_memory().filter(|(name, _)| matcher.is_match(name)) {
            matched += 1;
            let side = format!("{name}{ENDING}");
            let beside = files.in_memory().find(|(other, _)| *other == side);
            found.entry(name.to_owned()).or_insert_with(|| TextFile {
                name: name.to_owned(),
                content: Content::Memory(bytes.to_owned()),
                side: beside.map(|(_, bytes)| (side, Content::Memory(bytes.to_owned()))),
            });
        }
        let relative = |path: &Path| {
            path.strip_prefix(root)
                .map_or_else(|_| display(path), display)
        };
        let mut skipped = Vec::new();
        let faults = walk(&root.join(fixed(pattern)), &mut skipped, |file| {
            let name = relative(file);
            if matcher.is_match(&name) {
                matched += 1;
                let of_disk = || TextFile::on_disk(name.clone(), file);
                found.entry(name.clone()).or_insert_with(of_disk);
            }
        });
        let reaches = |name: &str| {
            pattern.contains("**") || pattern.split('/').count() > name.split('/').count()
        };
        for (path, why) in skipped {
            let name = relative(Path::new(&path));
            // A hidden file that the pattern does not fit is nothing that anybody asked for.
            let is_asked = Path::new(&path).is_dir() || matcher.is_match(&name);
            if reaches(&name) && is_asked {
                passed_over.insert(name, why);
            }
        }
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
    for (number, matcher) in without {
        let before = found.len() + passed_over.len();
        found.retain(|name, _| !matcher.is_match(name));
        passed_over
            .retain(|name, _| !matcher.is_match(name) && !matcher.is_match(format!("{name}/x")));
        if found.len() + passed_over.len() == before {
            let why = "it takes no file away, because none of the others names one that fits it";
            listed.unused_patterns.push((number, why.to_owned()));
        }
    }
    listed.files = found.into_values().collect();
    take_sides(&mut listed.files);
    listed.passed_over = passed_over.into_iter().collect();
    listed
}

/// Files that set values of another file aside are no text of their own.
fn take_sides(files: &mut Vec<TextFile>) {
    let names: BTreeSet<String> = files.iter().map(|file| file.name.clone()).collect();
    files.retain(|file| {
        let of = file.name.strip_suffix(ENDING);
        of.is_none_or(|of| !names.contains(of))
    });
}

/// A path in a name, with `/`.
pub fn shown(path: &Path) -> String {
    display(path).trim_end_matches('/').to_owned()
}

/// A name that begins with one path, beginning with another instead.
pub fn moved(name: &str, before: &str, after: &str) -> String {
    let rest = match before {
        "" | "." => name,
        before => match name.strip_prefix(before) {
            Some(rest) => rest.trim_start_matches('/'),
            None => return name.to_owned(),
        },
    };
    match (after, rest) {
        ("", rest) => rest.to_owned(),
        (after, "") => after.to_owned(),
        (after, rest) => format!("{after}/{rest}"),
    }
}

impl TextFile {
    /// Names it from another directory.
    pub fn rename(&mut self, before: &str, after: &str) {
        self.name = moved(&self.name, before, after);
        if let Some((name, _)) = &mut self.side {
            *name = moved(name, before, after);
        }
    }

    fn on_disk(name: String, path: &Path) -> Self {
        let mut beside = path.as_os_str().to_owned();
        beside.push(ENDING);
        let beside = PathBuf::from(beside);
        let side = format!("{name}{ENDING}");
        Self {
            side: beside.exists().then_some((side, Content::Disk(beside))),
            name,
            content: Content::Disk(path.to_owned()),
        }
    }
}

fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
        return Err("it leads out of the workspace, and nothing outside is read".to_owned());
    }
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
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

/// Visits every file below a path, in no order; gives what cannot be read, and notes what is passed over.
fn walk(
    start: &Path,
    passed_over: &mut Vec<(String, &'static str)>,
    mut visit: impl FnMut(&Path),
) -> Vec<TextFile> {
    let mut faults = Vec::new();
    if !start.exists() {
        return faults;
    }
    let walker = WalkDir::new(start).sort_by_file_name().into_iter();
    let mut skip = |entry: &DirEntry| {
        let why = (entry.depth() > 0)
            .then(|| why_passed_over(entry))
            .flatten();
        if let Some(why) = why {
            passed_over.push((display(entry.path()), why));
        }
        why.is_none()
    };
    for entry in walker.filter_entry(|entry| skip(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => visit(entry.path()),
            Err(error) => faults.push(TextFile {
                name: display(error.path().unwrap_or(start)),
                content: Content::Fault(error.to_string()),
                side: None,
            }),
        }
    }
    faults
}

/// Why something is not looked into; nothing where it is.
fn why_passed_over(entry: &DirEntry) -> Option<&'static str> {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') {
        Some("it is hidden")
    } else if entry.path_is_symlink() {
        Some("what a link leads to is read where it stands, or is not part of this workspace")
    } else if entry.file_type().is_dir() && PASSED_OVER.contains(&&*name) {
        Some("directories of this name hold packages or what was built")
    } else {
        None
    }
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
        let inside = below(&root.path().join("site")).files;
        assert_eq!(inside.len(), 2);
        assert!(names(&inside).iter().all(|name| name.ends_with(".html")));
    }

    #[test]
    fn an_exclusion_takes_files_away_and_what_is_skipped_is_said() {
        let root = tempfile::tempdir().unwrap();
        for file in [
            "site/a.html",
            "site/old/b.html",
            "site/vendor/c.html",
            "site/de.json",
        ] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(root.path().join("site/de.json.claims.yaml"), "a: b").unwrap();
        let nothing = Files::below(root.path());
        let all = |patterns: &[&str]| matching(root.path(), &nothing, patterns);
        let listed = all(&["site/**", "!site/old/**"]);
        assert_eq!(names(&listed.files), ["site/a.html", "site/de.json"]);
        assert_eq!(listed.unused_patterns, []);
        let skipped: Vec<&str> = listed
            .passed_over
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(skipped, ["site/vendor"]);
        let side = listed.files[1].side.as_ref().unwrap();
        assert_eq!(side.0, "site/de.json.claims.yaml");
        assert_eq!(all(&["site/*.html"]).passed_over, []);
        // An exclusion of what is passed over anyway is no slip.
        let both = all(&["site/**", "!site/vendor/**"]);
        assert_eq!(
            (both.passed_over, both.unused_patterns),
            (Vec::new(), Vec::new())
        );
        let slip = all(&["site/**", "!sites/vendor/**"]);
        assert_eq!(
            slip.unused_patterns.first().map(|(number, _)| *number),
            Some(1)
        );
    }
}
