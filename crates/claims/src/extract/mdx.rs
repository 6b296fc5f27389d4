//! What MDX adds to Markdown: modules, expressions, and comments in braces.

use super::suppression::Comments;

/// Reads the comments of a document.
pub(super) fn comments(source: &str, comments: &mut Comments) {
    let mut from = 0;
    while let Some(open) = source.get(from..).and_then(|rest| rest.find("{/*")) {
        let start = from + open;
        let inner = start + 3;
        let Some(length) = source.get(inner..).and_then(|rest| rest.find("*/")) else {
            return;
        };
        let close = source.get(inner + length + 2..).unwrap_or_default();
        let end = inner + length + 2 + usize::from(close.starts_with('}'));
        let text = source.get(inner..inner + length).unwrap_or_default();
        comments.read(text, inner, start..end);
        from = end;
    }
}

/// Whether a paragraph is an import, an export or an expression.
pub(super) fn is_code(paragraph: &str) -> bool {
    let text = paragraph.trim();
    text.starts_with('{') && text.ends_with('}')
        || text.starts_with("export ")
        || text.starts_with("import ") && (text.contains(" from ") || text.contains(['"', '\'']))
}
