//! Rows of PostgreSQL with the indexes of the SQLite case, over one connection.

use postgres::{Client, Statement};

use super::{BYTES, Kept, name};
use crate::Outcome;
use crate::copies::{STAYS, body};
use crate::postgres::{Cluster, settle};

const TABLES: &str = "CREATE TABLE kept (id bigint PRIMARY KEY, person text NOT NULL, purpose text NOT NULL,
      ends bigint NOT NULL, body bytea NOT NULL);
    CREATE INDEX persons ON kept (person); CREATE INDEX purposes ON kept (purpose); CREATE INDEX ends ON kept (ends);
    CREATE TABLE erasures (id bigint PRIMARY KEY, at timestamptz NOT NULL);";

pub(super) struct Rows {
    client: Client,
    body: Vec<u8>,
    stored: i64,
    insert: Statement,
    select: Statement,
    of_person: Statement,
    delete: Statement,
    note: Statement,
    noted: Statement,
    _cluster: Cluster,
}

impl Rows {
    pub(super) fn open() -> Outcome<Option<Box<dyn Kept>>> {
        let Some(cluster) = Cluster::start()? else {
            return Ok(None);
        };
        let mut client = cluster.connect()?;
        client.batch_execute(TABLES)?;
        Ok(Some(Box::new(Self {
            body: body(STAYS, BYTES),
            stored: 0,
            insert: client.prepare("INSERT INTO kept VALUES ($1, $2, 'service', 1, $3)")?,
            select: client.prepare("SELECT body FROM kept WHERE id = $1")?,
            of_person: client.prepare("SELECT id, purpose, ends FROM kept WHERE person = $1")?,
            delete: client.prepare("DELETE FROM kept WHERE id = $1")?,
            note: client.prepare("INSERT INTO erasures VALUES ($1, now())")?,
            noted: client.prepare("SELECT 1 FROM erasures WHERE id = $1")?,
            client,
            _cluster: cluster,
        })))
    }
}

impl Kept for Rows {
    fn load(&mut self, persons: &[u64]) -> Outcome<()> {
        self.client.batch_execute("BEGIN")?;
        for person in persons {
            self.store(*person)?;
        }
        self.client.batch_execute("COMMIT")?;
        settle(&mut self.client, "kept")
    }

    fn store(&mut self, person: u64) -> Outcome<()> {
        let id = self.stored;
        self.stored += 1;
        self.client
            .execute(&self.insert, &[&id, &name(person), &self.body])?;
        Ok(())
    }

    fn read(&mut self, at: u64) -> Outcome<()> {
        let row = self
            .client
            .query_opt(&self.select, &[&i64::try_from(at)?])?;
        row.map(|row| row.try_get::<_, Vec<u8>>(0)).transpose()?;
        Ok(())
    }

    fn read_person(&mut self, person: u64) -> Outcome<()> {
        for row in self.client.query(&self.of_person, &[&name(person)])? {
            row.try_get::<_, i64>(2)?;
        }
        Ok(())
    }

    fn erase(&mut self, at: u64) -> Outcome<()> {
        self.client.execute(&self.delete, &[&i64::try_from(at)?])?;
        Ok(())
    }

    fn erase_on_record(&mut self, at: u64) -> Outcome<()> {
        let id = i64::try_from(at)?;
        let mut transaction = self.client.transaction()?;
        transaction.execute(&self.delete, &[&id])?;
        transaction.execute(&self.note, &[&id])?;
        Ok(transaction.commit()?)
    }

    fn read_log(&mut self, at: u64) -> Outcome<()> {
        self.client.query_one(&self.noted, &[&i64::try_from(at)?])?;
        Ok(())
    }

    fn verify_erased(&mut self, at: u64) -> Outcome<()> {
        match self
            .client
            .query_opt(&self.select, &[&i64::try_from(at)?])?
        {
            None => Ok(()),
            Some(_) => Err("PostgreSQL still has what was erased".into()),
        }
    }
}
