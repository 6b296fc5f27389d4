//! How the store is doing.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::{Lags, Store, WindowTag, lock};

/// Objects and bytes of one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowStats {
    /// The window's id.
    pub window: String,
    /// Objects that can be read.
    pub objects: u64,
    /// Their bytes on disk.
    pub bytes: u64,
}

/// How the store is doing.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Per window, in the order of their tags.
    pub windows: Vec<WindowStats>,
    /// Age in milliseconds of the oldest key whose bucket has ended.
    pub oldest_undestroyed_millis: i64,
    /// Bytes of memory that the index takes.
    pub index_bytes: u64,
    /// Objects that are held.
    pub held: u64,
    /// From E to the destruction of the key.
    pub key_lag: Lags,
    /// From E to the absence of the bytes.
    pub bytes_lag: Lags,
}

impl Store {
    /// How the store is doing.
    pub fn stats(&self) -> Stats {
        let now = self.now();
        let names = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
        let mut windows: BTreeMap<WindowTag, WindowStats> = BTreeMap::new();
        let mut index_bytes = 0;
        for cohort in cohorts.all() {
            let stats = windows.entry(cohort.tag).or_insert_with(|| WindowStats {
                window: names
                    .get(&cohort.tag)
                    .map_or_else(|| cohort.tag.0.to_string(), |window| window.id.clone()),
                objects: 0,
                bytes: 0,
            });
            let (objects, bytes) = cohort.totals();
            stats.objects += objects;
            stats.bytes += bytes;
            index_bytes += cohort.index_memory() as u64;
        }
        let oldest = cohorts.next_end().map_or(0, |end| end.millis_until(now));
        let (key_lag, bytes_lag) = lock(&self.lags).clone();
        Stats {
            windows: windows.into_values().collect(),
            oldest_undestroyed_millis: oldest.max(0),
            index_bytes,
            held: lock(&self.holds).len() as u64,
            key_lag,
            bytes_lag,
        }
    }
}
