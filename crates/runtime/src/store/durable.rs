//! Small steps on the file system that survive a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{FallocateFlags, fallocate};

use super::StoreError;

/// Replaces a small file: temporary file, fsync, rename, fsync of the directory.
pub(super) fn replace(path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mode = if private { 0o600 } else { 0o644 };
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_parent(path)
}

/// Creates a directory with its parents; every new entry is durable.
pub(super) fn create_directory(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_directory(parent)?;
    }
    match fs::create_dir(path) {
        // Whoever else has just made it may not have come to its sync yet.
        Ok(()) => sync_parent(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => sync_parent(path),
        Err(error) => Err(error),
    }
}

/// Makes the entries of a directory durable, and those of the directories in it down to a depth. A process that was killed
/// may have made some and not come to their sync; a power cut must not take them from one that found them there.
pub(super) fn sync_entries(directory: &Path, depth: usize) -> io::Result<()> {
    if depth > 0 {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() {
                sync_entries(&path, depth - 1)?;
            }
        }
    }
    File::open(directory)?.sync_all()
}

/// Makes an entry of a directory, or its absence, durable.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}

/// Writes records one behind the other. Small ones are gathered first; large ones are not copied once more.
pub(super) fn write_all<'r>(
    file: &File,
    records: impl Iterator<Item = &'r Vec<u8>>,
    start: u64,
) -> io::Result<()> {
    const LARGE: usize = 64 * 1024;
    let mut gathered: Vec<u8> = Vec::new();
    let mut at = start;
    for record in records {
        if record.len() < LARGE {
            gathered.extend_from_slice(record);
            continue;
        }
        file.write_all_at(&gathered, at)?;
        at += gathered.len() as u64;
        gathered.clear();
        file.write_all_at(record, at)?;
        at += record.len() as u64;
    }
    file.write_all_at(&gathered, at)
}

/// Gives the bytes back to the file system; where it cannot punch holes, they are overwritten with zeros.
pub(super) fn punch(file: &File, offset: u64, length: u64) -> io::Result<()> {
    let flags = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
    if length == 0 || fallocate(file, flags, offset, length).is_ok() {
        return Ok(());
    }
    let zeros = [0; 64 * 1024];
    let mut done = 0;
    while done < length {
        let step = usize::try_from((length - done).min(zeros.len() as u64)).unwrap_or(zeros.len());
        file.write_all_at(&zeros[..step], offset + done)?;
        done += step as u64;
    }
    Ok(())
}

/// Removes the directory of an ended cohort with everything in it; absent is fine. Files are emptied first, so that a
/// reader that still has one open keeps no bytes on the disk.
pub(super) fn remove_directory(directory: &Path) -> Result<(), StoreError> {
    if let Ok(entries) = fs::read_dir(directory) {
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            // Where it cannot be opened, unlinking says why.
            if let Ok(file) = File::options().write(true).open(path) {
                let _ = file.set_len(0);
            }
        }
    }
    match fs::remove_dir_all(directory) {
        Ok(()) => sync_parent(directory).map_err(|error| StoreError::io(directory, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(directory, &error)),
    }
}
