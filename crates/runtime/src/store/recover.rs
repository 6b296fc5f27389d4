//! Reading the segments of a cohort when a store is opened.

use data_encoding::HEXLOWER;

use super::cohort::{Cohort, Tail};
use super::durable::punch;
use super::entry::Entry;
use super::index::{Extent, Place, SubjectTag};
use super::segment::{Found, Segment};
use super::{Damage, StoreError, lock};

impl Cohort {
    /// Builds the index from the files of an existing directory. What belongs to no whole record is left and named, and
    /// so is a file that cannot be read or is none of the store's; only a file of its own whose body was still coming is
    /// removed. Metadata is read only of what can be read for longer.
    pub(super) fn recover(&self, living: bool) -> Result<Vec<Damage>, StoreError> {
        let io = |error: std::io::Error| StoreError::io(&self.directory, &error);
        let mut names: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
        names.sort();
        let mut damages = Vec::new();
        for name in names {
            // The key of a cohort that is no bucket, and the note of a hold.
            if self.number.is_some() && (name == "key" || name == "note") {
                continue;
            }
            let number = name.strip_prefix("seg-").or(name.strip_prefix("big-"));
            let Some(number) = number.and_then(|digits| digits.parse::<u32>().ok()) else {
                damages.push(Damage::stray(&self.directory.join(&name)));
                continue;
            };
            let own_file = name.starts_with("big-");
            match self.recover_file(number, own_file, living) {
                Ok(more) => damages.extend(more),
                Err(error) => {
                    damages.push(Damage::because(&self.file_path(number, own_file), error));
                    let mut state = lock(&self.state);
                    state.next_segment = state.next_segment.max(number.saturating_add(1));
                    if !own_file {
                        state.tail = None;
                    }
                }
            }
        }
        Ok(damages)
    }

    fn recover_file(
        &self,
        number: u32,
        own_file: bool,
        living: bool,
    ) -> Result<Vec<Damage>, StoreError> {
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
            let (from, subject) = if record.erased {
                if living {
                    finish_erasing(&segment, record)?;
                }
                (None, None)
            } else if living && record.header.names_others() {
                let entry = Entry::read(segment.clone(), record.offset, &id)?;
                match self.read_meta(&id, &entry) {
                    Ok((meta, _)) => (meta.from, meta.subject_tag.and_then(|tag| subject(&tag))),
                    // It stays in the index, so that reading it says that it is damaged.
                    Err(StoreError::Broken { .. }) => (None, None),
                    Err(error) => return Err(error),
                }
            } else {
                (None, None)
            };
            let place = Place {
                file: number,
                own_file,
                offset: u32::try_from(record.offset)
                    .map_err(|_| StoreError::broken(&path, "it is longer than a segment can be"))?,
                kind: record.header.kind,
                erased: record.erased,
                restricted: record.restricted,
            };
            let extent = Extent {
                kind: record.header.kind,
                bytes: record.header.body,
                from,
                subject,
                commitment: record.commitment,
            };
            lock(&self.state).index.insert(&id, place, &extent);
        }
        Ok(contents.damages)
    }
}

/// The tag of a person as metadata writes it.
fn subject(text: &str) -> Option<SubjectTag> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
    bytes.try_into().ok()
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
