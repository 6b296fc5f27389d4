//! `cargo xtask generate`: files in the repository that come from the code.
//!
//! Everything is asked of the `candor` binary, so that this crate knows none of the product's crates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::repository;

/// The directory of the schemas; what is not generated there is stale.
const SCHEMAS: &str = "site/schemas";
const RULES: &str = "docs/rules.md";
const COMMANDS: &str = "docs/cli.md";

/// Writes the generated files, or with `check` only says which are stale.
pub(crate) fn run(check: bool) -> Result<(), String> {
    let root = repository::root();
    let wanted = wanted()?;
    let differing = differing(&root, &wanted)?;
    if check {
        return if differing.is_empty() {
            println!("{} generated files are fresh", wanted.len());
            Ok(())
        } else {
            let names: Vec<String> = differing
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Err(format!(
                "generated files are stale: {}; run `cargo xtask generate`",
                names.join(", ")
            ))
        };
    }
    for path in &differing {
        let at = root.join(path);
        match wanted.get(path) {
            Some(text) => {
                if let Some(parent) = at.parent() {
                    std::fs::create_dir_all(parent)
                        .map_err(|error| format!("{}: {error}", parent.display()))?;
                }
                std::fs::write(&at, text)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                println!("wrote {}", path.display());
            }
            None => {
                std::fs::remove_file(&at)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                println!("removed {}", path.display());
            }
        }
    }
    println!(
        "{} generated files, {} changed",
        wanted.len(),
        differing.len()
    );
    Ok(())
}

/// The program, beside this one. It is built together with the tests: alone it would be built a second time, because its
/// dependencies have other features then.
fn built() -> Result<PathBuf, String> {
    // Asked first: the build may put another file in this one's place.
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    repository::run(repository::cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--workspace",
        "--bins",
        "--tests",
    ]))?;
    Ok(this.with_file_name("candor"))
}

fn asked(program: &Path, arguments: &[&str]) -> Result<String, String> {
    repository::output(
        Command::new(program)
            .current_dir(repository::root())
            .args(arguments),
    )
}

fn wanted() -> Result<BTreeMap<PathBuf, String>, String> {
    let program = built()?;
    let candor = |arguments: &[&str]| asked(&program, arguments);
    let mut files = BTreeMap::new();
    for kind in candor(&["schema"])?
        .lines()
        .map(str::trim)
        .filter(|kind| !kind.is_empty())
    {
        files.insert(
            Path::new(SCHEMAS).join(format!("{kind}.json")),
            candor(&["schema", kind])?,
        );
    }
    files.insert(
        PathBuf::from(RULES),
        rules(&candor(&["rules", "--format", "json"])?)?,
    );
    let overview = candor(&["--help"])?;
    let mut commands = format!(
        "# The command line\n\n```text\n{}\n```\n",
        overview.trim_end()
    );
    for name in subcommands(&overview) {
        let help = candor(&[&name, "--help"])?;
        let _ = write!(
            commands,
            "\n## candor {name}\n\n```text\n{}\n```\n",
            help.trim_end()
        );
    }
    files.insert(PathBuf::from(COMMANDS), without_trailing_spaces(&commands));
    Ok(files)
}

/// The reference of all rules in Markdown, from the JSON list of their cards.
fn rules(json: &str) -> Result<String, String> {
    let list: Value = serde_json::from_str(json)
        .map_err(|error| format!("`candor rules` printed no JSON: {error}"))?;
    let cards = list.as_array().ok_or("`candor rules` printed no list")?;
    let mut text = String::from("# Rules\n");
    for card in cards {
        let word = |key: &str| {
            card.get(key)
                .and_then(Value::as_str)
                .ok_or_else(|| format!("a rule in `candor rules` has no `{key}`"))
        };
        let (rule, severity, title) = (word("rule")?, word("severity")?, word("title")?);
        let documentation = word("documentation")?.trim();
        let _ = write!(
            text,
            "\n## {rule}\n\n{title} ({severity})\n\n{documentation}\n"
        );
    }
    Ok(without_trailing_spaces(&text))
}

/// The names below `Commands:` in the binary's help.
fn subcommands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| line.trim() != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        // Names stand two columns in; the wrapped rest of a description stands further in.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn without_trailing_spaces(text: &str) -> String {
    let mut clean: String = text
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    clean.push('\n');
    clean
}

/// The files that are missing, different or left over.
fn differing(root: &Path, wanted: &BTreeMap<PathBuf, String>) -> Result<Vec<PathBuf>, String> {
    let mut differing = Vec::new();
    for (path, text) in wanted {
        if std::fs::read_to_string(root.join(path)).ok().as_ref() != Some(text) {
            differing.push(path.clone());
        }
    }
    let directory = root.join(SCHEMAS);
    if directory.is_dir() {
        for entry in std::fs::read_dir(&directory).map_err(|error| format!("{SCHEMAS}: {error}"))? {
            let path = Path::new(SCHEMAS).join(
                entry
                    .map_err(|error| format!("{SCHEMAS}: {error}"))?
                    .file_name(),
            );
            if path.extension().is_some_and(|kind| kind == "json") && !wanted.contains_key(&path) {
                differing.push(path);
            }
        }
    }
    differing.sort();
    Ok(differing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_missing_and_left_over_files_differ() {
        let root = tempfile::tempdir().unwrap();
        let schemas = root.path().join(SCHEMAS);
        std::fs::create_dir_all(&schemas).unwrap();
        for (name, text) in [
            ("fresh.json", "{}"),
            ("stale.json", "old"),
            ("gone.json", "{}"),
        ] {
            std::fs::write(schemas.join(name), text).unwrap();
        }
        let at = |name: &str| Path::new(SCHEMAS).join(name);
        let wanted =
            ["fresh.json", "stale.json", "new.json"].map(|name| (at(name), "{}".to_owned()));
        let found = differing(root.path(), &BTreeMap::from(wanted)).unwrap();
        assert_eq!(found, [at("gone.json"), at("new.json"), at("stale.json")]);
    }

    #[test]
    fn commands_are_read_from_the_help() {
        let help = "Intro\n\nCommands:\n  check    Check\n             more words\n  rules    List\n  help     Help\n\nOptions:\n  -h\n";
        assert_eq!(subcommands(help), ["check", "rules"]);
    }

    #[test]
    fn a_card_without_a_title_is_an_error() {
        assert!(rules(r#"[{"rule":"a/b","severity":"error","documentation":"x"}]"#).is_err());
        let text = rules(r#"[{"rule":"a/b","severity":"error","title":"T","documentation":"x "}]"#)
            .unwrap();
        assert_eq!(text, "# Rules\n\n## a/b\n\nT (error)\n\nx\n");
    }
}
