//! Receipts: every destruction becomes a leaf of the log, after its absence was observed and never before.

mod giving;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use candor_model::Instant;
use data_encoding::HEXLOWER;
use rusqlite::params;

use super::catalogue::Registered;
use super::{Store, StoreError, WindowTag, durable, lock};
use crate::tlog::set::{self, COMMITMENT};
use crate::tlog::{DestroyedSet, Leaf, LeafKind, Log};

/// Where a destruction stands in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Bucket(WindowTag, i64),
    Erasure(i64),
}

/// A destruction without a receipt yet.
struct Pending {
    row: Row,
    leaf: Leaf,
}

/// What the catalogue says of a destruction.
struct Facts {
    row: Row,
    kind: LeafKind,
    tag: WindowTag,
    ends: i64,
    counts: [i64; 3],
    instants: [i64; 4],
    commitments: Option<Vec<u8>>,
}

impl Store {
    fn set_path(&self, tag: WindowTag, end: i64) -> PathBuf {
        self.root
            .join("log")
            .join("sets")
            .join(format!("{}-{end}", tag.0))
    }

    /// Whether the commitments of a bucket are written down.
    pub(super) fn has_set(&self, tag: WindowTag, end: i64) -> bool {
        self.set_path(tag, end).exists()
    }

    /// Writes down the commitments of what a bucket's end destroys, before its files go.
    pub(super) fn write_set<'c>(
        &self,
        tag: WindowTag,
        end: i64,
        commitments: impl Iterator<Item = &'c [u8; 32]>,
    ) -> Result<(), StoreError> {
        let mut commitments = commitments.peekable();
        let path = self.set_path(tag, end);
        if commitments.peek().is_none() || path.exists() {
            return Ok(());
        }
        let io = |error: std::io::Error| StoreError::io(&path, &error);
        if let Some(parent) = path.parent() {
            super::create_directory(parent)?;
        }
        let temporary = path.with_extension("new");
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&temporary).map_err(io)?);
        for commitment in commitments {
            file.write_all(commitment).map_err(io)?;
        }
        let file = file.into_inner().map_err(|error| io(error.into_error()))?;
        file.sync_all().map_err(io)?;
        std::fs::rename(&temporary, &path).map_err(io)?;
        durable::sync_parent(&path).map_err(io)
    }

    /// Issues a receipt for every destruction that has none. Returns how many. A log that is damaged never holds up a
    /// destruction: [`Store::receipt_fault`] tells of it, and the next sweep tries again.
    pub(super) fn issue_receipts(&self) -> u64 {
        // Under the lock of the log, nobody else gives what is looked up here a receipt meanwhile, and whoever comes second
        // waits for the first.
        let mut log = lock(&self.log);
        if !self.unreceipted.swap(false, Ordering::SeqCst) {
            return 0;
        }
        let issued = self.issue(&mut log);
        if issued.is_err() {
            self.unreceipted.store(true, Ordering::SeqCst);
        }
        *lock(&self.receipt_fault) = issued.as_ref().err().cloned();
        issued.unwrap_or(0)
    }

    /// Why the last receipts could not be issued; nothing where all were.
    pub fn receipt_fault(&self) -> Option<StoreError> {
        lock(&self.receipt_fault).clone()
    }

    fn issue(&self, held: &mut Option<Log>) -> Result<u64, StoreError> {
        let mut pending = Vec::new();
        for facts in self.without_receipt()? {
            let leaf = self.leaf(&facts)?;
            pending.push(Pending {
                row: facts.row,
                leaf,
            });
        }
        if pending.is_empty() {
            return Ok(0);
        }
        let log = match held.take() {
            Some(log) => log,
            None => self.open_log()?,
        };
        let log = held.insert(log);
        let mut placed: Vec<(Row, u64)> = Vec::new();
        self.find_again(log, &mut pending, &mut placed)?;
        let mut leaves = Vec::with_capacity(pending.len());
        for one in &pending {
            let bytes = one.leaf.to_bytes();
            leaves.push(bytes.map_err(|error| self.log_fault(error.to_string()))?);
        }
        let range = log.append(&leaves)?;
        placed.extend(pending.iter().map(|one| one.row).zip(range));
        let size = log.size();
        let bucket =
            "UPDATE cohorts SET state = 'RECEIPTED', log_index = ?3 WHERE tag = ?1 AND ends = ?2";
        let erasure = "UPDATE erasures SET log_index = ?2 WHERE number = ?1";
        lock(&self.catalogue).in_one_step(|transaction| {
            for (row, index) in &placed {
                let index = super::erase::signed(*index);
                match row {
                    Row::Bucket(tag, end) => {
                        let mut statement = transaction.prepare_cached(bucket)?;
                        statement.execute(params![tag.0, end, index])?;
                    }
                    Row::Erasure(number) => {
                        let mut statement = transaction.prepare_cached(erasure)?;
                        statement.execute(params![number, index])?;
                    }
                }
            }
            transaction
                .execute(
                    "INSERT INTO facts (name, value) VALUES ('log-size', ?1) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    [size.to_string()],
                )
                .map(|_| ())
        })?;
        Ok(placed.len() as u64)
    }

    /// A crash may have come between the log and the catalogue: leaves that the catalogue does not know are found again, so
    /// that nothing gets two receipts.
    fn find_again(
        &self,
        log: &Log,
        pending: &mut Vec<Pending>,
        placed: &mut Vec<(Row, u64)>,
    ) -> Result<(), StoreError> {
        let known = lock(&self.catalogue).fact("log-size")?;
        let known: u64 = known.and_then(|size| size.parse().ok()).unwrap_or(0);
        for index in known..log.size() {
            let Some(bytes) = log.leaf(index)? else { break };
            let Ok(leaf) = serde_json::from_slice::<Leaf>(&bytes) else {
                continue;
            };
            let same = |one: &Pending| {
                (one.leaf.kind, one.leaf.tag, &one.leaf.ends, &one.leaf.set)
                    == (leaf.kind, leaf.tag, &leaf.ends, &leaf.set)
            };
            if let Some(at) = pending.iter().position(same) {
                placed.push((pending.remove(at).row, index));
            }
        }
        Ok(())
    }

    fn log_fault(&self, why: String) -> StoreError {
        StoreError::broken(&self.root.join("log"), why)
    }

    /// The destructions that are verified and have no receipt, oldest first.
    fn without_receipt(&self) -> Result<Vec<Facts>, StoreError> {
        let buckets = "SELECT tag, ends, objects, bytes, held, expired_ms, shredded_ms, gone_ms, verified_ms FROM cohorts \
                       WHERE state = 'VERIFIED' AND log_index IS NULL AND objects + held > 0 ORDER BY verified_ms, ends";
        let erasures = "SELECT tag, ends, objects, bytes, requested_ms, shredded_ms, gone_ms, verified_ms, number, kind, \
                        commitments, held FROM erasures WHERE verified_ms IS NOT NULL AND log_index IS NULL ORDER BY number";
        lock(&self.catalogue).query(|connection| {
            let mut list: Vec<Facts> = Vec::new();
            let mut statement = connection.prepare_cached(buckets)?;
            let rows = statement.query_map([], |row| {
                let (tag, ends) = (WindowTag(row.get(0)?), row.get(1)?);
                Ok(Facts {
                    row: Row::Bucket(tag, ends),
                    kind: LeafKind::Bucket,
                    tag,
                    ends,
                    counts: [row.get(2)?, row.get(3)?, row.get(4)?],
                    instants: [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?],
                    commitments: None,
                })
            })?;
            for row in rows {
                list.push(row?);
            }
            let mut statement = connection.prepare_cached(erasures)?;
            let rows = statement.query_map([], |row| {
                let kind: String = row.get(9)?;
                let is_hold = kind == super::erase::Reason::Hold.word();
                Ok(Facts {
                    row: Row::Erasure(row.get(8)?),
                    kind: if is_hold {
                        LeafKind::Hold
                    } else {
                        LeafKind::Erasure
                    },
                    tag: WindowTag(row.get(0)?),
                    ends: row.get(1)?,
                    counts: [row.get(2)?, row.get(3)?, row.get(11)?],
                    instants: [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?],
                    commitments: Some(row.get(10)?),
                })
            })?;
            for row in rows {
                list.push(row?);
            }
            Ok(list)
        })
    }

    fn leaf(&self, facts: &Facts) -> Result<Leaf, StoreError> {
        let (window, definition) = self.window_words(facts.tag)?;
        let catalogue = lock(&self.catalogue);
        let policy = catalogue.fact("policy")?.unwrap_or_default();
        let copies = catalogue.fact(&format!("not-covered {}", facts.tag.0))?;
        drop(catalogue);
        let not_covered = copies
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let unsigned = |count: i64| u64::try_from(count).unwrap_or(0);
        let millis = |at: i64| Instant::from_unix_millis(at).to_rfc3339();
        let ends = (facts.ends != 0).then(|| Instant::from_unix_seconds(facts.ends).to_rfc3339());
        Ok(Leaf {
            version: 1,
            kind: facts.kind,
            policy,
            window,
            tag: facts.tag.0,
            definition,
            ends,
            objects: unsigned(facts.counts[0]),
            bytes: unsigned(facts.counts[1]),
            held: unsigned(facts.counts[2]),
            set: self.destroyed_set(facts)?,
            expired: millis(facts.instants[0]),
            shredded: millis(facts.instants[1]),
            gone: millis(facts.instants[2]),
            verified: millis(facts.instants[3]),
            method: "key-destroyed-and-unlinked".to_owned(),
            store: "embedded".to_owned(),
            not_covered,
            kept: match facts.row {
                Row::Bucket(tag, end) => self.kept_facts(tag, end)?,
                Row::Erasure(_) => None,
            },
        })
    }

    fn window_words(&self, tag: WindowTag) -> Result<(String, String), StoreError> {
        let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
        let window = windows
            .get(&tag)
            .map(|window: &Registered| window.id.clone());
        let line = lock(&self.catalogue).definition(tag)?;
        Ok((
            window.unwrap_or_else(|| tag.0.to_string()),
            line.unwrap_or_default(),
        ))
    }

    fn destroyed_set(&self, facts: &Facts) -> Result<DestroyedSet, StoreError> {
        let (size, root) = match (&facts.row, &facts.commitments) {
            (Row::Bucket(tag, end), _) => {
                let path = self.set_path(*tag, *end);
                let io = |error: std::io::Error| StoreError::io(&path, &error);
                match File::open(&path) {
                    Ok(file) => {
                        let size = file.metadata().map_err(io)?.len() / COMMITMENT as u64;
                        let mut file = BufReader::with_capacity(1 << 16, file);
                        (size, set::root(size, &mut file).map_err(io)?)
                    }
                    // A bucket whose objects are all held destroys none.
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                        (0, set::root(0, &mut std::io::empty()).map_err(io)?)
                    }
                    Err(error) => return Err(io(error)),
                }
            }
            (Row::Erasure(_), commitments) => {
                let bytes = commitments.as_deref().unwrap_or_default();
                let size = (bytes.len() / COMMITMENT) as u64;
                let root = set::root(size, &mut &*bytes);
                (
                    size,
                    root.map_err(|error| self.log_fault(error.to_string()))?,
                )
            }
        };
        Ok(DestroyedSet {
            size,
            root: HEXLOWER.encode(&root),
        })
    }
}
