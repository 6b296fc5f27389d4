//! Reading the segments of a cohort when a store is opened.

use super::cohort::{Cohort, Tail};
use super::durable::punch;
use super::entry::Entry;
use super::index::Place;
use super::segment::{Found, Segment};
use super::{Damage, StoreError, lock};

impl Cohort {
    /// Builds the index from the files of an existing directory. What belongs to no whole record is left and named; only
    /// a file of its own whose body was still coming is removed.
    pub(super) fn recover(&self) -> Result<Vec<Damage>, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.directory, &error);
        let mut names: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
        names.sort();
        let mut damages = Vec::new();
        for name in names {
            let number = name.strip_prefix("seg-").or(name.strip_prefix("big-"));
            let Some(number) = number.and_then(|digits| digits.parse::<u32>().ok()) else {
                return Err(StoreError::broken(
                    &self.directory.join(&name),
                    "it is no file of this store; move it elsewhere",
                ));
            };
            damages.extend(self.recover_file(number, name.starts_with("big-"))?);
        }
        Ok(damages)
    }

    fn recover_file(&self, number: u32, own_file: bool) -> Result<Vec<Damage>, StoreError> {
        let path = self.file_path(number, own_file);
        let segment = Segment::open(&path)?;
        let contents = segment.scan()?;
        {
            let mut state = lock(&self.state);
            state.next_segment = state.next_segment.max(number.saturating_add(1));
            if !own_file {
                // Nothing is appended behind what is not whole.
                state.tail = contents.ends_whole().then_some(Tail {
                    number,
                    length: contents.length,
                    segment: None,
                });
            }
        }
        if own_file && contents.found.is_empty() && segment.was_still_coming()? {
            std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
            return Ok(Vec::new());
        }
        for record in &contents.found {
            let id = record.header.id;
            let from = if record.erased {
                finish_erasing(&segment, record)?;
                None
            } else if record.header.derived {
                let entry = Entry::read(segment.clone(), record.offset, &id)?;
                match self.read_meta(&id, &entry) {
                    Ok((meta, _)) => meta.from,
                    // It stays in the index, so that reading it says that it is damaged.
                    Err(StoreError::Broken { .. }) => None,
                    Err(error) => return Err(error),
                }
            } else {
                None
            };
            let place = Place {
                file: number,
                own_file,
                offset: u32::try_from(record.offset)
                    .map_err(|_| StoreError::broken(&path, "it is longer than a segment can be"))?,
                kind: record.header.kind,
                erased: record.erased,
            };
            let mut state = lock(&self.state);
            state.index.insert(&id, place, record.header.body, from);
        }
        Ok(contents.damages)
    }
}

/// An erasure may have been stopped between the key slot and the bytes.
fn finish_erasing(segment: &Segment, record: &Found) -> Result<(), StoreError> {
    let to_write = Segment::open_to_write(&segment.path)?;
    let entry = Entry::read(to_write, record.offset, &record.header.id)?;
    punch(
        &entry.segment.file,
        entry.meta_offset(),
        entry.sealed_length(),
    )
    .map_err(|error| StoreError::io(&segment.path, &error))
}
