//! The end of a bucket of events whose window anonymises: counts by day and field stay, the events themselves go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use aws_lc_rs::digest::{SHA256, digest};
use candor_model::Instant;
use candor_model::vocabulary::AtEnd;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cohort::{Closing, Cohort};
use super::entry::Entry;
use super::record::{body_context, events_mark};
use super::segment::Segment;
use super::{Store, StoreError, WindowTag, create_directory, lock, replace_file};
use crate::chunked;
use crate::events::{EVENTS_MEDIA_TYPE, KeptCategory, Staying};
use crate::object_id::ObjectId;
use crate::tlog::KeptFacts;

/// What stays of one bucket, as the file of its counts holds it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptBucket {
    format: u8,
    categories: BTreeMap<String, KeptCategory>,
}

const FORMAT: u8 = 1;

impl Store {
    /// Whether counts of what is under a window stay when it ends.
    pub(super) fn anonymises(&self, tag: WindowTag) -> bool {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let definition = windows
            .get(&tag)
            .and_then(|window| window.definition.as_ref());
        definition.is_some_and(|definition| definition.at_end == Some(AtEnd::Anonymise))
    }

    /// Counts what may stay of a closed bucket and makes that durable. It comes before the key is destroyed and can be
    /// repeated until then. A record that cannot be read is counted as that.
    pub(super) fn keep_counts(&self, bucket: &Cohort, closing: &Closing) -> Result<(), StoreError> {
        let fact = lock(&self.catalogue).fact(&staying_fact(bucket.tag))?;
        // A window without the fact had no policy that lets anything stay; one that cannot be read is damage, and is told.
        let rules: Vec<Staying> = match fact {
            Some(text) => serde_json::from_str(&text).map_err(|error| {
                StoreError::broken(&self.root.join("catalogue.db"), error.to_string())
            })?,
            None => Vec::new(),
        };
        let mut categories = BTreeMap::new();
        for rule in &rules {
            let mut kept = KeptCategory::default();
            let objects: BTreeSet<ObjectId> = bucket
                .ids(closing.index.of_events(events_mark(&rule.category)))
                .into_iter()
                .collect();
            for id in &objects {
                // What a person wants kept and not used (GDPR Art. 18) is not used for counts either.
                let place = closing.index.get(id).filter(|place| !place.restricted);
                let Some(place) = place else { continue };
                match bucket.events_of(
                    id,
                    &bucket.file_path(place.file, place.own_file),
                    place.offset.into(),
                    rule,
                ) {
                    Ok(Some(lines)) => rule.count(&lines, &mut kept),
                    Ok(None) => {}
                    Err(_) => kept.unread += 1,
                }
            }
            rule.withhold_few(&mut kept);
            if kept != KeptCategory::default() {
                categories.insert(rule.category.clone(), kept);
            }
        }
        if categories.is_empty() {
            return Ok(());
        }
        let kept = KeptBucket {
            format: FORMAT,
            categories,
        };
        let path = self.counts_path(bucket.tag, bucket.named_end);
        let text = serde_json::to_vec(&kept)
            .map_err(|error| StoreError::broken(&path, error.to_string()))?;
        self.reserve.lend(|| {
            create_directory(&self.root.join("counts"))?;
            replace_file(&path, &text, true)
        })
    }

    /// Whether a bucket may wait for its counts to be written: for as long as what was promised of it still holds.
    pub(super) fn may_wait_for_counts(&self, bucket: &Cohort, now: Instant) -> bool {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let schedule = windows
            .get(&bucket.tag)
            .and_then(|window| window.definition.as_ref()?.schedule()?.ok());
        let g = schedule.map_or(0, |schedule| schedule.granularity_seconds());
        let g = i64::try_from(g).unwrap_or(0);
        bucket
            .end()
            .is_some_and(|end| now < end.saturating_add_seconds(g))
    }

    /// The counts of a category that stay of buckets that have ended.
    ///
    /// # Errors
    /// Where a file of them cannot be read.
    pub(crate) fn kept_counts(&self, category: &str) -> Result<Vec<KeptCategory>, StoreError> {
        let directory = self.root.join("counts");
        let io = |error: std::io::Error| StoreError::io(&directory, &error);
        let entries = match std::fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io(error)),
        };
        let mut list = Vec::new();
        for entry in entries {
            let path = entry.map_err(io)?.path();
            // One that was about to be written is none yet.
            if path.extension().is_some() {
                continue;
            }
            let (mut kept, _) = read(&path)?;
            list.extend(kept.categories.remove(category));
        }
        Ok(list)
    }

    /// What a receipt says of the counts that stay of a bucket.
    pub(super) fn kept_facts(
        &self,
        tag: WindowTag,
        end: i64,
    ) -> Result<Option<KeptFacts>, StoreError> {
        let path = self.counts_path(tag, end);
        if !path.exists() {
            return Ok(None);
        }
        let (kept, digest) = read(&path)?;
        let days = kept.categories.values().flat_map(|one| one.days.values());
        Ok(Some(KeptFacts {
            events: days.map(|day| day.events).sum(),
            sha256: digest,
        }))
    }

    fn counts_path(&self, tag: WindowTag, end: i64) -> PathBuf {
        self.root.join("counts").join(format!("{}-{end}", tag.0))
    }
}

/// Removes what a crash left of counts that were about to be written; they are counted again.
pub(super) fn remove_unwritten(root: &Path) -> Result<(), StoreError> {
    let directory = root.join("counts");
    let io = |error: std::io::Error| StoreError::io(&directory, &error);
    if !directory.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&directory).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|extension| extension == "new") {
            std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
        }
    }
    Ok(())
}

/// The name of the fact that says what may stay of what is under a window.
pub(super) fn staying_fact(tag: WindowTag) -> String {
    format!("staying {}", tag.0)
}

fn read(path: &Path) -> Result<(KeptBucket, String), StoreError> {
    let bytes = std::fs::read(path).map_err(|error| StoreError::io(path, &error))?;
    let kept: KeptBucket = serde_json::from_slice(&bytes)
        .map_err(|error| StoreError::broken(path, error.to_string()))?;
    if kept.format != FORMAT {
        let why = format!(
            "it is of format {}, and this program reads {FORMAT}",
            kept.format
        );
        return Err(StoreError::broken(path, why));
    }
    Ok((kept, HEXLOWER.encode(digest(&SHA256, &bytes).as_ref())))
}

impl Cohort {
    /// The lines of an object of a closed cohort, where it holds events of that category.
    fn events_of(
        &self,
        id: &ObjectId,
        path: &Path,
        offset: u64,
        rule: &Staying,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let entry = Entry::read(Segment::open(path)?, offset, id)?;
        let (meta, key) = self.read_meta(id, &entry)?;
        if meta.media_type != EVENTS_MEDIA_TYPE || meta.category != rule.category {
            return Ok(None);
        }
        let length = usize::try_from(entry.header.body).map_err(|_| StoreError::Full)?;
        let sealed = entry.segment.read(entry.body_offset(), length)?;
        let plain = chunked::open(&key, &body_context(id, &meta.policy_hash), &sealed)
            .map_err(|_| StoreError::broken(path, "the body of a record is damaged"))?;
        Ok(Some(Zeroizing::new(plain)))
    }
}
