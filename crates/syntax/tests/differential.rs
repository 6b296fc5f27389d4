//! The tree against an independent reader of YAML: on valid documents both must read the same values.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_syntax::{Node, SourceFile, Value, parse};
use proptest::prelude::*;
use serde_yaml::Value as Other;

/// Our tree in the other reader's terms.
fn plain(node: &Node) -> Other {
    match &node.value {
        Value::Null => Other::Null,
        Value::Bool(value) => Other::Bool(*value),
        Value::Integer(value) => Other::Number((*value).into()),
        Value::Float(value) => Other::Number((*value).into()),
        Value::String(text) => Other::String(text.clone()),
        Value::Sequence(items) => Other::Sequence(items.iter().map(plain).collect()),
        Value::Mapping(entries) => Other::Mapping(
            entries
                .iter()
                .map(|entry| (plain(&entry.key), plain(&entry.value)))
                .collect(),
        ),
    }
}

fn ours(text: &str) -> Option<Other> {
    let (document, _) = parse(Arc::new(SourceFile::new("a.yaml", text)));
    document.map(|document| plain(&document.root))
}

/// Whether a text holds characters that are refused, so that the tree has what was meant in their place, or that the
/// two readers must see differently.
fn has_odd_characters(text: &str) -> bool {
    const RULES: [&str; 3] = [
        "schema/zero-width-character",
        "schema/no-break-space",
        "schema/curly-quote",
    ];
    // YAML 1.1 broke lines at these; the other writer still does, and YAML 1.2 (section 5.4) does not.
    let old_breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    let (_, faults) = parse(Arc::new(SourceFile::new("a.yaml", text)));
    text.contains(old_breaks) || faults.iter().any(|fault| RULES.contains(&fault.rule))
}

fn yaml_files(directory: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            yaml_files(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn the_files_of_this_workspace_read_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![root.join("candor.yaml")];
    files.retain(|file| file.exists());
    for directory in ["policies", "subprocessors"] {
        yaml_files(&root.join(directory), &mut files).unwrap();
    }
    assert!(files.len() > 10, "only {} files were found", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let other: Other = serde_yaml::from_str(&text).unwrap();
        assert_eq!(ours(&text), Some(other), "{}", file.display());
    }
}

fn value() -> impl Strategy<Value = Other> {
    let leaf = prop_oneof![
        Just(Other::Null),
        any::<bool>().prop_map(Other::Bool),
        any::<i64>().prop_map(|number| Other::Number(number.into())),
        (-1_000_000i32..1_000_000)
            .prop_map(|number| Other::Number((f64::from(number) / 64.0 + 0.0078125).into())),
        "\\PC{0,24}".prop_map(Other::String),
        "[a-z :#\\-'\"\\n]{0,40}".prop_map(Other::String),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Other::Sequence),
            prop::collection::btree_map("[a-z]{1,8}", inner, 0..5).prop_map(|entries| {
                Other::Mapping(
                    entries
                        .into_iter()
                        .map(|(key, value)| (Other::String(key), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn written_values_read_alike(value in value()) {
        let text = serde_yaml::to_string(&value).unwrap();
        prop_assume!(!has_odd_characters(&text));
        let other: Other = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(ours(&text), Some(other), "{}", text);
    }

    #[test]
    fn flow_style_reads_alike(value in value()) {
        // JSON is YAML in flow style; numbers with a fraction stay out, as the writers differ in their digits.
        let text = flow(&value);
        prop_assume!(!has_odd_characters(&text));
        let other: Other = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(ours(&text), Some(other), "{}", text);
    }
}

fn flow(value: &Other) -> String {
    match value {
        Other::Sequence(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Other::Mapping(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", flow(key), flow(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Other::String(text) => {
            let text = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            format!("\"{text}\"")
        }
        Other::Number(number) => number.to_string(),
        Other::Bool(value) => value.to_string(),
        _ => "null".to_owned(),
    }
}
