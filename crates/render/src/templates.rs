//! The templates: built-in ones, which a workspace can replace, and their faults at their places.

use candor_syntax::{Diagnostic, Place, SourceFile, closest};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

use crate::cards::{TEMPLATE, UNKNOWN_NAME};

/// The built-in templates.
const BUILT_IN: [(&str, &str); 5] = [
    ("base.html", include_str!("../../../templates/base.html")),
    ("block.html", include_str!("../../../templates/block.html")),
    ("cell.html", include_str!("../../../templates/cell.html")),
    ("note.html", include_str!("../../../templates/note.html")),
    ("candor.css", include_str!("../../../templates/candor.css")),
];

/// Steps that one page may take; a template that never ends is stopped.
const FUEL: u64 = 20_000_000;

/// Whether a workspace replaces a template by one of another text.
pub(crate) fn replaces_any(own: &[(String, String)]) -> bool {
    own.iter().any(|(name, text)| {
        BUILT_IN
            .iter()
            .any(|(built_in, original)| built_in == name && original != text)
    })
}

/// The compiled templates.
pub(crate) struct Templates {
    environment: Environment<'static>,
    sources: Vec<(String, String)>,
}

impl Templates {
    /// Compiles them; faults are noted at their places.
    pub(crate) fn new(own: &[(String, String)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_formatter(escaped);
        let mut sources = Vec::new();
        for (name, built_in) in BUILT_IN {
            let text = own
                .iter()
                .find(|(own, _)| own == name)
                .map_or(built_in, |(_, text)| text)
                .to_owned();
            if name.ends_with(".html")
                && let Err(error) = environment.add_template_owned(name, text.clone())
            {
                let file = SourceFile::new(format!("templates/{name}"), text.as_str());
                diagnostics.push(fault(&error, &file, 0, &[]));
            }
            sources.push((name.to_owned(), text));
        }
        Self {
            environment,
            sources,
        }
    }

    /// The text of a template.
    pub(crate) fn source(&self, name: &str) -> &str {
        self.sources
            .iter()
            .find(|(own, _)| own == name)
            .map_or("", |(_, text)| text)
    }

    /// Renders a template over a view, which it sees under that name.
    pub(crate) fn render(
        &self,
        name: &str,
        as_name: &str,
        view: impl Serialize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> String {
        let context = Value::from_pairs([(as_name, Value::from(minijinja::value::Serde(&view)))]);
        let rendered = self
            .environment
            .get_template(name)
            .and_then(|template| template.render(context));
        match rendered {
            Ok(text) => text,
            Err(error) => {
                let at = error.name().unwrap_or(name).to_owned();
                let file = SourceFile::new(format!("templates/{at}"), self.source(&at));
                let diagnostic = fault(&error, &file, 0, &[]);
                if !diagnostics.contains(&diagnostic) {
                    diagnostics.push(diagnostic);
                }
                String::new()
            }
        }
    }
}

/// Writes a value with the five characters escaped that mean something in HTML. The library's own way escapes `/`, too,
/// which is never needed and makes links hard to read in the source.
fn escaped(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => text,
        _ => return minijinja::escape_formatter(output, state, value),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        output.write_str(plain)?;
        output.write_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or_default();
    }
    output.write_str(rest)?;
    Ok(())
}

/// A fault of a template as a finding. `above` lines of the file come before the text that was compiled.
pub(crate) fn fault(
    error: &minijinja::Error,
    text: &SourceFile,
    above: u32,
    names: &[String],
) -> Diagnostic {
    let range = error.range().filter(|range| range.end <= text.text().len());
    let written = range
        .clone()
        .and_then(|range| text.text().get(range))
        .unwrap_or_default();
    let mut place = match range.clone() {
        Some(range) => text.place(range),
        None => {
            let line = u32::try_from(error.line().unwrap_or(1)).unwrap_or(1);
            Place {
                file: text.path().clone(),
                line,
                column: 1,
                end_line: line,
                end_column: 1,
            }
        }
    };
    place.line += above;
    place.end_line += above;
    if error.kind() == ErrorKind::UndefinedError {
        let name = written.trim_matches(['{', '}', ' ']);
        let help = match closest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "templates see only the values of a page".to_owned(),
            None => "facts are named like window.ID, tool.ID.name, table.tools or rights.answer_within, with _ for - in ids".to_owned(),
        };
        return Diagnostic::new(&UNKNOWN_NAME, format!("there is no fact `{name}`"))
            .at(place)
            .because("the sentence would be published with a gap")
            .help(help);
    }
    let detail = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    Diagnostic::new(&TEMPLATE, format!("this cannot be rendered: {detail}"))
        .at(place)
        .help("look at the braces: facts are written {{ window.uploads }}")
}
