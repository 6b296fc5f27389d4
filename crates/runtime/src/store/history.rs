//! What a store has carried out so far, per definition of a window. It names no object and no person.

use std::collections::BTreeMap;

use candor_model::Instant;

use super::{Store, StoreError, WindowTag, lock};

/// What was carried out under one definition of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowHistory {
    /// The window's id.
    pub window: String,
    /// The tag of the definition in the ids of objects.
    pub tag: WindowTag,
    /// The definition as it was registered.
    pub definition: String,
    /// Since when the store has it.
    pub registered: Instant,
    /// Buckets whose bytes were seen to be gone.
    pub ended: u64,
    /// How many of them have a receipt in the log.
    pub receipts: u64,
    /// The last of those ends.
    pub last_end: Option<Carried>,
    /// The longest time from an end to the absence of its bytes, in milliseconds.
    pub longest_lag_millis: i64,
}

/// An end that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// E, the instant from which nothing was readable.
    pub end: Instant,
    /// From E to the absence of the bytes, in milliseconds.
    pub lag_millis: i64,
}

const WINDOWS: &str = "SELECT tag, id, definition, registered_ms FROM windows ORDER BY tag";

/// A bucket that was ended early was due at that earlier end. SQLite takes the other columns from the row of the maximum.
const ENDED: &str = "WITH ended AS ( \
    SELECT tag, MIN(ends, COALESCE(ends_early, ends)) AS due, gone_ms, log_index FROM cohorts \
    WHERE gone_ms IS NOT NULL AND state IN ('VERIFIED', 'RECEIPTED')), \
  counted AS (SELECT tag, COUNT(*) AS buckets, COUNT(log_index) AS receipts, MAX(gone_ms - 1000 * due) AS longest \
    FROM ended GROUP BY tag), \
  last AS (SELECT tag, MAX(due) AS due, gone_ms FROM ended GROUP BY tag) \
  SELECT tag, buckets, receipts, longest, due, gone_ms FROM counted JOIN last USING (tag)";

impl Store {
    /// What was carried out, per definition of a window, in the order of their tags.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn history(&self) -> Result<Vec<WindowHistory>, StoreError> {
        lock(&self.catalogue).query(|connection| {
            let mut windows = BTreeMap::new();
            let mut statement = connection.prepare(WINDOWS)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let tag: u16 = row.get(0)?;
                let history = WindowHistory {
                    window: row.get(1)?,
                    tag: WindowTag(tag),
                    definition: row.get(2)?,
                    registered: Instant::from_unix_millis(row.get(3)?),
                    ended: 0,
                    receipts: 0,
                    last_end: None,
                    longest_lag_millis: 0,
                };
                windows.insert(tag, history);
            }
            let mut statement = connection.prepare(ENDED)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let tag: u16 = row.get(0)?;
                let Some(history) = windows.get_mut(&tag) else {
                    continue;
                };
                let end = Instant::from_unix_seconds(row.get(4)?);
                let lag_millis = end.millis_until(Instant::from_unix_millis(row.get(5)?));
                history.ended = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
                history.receipts = u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
                history.last_end = Some(Carried { end, lag_millis });
                history.longest_lag_millis = row.get::<_, i64>(3)?.max(0);
            }
            Ok(windows.into_values().collect())
        })
    }
}
