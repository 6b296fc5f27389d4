//! Files on their way: all are written beside the site first, then moved into it one by one.
//!
//! A disk that fills up, or a fault of the system, shows while the old site still stands whole; what is left of a run that
//! was killed is one directory, which the next run removes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{PublishFault, io};

/// The directory of files on their way, within the site so that moving them is only a renaming.
pub(super) const STAGING: &str = ".candor-staging";

/// Written files and where they go.
pub(super) struct Staging {
    directory: PathBuf,
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staging {
    /// Begins with nothing on its way.
    pub(super) fn new(site: &Path) -> Result<Self, PublishFault> {
        let directory = site.join(STAGING);
        match fs::remove_dir_all(&directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(PublishFault::Io(directory, error));
            }
            Ok(()) | Err(_) => {}
        }
        fs::create_dir_all(&directory).map_err(io(&directory))?;
        Ok(Self {
            directory,
            files: Vec::new(),
        })
    }

    /// Writes a file that is to go to `target`.
    pub(super) fn add(&mut self, target: PathBuf, bytes: &[u8]) -> Result<(), PublishFault> {
        let staged = self.directory.join(self.files.len().to_string());
        let mut file = fs::File::create(&staged).map_err(io(&staged))?;
        file.write_all(bytes).map_err(io(&staged))?;
        self.files.push((staged, target));
        Ok(())
    }

    /// Moves every file to its place. A file is the old or the new one, never half of it.
    pub(super) fn publish(mut self) -> Result<(), PublishFault> {
        let mut last_parent = PathBuf::new();
        for (staged, target) in std::mem::take(&mut self.files) {
            if let Some(parent) = target.parent().filter(|parent| *parent != last_parent) {
                fs::create_dir_all(parent).map_err(io(parent))?;
                last_parent = parent.to_owned();
            }
            fs::rename(&staged, &target).map_err(io(&target))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Whatever cannot be removed now is removed by the next run, which needs the place.
        let _ = fs::remove_dir_all(&self.directory);
    }
}
