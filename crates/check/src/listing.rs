//! Finding the files of a workspace on disk.

use std::path::{Path, PathBuf};

use candor_syntax::{Diagnostic, Place};

use crate::cards::{FILE_PLACE, UNREADABLE};
use crate::load::LoadError;

/// The deepest directory that is looked into below `policies/` and `subprocessors/`.
const DEEPEST: u8 = 4;

/// The paths of every file that may belong to a workspace, with `/`, and what stands against reading some of them.
pub(crate) fn list(root: &Path) -> Result<(Vec<String>, Vec<Diagnostic>), LoadError> {
    let within = root
        .canonicalize()
        .map_err(|error| LoadError::new(root, &error))?;
    let mut listing = Listing {
        root,
        within,
        paths: Vec::new(),
        faults: Vec::new(),
    };
    if root.join("candor.yaml").symlink_metadata().is_ok() {
        listing.visit("candor.yaml".to_owned(), 0)?;
    }
    listing.list("policies", 0)?;
    listing.list("subprocessors", 0)?;
    Ok((listing.paths, listing.faults))
}

/// The files of a workspace, as they are found.
struct Listing<'r> {
    root: &'r Path,
    /// The root without links: nothing outside it is read.
    within: PathBuf,
    paths: Vec<String>,
    faults: Vec<Diagnostic>,
}

impl Listing<'_> {
    /// Lists the files below a directory. A directory that is absent is empty; hidden files are not ours.
    fn list(&mut self, directory: &str, depth: u8) -> Result<(), LoadError> {
        let path = self.root.join(directory);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(LoadError::new(&path, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| LoadError::new(&path, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{directory}/{name}");
            // Most entries are plain files, of which the directory itself says so.
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                self.paths.push(path);
            } else {
                self.visit(path, depth)?;
            }
        }
        Ok(())
    }

    /// A link is read as what it points at, as long as that is part of the workspace.
    fn visit(&mut self, path: String, depth: u8) -> Result<(), LoadError> {
        let full = self.root.join(&path);
        let is_link = full
            .symlink_metadata()
            .is_ok_and(|metadata| metadata.is_symlink());
        if is_link {
            match full.canonicalize() {
                Ok(target) if target.starts_with(&self.within) => {}
                Ok(_) => {
                    let fault = Diagnostic::new(&FILE_PLACE, format!("`{path}` is a link that leads out of the workspace"))
                        .at(Place::start_of(path))
                        .because("a policy must not depend on files that nobody sees when they look at the workspace")
                        .help("copy the file into the workspace");
                    self.faults.push(fault);
                    return Ok(());
                }
                Err(error) => {
                    self.faults.push(unreadable(&path, &error));
                    return Ok(());
                }
            }
        }
        if !full.is_dir() {
            self.paths.push(path);
        } else if depth < DEEPEST {
            self.list(&path, depth + 1)?;
        } else {
            let fault = Diagnostic::new(
                &FILE_PLACE,
                format!("`{path}` is deeper than any file that is read"),
            )
            .at(Place::start_of(path))
            .because("what it says would silently be left out");
            self.faults.push(fault);
        }
        Ok(())
    }
}

/// The finding for a file that is there and cannot be read.
pub(crate) fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(&UNREADABLE, format!("the file cannot be read: {error}"))
        .at(Place::start_of(path))
        .because("what it says could not be checked")
}
