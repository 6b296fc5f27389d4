//! Putting new records into a cohort.

use std::sync::Arc;

use super::{Cohort, SEGMENT_BYTES, Tail};
use crate::object_id::ObjectId;
use crate::store::durable::write_all;
use crate::store::index::{Extent, Place};
use crate::store::segment::Segment;
use crate::store::{StoreError, lock};

impl Cohort {
    /// Appends whole records to the open segment and makes them durable with one sync. Only the writer calls this.
    pub(in crate::store) fn append(
        &self,
        records: &[(ObjectId, Vec<u8>, Extent)],
    ) -> Result<(), StoreError> {
        let (segment, number, start) = self.tail()?;
        let written = write_all(&segment.file, records.iter().map(|record| &record.1), start)
            .and_then(|()| segment.file.sync_data());
        if let Err(error) = written {
            // Whatever was written is not acknowledged; it is cut off, and the next append begins at the same place.
            let _ = segment.file.set_len(start);
            return Err(StoreError::io(&segment.path, &error));
        }
        let mut state = lock(&self.state);
        if state.closed.is_some() {
            return Err(StoreError::EndedWhileWriting);
        }
        let mut offset = start;
        for (id, record, own) in records {
            let place = Place {
                file: number,
                own_file: false,
                // A segment ends soon after SEGMENT_BYTES, far below 4 GiB.
                offset: u32::try_from(offset).map_err(|_| StoreError::Full)?,
                kind: own.kind,
                erased: false,
                restricted: false,
            };
            state.index.insert(id, place, own);
            offset += record.len() as u64;
        }
        state.tail = Some(Tail {
            number,
            length: offset,
            segment: Some(segment),
        });
        Ok(())
    }

    /// The segment to append to, its number, and its length.
    fn tail(&self) -> Result<(Arc<Segment>, u32, u64), StoreError> {
        let mut state = lock(&self.state);
        if state.closed.is_some() {
            return Err(StoreError::EndedWhileWriting);
        }
        if let Some(tail) = &mut state.tail
            && tail.length < SEGMENT_BYTES
        {
            let path = self.file_path(tail.number, false);
            let segment = match &tail.segment {
                Some(segment) => segment.clone(),
                None => Segment::open_to_write(&path)?,
            };
            tail.segment = Some(segment.clone());
            return Ok((segment, tail.number, tail.length));
        }
        let number = state.next_number()?;
        let segment = Segment::create(&self.file_path(number, false))?;
        state.tail = Some(Tail {
            number,
            length: 0,
            segment: Some(segment.clone()),
        });
        Ok((segment, number, 0))
    }

    /// Closes the file that is appended to; the next append opens it again.
    pub(in crate::store) fn rest(&self) {
        if let Some(tail) = &mut lock(&self.state).tail {
            tail.segment = None;
        }
    }

    /// A new file for one large object, and its number.
    pub(in crate::store) fn create_big(&self) -> Result<(Arc<Segment>, u32), StoreError> {
        let mut state = lock(&self.state);
        if state.closed.is_some() {
            return Err(StoreError::EndedWhileWriting);
        }
        let number = state.next_number()?;
        Ok((Segment::create(&self.file_path(number, true))?, number))
    }

    /// Makes a large object readable, unless the bucket has ended meanwhile.
    pub(in crate::store) fn add_big(
        &self,
        id: &ObjectId,
        number: u32,
        own: &Extent,
    ) -> Result<(), StoreError> {
        let mut state = lock(&self.state);
        if state.closed.is_some() {
            return Err(StoreError::EndedWhileWriting);
        }
        let place = Place {
            file: number,
            own_file: true,
            offset: 0,
            kind: own.kind,
            erased: false,
            restricted: false,
        };
        state.index.insert(id, place, own);
        Ok(())
    }
}
