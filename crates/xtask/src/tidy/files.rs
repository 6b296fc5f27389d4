//! What holds for every file: size, marks of unfinished work, blanks, places of one machine.

use super::File;

/// Above this many lines a source file holds more than one noun.
const MOST_LINES: usize = 600;

/// Code that marks unfinished work; put together here so that this file does not carry it.
const MARKS: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
];
/// Comments that mark unfinished work. In a string they can be the subject of a rule.
const COMMENT_MARKS: &[&str] = &[concat!("FIX", "ME"), concat!("TO", "DO")];
/// First parts of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &["work", "farm", "root", "home"];
/// Hosts of package registries, which a mirror replaces on many machines.
const HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("py", "pi.org"),
    concat!("registry.", "npmjs"),
    concat!("deb.", "debian"),
];
/// Lock files name where each package came from.
const LOCK_FILES: &[&str] = &["Cargo.lock", "package-lock.json"];

/// Every problem of every file.
pub(crate) fn problems(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        let path = &file.path;
        let source = path.ends_with(".rs");
        let lines = file.text.lines().count();
        if source && lines > MOST_LINES {
            problems.push(format!(
                "{path}: {lines} lines, at most {MOST_LINES}; split it by noun"
            ));
        }
        let locked = LOCK_FILES.iter().any(|name| path.ends_with(name));
        // Fixtures are inputs of tests and may be broken on purpose.
        let fixture = path.contains("/fixtures/");
        for (index, line) in file.text.lines().enumerate() {
            let mut report = |what: String| problems.push(format!("{path}:{}: {what}", index + 1));
            if !fixture && line.ends_with([' ', '\t']) {
                report("blanks at the end of the line".to_owned());
            }
            if source && let Some(mark) = unfinished(line) {
                report(format!("`{mark}` marks unfinished work"));
            }
            if !locked && let Some(host) = HOSTS.iter().find(|host| line.contains(**host)) {
                report(format!("`{host}` is a registry's host"));
            }
            if !locked
                && let Some(first) = MACHINE_PATHS
                    .iter()
                    .find(|first| has_machine_path(line, first))
            {
                report(format!(
                    "a path below `/{first}` exists on one machine only"
                ));
            }
        }
    }
    problems
}

/// The mark of unfinished work in a line.
fn unfinished(line: &str) -> Option<&'static str> {
    let in_code = MARKS.iter().find(|mark| line.contains(**mark));
    let in_comment = || {
        line.match_indices("//").find_map(|(at, _)| {
            let comment = line.get(at..)?.trim_start_matches(['/', '!', ' ']);
            COMMENT_MARKS
                .iter()
                .find(|mark| comment.starts_with(**mark))
        })
    };
    in_code.or_else(in_comment).copied()
}

/// Whether an absolute path starts with this part; `site/home/page` is a path of the repository and passes.
fn has_machine_path(line: &str, first: &str) -> bool {
    let wanted = format!("/{first}/");
    line.match_indices(&wanted).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + wanted.len()..)
            .and_then(|text| text.chars().next());
        let continues = before.is_some_and(|c| c.is_alphanumeric() || "_-.}*".contains(c));
        !continues && after.is_some_and(|c| c.is_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        problems(&[File {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
        .len()
    }

    #[test]
    fn long_sources_and_only_sources_are_a_problem() {
        assert_eq!(found("a.rs", &"x\n".repeat(MOST_LINES + 1)), 1);
        assert_eq!(found("a.rs", &"x\n".repeat(MOST_LINES)), 0);
        assert_eq!(found("a.md", &"x\n".repeat(MOST_LINES + 1)), 0);
    }

    #[test]
    fn every_mark_is_seen_in_sources() {
        for mark in MARKS {
            assert_eq!(found("a.rs", mark), 1, "{mark}");
        }
        for mark in COMMENT_MARKS {
            assert_eq!(found("a.rs", &format!("x(); // {mark}: y")), 1, "{mark}");
            assert_eq!(
                found("a.rs", &format!("let word = \"{mark}\";")),
                0,
                "{mark}"
            );
        }
    }

    #[test]
    fn blanks_at_line_ends_are_seen_outside_fixtures() {
        assert_eq!(found("a.md", "word \n"), 1);
        assert_eq!(found("tests/fixtures/a.yaml", "word \n"), 0);
    }

    #[test]
    fn machine_paths_and_hosts_are_seen() {
        for first in MACHINE_PATHS {
            assert_eq!(found("a.md", &format!("see /{first}/place")), 1, "{first}");
            assert_eq!(
                found("a.md", &format!("see site/{first}/place")),
                0,
                "{first}"
            );
        }
        for host in HOSTS {
            assert_eq!(found("a.md", host), 1, "{host}");
            assert_eq!(found("Cargo.lock", host), 0, "{host}");
        }
    }
}
