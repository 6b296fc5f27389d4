//! Files for a start: commented, with a line that tells editors their schema, and complete enough to check and build.

use std::path::Path;

/// The files of a new workspace: path, kind of its schema, text.
pub(crate) const WORKSPACE: [(&str, &str, &str); 8] = [
    (
        "candor.yaml",
        "candor",
        include_str!("../scaffold/candor.yaml"),
    ),
    (
        "policies/organisation.yaml",
        "organisation",
        include_str!("../scaffold/organisation.yaml"),
    ),
    (
        "policies/data.yaml",
        "data",
        include_str!("../scaffold/data.yaml"),
    ),
    (
        "policies/retention.yaml",
        "retention",
        include_str!("../scaffold/retention.yaml"),
    ),
    (
        "policies/audience.yaml",
        "audience",
        include_str!("../scaffold/audience.yaml"),
    ),
    (
        "policies/rights.yaml",
        "rights",
        include_str!("../scaffold/rights.yaml"),
    ),
    (
        "policies/changes.yaml",
        "changes",
        include_str!("../scaffold/changes.yaml"),
    ),
    (
        "policies/pages/privacy.en.md",
        "",
        include_str!("../scaffold/privacy.en.md"),
    ),
];

pub(crate) const TOOL_LOCAL: &str = include_str!("../scaffold/tool-local.yaml");
pub(crate) const TOOL_SERVER: &str = include_str!("../scaffold/tool-server.yaml");
pub(crate) const TOOL_HYBRID: &str = include_str!("../scaffold/tool-hybrid.yaml");
pub(crate) const VENDOR: &str = include_str!("../scaffold/vendor.yaml");
pub(crate) const WINDOW: &str = include_str!("../scaffold/window.yaml");
pub(crate) const ACTIVITY: &str = include_str!("../scaffold/activity.yaml");

/// Where the schemas of a workspace may lie; the first that is there is named to editors.
const SCHEMAS: [&str; 2] = ["schemas", "site/schemas"];

/// The line that tells editors the schema of a file, where the workspace has schemas.
pub(crate) fn modeline(root: &Path, path: &str, kind: &str) -> String {
    let Some(schemas) = SCHEMAS
        .into_iter()
        .find(|directory| root.join(directory).join(format!("{kind}.json")).is_file())
    else {
        return String::new();
    };
    let up = "../".repeat(path.matches('/').count());
    format!("# yaml-language-server: $schema={up}{schemas}/{kind}.json\n")
}

/// An id as files and references write it: lower case, `-` between words.
///
/// # Errors
/// Says what an id may consist of.
pub(crate) fn id(name: &str) -> Result<String, String> {
    let id: String = name.trim().to_lowercase().replace(['_', ' '], "-");
    let is_plain = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if is_plain {
        Ok(id)
    } else {
        Err(format!(
            "`{name}` cannot be an id; take letters a to z, digits and `-`, beginning with a letter, such as `background-removal`"
        ))
    }
}

/// The name that people read, from an id.
pub(crate) fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
