//! Marked regions in pages that people wrote.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::manifest::Listed;
use super::{PublishFault, io};
use crate::Rendered;

const OPEN: &str = "<!-- candor:note ";
const CLOSE: &str = "<!-- /candor:note -->";

/// The pages of people below a directory that have a marked region, with their text. `is_own` knows the files that
/// Candor writes; they have none.
pub(super) fn marked_pages(
    directory: &Path,
    is_own: impl Fn(&str) -> bool,
) -> Result<Vec<(PathBuf, String)>, PublishFault> {
    let mut pages = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(next) = waiting.pop() {
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(PublishFault::Io(next, error)),
        };
        for entry in entries {
            let path = entry.map_err(io(&next))?.path();
            let relative = path
                .strip_prefix(directory)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            if path.is_dir() {
                if relative != "privacy" && !relative.ends_with("/privacy") {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "html") && !is_own(&relative)
            {
                // What is no text has no region.
                let Ok(text) = fs::read_to_string(&path) else {
                    continue;
                };
                if text.contains(OPEN) {
                    pages.push((path, text));
                }
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// Pages of people with a marked region, and their text with the region refreshed, where that differs.
pub(super) fn refreshed_pages(
    directory: &Path,
    rendered: &Rendered,
    own: &Listed,
) -> Result<Vec<(PathBuf, String)>, PublishFault> {
    let pages = marked_pages(directory, |path| own.contains_key(path))?;
    Ok(pages
        .into_iter()
        .filter_map(|(path, text)| Some((path, refreshed(&text, &rendered.notes)?)))
        .collect())
}

/// One marked region of a page.
pub(super) struct Region<'t> {
    /// What the marker names: the id of a tool, or an id and a language.
    pub(super) id: &'t str,
    /// The bytes of the opening marker.
    pub(super) marker: Range<usize>,
    /// The bytes between the markers; nothing where the region is not closed before the next one begins, because then
    /// all that stands behind it is somebody's text.
    pub(super) content: Option<Range<usize>>,
}

/// The marked regions of a text, in its order.
pub(super) fn regions(text: &str) -> Vec<Region<'_>> {
    let mut regions = Vec::new();
    let mut from = 0;
    while let Some(start) = find(text, OPEN, from) {
        let Some(end) = find(text, "-->", start).map(|end| end + "-->".len()) else {
            break;
        };
        let id = text.get(start + OPEN.len()..end - "-->".len());
        let next = find(text, OPEN, end);
        let close = find(text, CLOSE, end).filter(|close| next.is_none_or(|next| *close < next));
        regions.push(Region {
            id: id.unwrap_or_default().trim(),
            marker: start..end,
            content: close.map(|close| end..close),
        });
        from = close.unwrap_or(end);
    }
    regions
}

fn find(text: &str, what: &str, from: usize) -> Option<usize> {
    Some(text.get(from..)?.find(what)? + from)
}

/// What stands between the markers of a note.
pub(super) fn content(note: &str) -> String {
    format!("\n{}\n", note.trim())
}

/// The text with every marked region refreshed; nothing where that changes nothing.
pub(super) fn refreshed(text: &str, notes: &[(String, String)]) -> Option<String> {
    let mut fresh = String::with_capacity(text.len());
    let mut from = 0;
    for region in regions(text) {
        let note = notes.iter().find(|(id, _)| id == region.id);
        let (Some((_, note)), Some(within)) = (note, region.content) else {
            continue;
        };
        fresh.push_str(text.get(from..within.start).unwrap_or_default());
        fresh.push_str(&content(note));
        from = within.end;
    }
    fresh.push_str(text.get(from..).unwrap_or_default());
    (fresh != text).then_some(fresh)
}
