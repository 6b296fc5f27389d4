//! Giving receipts: the log opened, the destruction of one object found in it, and the proof.

use std::fs::File;
use std::io::{BufReader, Read};

use candor_model::Instant;
use data_encoding::HEXLOWER;
use rusqlite::{OptionalExtension, params};

use crate::object_id::ObjectId;
use crate::store::keyring::Secret;
use crate::store::{Store, StoreError, WindowTag, lock};
use crate::tlog::set::{self, COMMITMENT};
use crate::tlog::{Keys, Log, LogSigner, Proof, SetProof};

/// How many sets are looked through for one object at most, and how many bytes of them. Anybody may ask for a receipt.
const MOST_SETS: usize = 64;
const MOST_BYTES: u64 = 64 * 1024 * 1024;

impl Store {
    /// The name of the log. A store that no policy was ever in force on has none of its own.
    fn log_name(&self) -> Result<String, StoreError> {
        let name = lock(&self.catalogue).fact("log")?;
        Ok(name.unwrap_or_else(|| "store.invalid/candor".to_owned()))
    }

    pub(super) fn open_log(&self) -> Result<Log, StoreError> {
        let name = self.log_name()?;
        let seed = lock(&self.keyring).secret(Secret::Log)?;
        Log::open(&self.root.join("log"), LogSigner::new(&name, &seed)?)
    }

    /// Does something with the log of receipts.
    ///
    /// # Errors
    /// Where the log is damaged or cannot be read.
    pub fn with_log<T>(
        &self,
        work: impl FnOnce(&mut Log) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut held = lock(&self.log);
        let log = match held.take() {
            Some(log) => log,
            None => self.open_log()?,
        };
        work(held.insert(log))
    }

    /// The public keys by which receipts are verified, newest last.
    ///
    /// # Errors
    /// Where the log is damaged or cannot be read.
    pub fn log_keys(&self) -> Result<Keys, StoreError> {
        self.with_log(|log| Ok(log.keys().clone()))
    }

    /// Signs receipts with a new key from now on. The checkpoint is signed by both keys once.
    ///
    /// # Errors
    /// Where a file cannot be written; then the old key goes on.
    pub fn change_log_key(&self) -> Result<(), StoreError> {
        let name = self.log_name()?;
        self.with_log(|log| {
            // The ring forgets the old key with the same step that makes the new one durable.
            let seed = lock(&self.keyring).replace_log_secret()?;
            log.rotate(LogSigner::new(&name, &seed)?)
        })
    }

    /// The receipt of the destruction of an object. With its commitment, which its owner got when it was stored, the receipt
    /// proves that this very object was destroyed; without it, that its bucket was.
    ///
    /// # Errors
    /// Unknown where there is no receipt, or where the object was not among what was destroyed. Where receipts cannot be
    /// issued now and so nobody can say that there is none: why.
    pub fn receipt(
        &self,
        id: &ObjectId,
        commitment: Option<&[u8; 32]>,
    ) -> Result<Proof, StoreError> {
        self.receipt_at(id, commitment, None)
    }

    /// The receipt of an object whose id does not say its end, at the end that was told when its event came.
    ///
    /// # Errors
    /// As [`Store::receipt`]; where no end is named and more has ended than is looked through, it is to be named.
    pub fn receipt_at(
        &self,
        id: &ObjectId,
        commitment: Option<&[u8; 32]>,
        end: Option<Instant>,
    ) -> Result<Proof, StoreError> {
        self.save_erased()?;
        self.issue_receipts();
        match self.issued(id, commitment, end) {
            // While receipts cannot be written, one that is missing may be one that is yet to come.
            Err(StoreError::Unknown) if self.head(id).is_err() => {
                Err(self.receipt_fault().unwrap_or(StoreError::Unknown))
            }
            other => other,
        }
    }

    /// The receipt of an object among those that were issued.
    fn issued(
        &self,
        id: &ObjectId,
        commitment: Option<&[u8; 32]>,
        end: Option<Instant>,
    ) -> Result<Proof, StoreError> {
        let end = id.expires_at().or(end).map_or(0, Instant::unix_seconds);
        let buckets = self.receipted(id.window_tag(), end)?;
        let Some(commitment) = commitment else {
            // Without a commitment only an id that names its bucket leads to a receipt.
            let (_, index) = buckets
                .first()
                .filter(|_| id.expires_at().is_some())
                .ok_or(StoreError::Unknown)?;
            return self.proof(*index, None);
        };
        // Anybody may ask, so no more than one set is read at a time.
        let _reading = lock(&self.proving);
        if let Some((index, member)) = self.erasure_of(id, end, commitment)? {
            return self.proof(index, Some(member));
        }
        let mut left = MOST_BYTES;
        for (number, (end, index)) in buckets.iter().enumerate() {
            let path = self.set_path(id.window_tag(), *end);
            let io = |error: std::io::Error| StoreError::io(&path, &error);
            let open = || File::open(&path).map(|file| BufReader::with_capacity(1 << 16, file));
            let Ok(mut file) = open() else { continue };
            let length = file.get_ref().metadata().map_err(io)?.len();
            // The first one is read whatever its length.
            if number > 0 && (number >= MOST_SETS || length > left) {
                return Err(StoreError::NameTheEnd);
            }
            left = left.saturating_sub(length);
            let Some((at, size)) = find(&mut file, commitment).map_err(io)? else {
                continue;
            };
            let member = prove(commitment, at, size, &mut open().map_err(io)?).map_err(io)?;
            return self.proof(*index, Some(member));
        }
        Err(StoreError::Unknown)
    }

