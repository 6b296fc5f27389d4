//! Marked regions in pages that people wrote.

use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::Listed;
use super::{PublishFault, io};
use crate::Rendered;

/// Pages of people with a marked region, and their text with the region refreshed, where that differs.
pub(super) fn refreshed_pages(
    directory: &Path,
    rendered: &Rendered,
    own: &Listed,
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
                // What Candor writes has no marked regions.
                if relative != "privacy" {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "html")
                && !own.contains_key(&relative)
            {
                let Ok(text) = fs::read_to_string(&path) else {
                    continue;
                };
                if let Some(fresh) = refreshed(&text, &rendered.notes) {
                    pages.push((path, fresh));
                }
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// The text with every marked region refreshed; nothing where that changes nothing.
pub(super) fn refreshed(text: &str, notes: &[(String, String)]) -> Option<String> {
    const OPEN: &str = "<!-- candor:note ";
    const CLOSE: &str = "<!-- /candor:note -->";
    let mut fresh = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let behind = &rest[at..];
        let Some(open_end) = behind.find("-->").map(|end| end + 3) else {
            break;
        };
        let id = behind
            .get(OPEN.len()..open_end - 3)
            .unwrap_or_default()
            .trim();
        // A region that is not closed before the next one begins is left alone, with all that people wrote behind it.
        let next = behind[open_end..].find(OPEN).map(|next| next + open_end);
        let close = behind.find(CLOSE);
        let Some(close) = close.filter(|close| next.is_none_or(|next| *close < next)) else {
            fresh.push_str(&rest[..at + open_end]);
            rest = &behind[open_end..];
            continue;
        };
        fresh.push_str(&rest[..at + open_end]);
        match notes.iter().find(|(own, _)| own == id) {
            Some((_, note)) => {
                fresh.push('\n');
                fresh.push_str(note.trim());
                fresh.push('\n');
            }
            // A region of a tool that is not declared is left as it is.
            None => fresh.push_str(&behind[open_end..close]),
        }
        fresh.push_str(CLOSE);
        rest = &behind[close + CLOSE.len()..];
    }
    fresh.push_str(rest);
    (fresh != text).then_some(fresh)
}
