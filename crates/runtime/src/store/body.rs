//! Reading an object: chunk by chunk, each authenticated before it is given out, and never beyond E.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use super::StoreError;
use super::cohort::{Cohort, CohortKey};
use super::entry::Entry;
use super::record::body_context;
use super::time::Time;
use crate::chunked::{CHUNK, Opener, PREFIX, TAG, chunk_offset};
use crate::object_id::ObjectId;

/// A reader of an object or of a range of it.
pub struct Body {
    cohort: Arc<Cohort>,
    id: ObjectId,
    entry: Entry,
    opener: Opener,
    time: Arc<Time>,
    /// The next byte to give out, and the first one not to.
    at: u64,
    end: u64,
    /// Decrypted bytes that are not given out yet.
    ready: zeroize::Zeroizing<Vec<u8>>,
    given: usize,
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({}, {}..{})", self.id, self.at, self.end)
    }
}

impl Body {
    pub(super) fn open(
        cohort: Arc<Cohort>,
        id: ObjectId,
        entry: Entry,
        key: &CohortKey,
        policy_hash: &[u8; 32],
        range: Range<u64>,
        time: Arc<Time>,
    ) -> Result<Self, StoreError> {
        let prefix = entry.segment.read(entry.body_offset(), PREFIX)?;
        let opener = Opener::new(key, &body_context(&id, policy_hash), &prefix).map_err(|_| {
            StoreError::broken(&entry.segment.path, "the body of a record is damaged")
        })?;
        let ready = zeroize::Zeroizing::new(Vec::new());
        let mut body = Self {
            cohort,
            id,
            entry,
            opener,
            time,
            at: range.start,
            end: range.end,
            ready,
            given: 0,
        };
        if body.at == 0 && body.end == body.entry.header.plain {
            body.check_last_chunk()?;
        }
        Ok(body)
    }

    /// The last chunk proves that the body was not cut short.
    fn check_last_chunk(&mut self) -> Result<(), StoreError> {
        let last = self.entry.header.plain / CHUNK as u64;
        let opened = self
            .chunk(last)
            .map_err(|error| StoreError::broken(&self.entry.segment.path, error.to_string()))?;
        if opened.len() as u64 == self.entry.header.plain % CHUNK as u64 {
            Ok(())
        } else {
            Err(StoreError::broken(
                &self.entry.segment.path,
                "the body of a record was cut short",
            ))
        }
    }

    fn chunk(&self, number: u64) -> io::Result<zeroize::Zeroizing<Vec<u8>>> {
        let start = chunk_offset(number);
        let length = (self.entry.header.body - start).min((CHUNK + TAG) as u64);
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let mut sealed = self
            .entry
            .segment
            .read(self.entry.body_offset() + start, length)
            .map_err(|error| io::Error::other(error.to_string()))?;
        let opened = self.opener.open(number, &mut sealed).map(<[u8]>::len);
        let opened = opened.map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "a part of the object is damaged",
            )
        })?;
        sealed.truncate(opened);
        Ok(zeroize::Zeroizing::new(sealed))
    }

    /// Reads are refused from E on and after erasure, also in the middle of an answer.
    fn still_allowed(&self) -> io::Result<()> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the object is gone");
        // The same now as everywhere else in the store: a clock that ran back since does not lengthen anything.
        let now = self.time.trusted_now();
        let now = now.map_err(|error| io::Error::other(error.to_string()))?;
        if self.cohort.has_ended(now) {
            return Err(gone());
        }
        self.cohort.living(&self.id).map(|_| ()).map_err(|_| gone())
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.end || buffer.is_empty() {
            return Ok(0);
        }
        self.still_allowed()?;
        if self.given == self.ready.len() {
            let number = self.at / CHUNK as u64;
            self.ready = self.chunk(number)?;
            self.given = usize::try_from(self.at % CHUNK as u64).map_err(io::Error::other)?;
        }
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let ready = self.ready.get(self.given..).unwrap_or_default();
        let count = buffer.len().min(ready.len()).min(left);
        if count == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the object ends early",
            ));
        }
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        self.at += count as u64;
        Ok(count)
    }
}
