//! A record that was found by its id: its file is open, its header read.

use std::sync::Arc;

use super::StoreError;
use super::record::{BOUND, HEADER, Header, SLOT, SLOT_BYTES, TRAILER};
use super::segment::Segment;
use crate::object_id::ObjectId;

/// Where a record lies, and its header.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) segment: Arc<Segment>,
    pub(super) offset: u64,
    pub(super) header: Header,
    bytes: [u8; HEADER],
}

impl Entry {
    /// Reads the header of an object's record.
    pub(super) fn read(
        segment: Arc<Segment>,
        offset: u64,
        id: &ObjectId,
    ) -> Result<Self, StoreError> {
        let mut bytes = [0; HEADER];
        bytes.copy_from_slice(&segment.read(offset, HEADER)?);
        match Header::decode(&bytes) {
            Some(header) if header.id == *id => Ok(Self {
                segment,
                offset,
                header,
                bytes,
            }),
            _ => Err(StoreError::broken(
                &segment.path,
                "the header of a record is damaged",
            )),
        }
    }

    /// The header with the key slot.
    pub(super) fn header_bytes(&self) -> &[u8; HEADER] {
        &self.bytes
    }

    /// SHA-256(salt || id || SHA-256(body)), from the trailer.
    pub(super) fn commitment(&self) -> Result<[u8; 32], StoreError> {
        let end = self.header.record_length().ok_or(StoreError::Full)?;
        let at = self.offset + end - TRAILER as u64;
        let mut commitment = [0; 32];
        commitment.copy_from_slice(&self.segment.read(at, 32)?);
        Ok(commitment)
    }

    /// What the key slot is bound to.
    pub(super) fn bound(&self) -> &[u8] {
        &self.bytes[..BOUND]
    }

    /// The wrapped key; zeros where the object was erased.
    pub(super) fn slot(&self) -> &[u8] {
        &self.bytes[SLOT..SLOT + SLOT_BYTES]
    }

    pub(super) fn meta_offset(&self) -> u64 {
        self.offset + HEADER as u64
    }

    pub(super) fn body_offset(&self) -> u64 {
        self.meta_offset() + u64::from(self.header.meta)
    }

    /// The length of both ciphertexts.
    pub(super) fn sealed_length(&self) -> u64 {
        u64::from(self.header.meta) + self.header.body
    }
}
