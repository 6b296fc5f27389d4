//! A cohort: the objects of one window that end together, their one key, and the index in memory.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use candor_model::Instant;
use data_encoding::HEXLOWER;
use rustix::fs::{FallocateFlags, fallocate};
use zeroize::Zeroizing;

use super::index::{Entry, Index};
use super::meta::{Kind, Meta};
use super::record::{BOUND, HEADER, SLOT, SLOT_BYTES, meta_context};
use super::segment::{Found, Segment};
use super::{StoreError, WindowTag, keyring, lock};
use crate::chunked;
use crate::object_id::ObjectId;

/// A secret key; its bytes are wiped when it is dropped.
pub(crate) type CohortKey = Zeroizing<[u8; 32]>;

/// A cohort that is open for reading, and for writing until its end.
pub(crate) struct Cohort {
    pub(super) tag: WindowTag,
    pub(super) end: Instant,
    pub(super) directory: PathBuf,
    key: CohortKey,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Nothing more is written or read: the bucket has ended.
    closed: bool,
    index: Index,
    /// The segment that is appended to, and its length.
    tail: Option<(Arc<Segment>, u64)>,
    next_segment: u32,
}

impl std::fmt::Debug for Cohort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cohort({}, {})", self.tag.0, self.end)
    }
}

impl Cohort {
    pub(super) fn new(tag: WindowTag, end: Instant, directory: PathBuf, key: CohortKey) -> Self {
        Self {
            tag,
            end,
            directory,
            key,
            state: Mutex::new(State::default()),
        }
    }

    /// Damage to this cohort.
    pub(super) fn broken(&self, why: &str) -> StoreError {
        StoreError::broken(&self.directory, why)
    }

