//! Storing an object: encrypted before the file system sees a byte, acknowledged when it is durable.

use std::io::Read;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, PoisonError};

use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::rand;
use candor_model::Instant;
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::anchor::Waiting;
use super::cohort::{Cohort, CohortKey};
use super::index::{Extent, SubjectTag};
use super::plain::Plain;
use super::record::{
    Events, FORMAT, HEADER, Header, SLOT, SLOT_BYTES, body_context, events_mark, meta_context,
    trailer,
};
use super::{Deposit, Kind, Meta, NewObject, Store, StoreError, WindowTag, lock};
use crate::chunked::{self, Sealer};
use crate::object_id::ObjectId;

/// Bodies up to this many bytes share a segment; larger ones get a file of their own.
const SMALL: usize = 1024 * 1024;
/// Bytes per step of a large body.
const STEP: usize = 256 * 1024;

/// A new object whose end waits for an event, before its body is read.
#[derive(Clone, Debug)]
pub struct NewWaiting {
    /// The window.
    pub tag: WindowTag,
    /// What it waits for.
    pub waiting: Waiting,
    /// What it is.
    pub kind: Kind,
    /// What is known of it.
    pub meta: Meta,
    /// The largest body in bytes that is taken.
    pub max_size: Option<u64>,
    /// The length of the body in bytes, where it is known; another length is then refused.
    pub known_length: Option<u64>,
}

/// What every kind of storing knows before the body is read.
struct Incoming {
    kind: Kind,
    meta: Meta,
    max_size: Option<u64>,
    known_length: Option<u64>,
}

/// An object that is being stored.
struct Coming {
    id: ObjectId,
    kind: Kind,
    from: Option<ObjectId>,
    subject: Option<SubjectTag>,
    /// The mark of the category whose events it holds; 0 for none.
    events: u8,
    key: CohortKey,
    salt: [u8; 16],
    sealed_meta: Vec<u8>,
    body_context: Vec<u8>,
}

impl Store {
    /// Stores an object; it is durable when this returns. The body is read once, in bounded memory.
    ///
    /// # Errors
    /// Too large, broken off, ended before it was complete, disk full; nothing readable stays of it.
    pub fn put(&self, new: NewObject, body: &mut dyn Read) -> Result<Deposit, StoreError> {
        let now = self.time.trusted_now()?;
        self.time.start_of_windows()?;
        self.save_mark()?;
        self.require_reserve()?;
        if new.expiry.expires_at <= now {
            return Err(StoreError::EndedWhileWriting);
        }
        let cohort = self.open_bucket(new.tag, new.expiry.expires_at)?;
        let mut meta = new.meta;
        meta.set_expiry(&new.expiry);
        let incoming = Incoming {
            kind: new.kind,
            meta,
            max_size: new.max_size,
            known_length: new.known_length,
        };
        self.put_into(&cohort, incoming, body)
    }

