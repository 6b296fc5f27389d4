//! Reading segments from record to record.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::record::{HEADER, Header, MAGIC, RESTRICTED, SLOT, SLOT_BYTES, TRAILER, is_trailer};
use super::{Damage, StoreError};

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
    /// Whether it is kept and not used.
    pub(super) restricted: bool,
    /// SHA-256(salt || id || SHA-256(body)).
    pub(super) commitment: [u8; 32],
}

/// What a segment holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) found: Vec<Found>,
    pub(super) damages: Vec<Damage>,
    pub(super) length: u64,
}

impl Contents {
    /// Whether the last record ends where the file ends.
    pub(super) fn ends_whole(&self) -> bool {
        self.damages
            .last()
            .is_none_or(|damage| damage.offset + damage.length < self.length)
    }
}

impl Segment {
    /// Opens an existing segment for reading.
    pub(super) fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        Self::with(path, File::options().read(true))
    }

    /// Opens an existing segment for reading and writing.
    pub(super) fn open_to_write(path: &Path) -> Result<Arc<Self>, StoreError> {
        Self::with(path, File::options().read(true).write(true))
    }

    /// Creates a segment; its entry in the directory is durable.
    pub(super) fn create(path: &Path) -> Result<Arc<Self>, StoreError> {
        let mut options = File::options();
        let segment = Self::with(path, options.read(true).write(true).create_new(true))?;
        super::durable::sync_parent(path).map_err(|error| StoreError::io(path, &error))?;
        Ok(segment)
    }

    fn with(path: &Path, options: &std::fs::OpenOptions) -> Result<Arc<Self>, StoreError> {
        let file = options
            .open(path)
            .map_err(|error| StoreError::io(path, &error))?;
        Ok(Arc::new(Self {
            path: path.to_owned(),
            file,
        }))
    }

    /// Every whole record, and what lies between and behind them. Damage is passed over, so that it costs only what it
    /// touched: what follows it may have been acknowledged.
    pub(super) fn scan(&self) -> Result<Contents, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.path, &error);
        let length = self.file.metadata().map_err(io)?.len();
        let mut contents = Contents {
            length,
            ..Contents::default()
        };
        let mut window = Window::default();
        let (mut offset, mut whole) = (0, 0);
        while offset < length {
            if let Some((record, end)) = self.record_at(&mut window, offset, length).map_err(io)? {
                contents.note(&self.path, whole, offset);
                contents.found.push(record);
                (offset, whole) = (end, end);
            } else {
                match self.next_magic(offset + 1, length).map_err(io)? {
                    Some(next) => offset = next,
                    None => break,
                }
            }
        }
        contents.note(&self.path, whole, length);
        Ok(contents)
    }

    /// The whole record at an offset and its end; nothing where there is none.
    fn record_at(
        &self,
        window: &mut Window,
        offset: u64,
        length: u64,
    ) -> std::io::Result<Option<(Found, u64)>> {
        let mut bytes = [0; HEADER];
        if offset + HEADER as u64 > length {
            return Ok(None);
        }
        window.read(&self.file, offset, &mut bytes)?;
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
        window.read(&self.file, end - TRAILER as u64, &mut trailer)?;
        if !is_trailer(&trailer) {
            return Ok(None);
        }
        let erased = bytes[SLOT..SLOT + SLOT_BYTES].iter().all(|byte| *byte == 0);
        let mut commitment = [0; 32];
        commitment.copy_from_slice(&trailer[..32]);
        let record = Found {
            header,
            offset,
            erased,
            restricted: bytes[RESTRICTED] != 0,
            commitment,
        };
        Ok(Some((record, end)))
    }

    /// Whether the file has no header yet: its body was still coming, so it was never acknowledged.
    pub(super) fn was_still_coming(&self) -> Result<bool, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.path, &error);
        if self.file.metadata().map_err(io)?.len() < HEADER as u64 {
            return Ok(true);
        }
        let mut bytes = [0; HEADER];
        self.file.read_exact_at(&mut bytes, 0).map_err(io)?;
        Ok(bytes.iter().all(|byte| *byte == 0))
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

impl Contents {
    fn note(&mut self, file: &Path, from: u64, to: u64) {
        if from < to {
            self.damages.push(Damage {
                file: file.to_owned(),
                offset: from,
                length: to - from,
                why: None,
            });
        }
    }
}

/// A part of a file in memory, so that a scan of small records does not ask the system for each.
#[derive(Debug, Default)]
struct Window {
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    /// Fills a buffer from an offset. The file must reach that far.
    fn read(&mut self, file: &File, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        const BYTES: usize = 64 * 1024;
        if self.part(offset, buffer.len()).is_none() {
            self.start = offset;
            self.bytes.resize(BYTES, 0);
            let mut filled = 0;
            while filled < buffer.len() {
                match file.read_at(&mut self.bytes[filled..], offset + filled as u64)? {
                    0 => break,
                    read => filled += read,
                }
            }
            self.bytes.truncate(filled);
        }
        match self.part(offset, buffer.len()) {
            Some(part) => {
                buffer.copy_from_slice(part);
                Ok(())
            }
            None => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }

    fn part(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let from = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.bytes.get(from..from.checked_add(length)?)
    }
}
