//! Template variables in published text that name a fact: `{{ window.uploads }}`, `{window.uploads}`.

use std::ops::Range;

use crate::judge::is_noun;

/// A template variable whose name begins with a noun of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// The name, a path of a fact where it is one.
    pub(crate) path: String,
    /// Where it stands, with its braces, in bytes of the text.
    pub(crate) range: Range<usize>,
}

/// The variables of a text. Those of other templates are left alone.
pub(crate) fn variables(text: &str) -> Vec<Variable> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('{')) {
        let start = from + open;
        let inner = text
            .get(start..)
            .unwrap_or_default()
            .trim_start_matches('{');
        let braces = text.len() - start - inner.len();
        let Some(length) = inner.find(['}', '{']) else {
            break;
        };
        let name = inner.get(..length).unwrap_or_default().trim();
        let closing = inner.get(length..).unwrap_or_default();
        let closed = closing.len() - closing.trim_start_matches('}').len();
        let end = start + braces + length + closed.min(braces);
        from = end.max(start + braces);
        if closed >= braces && braces <= 2 && names_a_noun(name) {
            found.push(Variable {
                path: name.to_owned(),
                range: start..end,
            });
        }
    }
    found
}

/// Whether a name is a dotted path that begins with a noun.
fn names_a_noun(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut steps = name.split('.');
    let first = steps.next().is_some_and(is_noun);
    first
        && name.bytes().all(plain)
        && steps.clone().count() > 0
        && steps.all(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_the_model_are_told_from_others() {
        let text = "Gone after {{ window.uploads }}, {window.results} or {{count}} in {user.name}; {{{window.x}}} {{window.}}";
        let found = variables(text);
        let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["window.uploads", "window.results"]);
        assert_eq!(
            text.get(found[0].range.clone()),
            Some("{{ window.uploads }}")
        );
        assert_eq!(text.get(found[1].range.clone()), Some("{window.results}"));
        for odd in [
            "{",
            "{{",
            "{{}",
            "{}}",
            "{ {window.a}",
            "}{window.a",
            "{ä{window.ü}}",
        ] {
            let _ = variables(odd);
        }
        assert_eq!(variables("{ {window.a}").len(), 1);
    }
}