    /// Stores an object whose end waits for an event, or moves with its use.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn put_waiting(&self, new: NewWaiting, body: &mut dyn Read) -> Result<Deposit, StoreError> {
        self.time.start_of_windows()?;
        self.save_mark()?;
        self.require_reserve()?;
        let anchored = self.anchored_cohort(new.tag, &new.waiting)?;
        let incoming = Incoming {
            kind: new.kind,
            meta: new.meta,
            max_size: new.max_size,
            known_length: new.known_length,
        };
        self.put_into(&anchored.cohort, incoming, body)
    }

    /// Stores a record beside an object, in its cohort: both end together.
    ///
    /// # Errors
    /// As [`Store::put`], and where the object is gone.
    pub fn put_beside(
        &self,
        other: &ObjectId,
        kind: Kind,
        meta: Meta,
        body: &[u8],
    ) -> Result<Deposit, StoreError> {
        self.require_reserve()?;
        let cohort = self.cohort_of(other)?;
        let (_, beside, _) = cohort.describe(other)?;
        let incoming = Incoming {
            kind,
            meta: Meta {
                window: beside.window,
                instants: beside.instants,
                ..meta
            },
            max_size: None,
            known_length: Some(body.len() as u64),
        };
        self.put_into(&cohort, incoming, &mut &*body)
    }

    fn put_into(
        &self,
        cohort: &Arc<Cohort>,
        incoming: Incoming,
        body: &mut dyn Read,
    ) -> Result<Deposit, StoreError> {
        let known_length = incoming.known_length;
        let mut body = Limited {
            body,
            left: incoming.max_size.unwrap_or(u64::MAX),
            limit: incoming.max_size,
        };
        let coming = self.prepare(cohort, incoming)?;
        // One byte more than announced shows a body that goes on, without room for a mebibyte that never comes.
        let room = known_length.map_or(STEP, |length| {
            usize::try_from(length).unwrap_or(SMALL).min(SMALL) + 1
        });
        let mut first = Plain::with_room(room);
        body.fill(&mut first, SMALL)?;
        let (hash, length) = if first.0.len() < SMALL {
            self.put_small(cohort, &coming, &first.0, known_length)?
        } else {
            self.put_large(cohort, &coming, &first.0, &mut body, known_length)?
        };
        // Whatever became durable only at or after E is not acknowledged; the sweep takes it.
        if cohort.has_ended(self.time.trusted_now()?) {
            return Err(StoreError::EndedWhileWriting);
        }
        if cohort.named_end == 0 {
            self.note_anchored(cohort, coming.id)?;
        }
        Ok(Deposit {
            id: coming.id,
            commitment: commitment(&coming.salt, &coming.id, &hash),
            salt: coming.salt,
            length,
        })
    }

    fn prepare(&self, cohort: &Cohort, incoming: Incoming) -> Result<Coming, StoreError> {
        let id = ObjectId::random(cohort.tag, Instant::from_unix_seconds(cohort.named_end))?;
        let mut key = Zeroizing::new([0; 32]);
        let mut salt = [0; 16];
        rand::fill(key.as_mut_slice())
            .and_then(|()| rand::fill(&mut salt))
            .map_err(|_| StoreError::NoRandomness)?;
        let mut meta = incoming.meta;
        meta.salt = salt;
        let subject = meta
            .subject
            .take()
            .map(|subject| cohort.subject_tag(&subject));
        meta.subject_tag = subject.map(|tag| HEXLOWER.encode(&tag));
        let plain = serde_json::to_vec(&meta).map_err(|error| cohort.broken(&error.to_string()))?;
        let mut sealed_meta = Vec::with_capacity(plain.len() + 128);
        chunked::seal(&key, &meta_context(&id), &plain, &mut sealed_meta)
            .map_err(|_| StoreError::NoRandomness)?;
        let body_context = body_context(&id, &meta.policy_hash);
        let events = match incoming.kind {
            Kind::Object if meta.media_type == crate::events::EVENTS_MEDIA_TYPE => {
                events_mark(&meta.category)
            }
            _ => 0,
        };
        Ok(Coming {
            id,
            kind: incoming.kind,
            from: meta.from,
            subject,
            events,
            key,
            salt,
            sealed_meta,
            body_context,
        })
    }

    fn put_small(
        &self,
        cohort: &Arc<Cohort>,
        coming: &Coming,
        body: &[u8],
        known: Option<u64>,
    ) -> Result<([u8; 32], u64), StoreError> {
        let length = body.len() as u64;
        check_length(known, length)?;
        let hash = digest(body);
        let header = coming.header(length)?;
        let total = HEADER
            + coming.sealed_meta.len()
            + usize::try_from(chunked::sealed_length(length)).unwrap_or(0)
            + 64;
        let mut record = Vec::with_capacity(total);
        record.extend_from_slice(&coming.with_slot(cohort, &header)?);
        record.extend_from_slice(&coming.sealed_meta);
        chunked::seal(&coming.key, &coming.body_context, body, &mut record)
            .map_err(|_| StoreError::NoRandomness)?;
        let sum = crc32fast::hash(&record[HEADER..]);
        let commitment = commitment(&coming.salt, &coming.id, &hash);
        record.extend_from_slice(&trailer(&commitment, sum));
        let extent = coming.extent(header.body, commitment);
        self.writer
            .append(cohort.clone(), coming.id, record, extent)?;
        Ok((hash, length))
    }

    /// A large body has a file of its own. Its header is written last, so a crash leaves nothing that looks whole.
    fn put_large(
        &self,
        cohort: &Arc<Cohort>,
        coming: &Coming,
        first: &[u8],
        body: &mut Limited<'_>,
        known: Option<u64>,
    ) -> Result<([u8; 32], u64), StoreError> {
        let (segment, number) = cohort.create_big()?;
        let written = self.stream(cohort, coming, first, body, known, &segment);
        match written {
            Ok((hash, header)) => {
                let commitment = commitment(&coming.salt, &coming.id, &hash);
                cohort.add_big(&coming.id, number, &coming.extent(header.body, commitment))?;
                Ok((hash, header.plain))
            }
            Err(error) => {
                // The directory may be gone with its bucket already; then there is nothing to remove.
                let _ = std::fs::remove_file(&segment.path);
                Err(error)
            }
        }
    }

    fn stream(
        &self,
        cohort: &Cohort,
        coming: &Coming,
        first: &[u8],
        body: &mut Limited<'_>,
        known: Option<u64>,
        segment: &super::segment::Segment,
    ) -> Result<([u8; 32], Header), StoreError> {
        let io = |error: std::io::Error| StoreError::io(&segment.path, &error);
        let mut hash = Context::new(&SHA256);
        let mut sum = crc32fast::Hasher::new();
        let mut offset = HEADER as u64;
        let mut length = 0;
        let mut sealed = coming.sealed_meta.clone();
        let mut sealer = Sealer::new(&coming.key, &coming.body_context, &mut sealed)
            .map_err(|_| StoreError::NoRandomness)?;
        let mut plain = Plain(first.to_vec());
        while !plain.0.is_empty() {
            hash.update(&plain.0);
            length += plain.0.len() as u64;
            sealer
                .update(&plain.0, &mut sealed)
                .map_err(|_| StoreError::NoRandomness)?;
            sum.update(&sealed);
            segment.file.write_all_at(&sealed, offset).map_err(io)?;
            offset += sealed.len() as u64;
            sealed.clear();
            // A body that is still coming takes nothing of what deletion has just made room for.
            self.require_reserve()?;
            if cohort.has_ended(self.time.trusted_now()?) || cohort.is_closed() {
                return Err(StoreError::EndedWhileWriting);
            }
            plain.0.clear();
            body.fill(&mut plain, STEP)?;
        }
        check_length(known, length)?;
        sealer
            .finish(&mut sealed)
            .map_err(|_| StoreError::NoRandomness)?;
        sum.update(&sealed);
        let mut hashed = [0; 32];
        hashed.copy_from_slice(hash.finish().as_ref());
        sealed.extend_from_slice(&trailer(
            &commitment(&coming.salt, &coming.id, &hashed),
            sum.finalize(),
        ));
        segment.file.write_all_at(&sealed, offset).map_err(io)?;
        let header = coming.header(length)?;
        segment
            .file
            .write_all_at(&coming.with_slot(cohort, &header)?, 0)
            .map_err(io)?;
        segment.file.sync_data().map_err(io)?;
        Ok((hashed, header))
    }

    /// The bucket of a window and an end; a new one is durable with its key when this returns.
    pub(super) fn open_bucket(
        &self,
        tag: WindowTag,
        end: Instant,
    ) -> Result<Arc<Cohort>, StoreError> {
        let place = (tag, end.unix_seconds());
        if self.lost.contains(&place) {
            return Err(StoreError::broken(
                &self.root.join("keyring"),
                "the key of this bucket was lost, so nothing new goes into it; put the newest copy of this file back",
            ));
        }
        let known = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts.bucket(place).cloned()
        };
        if let Some(cohort) = known {
            return cohort.promises(end);
        }
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(cohort) = cohorts.bucket(place) {
            return cohort.clone().promises(end);
        }
        if cohorts.has_ended_early(place) {
            return Err(StoreError::Shortened);
        }
        let key = lock(&self.keyring).create(tag, place.1)?;
        lock(&self.catalogue).open_cohort(tag, place.1)?;
        let directory = self.cohort_directory(tag, place.1);
        super::create_directory(&directory)?;
        let cohort = Arc::new(Cohort::new(tag, place.1, directory, key));
        cohorts.add_bucket(cohort.clone());
        Ok(cohort)
    }

    /// Notes where an object lies whose id does not say it.
    fn note_anchored(&self, cohort: &Cohort, id: ObjectId) -> Result<(), StoreError> {
        let mut cohorts = self.cohorts.write().unwrap_or_else(PoisonError::into_inner);
        if cohort.is_closed() {
            return Err(StoreError::EndedWhileWriting);
        }
        cohorts.note_object(id, cohort);
        Ok(())
    }
}

