//! Lists whose entries begin with something that is no dash and space: YAML reads them as one text.

use crate::characters::Prose;
use crate::rules::SYNTAX;
use crate::{Diagnostic, Document, Node, Value};

/// Signs that word processors and Markdown put before the entries of a list.
pub(crate) const BULLETS: [char; 8] = ['–', '—', '•', '·', '*', '‐', '‑', '−'];

/// The plain texts that were meant as lists.
pub(crate) fn in_tree(document: &Document, prose: &Prose) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    visit(document, &document.root, prose, &mut faults);
    faults
}

fn visit(document: &Document, node: &Node, prose: &Prose, faults: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .for_each(|item| visit(document, item, prose, faults)),
        Value::Mapping(entries) => entries
            .iter()
            .for_each(|entry| visit(document, &entry.value, prose, faults)),
        Value::String(_) if !prose.holds(node.span.start as usize) => {
            faults.extend(entry(document, node));
        }
        _ => {}
    }
}

/// A text at the start of a line that begins as an entry of a list would.
fn entry(document: &Document, node: &Node) -> Option<Diagnostic> {
    let start = node.span.start as usize;
    let before = document.source.text().get(..start)?;
    let outside = before.trim_end_matches(' ');
    if !(outside.is_empty() || outside.ends_with('\n')) {
        return None;
    }
    let first = document.raw(node).lines().next()?.trim_end();
    let (message, rest) = match first.strip_prefix('-') {
        Some(rest) if rest.starts_with(char::is_alphabetic) => {
            ("a space is missing behind the dash", rest)
        }
        Some(_) => return None,
        None => {
            let rest = first.strip_prefix(BULLETS)?.strip_prefix(' ')?;
            (
                "an entry of a list begins with a plain dash and a space",
                rest.trim_start(),
            )
        }
    };
    Some(
        Diagnostic::new(&SYNTAX, message)
            .at(document.source.place(start..start + first.len()))
            .because("without them the whole list is read as one text")
            .help(format!("write `- {rest}`")),
    )
}
