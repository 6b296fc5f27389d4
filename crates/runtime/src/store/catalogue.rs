//! The catalogue: windows, cohorts, the clock's mark. It holds nothing personal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_model::{Definition, Instant};
use rusqlite::{Connection, OptionalExtension, params};

use super::reserve::Reserve;
use super::{StoreError, WindowTag};

/// The database of the store.
#[derive(Debug)]
pub(super) struct Catalogue {
    path: PathBuf,
    connection: Connection,
    /// Room for the notes of what is deleted.
    reserve: Arc<Reserve>,
}

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS windows (
  tag INTEGER PRIMARY KEY, id TEXT NOT NULL, definition TEXT NOT NULL, registered_ms INTEGER NOT NULL,
  UNIQUE (id, definition)
) STRICT;
CREATE TABLE IF NOT EXISTS cohorts (
  tag INTEGER NOT NULL, ends INTEGER NOT NULL, state TEXT NOT NULL, expired_ms INTEGER, shredded_ms INTEGER,
  gone_ms INTEGER, verified_ms INTEGER, objects INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tag, ends)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erasures (
  number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, tag INTEGER NOT NULL, ends INTEGER NOT NULL,
  objects INTEGER NOT NULL, bytes INTEGER NOT NULL, ids BLOB, commitments BLOB NOT NULL, requested_ms INTEGER NOT NULL,
  shredded_ms INTEGER, gone_ms INTEGER, verified_ms INTEGER, log_index INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS erasures_of_one ON erasures (commitments) WHERE length(commitments) = 32;
CREATE INDEX IF NOT EXISTS erasures_of_many ON erasures (tag) WHERE length(commitments) > 32;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, millis INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// What format 2 added to the table of format 1.
const ADDED: [(&str, &str); 3] = [
    ("ends_early", "INTEGER"),
    ("held", "INTEGER NOT NULL DEFAULT 0"),
    ("log_index", "INTEGER"),
];

/// The mark only ever rises.
const MARK: &str = "INSERT INTO marks (name, millis) VALUES ('clock', ?1) \
                    ON CONFLICT (name) DO UPDATE SET millis = MAX(millis, excluded.millis)";

/// A bucket whose time has come, and what it held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub(super) tag: WindowTag,
    pub(super) end: i64,
    pub(super) objects: u64,
    pub(super) bytes: u64,
    /// Objects that are kept elsewhere because they are held.
    pub(super) held: u64,
}

/// A window as the store knows it.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    pub(super) id: String,
    /// What its line says; nothing for a line that is no definition.
    pub(super) definition: Option<Definition>,
}