impl Coming {
    fn header(&self, plain: u64) -> Result<Header, StoreError> {
        let meta = u32::try_from(self.sealed_meta.len()).map_err(|_| StoreError::TooLarge {
            limit: u32::MAX.into(),
        })?;
        Ok(Header {
            format: FORMAT,
            kind: self.kind,
            derived: self.from.is_some(),
            has_subject: self.subject.is_some(),
            events: self.events,
            id: self.id,
            meta,
            body: chunked::sealed_length(plain),
            plain,
        })
    }

    fn with_slot(&self, cohort: &Cohort, header: &Header) -> Result<[u8; HEADER], StoreError> {
        let mut bytes = header.encode();
        let slot = cohort.wrap(&bytes, &self.key)?;
        bytes[SLOT..SLOT + SLOT_BYTES].copy_from_slice(&slot);
        Ok(bytes)
    }

    fn extent(&self, bytes: u64, commitment: [u8; 32]) -> Extent {
        Extent {
            kind: self.kind,
            bytes,
            from: self.from,
            subject: self.subject,
            events: (self.events != 0).then_some(Events::Of(self.events)),
            commitment,
        }
    }
}

/// A body that ends with an error where it is larger than is taken.
struct Limited<'b> {
    body: &'b mut dyn Read,
    left: u64,
    limit: Option<u64>,
}

