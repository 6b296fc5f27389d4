//! The front matter of a Markdown document: its tool, its language, its title and description.

use std::ops::Range;

use super::page::Page;
use super::yaml;
use crate::Element;

/// Reads a block of front matter, its fences included.
pub(super) fn read(page: &mut Page<'_>, range: Range<usize>) {
    let block = page.source.get(range.clone()).unwrap_or_default();
    let Some(first) = block.find('\n').map(|at| at + 1) else {
        return;
    };
    let last = block.trim_end().rfind('\n').map_or(first, |at| at + 1);
    let inner = block.get(first..last.max(first)).unwrap_or_default();
    let values = yaml::strings(inner, range.start + first, &mut page.comments.faults);
    let stated = |key: &str| {
        let found = values.iter().find(|value| value.path == key);
        found.map(|value| value.text.as_str().trim().to_owned())
    };
    let tool = stated("tool");
    let language = stated("lang").or_else(|| stated("language"));
    if let Some(language) = &language {
        page.language = Some(language.to_ascii_lowercase());
    }
    page.front_matter(tool.as_deref(), language.as_deref());
    for value in values {
        match value.path.as_str() {
            "title" => page.aside(Element::Title, value.text),
            "description" | "summary" | "excerpt" | "subtitle" => {
                page.aside(Element::Metadata, value.text);
            }
            _ => {}
        }
    }
}
