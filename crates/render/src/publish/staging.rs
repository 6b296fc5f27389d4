//! Files on their way: all are written beside the site first, then moved into it one by one.
//!
//! A disk that fills up, or a fault of the system, shows while the old site still stands whole; what is left of a run that
//! was killed is one directory, which the next run removes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use candor_syntax::in_parallel;

use super::{PublishFault, io};

/// The directory of files on their way, within the site so that moving them is only a renaming.
pub(super) const STAGING: &str = ".candor-staging";

/// Files in one directory of the staging; a directory of very many entries is slow to write to from several threads.
const SHELF: usize = 512;

/// Written files and where they go.
pub(super) struct Staging {
    directory: PathBuf,
    /// Where each file is, and where it goes.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staging {
    /// Writes every file, each with the place that it goes to, beside the site.
    pub(super) fn new(site: &Path, files: Vec<(PathBuf, &[u8])>) -> Result<Self, PublishFault> {
        let directory = site.join(STAGING);
        match fs::remove_dir_all(&directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(PublishFault::Io(directory, error));
            }
            Ok(()) | Err(_) => {}
        }
        // From here on, whatever goes wrong, the directory is removed again.
        let mut staging = Self {
            directory,
            files: Vec::with_capacity(files.len()),
        };
        let mut contents = Vec::with_capacity(files.len());
        for (index, (target, bytes)) in files.into_iter().enumerate() {
            let shelf = staging.directory.join((index / SHELF).to_string());
            if index % SHELF == 0 {
                fs::create_dir_all(&shelf).map_err(io(&shelf))?;
            }
            contents.push((shelf.join(index.to_string()), bytes));
            staging.files.push((shelf.join(index.to_string()), target));
        }
        let written = in_parallel(&contents, |(path, bytes)| {
            let mut file = fs::File::create_new(path).map_err(io(path))?;
            file.write_all(bytes).map_err(io(path))
        });
        written.into_iter().collect::<Result<(), _>>()?;
        Ok(staging)
    }

    /// Moves every file to its place. A file is the old or the new one, never half of it.
    pub(super) fn publish(self) -> Result<(), PublishFault> {
        let parents: BTreeSet<&Path> = self
            .files
            .iter()
            .filter_map(|(_, target)| target.parent())
            .collect();
        for parent in parents {
            fs::create_dir_all(parent).map_err(io(parent))?;
        }
        let moved = in_parallel(&self.files, |(staged, target)| {
            fs::rename(staged, target).map_err(io(target))
        });
        moved.into_iter().collect()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Whatever cannot be removed now is removed by the next run, which needs the place.
        let _ = fs::remove_dir_all(&self.directory);
    }
}