impl Catalogue {
    /// Opens the catalogue; a store that is not new must have one.
    pub(super) fn open(
        path: &Path,
        is_new: bool,
        reserve: Arc<Reserve>,
    ) -> Result<Self, StoreError> {
        if !is_new && !path.exists() {
            return Err(StoreError::broken(
                path,
                "the file is missing; put it back, windows and their tags are in it",
            ));
        }
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(path)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.execute_batch(SCHEMA)?;
            add_columns(&connection)?;
            Ok(connection)
        };
        let connection = open().map_err(|error| fault(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            connection,
            reserve,
        })
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| fault(&self.path, &error))
    }

    pub(super) fn register_window(
        &mut self,
        id: &str,
        definition: &str,
        now: Instant,
    ) -> Result<WindowTag, StoreError> {
        let find = "SELECT tag FROM windows WHERE id = ?1 AND definition = ?2";
        let known = self
            .connection
            .query_row(find, params![id, definition], |row| row.get::<_, u16>(0))
            .optional();
        if let Some(tag) = self.told(known)? {
            return Ok(WindowTag(tag));
        }
        let highest =
            self.connection
                .query_row("SELECT COALESCE(MAX(tag), 0) FROM windows", [], |row| {
                    row.get::<_, u16>(0)
                });
        let Some(tag) = self.told(highest)?.checked_add(1) else {
            return Err(StoreError::broken(
                &self.path,
                "65,535 definitions of windows are used up",
            ));
        };
        let add =
            "INSERT INTO windows (tag, id, definition, registered_ms) VALUES (?1, ?2, ?3, ?4)";
        self.told(
            self.connection
                .execute(add, params![tag, id, definition, now.unix_millis()]),
        )?;
        Ok(WindowTag(tag))
    }

    /// The windows by their tags.
    pub(super) fn windows(&self) -> Result<BTreeMap<WindowTag, Registered>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<WindowTag, Registered>> {
            let mut statement = self
                .connection
                .prepare("SELECT tag, id, definition FROM windows")?;
            let rows = statement.query_map([], |row| {
                let line: String = row.get(2)?;
                let window = Registered {
                    id: row.get(1)?,
                    definition: Definition::parse(&line),
                };
                Ok((WindowTag(row.get(0)?), window))
            })?;
            rows.collect()
        };
        self.told(read())
    }

    /// The definition of a window, as it was registered.
    pub(super) fn definition(&self, tag: WindowTag) -> Result<Option<String>, StoreError> {
        let sql = "SELECT definition FROM windows WHERE tag = ?1";
        let line = self
            .connection
            .query_row(sql, [tag.0], |row| row.get(0))
            .optional();
        self.told(line)
    }

    /// The buckets that end, or were ended, earlier than their objects' ids say, with those ends.
    pub(super) fn early_ends(
        &self,
        now: Instant,
    ) -> Result<BTreeMap<(WindowTag, i64), i64>, StoreError> {
        let sql =
            "SELECT tag, ends, ends_early FROM cohorts WHERE ends_early IS NOT NULL AND ends > ?1";
        self.query(|connection| {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([now.unix_seconds()], |row| {
                Ok(((WindowTag(row.get(0)?), row.get(1)?), row.get(2)?))
            })?;
            rows.collect()
        })
    }

    /// Lets buckets end earlier, in one durable step. An earlier end that is known already stays.
    pub(super) fn end_early(&mut self, ends: &[((WindowTag, i64), i64)]) -> Result<(), StoreError> {
        let sql = "UPDATE cohorts SET ends_early = MIN(COALESCE(ends_early, ?3), ?3) \
                   WHERE tag = ?1 AND ends = ?2 AND state = 'OPEN'";
        self.in_one_step(|transaction| {
            let mut statement = transaction.prepare_cached(sql)?;
            for ((tag, end), early) in ends {
                statement.execute(params![tag.0, end, early])?;
            }
            Ok(())
        })
    }

    /// Carries out statements in one durable step, or none of them. These are the notes of deletion, so they may use the
    /// room that is kept for it; where the disk was full before, the work is done a second time.
    pub(super) fn in_one_step(
        &mut self,
        mut work: impl FnMut(&rusqlite::Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let Self {
            path,
            connection,
            reserve,
        } = self;
        reserve.lend(|| {
            let mut all = || -> rusqlite::Result<()> {
                let transaction = connection.transaction()?;
                work(&transaction)?;
                transaction.commit()
            };
            all().map_err(|error| fault(path, &error))
        })
    }

    /// Reads with the connection of the catalogue.
    pub(super) fn query<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.told(read(&self.connection))
    }

    /// A fact that is kept under a name.
    pub(super) fn fact(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM facts WHERE name = ?1";
        let value = self
            .connection
            .query_row(sql, [name], |row| row.get(0))
            .optional();
        self.told(value)
    }

    /// Keeps a fact under a name; nothing is written where it stands already.
    pub(super) fn set_fact(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        if self.fact(name)?.as_deref() == Some(value) {
            return Ok(());
        }
        let sql = "INSERT INTO facts (name, value) VALUES (?1, ?2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.told(self.connection.execute(sql, [name, value]))
            .map(|_| ())
    }

    pub(super) fn open_cohort(&mut self, tag: WindowTag, end: i64) -> Result<(), StoreError> {
        let add = "INSERT OR IGNORE INTO cohorts (tag, ends, state) VALUES (?1, ?2, 'OPEN')";
        self.told(self.connection.execute(add, params![tag.0, end]))
            .map(|_| ())
    }

    /// The state of every cohort that is not known to be absent.
    pub(super) fn unfinished(&self) -> Result<BTreeMap<(WindowTag, i64), String>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<(WindowTag, i64), String>> {
            let mut statement = self.connection.prepare(
                "SELECT tag, ends, state FROM cohorts WHERE state NOT IN ('VERIFIED', 'RECEIPTED')",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(((WindowTag(row.get(0)?), row.get(1)?), row.get(2)?))
            })?;
            rows.collect()
        };
        self.told(read())
    }

    /// Notes that buckets are being ended, what they held, and the clock's mark, in one durable step.
    pub(super) fn intend(&mut self, ending: &[Ending], now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE cohorts SET state = 'SHRED_INTENT', expired_ms = ?3, objects = ?4, bytes = ?5, held = ?6 \
                   WHERE tag = ?1 AND ends = ?2 AND state = 'OPEN'";
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.in_one_step(|transaction| {
            transaction.execute(MARK, params![now.unix_millis()])?;
            let mut statement = transaction.prepare_cached(sql)?;
            for one in ending {
                let counts = (signed(one.objects), signed(one.bytes), signed(one.held));
                statement.execute(params![
                    one.tag.0,
                    one.end,
                    now.unix_millis(),
                    counts.0,
                    counts.1,
                    counts.2
                ])?;
            }
            Ok(())
        })
    }

    /// Notes the steps of ended buckets in one durable step: when they were due, their keys destroyed, their bytes gone,
    /// and their absence observed. An instant that is known already stays.
    pub(super) fn finish(
        &mut self,
        cohorts: &[(WindowTag, i64)],
        [expired, shredded, gone, verified]: [Instant; 4],
    ) -> Result<(), StoreError> {
        let sql = "UPDATE cohorts SET state = 'VERIFIED', expired_ms = COALESCE(expired_ms, ?3), \
                   shredded_ms = COALESCE(shredded_ms, ?4), gone_ms = COALESCE(gone_ms, ?5), verified_ms = ?6 \
                   WHERE tag = ?1 AND ends = ?2";
        self.in_one_step(|transaction| {
            let mut statement = transaction.prepare_cached(sql)?;
            for (tag, end) in cohorts {
                statement.execute(params![
                    tag.0,
                    end,
                    expired.unix_millis(),
                    shredded.unix_millis(),
                    gone.unix_millis(),
                    verified.unix_millis()
                ])?;
            }
            Ok(())
        })
    }

    pub(super) fn mark(&self) -> Result<Option<Instant>, StoreError> {
        let sql = "SELECT millis FROM marks WHERE name = 'clock'";
        let millis = self
            .connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .optional();
        Ok(self.told(millis)?.map(Instant::from_unix_millis))
    }

    pub(super) fn save_mark(&mut self, now: Instant) -> Result<(), StoreError> {
        self.in_one_step(|transaction| {
            transaction.execute(MARK, params![now.unix_millis()])?;
            Ok(())
        })
    }
}

/// Adds the columns that a catalogue of format 1 does not have.
fn add_columns(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info('cohorts')")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let known: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    for (name, kind) in ADDED {
        if !known.iter().any(|other| other == name) {
            connection.execute_batch(&format!("ALTER TABLE cohorts ADD COLUMN {name} {kind}"))?;
            if name == "log_index" {
                // What ended before there were receipts gets none: what was in it is not known any more.
                connection.execute_batch(
                    "UPDATE cohorts SET log_index = -1 WHERE state IN ('VERIFIED', 'SHRED_INTENT')",
                )?;
            }
        }
    }
    Ok(())
}

fn fault(path: &Path, error: &rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::broken(
            path,
            format!("{error}; put the last good copy of this file back"),
        ),
        _ => StoreError::Io {
            file: path.to_owned(),
            why: error.to_string(),
        },
    }
}
