//! Reading segments from record to record.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreError;
use super::record::{HEADER, Header, MAGIC, SLOT, SLOT_BYTES, TRAILER, is_trailer};

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

    /// Every whole record, and the length of the file up to the end of the last one. Damage between two records is
    /// passed over, so that it costs only what it touched: what follows it may have been acknowledged.
    pub(super) fn scan(&self) -> Result<(Vec<Found>, u64), StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.path, &error);
        let length = self.file.metadata().map_err(io)?.len();
        let mut found: Vec<Found> = Vec::new();
        let (mut offset, mut whole) = (0, 0);
        while offset + HEADER as u64 <= length {
            if let Some((record, end)) = self.record_at(offset, length).map_err(io)? {
                found.push(record);
                (offset, whole) = (end, end);
            } else {
                match self.next_magic(offset + 1, length).map_err(io)? {
                    Some(next) => offset = next,
                    None => break,
                }
            }
        }
        Ok((found, whole))
    }

    /// The whole record at an offset and its end; nothing where there is none.
    fn record_at(&self, offset: u64, length: u64) -> std::io::Result<Option<(Found, u64)>> {
        let mut bytes = [0; HEADER];
        if offset + HEADER as u64 > length {
            return Ok(None);
        }
        self.file.read_exact_at(&mut bytes, offset)?;
        let Some(header) = Header::decode(&bytes) else {
            return Ok(None);
        };
        let end = header
            .record_length()
            .and_then(|own| offset.checked_add(own));
        let Some(end) = end.filter(|end| *end <= length) else {
            return Ok(None);
        };
        let mut trailer = [0; TRAILER];
        self.file
            .read_exact_at(&mut trailer, end - TRAILER as u64)?;
        if !is_trailer(&trailer) {
            return Ok(None);
        }
        let erased = bytes[SLOT..SLOT + SLOT_BYTES].iter().all(|byte| *byte == 0);
        let record = Found {
            header,
            offset,
            erased,
        };
        Ok(Some((record, end)))
    }

    /// Whether the file begins with something that is neither a header nor the zeros of a body that was still coming.
    pub(super) fn has_damaged_header(&self) -> Result<bool, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.path, &error);
        if self.file.metadata().map_err(io)?.len() < HEADER as u64 {
            return Ok(false);
        }
        let mut bytes = [0; HEADER];
        self.file.read_exact_at(&mut bytes, 0).map_err(io)?;
        Ok(bytes.iter().any(|byte| *byte != 0) && Header::decode(&bytes).is_none())
    }

    /// Where the first four bytes of a record stand next.
    fn next_magic(&self, from: u64, length: u64) -> std::io::Result<Option<u64>> {
        const BLOCK: u64 = 64 * 1024;
        let mut start = from;
        while start + MAGIC.len() as u64 <= length {
            let size = usize::try_from((length - start).min(BLOCK)).unwrap_or(MAGIC.len());
            let mut block = vec![0; size];
            self.file.read_exact_at(&mut block, start)?;
            if let Some(at) = block
                .windows(MAGIC.len())
                .position(|bytes| bytes == MAGIC.as_slice())
            {
                return Ok(Some(start + at as u64));
            }
            // The last three bytes are looked at again: the four may stand across two blocks.
            start += (size - (MAGIC.len() - 1)) as u64;
        }
        Ok(None)
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