    /// The buckets of a window with a receipt, the latest first: all that are looked through and one more, or the one of an
    /// end. With their places in the log.
    fn receipted(&self, tag: WindowTag, end: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let (sql, from) = match end {
            0 => ("ends > ?2", 0),
            end => ("ends = ?2", end),
        };
        let sql = format!(
            "SELECT ends, log_index FROM cohorts WHERE tag = ?1 AND log_index >= 0 AND {sql} ORDER BY ends DESC LIMIT {}",
            MOST_SETS + 1
        );
        lock(&self.catalogue).query(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params![tag.0, from], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// The erasure that an object went with, and its place in the set of it.
    fn erasure_of(
        &self,
        id: &ObjectId,
        end: i64,
        commitment: &[u8; 32],
    ) -> Result<Option<(i64, SetProof)>, StoreError> {
        // Most erasures are of one object, and an index finds those. The others are gone through: those of the object's own
        // bucket, or of its window where its end is not known, the latest first.
        let one = "SELECT commitments, log_index FROM erasures \
                   WHERE length(commitments) = 32 AND commitments = ?2 AND tag = ?1 AND log_index >= 0";
        let some = "SELECT commitments, log_index FROM erasures WHERE tag = ?1 AND length(commitments) > 32 \
                    AND log_index >= 0 AND (?2 = 0 OR ends IN (0, ?2)) ORDER BY number DESC";
        let tag = id.window_tag().0;
        let mut cut = false;
        let found = lock(&self.catalogue).query(|connection| {
            let mut statement = connection.prepare_cached(one)?;
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found: Option<(Vec<u8>, i64)> = statement
                .query_row(params![tag, commitment.as_slice()], row)
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
            let mut statement = connection.prepare_cached(some)?;
            let mut rows = statement.query(params![tag, end])?;
            let mut read = 0;
            while let Some(row) = rows.next()? {
                let all = row.get_ref(0)?.as_blob()?;
                read += all.len() as u64;
                if all.chunks(COMMITMENT).any(|known| known == commitment) {
                    return Ok(Some((all.to_vec(), row.get(1)?)));
                }
                if read > MOST_BYTES {
                    cut = true;
                    break;
                }
            }
            Ok(None)
        })?;
        let fault = |error: std::io::Error| self.log_fault(error.to_string());
        match found {
            None if cut => Err(StoreError::NameTheEnd),
            None => Ok(None),
            Some((all, index)) => {
                let place = find(&mut all.as_slice(), commitment).map_err(fault)?;
                let (at, size) = place.ok_or(StoreError::Unknown)?;
                let member = prove(commitment, at, size, &mut all.as_slice()).map_err(fault)?;
                Ok(Some((index, member)))
            }
        }
    }

    fn proof(&self, index: i64, member: Option<SetProof>) -> Result<Proof, StoreError> {
        let index = u64::try_from(index).map_err(|_| StoreError::Unknown)?;
        let proof = self.with_log(|log| log.proof(index, member))?;
        proof.ok_or_else(|| {
            self.log_fault(format!("it has no leaf {index}, which the catalogue names"))
        })
    }
}

/// Where a commitment stands among others, and how many there are.
fn find(all: &mut dyn Read, wanted: &[u8; 32]) -> std::io::Result<Option<(u64, u64)>> {
    let (mut size, mut at) = (0, None);
    let mut one = [0; COMMITMENT];
    loop {
        match all.read_exact(&mut one) {
            Ok(()) => {
                if one == *wanted {
                    at = Some(size);
                }
                size += 1;
            }
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return Ok(at.map(|at| (at, size)));
            }
            Err(error) => return Err(error),
        }
    }
}

fn prove(
    commitment: &[u8; 32],
    at: u64,
    size: u64,
    all: &mut dyn Read,
) -> std::io::Result<SetProof> {
    let path = set::path(at, size, all)?;
    Ok(SetProof {
        commitment: HEXLOWER.encode(commitment),
        index: at,
        path: path.iter().map(|hash| HEXLOWER.encode(hash)).collect(),
    })
}
