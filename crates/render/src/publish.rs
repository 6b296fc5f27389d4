//! Writing a site into a directory that also holds files of other people.
//!
//! A manifest lists what Candor wrote, with digests. Nothing else is ever changed, but for the regions between
//! `<!-- candor:note ID -->` and `<!-- /candor:note -->`, which people put into their pages for that purpose.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{Output, Rendered};

/// The file that lists what Candor wrote.
pub const MANIFEST: &str = ".candor-manifest.json";

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

/// Paths and the digest that each has.
type Listed = BTreeMap<String, String>;

/// Paths and every digest that each may have: more than one only after a run that was cut off.
type Known = BTreeMap<String, Vec<String>>;

/// Whether Candor wrote that file.
fn is_ours(known: &Known, path: &str, bytes: &[u8]) -> bool {
    known
        .get(path)
        .is_some_and(|digests| digests.contains(&digest(bytes)))
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

/// Writes a publication. Everything is checked before the first byte is written, and the manifest is written first with
/// what was and what will be, so that a run that is cut off can be repeated.
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
    for output in &rendered.files {
        let path = directory.join(&output.path);
        match read(&path)? {
            Some(bytes) if bytes == output.bytes => published.unchanged += 1,
            Some(bytes) if !is_ours(&old, &output.path, &bytes) => {
                return Err(PublishFault::Foreign(path));
            }
            _ => changed.push(output),
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
    if !(changed.is_empty() && removed.is_empty()) {
        write_manifest(directory, &either(old, &wanted))?;
    }
    for output in &changed {
        replace(&directory.join(&output.path), &output.bytes)?;
    }
    for (path, text) in pages {
        replace(&path, text.as_bytes())?;
    }
    for path in removed {
        fs::remove_file(&path).map_err(io(&path))?;
        remove_empty_parents(&path, directory);
        published.removed += 1;
    }
    write_manifest(directory, &either(Known::new(), &wanted))?;
    published.written = changed.len();
    Ok(published)
}

/// What is known, and what is wanted beside it.
fn either(mut known: Known, wanted: &Listed) -> Known {
    for (path, digest) in wanted {
        let digests = known.entry(path.clone()).or_default();
        if !digests.contains(digest) {
            digests.push(digest.clone());
        }
    }
    known
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn listed(files: &[Output]) -> Listed {
    files
        .iter()
        .map(|output| (output.path.clone(), digest(&output.bytes)))
        .collect()
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, PublishFault> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishFault::Io(path.to_owned(), error)),
    }
}

fn read_manifest(directory: &Path) -> Result<Known, PublishFault> {
    let path = directory.join(MANIFEST);
    let Some(bytes) = read(&path)? else {
        return Ok(Known::new());
    };
    let manifest: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| PublishFault::Manifest(path.clone(), error.to_string()))?;
    if manifest["version"] != 1 {
        return Err(PublishFault::Manifest(
            path,
            "it is of another version".to_owned(),
        ));
    }
    let files = manifest["files"].as_object().cloned().unwrap_or_default();
    // Paths that lead out of the site are not ours, whoever wrote them into the manifest.
    let inside = |path: &str| !path.starts_with('/') && !path.split('/').any(|part| part == "..");
    Ok(files
        .into_iter()
        .filter(|(path, _)| inside(path))
        .map(|(path, digests)| {
            let digests = match &digests {
                serde_json::Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            let digests = digests.iter().filter_map(|digest| digest.as_str());
            (path, digests.map(str::to_owned).collect())
        })
        .collect())
}

fn write_manifest(directory: &Path, known: &Known) -> Result<(), PublishFault> {
    let files: serde_json::Map<String, serde_json::Value> = known
        .iter()
        .map(|(path, digests)| {
            let value = match digests.as_slice() {
                [one] => serde_json::Value::from(one.as_str()),
                several => serde_json::Value::from(several),
            };
            (path.clone(), value)
        })
        .collect();
    let manifest = serde_json::json!({ "version": 1, "files": files });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    let path = directory.join(MANIFEST);
    if read(&path)?.is_some_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    replace(&path, text.as_bytes())
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

/// Pages of people with a marked region, and their text with the region refreshed, where that differs.
fn refreshed_pages(
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
fn refreshed(text: &str, notes: &[(String, String)]) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Rendered {
        let files = files.iter().map(|(path, text)| Output {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
        Rendered {
            files: files.collect(),
            notes: vec![("resize".to_owned(), "NOTE".to_owned())],
            ..Rendered::default()
        }
    }

    #[test]
    fn only_own_files_are_changed_and_removed() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        fs::write(
            root.join("index.html"),
            "mine <!-- candor:note resize -->old<!-- /candor:note --> mine",
        )
        .unwrap();
        let first = site(&[("privacy/a.html", "A"), ("privacy/b/b.html", "B")]);
        assert_eq!(
            write(root, &first).unwrap(),
            Published {
                written: 2,
                unchanged: 0,
                removed: 0
            }
        );
        let page = fs::read_to_string(root.join("index.html")).unwrap();
        assert_eq!(
            page,
            "mine <!-- candor:note resize -->\nNOTE\n<!-- /candor:note --> mine"
        );
        assert!(check(root, &first).unwrap().is_empty());
        assert_eq!(
            write(root, &first).unwrap(),
            Published {
                written: 0,
                unchanged: 2,
                removed: 0
            }
        );
        let second = site(&[("privacy/a.html", "A2")]);
        assert_eq!(check(root, &second).unwrap().lines().count(), 2);
        assert_eq!(
            write(root, &second).unwrap(),
            Published {
                written: 1,
                unchanged: 0,
                removed: 1
            }
        );
        assert!(!root.join("privacy/b").exists());
    }

    #[test]
    fn a_foreign_file_stops_everything_before_the_first_byte() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        fs::create_dir(root.join("privacy")).unwrap();
        fs::write(root.join("privacy/b.html"), "somebody's").unwrap();
        let result = write(
            root,
            &site(&[("privacy/a.html", "A"), ("privacy/b.html", "B")]),
        );
        assert!(matches!(result, Err(PublishFault::Foreign(_))));
        assert!(!root.join("privacy/a.html").exists());
        assert_eq!(
            fs::read_to_string(root.join("privacy/b.html")).unwrap(),
            "somebody's"
        );
    }

    #[test]
    fn a_file_that_was_changed_by_hand_is_not_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        write(root, &site(&[("a.html", "A")])).unwrap();
        fs::write(root.join("a.html"), "edited").unwrap();
        assert!(matches!(
            write(root, &site(&[("a.html", "A2")])),
            Err(PublishFault::Foreign(_))
        ));
        assert_eq!(fs::read_to_string(root.join("a.html")).unwrap(), "edited");
        // Dropping it from the site leaves it to whoever changed it.
        write(root, &site(&[])).unwrap();
        assert_eq!(fs::read_to_string(root.join("a.html")).unwrap(), "edited");
    }

    #[test]
    fn a_run_that_was_cut_off_can_be_followed_by_another() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        write(root, &site(&[("a.html", "A"), ("b.html", "B")])).unwrap();
        // A second run announced what it would write, replaced one of two files, and was killed.
        let second = site(&[("a.html", "A2"), ("b.html", "B2"), ("c.html", "C2")]);
        let known = either(read_manifest(root).unwrap(), &listed(&second.files));
        write_manifest(root, &known).unwrap();
        fs::write(root.join("a.html"), "A2").unwrap();
        fs::write(root.join("c.html"), "C2").unwrap();
        let third = site(&[("a.html", "A3"), ("b.html", "B3")]);
        let published = write(root, &third).unwrap();
        assert_eq!((published.written, published.removed), (2, 1));
        assert!(!root.join("c.html").exists());
        assert!(check(root, &third).unwrap().is_empty());
        fs::write(root.join("a.html"), "A2").unwrap();
        assert!(matches!(
            write(root, &site(&[("a.html", "A4")])),
            Err(PublishFault::Foreign(_))
        ));
    }

    #[test]
    fn a_region_without_an_end_swallows_nothing() {
        let notes = [("resize".to_owned(), "NOTE".to_owned())];
        let text =
            "<!-- candor:note resize -->mine<!-- candor:note resize -->old<!-- /candor:note -->";
        let fresh = "<!-- candor:note resize -->mine<!-- candor:note resize -->\nNOTE\n<!-- /candor:note -->";
        assert_eq!(refreshed(text, &notes).as_deref(), Some(fresh));
        assert_eq!(refreshed("<!-- candor:note resize -->mine", &notes), None);
        assert_eq!(
            refreshed("<!-- candor:note -->x<!-- candor:note", &notes),
            None
        );
    }
}
