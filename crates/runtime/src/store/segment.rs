//! Reading segments from record to record.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreError;
use super::record::{HEADER, Header, SLOT, SLOT_BYTES, TRAILER, is_trailer};

/// An open segment file.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

/// A record found in a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) header: Header,
    pub(super) offset: u64,
    /// Whether its key slot was zeroed.
    pub(super) erased: bool,
}

impl Segment {
    /// Opens an existing segment for reading and writing.
    pub(super) fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let file = File::options()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| StoreError::io(path, &error))?;
        Ok(Arc::new(Self {
            path: path.to_owned(),
            file,
        }))
    }

    /// Creates a segment; its entry in the directory is durable.
    pub(super) fn create(path: &Path) -> Result<Arc<Self>, StoreError> {
        let create = || -> std::io::Result<File> {
            let file = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(path)?;
            super::durable::sync_parent(path)?;
            Ok(file)
        };
        let file = create().map_err(|error| StoreError::io(path, &error))?;
        Ok(Arc::new(Self {
            path: path.to_owned(),
            file,
        }))
    }

    /// Every whole record, and the length of the file up to the end of the last one.
    pub(super) fn scan(&self) -> Result<(Vec<Found>, u64), StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.path, &error);
        let length = self.file.metadata().map_err(io)?.len();
        let mut found = Vec::new();
        let mut offset = 0;
        loop {
            let mut bytes = [0; HEADER];
            if offset + HEADER as u64 > length {
                break;
            }
            self.file.read_exact_at(&mut bytes, offset).map_err(io)?;
            let Some(header) = Header::decode(&bytes) else {
                break;
            };
            let Some(end) = header
                .record_length()
                .and_then(|own| offset.checked_add(own))
                .filter(|end| *end <= length)
            else {
                break;
            };
            let mut trailer = [0; TRAILER];
            self.file
                .read_exact_at(&mut trailer, end - TRAILER as u64)
                .map_err(io)?;
            if !is_trailer(&trailer) {
                break;
            }
            let erased = bytes[SLOT..SLOT + SLOT_BYTES].iter().all(|byte| *byte == 0);
            found.push(Found {
                header,
                offset,
                erased,
            });
            offset = end;
        }
        Ok((found, offset))
    }

    /// Reads a part of the file.
    pub(super) fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; length];
        self.file
            .read_exact_at(&mut bytes, offset)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        Ok(bytes)
    }
}
