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
        .ok_or_else(|| format!("{RULES}/mod.rs has no list `&[&Rule] = &[` that ends with `];`"))?;
    let group_at = root.join(&parent).join("mod.rs");
    let group_text = if group_at.exists() {
        read(&group_at)?
    } else {
        std::fs::create_dir_all(root.join(&parent)).map_err(|error| format!("{group}: {error}"))?;
        list = with_module(&list, "", &parent);
        format!("//! Rules of the group `{group}`.\n\n")
    };
    write(&rule, &scaffold(group, name))?;
    write(&group_at, &with_module(&group_text, "pub(crate) ", &module))?;
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
fn with_module(text: &str, visibility: &str, module: &str) -> String {
    let line = format!("{visibility}mod {module};");
    let mut lines: Vec<&str> = text.lines().collect();
    let declared = |other: &str| other.starts_with("mod ") || other.starts_with("pub(crate) mod ");
    let name = |other: &str| other.rsplit(' ').next().unwrap_or(other).to_owned();
    let at = lines
        .iter()
        .position(|other| declared(other) && name(other) > name(&line))
        .or_else(|| {
            lines
                .iter()
                .rposition(|other| declared(other))
                .map(|last| last + 1)
        });
    lines.insert(at.unwrap_or(lines.len()), &line);
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// The text with an entry in the list of rules, in the order of the names.
fn with_entry(text: &str, entry: &str) -> Option<String> {
    let line = format!("    {entry},");
    let mut lines: Vec<&str> = text.lines().collect();
    let opening = lines
        .iter()
        .position(|line| line.ends_with("&[&Rule] = &["))?;
    let closing = opening + lines.iter().skip(opening).position(|line| *line == "];")?;
    let at = (opening + 1..closing)
        .find(|at| lines.get(*at).is_some_and(|other| *other > line.as_str()))
        .unwrap_or(closing);
    lines.insert(at, &line);
    let mut text = lines.join("\n");
    text.push('\n');
    Some(text)
}

/// The file of a rule that finds nothing yet; its literate test fails until it does.
fn scaffold(group: &str, name: &str) -> String {
    format!(
        r#"//! `{group}/{name}`.

use candor_syntax::{{RuleCard, Severity}};

use crate::facts::Facts;
use crate::findings::{{Findings, Rule}};

pub(crate) static RULE: Rule = Rule {{
    card: RuleCard {{
        id: "{group}/{name}",
        severity: Severity::Warning,
        regimes: &[],
        title: "what it finds, in a few words",
        structural: false,
        contradiction: false,
        documentation: DOCUMENTATION,
    }},
    check,
}};

const DOCUMENTATION: &str = r"
## What it checks

## Why it matters

## Fails
```yaml fails policies/retention.yaml
```

## Passes
```yaml passes policies/retention.yaml
```

## Basis
";

fn check(_facts: &Facts<'_>, _findings: &mut Findings<'_>) {{}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stay_in_order() {
        let text = "//! Rules.\n\nmod alpha;\nmod gamma;\n\nuse x;\n";
        let with = |name| with_module(text, "", name);
        assert_eq!(
            with("beta"),
            text.replace("mod gamma", "mod beta;\nmod gamma")
        );
        assert_eq!(with("omega"), text.replace("gamma;", "gamma;\nmod omega;"));
        let first = with_module("//! Rules.\n\n", "pub(crate) ", "beta");
        assert_eq!(first, "//! Rules.\n\npub(crate) mod beta;\n");
    }

    #[test]
    fn entries_stay_in_order() {
        let list = |entries: &str| format!("const ALL: &[&Rule] = &[\n{entries}];\n");
        let text = list("    &a::b::RULE,\n    &c::d::RULE,\n");
        let with = |entry| with_entry(&text, entry).unwrap();
        assert_eq!(
            with("&b::x::RULE"),
            text.replace("    &c", "    &b::x::RULE,\n    &c")
        );
        assert_eq!(
            with("&d::x::RULE"),
            text.replace("];", "    &d::x::RULE,\n];")
        );
        assert_eq!(
            with_entry(&list(""), "&a::b::RULE").unwrap(),
            list("    &a::b::RULE,\n")
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
