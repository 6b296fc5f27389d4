//! Writing a site into a directory that also holds files of other people.
//!
//! A manifest lists what Candor wrote, with digests. Nothing else is ever changed, but for the regions between
//! `<!-- candor:note ID -->` and `<!-- /candor:note -->`, which people put into their pages for that purpose.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

mod drift;
mod manifest;
mod region;
mod staging;
#[cfg(test)]
mod tests;

pub use drift::drift;
pub use manifest::{MANIFEST, Written};

use candor_syntax::in_parallel;

use crate::{Output, Rendered};
use manifest::{Known, either, is_ours, listed, read_manifest, write_manifest};
use region::refreshed_pages;
use staging::Staging;

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that were written.
    pub written: usize,
    /// Files that were there already with the same content.
    pub unchanged: usize,
    /// Files of an earlier publication that are no longer part of it.
    pub removed: usize,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishFault {
    /// Pages or templates have faults.
    Incomplete,
    /// A file that Candor did not write, or that was changed since, is in the way.
    Foreign(PathBuf),
    /// The manifest cannot be read.
    Manifest(PathBuf, String),
    /// The system refused.
    Io(PathBuf, std::io::Error),
}

impl fmt::Display for PublishFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete => f.write_str(
                "pages or templates have faults; nothing was published, the old site stands",
            ),
            Self::Foreign(path) => write!(
                f,
                "{} was not written by Candor, or was changed since; move it away or restore it. Nothing was published",
                path.display()
            ),
            Self::Manifest(path, why) => write!(
                f,
                "{} cannot be read: {why}. Nothing was published",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for PublishFault {}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> PublishFault + '_ {
    move |error| PublishFault::Io(path.to_owned(), error)
}

/// What differs between the disk and a publication.
#[derive(Clone, Debug, Default)]
pub struct Stale {
    lines: Vec<String>,
}

impl Stale {
    /// One line per difference.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Compares the disk with what would be written.
///
/// # Errors
/// Where a file or the manifest cannot be read.
pub fn check(directory: &Path, rendered: &Rendered) -> Result<Stale, PublishFault> {
    if !rendered.is_complete() {
        return Err(PublishFault::Incomplete);
    }
    let mut stale = Stale::default();
    for output in &rendered.files {
        match read(&directory.join(&output.path))? {
            None => stale.lines.push(format!("missing: {}", output.path)),
            Some(bytes) if bytes != output.bytes => {
                stale.lines.push(format!("stale: {}", output.path))
            }
            Some(_) => {}
        }
    }
    let wanted = listed(&rendered.files);
    let old = read_manifest(directory)?;
    for path in old.keys().filter(|path| !wanted.contains_key(*path)) {
        stale.lines.push(format!("no longer written: {path}"));
    }
    for (path, _) in refreshed_pages(directory, rendered, &wanted)? {
        stale.lines.push(format!(
            "stale note: {}",
            path.strip_prefix(directory).unwrap_or(&path).display()
        ));
    }
    Ok(stale)
}

/// Writes a publication. Everything is checked before the first byte is written, every file is written beside the site
/// before the first one is replaced, and the manifest is written first with what was and what will be, so that a run that
/// is cut off can be repeated.
///
/// # Errors
/// Foreign files in the way, unreadable manifest, the system; before the first byte where possible.
pub fn write(directory: &Path, rendered: &Rendered) -> Result<Published, PublishFault> {
    if !rendered.is_complete() {
        return Err(PublishFault::Incomplete);
    }
    let wanted = listed(&rendered.files);
    let old = read_manifest(directory)?;
    let mut published = Published::default();
    let mut changed: Vec<&Output> = Vec::new();
    let found = in_parallel(&rendered.files, |output| {
        let path = directory.join(&output.path);
        match read(&path)? {
            Some(bytes) if bytes == output.bytes => Ok(false),
            Some(bytes) if !is_ours(&old, &output.path, &bytes) => Err(PublishFault::Foreign(path)),
            _ => Ok(true),
        }
    });
    for (output, is_changed) in rendered.files.iter().zip(found) {
        if is_changed? {
            changed.push(output);
        } else {
            published.unchanged += 1;
        }
    }
    let mut removed: Vec<PathBuf> = Vec::new();
    for name in old.keys().filter(|name| !wanted.contains_key(*name)) {
        let path = directory.join(name);
        match read(&path)? {
            Some(bytes) if is_ours(&old, name, &bytes) => removed.push(path),
            // Somebody made the file their own; it is theirs now.
            Some(_) | None => {}
        }
    }
    let pages = refreshed_pages(directory, rendered, &wanted)?;
    published.written = changed.len();
    if changed.is_empty() && removed.is_empty() && pages.is_empty() {
        write_manifest(directory, &either(Known::new(), &wanted))?;
        return Ok(published);
    }
    let files = changed
        .iter()
        .map(|output| (directory.join(&output.path), output.bytes.as_slice()))
        .chain(
            pages
                .iter()
                .map(|(path, text)| (path.clone(), text.as_bytes())),
        )
        .collect();
    let staging = Staging::new(directory, files)?;
    write_manifest(directory, &either(old, &wanted))?;
    staging.publish()?;
    for path in removed {
        fs::remove_file(&path).map_err(io(&path))?;
        remove_empty_parents(&path, directory);
        published.removed += 1;
    }
    write_manifest(directory, &either(Known::new(), &wanted))?;
    Ok(published)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, PublishFault> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishFault::Io(path.to_owned(), error)),
    }
}

/// A file is the old or the new one, never half of it.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), PublishFault> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(io(parent))?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let mut file = fs::File::create(&temporary).map_err(io(&temporary))?;
    file.write_all(bytes).map_err(io(&temporary))?;
    fs::rename(&temporary, path).map_err(io(path))
}

fn remove_empty_parents(path: &Path, root: &Path) {
    let mut parent = path.parent();
    while let Some(directory) =
        parent.filter(|directory| *directory != root && directory.starts_with(root))
    {
        if fs::remove_dir(directory).is_err() {
            return;
        }
        parent = directory.parent();
    }
}
