//! The roles of GDPRbench with the mixes of its maintained fork: reading, reading what is kept of a person, changing,
//! erasing. Objects here are immutable, so a change is a new object and the erasure of the old one, for both.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Watch;

use candor_runtime::{NewObject, ObjectId, Store, StoreOptions};
use rusqlite::params;
use serde_json::json;

use super::{Outcome, clock, database, new_object, rounded};

const BYTES: usize = 256;
const PERSONS: u64 = 1_000;

/// What a role does, in parts of 100: read, read all of a person, change, erase, store.
const ROLES: [(&str, [u64; 5]); 3] = [
    ("customer", [20, 20, 40, 20, 0]),
    ("processor", [80, 20, 0, 0, 0]),
    ("controller", [0, 50, 0, 25, 25]),
];

/// What both stores can do.
trait Kept {
    fn store(&mut self, person: u64) -> Outcome<()>;
    fn read(&mut self, at: u64) -> Outcome<()>;
    fn read_person(&mut self, person: u64) -> Outcome<()>;
    fn erase(&mut self, at: u64) -> Outcome<()>;
}

/// The same numbers in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % bound.max(1)
    }
}

/// Runs every role on both; the records are loaded anew for each.
pub(crate) fn measure(records: u64, operations: u64) -> Outcome<Vec<serde_json::Value>> {
    let mut lines = Vec::new();
    for (role, mix) in ROLES {
        let directory = tempfile::tempdir()?;
        let own = run(&mut Own::open(directory.path())?, records, operations, mix)?;
        let rival = run(&mut Rows::open(directory.path())?, records, operations, mix)?;
        lines.push(
            json!({"case": "role", "role": role, "records": records, "operations": operations,
            "store_per_second": rounded(own), "sqlite_secure_per_second": rounded(rival),
            "store_to_sqlite": rounded(own / rival)}),
        );
    }
    Ok(lines)
}

fn run(kept: &mut dyn Kept, records: u64, operations: u64, mix: [u64; 5]) -> Outcome<f64> {
    let mut chance = Chance(42);
    for _ in 0..records {
        kept.store(chance.below(PERSONS))?;
    }
    let begun = Watch::now();
    for _ in 0..operations {
        let (mut part, at) = (chance.below(100), chance.below(records));
        let person = chance.below(PERSONS);
        let mut chosen = 4;
        for (kind, share) in mix.into_iter().enumerate() {
            if part < share {
                chosen = kind;
                break;
            }
            part -= share;
        }
        match chosen {
            0 => kept.read(at)?,
            1 => kept.read_person(person)?,
            2 => {
                kept.store(person)?;
                kept.erase(at)?;
            }
            3 => kept.erase(at)?,
            _ => kept.store(person)?,
        }
    }
    let count = u32::try_from(operations)?;
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

fn name(person: u64) -> String {
    format!("person-{person}")
}

/// Candor's store.
struct Own {
    store: Store,
    new: NewObject,
    ids: Vec<ObjectId>,
}

impl Own {
    fn open(directory: &Path) -> Outcome<Self> {
        let data = directory.join("data");
        let store = Store::open(&data, Arc::new(clock()), StoreOptions::default())?;
        let tag = store.register_window("bench", "1 hour")?;
        Ok(Self {
            new: new_object(tag, super::LIFE),
            store,
            ids: Vec::new(),
        })
    }
}

impl Kept for Own {
    fn store(&mut self, person: u64) -> Outcome<()> {
        let mut new = self.new.clone();
        new.meta.subject = Some(name(person));
        let body = [0x5a; BYTES];
        self.ids.push(self.store.put(new, &mut body.as_slice())?.id);
        Ok(())
    }

    fn read(&mut self, at: u64) -> Outcome<()> {
        let mut bytes = Vec::with_capacity(BYTES);
        // What was erased before is answered as gone, by both.
        if let Ok(mut body) = self.store.read(&self.ids[usize::try_from(at)?], None) {
            body.read_to_end(&mut bytes)?;
        }
        Ok(())
    }

    fn read_person(&mut self, person: u64) -> Outcome<()> {
        for id in self.store.of_subject(&name(person)) {
            self.store.head(&id)?;
        }
        Ok(())
    }

    fn erase(&mut self, at: u64) -> Outcome<()> {
        let _ = self.store.erase(&self.ids[usize::try_from(at)?], false);
        Ok(())
    }
}

/// Rows of SQLite with secure delete, and an index on the person.
struct Rows {
    database: rusqlite::Connection,
    ids: BTreeMap<u64, Vec<u8>>,
}

impl Rows {
    fn open(directory: &Path) -> Outcome<Self> {
        let database = database(&directory.join("roles.db"))?;
        database.pragma_update(None, "secure_delete", "ON")?;
        database.execute_batch(
            "CREATE TABLE kept (id BLOB PRIMARY KEY, person TEXT NOT NULL, purpose TEXT NOT NULL, ends INTEGER NOT NULL, \
             body BLOB NOT NULL) WITHOUT ROWID; CREATE INDEX persons ON kept (person); CREATE INDEX purposes ON kept (purpose); \
             CREATE INDEX ends ON kept (ends);",
        )?;
        Ok(Self {
            database,
            ids: BTreeMap::new(),
        })
    }
}

impl Kept for Rows {
    fn store(&mut self, person: u64) -> Outcome<()> {
        let mut insert = self.database.prepare_cached(
            "INSERT INTO kept VALUES (randomblob(16), ?1, 'service', 1, ?2) RETURNING id",
        )?;
        let id = insert.query_row(params![name(person), [0x5a_u8; BYTES]], |row| row.get(0))?;
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
}
