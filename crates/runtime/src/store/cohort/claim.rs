//! Taking single records of a cohort away, and putting them beyond use.

use std::os::unix::fs::FileExt;

use super::{Claimed, Cohort};
use crate::object_id::ObjectId;
use crate::store::durable::punch;
use crate::store::entry::Entry;
use crate::store::record::{RESTRICTED, SLOT, SLOT_BYTES};
use crate::store::segment::Segment;
use crate::store::{StoreError, lock};

impl Cohort {
    /// Takes a living record out of everybody's hands, so that one alone erases it, counts it and names it in a receipt.
    pub(in crate::store) fn claim(&self, id: &ObjectId) -> Result<Claimed, StoreError> {
        let entry = self.entry(id)?;
        let mut state = lock(&self.state);
        let place = match state.index.get(id) {
            Some(place) if !place.erased && state.closed.is_none() => place,
            _ => return Err(StoreError::Gone),
        };
        let commitment = state.index.commitment(id).unwrap_or_default();
        state.index.erase(id, entry.header.body);
        Ok(Claimed {
            id: *id,
            kind: place.kind,
            bytes: entry.header.body,
            commitment,
        })
    }

    /// Gives a claimed record back, because the intent to erase it could not be noted.
    pub(in crate::store) fn unclaim(&self, claimed: &Claimed) {
        lock(&self.state).index.revive(&claimed.id, claimed.bytes);
    }

    /// Erases a record: key slot, then bytes. It can be repeated. Returns whether it is done; not where the cohort is being
    /// ended, which takes the record with it.
    pub(in crate::store) fn shred(&self, id: &ObjectId) -> Result<bool, StoreError> {
        let place = {
            let state = lock(&self.state);
            if state.closed.is_some() {
                return Ok(false);
            }
            match state.index.get(id) {
                Some(place) => place,
                None => return Ok(true),
            }
        };
        let segment = Segment::open_to_write(&self.file_path(place.file, place.own_file))?;
        let entry = Entry::read(segment, place.offset.into(), id)?;
        let io = |error: std::io::Error| StoreError::io(&entry.segment.path, &error);
        let file = &entry.segment.file;
        file.write_all_at(&[0; SLOT_BYTES], entry.offset + SLOT as u64)
            .map_err(io)?;
        file.sync_data().map_err(io)?;
        punch(file, entry.meta_offset(), entry.sealed_length()).map_err(io)?;
        file.sync_data().map_err(io)?;
        Ok(true)
    }

    /// Notes durably that an object is kept and not used, or used again.
    pub(in crate::store) fn restrict(
        &self,
        id: &ObjectId,
        restricted: bool,
    ) -> Result<(), StoreError> {
        let entry = self.entry_in(id, Segment::open_to_write)?;
        let file = &entry.segment.file;
        file.write_all_at(&[u8::from(restricted)], entry.offset + RESTRICTED as u64)
            .and_then(|()| file.sync_data())
            .map_err(|error| StoreError::io(&entry.segment.path, &error))?;
        lock(&self.state).index.restrict(id, restricted);
        Ok(())
    }
}
