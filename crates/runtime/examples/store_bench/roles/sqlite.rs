//! Rows of SQLite with secure delete, and an index on the person. What is written down of an erasure is a row that anybody
//! who can write the database can change.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::{BYTES, Kept, name};
use crate::copies::{STAYS, body};
use crate::{Outcome, sqlite};

pub(super) struct Rows {
    database: Connection,
    body: Vec<u8>,
    ids: BTreeMap<u64, Vec<u8>>,
    _directory: tempfile::TempDir,
}

impl Rows {
    pub(super) fn open() -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        let database = sqlite::open(&directory.path().join("roles.db"))?;
        database.pragma_update(None, "secure_delete", "ON")?;
        database.execute_batch(
            "CREATE TABLE kept (id BLOB PRIMARY KEY, person TEXT NOT NULL, purpose TEXT NOT NULL, ends INTEGER NOT NULL, \
             body BLOB NOT NULL) WITHOUT ROWID; CREATE INDEX persons ON kept (person); CREATE INDEX purposes ON kept (purpose); \
             CREATE INDEX ends ON kept (ends); CREATE TABLE erasures (id BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(Self {
            database,
            body: body(STAYS, BYTES),
            ids: BTreeMap::new(),
            _directory: directory,
        })
    }

    fn one(&self, sql: &str, at: u64) -> Outcome<Option<i64>> {
        let mut read = self.database.prepare_cached(sql)?;
        let mut rows = read.query([&self.ids[&at]])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

impl Kept for Rows {
    fn load(&mut self, persons: &[u64]) -> Outcome<()> {
        self.database.execute_batch("BEGIN")?;
        for person in persons {
            self.store(*person)?;
        }
        self.database.execute_batch("COMMIT")?;
        sqlite::checkpoint(&self.database)
    }

    fn store(&mut self, person: u64) -> Outcome<()> {
        let mut insert = self.database.prepare_cached(
            "INSERT INTO kept VALUES (randomblob(16), ?1, 'service', 1, ?2) RETURNING id",
        )?;
        let id = insert.query_row(params![name(person), self.body], |row| row.get(0))?;
        self.ids.insert(self.ids.len() as u64, id);
        Ok(())
    }

    fn read(&mut self, at: u64) -> Outcome<()> {
        let mut read = self
            .database
            .prepare_cached("SELECT body FROM kept WHERE id = ?1")?;
        let _: Result<Vec<u8>, _> = read.query_row([&self.ids[&at]], |row| row.get(0));
        Ok(())
    }

    fn read_person(&mut self, person: u64) -> Outcome<()> {
        let mut read = self
            .database
            .prepare_cached("SELECT id, purpose, ends FROM kept WHERE person = ?1")?;
        let rows = read.query_map([name(person)], |row| row.get::<_, i64>(2))?;
        for row in rows {
            row?;
        }
        Ok(())
    }

    fn erase(&mut self, at: u64) -> Outcome<()> {
        let mut erase = self
            .database
            .prepare_cached("DELETE FROM kept WHERE id = ?1")?;
        erase.execute([&self.ids[&at]])?;
        Ok(())
    }

    fn erase_on_record(&mut self, at: u64) -> Outcome<()> {
        self.database.execute_batch("BEGIN")?;
        self.erase(at)?;
        let note = "INSERT INTO erasures VALUES (?1, unixepoch())";
        self.database
            .prepare_cached(note)?
            .execute([&self.ids[&at]])?;
        Ok(self.database.execute_batch("COMMIT")?)
    }

    fn read_log(&mut self, at: u64) -> Outcome<()> {
        let found = self.one("SELECT at FROM erasures WHERE id = ?1", at)?;
        found
            .map(|_| ())
            .ok_or_else(|| "SQLite has no note of an erasure".into())
    }

    fn verify_erased(&mut self, at: u64) -> Outcome<()> {
        match self.one("SELECT 1 FROM kept WHERE id = ?1", at)? {
            None => Ok(()),
            Some(_) => Err("SQLite still has what was erased".into()),
        }
    }
}
