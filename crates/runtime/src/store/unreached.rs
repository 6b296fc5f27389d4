//! Erasures that were asked for in an account whose key file is damaged: what can be reached is destroyed all the same, and
//! what cannot be is pending and told of, never taken for absent.

use std::collections::BTreeSet;

use super::cohort::Cohort;
use super::erase::{Reason, Unfinished};
use super::key_file;
use super::{Damage, SecretKey, Store, WindowTag};
use crate::object_id::ObjectId;

/// What became of the erasures in an account with a damaged key file.
pub(super) enum Reached {
    /// Nothing of it is to stay: its key is destroyed, and its directory is to go.
    All,
    /// It is left as it is, but for what was to be erased.
    Some(Option<Damage>),
}

impl Store {
    /// Carries out unfinished erasures in an account whose key file is damaged. Headers and key slots take no key, so a
    /// record is destroyed where its segment can be read. What may lie where nobody can read it is added to `unreached`.
    pub(super) fn erase_in_damaged(
        &self,
        tag: WindowTag,
        number: u64,
        erasures: &[Unfinished],
        unreached: &mut BTreeSet<ObjectId>,
    ) -> Reached {
        let asked = erasures.iter().filter(|row| row.reason == Reason::Erasure);
        let asked: BTreeSet<ObjectId> = asked
            .flat_map(|row| row.ids.iter().copied())
            .filter(|id| id.window_tag() == tag && id.expires_at().is_none())
            .collect();
        if asked.is_empty() {
            return Reached::Some(None);
        }
        let directory = self.anchored_directory(tag, number);
        let cohort = Cohort::numbered(tag, number, 0, directory.clone(), SecretKey::default());
        let is_whole = cohort
            .recover(false)
            .is_ok_and(|damages| damages.is_empty());
        let living: BTreeSet<ObjectId> = cohort.living_ids().into_iter().collect();
        // A stop while its key was destroyed may be what damaged the file.
        let all = is_whole && !living.is_empty() && living.is_subset(&asked);
        if all && key_file::destroy(&directory).is_ok() {
            return Reached::All;
        }
        let mut failed = None;
        let mut pending = if is_whole {
            BTreeSet::new()
        } else {
            &asked - &living
        };
        for id in living.intersection(&asked) {
            if let Err(error) = cohort.shred(id) {
                failed = Some(error);
                pending.insert(*id);
            }
        }
        if pending.is_empty() {
            return Reached::Some(None);
        }
        unreached.extend(pending);
        let why = failed.map_or_else(
            || "its key file and a segment are damaged".to_owned(),
            |error| error.to_string(),
        );
        Reached::Some(Some(Damage::because(
            &directory,
            format!(
                "an erasure that was asked for may concern objects in it and cannot be carried out: {why}. The erasure stays \
                 pending and gets no receipt until the files are put back, or the directory is moved elsewhere and ended \
                 there, and the store is opened again"
            ),
        )))
    }
}