    /// Reads the segments of an existing directory. What was never acknowledged is cut off or removed.
    pub(super) fn recover(&self) -> Result<(), StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.directory, &error);
        let mut names: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(io)? {
            names.push(
                entry
                    .map_err(io)?
                    .file_name()
                    .to_string_lossy()
                    .into_owned(),
            );
        }
        names.sort();
        for name in names {
            let path = self.directory.join(&name);
            let number = name
                .rsplit('-')
                .next()
                .and_then(|digits| digits.parse::<u32>().ok());
            let (Some(number), true) =
                (number, name.starts_with("seg-") || name.starts_with("big-"))
            else {
                return Err(StoreError::broken(
                    &path,
                    "it is no file of this store; move it elsewhere",
                ));
            };
            {
                let mut state = lock(&self.state);
                state.next_segment = state.next_segment.max(number + 1);
            }
            let segment = Segment::open(&path)?;
            let (found, whole) = segment.scan()?;
            if found.is_empty() && name.starts_with("big-") {
                if segment.has_damaged_header()? {
                    return Err(StoreError::broken(
                        &path,
                        "its header is damaged; put the last good copy of this file back, or move it elsewhere",
                    ));
                }
                std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
                continue;
            }
            segment
                .file
                .set_len(whole)
                .map_err(|error| StoreError::io(&path, &error))?;
            for record in &found {
                let mut entry = entry(&segment, record);
                if entry.erased {
                    // The erasure may have been stopped between the key slot and the bytes.
                    let length = u64::from(entry.meta_length) + entry.body_length;
                    punch(&segment.file, entry.meta_offset(), length)
                        .map_err(|error| StoreError::io(&path, &error))?;
                } else {
                    entry.from = match self.read_meta(&record.header.id, &entry) {
                        Ok((meta, _)) => meta.from,
                        // It stays in the index, so that reading it says that it is damaged.
                        Err(StoreError::Broken { .. }) => None,
                        Err(error) => return Err(error),
                    };
                }
                lock(&self.state).index.insert(record.header.id, entry);
            }
            if name.starts_with("seg-") {
                lock(&self.state).tail = Some((segment, whole));
            }
        }
        Ok(())
    }

    /// The entry of an object that is there and not erased.
    pub(super) fn living(&self, id: &ObjectId) -> Result<Entry, StoreError> {
        let state = lock(&self.state);
        match state.index.get(id) {
            _ if state.closed => Err(StoreError::Gone),
            None => Err(StoreError::Unknown),
            Some(entry) if entry.erased => Err(StoreError::Gone),
            Some(entry) => Ok(entry),
        }
    }

    /// The metadata of an object and its key.
    pub(super) fn read_meta(
        &self,
        id: &ObjectId,
        entry: &Entry,
    ) -> Result<(Meta, CohortKey), StoreError> {
        let header = entry.segment.read(entry.offset, HEADER)?;
        let wrapping = keyring::wrapping_key(&self.key)?;
        let key = keyring::unwrap(
            &wrapping,
            &header[..BOUND],
            &header[SLOT..SLOT + SLOT_BYTES],
        );
        // Between the look-up and this read the object may have been erased; its slot is zero then.
        let Some(key) = key else {
            self.living(id)?;
            if header[SLOT..SLOT + SLOT_BYTES]
                .iter()
                .all(|byte| *byte == 0)
            {
                return Err(StoreError::Gone);
            }
            return Err(StoreError::broken(
                &entry.segment.path,
                "the key slot of a record is damaged",
            ));
        };
        let sealed = entry
            .segment
            .read(entry.meta_offset(), entry.meta_length as usize)?;
        let damaged =
            || StoreError::broken(&entry.segment.path, "the metadata of a record is damaged");
        let plain = chunked::open(&key, &meta_context(id), &sealed).map_err(|_| damaged())?;
        let meta = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        Ok((meta, key))
    }

    /// Wraps an object's key for its header.
    pub(super) fn wrap(
        &self,
        header: &[u8; HEADER],
        key: &CohortKey,
    ) -> Result<[u8; SLOT_BYTES], StoreError> {
        keyring::wrap(&keyring::wrapping_key(&self.key)?, &header[..BOUND], key)
    }

    /// The tag of a person in this cohort. It differs in every cohort, and nobody can make it without the cohort key.
    pub(super) fn subject_tag(&self, subject: &str) -> String {
        let own = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, self.key.as_slice()),
            b"candor/subject-tag",
        );
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()),
            subject.as_bytes(),
        );
        HEXLOWER.encode(&tag.as_ref()[..16])
    }

    /// Appends whole records to the open segment and makes them durable with one sync. Only the writer calls this.
    pub(super) fn append(&self, records: &[(ObjectId, Vec<u8>, Extent)]) -> Result<(), StoreError> {
        let (segment, start) = {
            let mut state = lock(&self.state);
            if state.closed {
                return Err(StoreError::EndedWhileWriting);
            }
            match &state.tail {
                Some((segment, length)) if *length < SEGMENT_BYTES => (segment.clone(), *length),
                _ => {
                    let path = self
                        .directory
                        .join(format!("seg-{:06}", state.next_segment));
                    let segment = Segment::create(&path)?;
                    state.next_segment += 1;
                    state.tail = Some((segment.clone(), 0));
                    (segment, 0)
                }
            }
        };
        let mut bytes = Vec::with_capacity(records.iter().map(|record| record.1.len()).sum());
        for (_, record, _) in records {
            bytes.extend_from_slice(record);
        }
        let written = segment
            .file
            .write_all_at(&bytes, start)
            .and_then(|()| segment.file.sync_data());
        if let Err(error) = written {
            // Whatever was written is not acknowledged; it is cut off, and the next append begins at the same place.
            let _ = segment.file.set_len(start);
            return Err(StoreError::io(&segment.path, &error));
        }
        let mut state = lock(&self.state);
        if state.closed {
            return Err(StoreError::EndedWhileWriting);
        }
        let mut offset = start;
        for (id, record, own) in records {
            let entry = own.clone().at(segment.clone(), offset);
            state.index.insert(*id, entry);
            offset += record.len() as u64;
        }
        state.tail = Some((segment, offset));
        Ok(())
    }

    /// A new file for one large object.
    pub(super) fn create_big(&self) -> Result<Arc<Segment>, StoreError> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(StoreError::EndedWhileWriting);
        }
        let path = self
            .directory
            .join(format!("big-{:06}", state.next_segment));
        state.next_segment += 1;
        Segment::create(&path)
    }

    /// Makes a large object readable, unless the bucket has ended meanwhile.
    pub(super) fn add_big(
        &self,
        id: ObjectId,
        segment: Arc<Segment>,
        entry: Extent,
    ) -> Result<(), StoreError> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(StoreError::EndedWhileWriting);
        }
        state.index.insert(id, entry.at(segment, 0));
        Ok(())
    }

    /// Erases an object: key slot, then bytes. Returns 1.
    pub(super) fn erase(&self, id: &ObjectId) -> Result<usize, StoreError> {
        let entry = self.living(id)?;
        let io = |error: std::io::Error| StoreError::io(&entry.segment.path, &error);
        let file = &entry.segment.file;
        file.write_all_at(&[0; SLOT_BYTES], entry.offset + SLOT as u64)
            .map_err(io)?;
        file.sync_data().map_err(io)?;
        lock(&self.state).index.erase(id);
        let length = u64::from(entry.meta_length) + entry.body_length;
        punch(file, entry.meta_offset(), length).map_err(io)?;
        file.sync_data().map_err(io)?;
        Ok(1)
    }

    /// The living objects that were made from another one.
    pub(super) fn children(&self, of: &ObjectId) -> Vec<ObjectId> {
        lock(&self.state).index.children(of)
    }

    /// The living objects of a kind, in order.
    pub(super) fn ids_of(&self, kind: Kind) -> Vec<ObjectId> {
        lock(&self.state).index.ids_of(kind)
    }

    /// Living objects and their bytes.
    pub(super) fn totals(&self) -> (u64, u64) {
        lock(&self.state).index.totals()
    }

    /// Ends reading and writing, and lets go of the files. The index is handed out, so that whoever ends the bucket can
    /// give its memory back when nothing waits any more.
    pub(super) fn close(&self) -> Index {
        let mut state = lock(&self.state);
        state.closed = true;
        state.tail = None;
        let mut index = std::mem::take(&mut state.index);
        index.close_files();
        index
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }
}

