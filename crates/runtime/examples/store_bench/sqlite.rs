//! SQLite with a write-ahead log that is synced with every commit.

use std::path::Path;
use std::time::Instant as Watch;

use rusqlite::{Connection, params};

use super::Outcome;
use super::copies::{self, DUE, STAYS};

/// A database with the table of the cases.
pub(crate) fn open(path: &Path) -> Outcome<Connection> {
    let database = Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch(
        "CREATE TABLE objects (id BLOB PRIMARY KEY, ends INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
         CREATE INDEX by_end ON objects (ends);",
    )?;
    Ok(database)
}

/// Stores that many rows; of every hundred, `share` are due.
pub(crate) fn load(database: &mut Connection, count: u64, share: u64, body: usize) -> Outcome<()> {
    let [due, stays] = [DUE, STAYS].map(|canary| copies::body(canary, body));
    let loading = database.transaction()?;
    for number in 0..count {
        let (ends, body) = if number % 100 < share {
            (1, &due)
        } else {
            (2, &stays)
        };
        let sql = "INSERT INTO objects VALUES (randomblob(16), ?1, ?2)";
        loading.prepare_cached(sql)?.execute(params![ends, body])?;
    }
    loading.commit()?;
    checkpoint(database)
}

/// Moves the write-ahead log into the file and empties it.
pub(crate) fn checkpoint(database: &Connection) -> Outcome<()> {
    Ok(database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

/// The rows that are due end.
pub(crate) fn delete(database: &Connection) -> Outcome<()> {
    database.execute("DELETE FROM objects WHERE ends <= 1", [])?;
    checkpoint(database)
}

/// Milliseconds of a DELETE of the rows that are due, and what is left of them in its files.
pub(crate) fn expire(count: u64, share: u64, body: usize, secure: bool) -> Outcome<(f64, u64)> {
    let directory = tempfile::tempdir()?;
    let mut database = open(&directory.path().join("bench.db"))?;
    database.pragma_update(None, "secure_delete", secure)?;
    load(&mut database, count, share, body)?;
    let begun = Watch::now();
    delete(&database)?;
    let elapsed = begun.elapsed().as_secs_f64() * 1000.0;
    let left = copies::count(directory.path(), DUE)?;
    Ok((elapsed, left.all))
}
