//! For people at a terminal: the line with a caret, why it matters, what to write instead.

use std::fmt::Write;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet,
};
use candor_syntax::{Diagnostic, Place, Severity, SourceFile};

use crate::Report;

/// The width where none is known, such as in a log.
const COLUMNS: usize = 120;

impl Report<'_> {
    /// The findings as text, with colours or without.
    pub fn human(&self, colour: bool) -> String {
        self.human_within(colour, COLUMNS)
    }

    /// The findings as text for a terminal of so many columns; longer lines of a file are clipped around the mark.
    pub fn human_within(&self, colour: bool, columns: usize) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.term_width(columns.max(40));
        let mut text = String::new();
        for diagnostic in self.diagnostics {
            text.push_str(&renderer.render(&self.groups(diagnostic)));
            text.push_str("\n\n");
        }
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", self.summary.sentence());
        text
    }

    fn groups<'d>(&'d self, diagnostic: &'d Diagnostic) -> Vec<Group<'d>> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
            Severity::Unchecked => Level::WARNING.with_name("not checked"),
        };
        let mut group = level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.rule)
            .elements(Vec::<Element<'_>>::new());
        if let Some(place) = &diagnostic.place {
            let label = diagnostic.label.as_deref();
            group = self.with_place(group, place, AnnotationKind::Primary, label);
        }
        for related in &diagnostic.related {
            group = self.with_place(
                group,
                &related.place,
                AnnotationKind::Context,
                Some(&related.message),
            );
        }
        if let Some(reason) = &diagnostic.reason {
            group = group.element(Level::NOTE.with_name("why").message(reason.as_str()));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let mut groups = vec![group];
        for edit in &diagnostic.edits {
            if let Some(source) = self.sources.get(&edit.file) {
                let patch = Patch::new(edit.start..edit.end, edit.replacement.as_str());
                let snippet = Snippet::source(source.text())
                    .path(edit.file.as_ref())
                    .patch(patch);
                groups.push(
                    Level::HELP
                        .secondary_title("this change puts it right")
                        .element(snippet),
                );
            }
        }
        groups
    }

    fn with_place<'d>(
        &'d self,
        group: Group<'d>,
        place: &'d Place,
        kind: AnnotationKind,
        label: Option<&'d str>,
    ) -> Group<'d> {
        match self
            .sources
            .get(&place.file)
            .and_then(|source| excerpt(source, place, kind, label))
        {
            Some(snippet) => group.element(snippet),
            None => {
                let origin = annotate_snippets::Origin::path(place.file.as_ref())
                    .line(place.line as usize)
                    .char_column(place.column as usize);
                group.element(origin)
            }
        }
    }
}

/// The lines of a place with a mark; a long place is shown by its first line.
fn excerpt<'d>(
    source: &'d Arc<SourceFile>,
    place: &'d Place,
    kind: AnnotationKind,
    label: Option<&'d str>,
) -> Option<Snippet<'d, Annotation<'d>>> {
    let mut range = source.range(place)?;
    if place.end_line > place.line {
        let first = source.line(place.line)?;
        let line_start = source.offset(place.line, 1)?;
        range.end = (line_start + first.len()).max(range.start);
    }
    let mut annotation = kind.span(range);
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    Some(
        Snippet::source(source.text())
            .path(place.file.as_ref())
            .annotation(annotation),
    )
}