impl Limited<'_> {
    /// Appends up to `most` bytes; fewer only at the end.
    fn fill(&mut self, buffer: &mut Plain, most: usize) -> Result<(), StoreError> {
        let start = buffer.0.len();
        let mut filled = start;
        while filled < start + most {
            if filled == buffer.0.len() {
                if filled == buffer.0.capacity() {
                    // Doubled, so that a small body costs no more than its size.
                    buffer.grow();
                }
                let room = buffer.0.capacity().min(start + most);
                buffer.0.resize(room, 0);
            }
            match self.body.read(&mut buffer.0[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(StoreError::BodyBroke(error.to_string())),
            }
        }
        buffer.0.truncate(filled);
        let read = (filled - start) as u64;
        match self.left.checked_sub(read) {
            Some(left) => self.left = left,
            None => {
                return Err(StoreError::TooLarge {
                    limit: self.limit.unwrap_or(u64::MAX),
                });
            }
        }
        Ok(())
    }
}

fn check_length(known: Option<u64>, length: u64) -> Result<(), StoreError> {
    match known {
        Some(known) if known != length => Err(StoreError::BodyBroke(format!(
            "{known} bytes were announced, and {length} came"
        ))),
        _ => Ok(()),
    }
}

fn digest(body: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(aws_lc_rs::digest::digest(&SHA256, body).as_ref());
    hash
}

/// SHA-256(salt || id || SHA-256(body)).
fn commitment(salt: &[u8; 16], id: &ObjectId, hash: &[u8; 32]) -> [u8; 32] {
    digest(&[salt.as_slice(), id.as_bytes(), hash].concat())
}
