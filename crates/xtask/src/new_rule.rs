//! `cargo xtask new-rule GROUP NAME`.

use std::path::Path;

use crate::repository;

const RULES: &str = "crates/check/src/rules";

/// Makes the rule's file and its two lines: the module and the entry in the list of all rules.
pub(crate) fn run(group: &str, name: &str) -> Result<(), String> {
    for word in [group, name] {
        if !is_kebab(word) {
            return Err(format!(
                "`{word}` is no rule's word; write small letters and hyphens, such as `no-room`"
            ));
        }
    }
    let root = repository::root().join(RULES);
    let (module, parent) = (name.replace('-', "_"), group.replace('-', "_"));
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let write = |path: &Path, text: &str| {
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!(
            "wrote {}",
            path.strip_prefix(repository::root())
                .unwrap_or(path)
                .display()
        );
        Ok::<(), String>(())
    };
    let rule = root.join(&parent).join(format!("{module}.rs"));
    if rule.exists() {
        return Err(format!("the rule `{group}/{name}` exists already"));
    }
    let list_at = root.join("mod.rs");
    let mut list = with_entry(&read(&list_at)?, &format!("&{parent}::{module}::RULE"))
        .ok_or_else(|| format!("{RULES}/mod.rs has no list that ends with `];`"))?;
    let group_at = root.join(&parent).join("mod.rs");
    let group_text = if group_at.exists() {
        read(&group_at)?
    } else {
        std::fs::create_dir_all(root.join(&parent)).map_err(|error| format!("{group}: {error}"))?;
        list = with_module(&list, &parent);
        format!("//! Rules of the group `{group}`.\n\n")
    };
    write(&rule, &scaffold(group, name))?;
    write(&group_at, &with_module(&group_text, &module))?;
    write(&list_at, &list)?;
    println!(
        "Now write its documentation with an example that fails and one that passes; they are its test."
    );
    Ok(())
}

fn is_kebab(word: &str) -> bool {
    word.split('-')
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()))
}

/// The text with a module declared, in the order of the names.
fn with_module(text: &str, module: &str) -> String {
    let line = format!("pub(crate) mod {module};");
    let mut lines: Vec<&str> = text.lines().collect();
    let declared = |other: &str| other.starts_with("mod ") || other.starts_with("pub(crate) mod ");
    let name = |other: &str| other.rsplit(' ').next().unwrap_or(other).to_owned();
    let first = lines.iter().position(|other| declared(other));
    let at = match first {
        Some(_) => lines
            .iter()
            .position(|other| declared(other) && name(other) > name(&line))
            .or_else(|| {
                lines
                    .iter()
                    .rposition(|other| declared(other))
                    .map(|last| last + 1)
            }),
        // The first module follows the file's own documentation and one empty line.
        None => lines
            .iter()
            .position(|other| !other.starts_with("//!"))
            .map(|blank| blank + 1),
    };
    lines.insert(at.unwrap_or(lines.len()).min(lines.len()), &line);
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// The text with an entry at the end of the list of rules.
fn with_entry(text: &str, entry: &str) -> Option<String> {
    let at = text.rfind("];")?;
    let (before, after) = text.split_at(at);
    let before = before.trim_end();
    let comma = if before.ends_with(['[', ',']) {
        ""
    } else {
        ","
    };
    Some(format!("{before}{comma}\n    {entry},\n{after}"))
}

/// The file of a rule that finds nothing yet; its literate test fails until it does.
fn scaffold(group: &str, name: &str) -> String {
    format!(
        r#"//! `{group}/{name}`.

use candor_syntax::{{RuleCard, Severity}};

use crate::facts::Facts;
use crate::findings::{{Findings, Rule}};

/// The rule.
pub(crate) const RULE: Rule = Rule {{
    card: RuleCard {{
        id: "{group}/{name}",
        severity: Severity::Warning,
        regimes: &[],
        title: "what it finds, in a few words",
        structural: false,
        contradiction: false,
        documentation: "Say what it checks, why it matters with the article, and what to write instead.",
    }},
    check,
}};

fn check(_facts: &Facts<'_>, _findings: &mut Findings<'_>) {{}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stay_in_order() {
        let text = "//! Rules.\n\npub(crate) mod alpha;\npub(crate) mod gamma;\n";
        assert_eq!(
            with_module(text, "beta"),
            "//! Rules.\n\npub(crate) mod alpha;\npub(crate) mod beta;\npub(crate) mod gamma;\n"
        );
        assert_eq!(
            with_module("//! Rules.\n\n", "beta"),
            "//! Rules.\n\npub(crate) mod beta;\n"
        );
    }

    #[test]
    fn entries_join_an_empty_and_a_filled_list() {
        assert_eq!(
            with_entry("x = &[];\n", "&a::B").unwrap(),
            "x = &[\n    &a::B,\n];\n"
        );
        assert_eq!(
            with_entry("x = &[\n    &a,\n];\n", "&b").unwrap(),
            "x = &[\n    &a,\n    &b,\n];\n"
        );
        assert!(with_entry("nothing", "&b").is_none());
    }

    #[test]
    fn names_are_small_letters_and_hyphens() {
        assert!(
            is_kebab("no-room")
                && !is_kebab("No-Room")
                && !is_kebab("no--room")
                && !is_kebab("../x")
        );
    }
}