/// A segment is closed when it is this long, so that no file grows without bound.
const SEGMENT_BYTES: u64 = 1 << 30;

/// An entry before its place is known.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub(super) meta_length: u32,
    pub(super) body_length: u64,
    pub(super) plain_length: u64,
    pub(super) kind: Kind,
    pub(super) from: Option<ObjectId>,
}

impl Extent {
    fn at(self, segment: Arc<Segment>, offset: u64) -> Entry {
        Entry {
            segment,
            offset,
            meta_length: self.meta_length,
            body_length: self.body_length,
            plain_length: self.plain_length,
            kind: self.kind,
            from: self.from,
            erased: false,
        }
    }
}

fn entry(segment: &Arc<Segment>, record: &Found) -> Entry {
    Entry {
        segment: segment.clone(),
        offset: record.offset,
        meta_length: record.header.meta,
        body_length: record.header.body,
        plain_length: record.header.plain,
        kind: record.header.kind,
        from: None,
        erased: record.erased,
    }
}

/// Gives the bytes back to the file system; where it cannot punch holes, they are overwritten with zeros.
fn punch(file: &File, offset: u64, length: u64) -> std::io::Result<()> {
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

/// Removes the directory of an ended cohort with everything in it; absent is fine.
pub(super) fn remove_directory(directory: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(directory) {
        Ok(()) => super::durable::sync_parent(directory)
            .map_err(|error| StoreError::io(directory, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(directory, &error)),
    }
}
