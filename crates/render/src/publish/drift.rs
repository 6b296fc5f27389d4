//! Whether pages that people wrote say what the policy says: their marked regions against what a build would write.

use std::path::Path;

use candor_model::Policy;
use candor_syntax::{Diagnostic, SourceFile};

use super::PublishFault;
use super::manifest::read_manifest;
use super::region::{content, marked_pages, regions};
use crate::cards::{DRIFT, UNCLOSED_NOTE, UNKNOWN_NOTE};
use crate::{Options, notes};

/// The findings of a site's marked regions, and the pages in which they stand. `name` is what messages call the
/// directory, such as `site`.
///
/// # Errors
/// Where a file or the manifest cannot be read.
pub fn drift(
    directory: &Path,
    name: &str,
    policy: &Policy,
    options: &Options,
) -> Result<(Vec<Diagnostic>, Vec<SourceFile>), PublishFault> {
    let own = read_manifest(directory)?;
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for (path, text) in marked_pages(directory, |path| own.contains_key(path))? {
        let relative = path.strip_prefix(directory).unwrap_or(&path);
        let shown = format!("{name}/{}", relative.to_string_lossy().replace('\\', "/"));
        let source = SourceFile::new(shown, text.as_str());
        let found = regions(&text);
        let wanted: Vec<&str> = found.iter().map(|region| region.id).collect();
        let notes = notes(policy, options, &wanted);
        let before = findings.len();
        for region in found {
            let at = source.place(region.marker.clone());
            let note = notes.iter().find(|(id, _)| id == region.id);
            let Some((_, note)) = note else {
                findings.push(
                    Diagnostic::new(&UNKNOWN_NOTE, format!("no tool is called `{}`", region.id))
                        .at(at)
                        .because("a build leaves this region as it is, so nobody keeps what it says true")
                        .help("name the id of a tool, or remove the markers"),
                );
                continue;
            };
            match region.content.and_then(|within| text.get(within)) {
                None => findings.push(
                    Diagnostic::new(&UNCLOSED_NOTE, format!("the note `{}` has no end", region.id))
                        .at(at)
                        .because("a build cannot know which part of the page is the note, and leaves it as it is")
                        .help("write <!-- /candor:note --> behind it"),
                ),
                Some(within) if within != content(note) => findings.push(
                    Diagnostic::new(
                        &DRIFT,
                        format!("the note `{}` is not what the policy says", region.id),
                    )
                    .at(at)
                    .because("visitors read on this page what is no longer declared, or was never declared")
                    .help("run `candor build`, which refreshes every note, and commit the page"),
                ),
                Some(_) => {}
            }
        }
        if findings.len() > before {
            sources.push(source);
        }
    }
    Ok((findings, sources))
}
