//! What is still in the files after each system's own way of deleting, and after the further step that its manual names.
//! Every second record is due; those that stay lie between them, as they do in a table that is used.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration as Span;

use candor_runtime::{Store, StoreOptions};
use serde_json::{Value, json};

use super::copies::{self, DUE, STAYS};
use super::load::load;
use super::{LIFE, Outcome, clock, postgres, put_until, redis, sqlite};

/// Bytes of a body.
const BODY: usize = 256;

/// The canaries of the records that are due, after each step of each system.
pub(crate) fn measure(records: u64) -> Outcome<Vec<Value>> {
    let mut rows = own(records)?;
    for secure in [false, true] {
        rows.extend(of_sqlite(records, secure)?);
    }
    rows.extend(of_postgres(records)?);
    rows.extend(of_redis(records)?);
    Ok(rows)
}

fn row(system: &str, after: &str, due: u64, directory: &Path) -> Outcome<Value> {
    let found = copies::count(directory, DUE)?;
    Ok(
        json!({"case": "residue", "system": system, "after": after, "records_due": due,
        "copies_left": found.all, "of_them_in_logs": found.in_logs}),
    )
}

fn not_measured(system: &str) -> Vec<Value> {
    let none = "not measured";
    vec![
        json!({"case": "residue", "system": system, "after": none, "records_due": none,
        "copies_left": none, "of_them_in_logs": none}),
    ]
}

fn own(records: u64) -> Outcome<Vec<Value>> {
    let directory = tempfile::tempdir()?;
    let root = directory.path().join("data");
    let clock = clock();
    let store = Store::open(&root, Arc::new(clock.clone()), StoreOptions::default())?;
    let tag = store.register_window("bench", "1 hour")?;
    let [due, stays] = [DUE, STAYS].map(|canary| copies::body(canary, BODY));
    load(records, |number| {
        if number % 2 == 0 {
            put_until(&store, tag, &due, LIFE)
        } else {
            put_until(&store, tag, &stays, 2 * LIFE)
        }
    })?;
    let is_due = records.div_ceil(2);
    let before = row("candor store", "before they are due", is_due, &root)?;
    clock.advance_seconds(LIFE);
    let report = store.sweep()?;
    if report.objects != is_due {
        return Err("other objects ended than those that were due".into());
    }
    let after = "the key is destroyed, the files are unlinked";
    Ok(vec![before, row("candor store", after, is_due, &root)?])
}

fn of_sqlite(records: u64, secure: bool) -> Outcome<Vec<Value>> {
    let directory = tempfile::tempdir()?;
    let mut database = sqlite::open(&directory.path().join("bench.db"))?;
    database.pragma_update(None, "secure_delete", secure)?;
    sqlite::load(&mut database, records, 50, BODY)?;
    let due = database.query_row("SELECT count(*) FROM objects WHERE ends <= 1", [], |row| {
        row.get::<_, i64>(0)
    })?;
    let due = u64::try_from(due)?;
    sqlite::delete(&database)?;
    let system = if secure {
        "sqlite, secure_delete"
    } else {
        "sqlite"
    };
    let first = row(system, "DELETE, checkpoint", due, directory.path())?;
    database.execute_batch("VACUUM")?;
    sqlite::checkpoint(&database)?;
    Ok(vec![
        first,
        row(system, "the same and VACUUM", due, directory.path())?,
    ])
}

fn of_postgres(records: u64) -> Outcome<Vec<Value>> {
    let Some(cluster) = postgres::Cluster::start()? else {
        return Ok(not_measured("postgres"));
    };
    let mut client = cluster.connect()?;
    postgres::load(&mut client, records, 50, BODY)?;
    let due = client.query_one("SELECT count(*) FROM objects WHERE ends <= 1", &[])?;
    let due = u64::try_from(due.try_get::<_, i64>(0)?)?;
    postgres::delete(&mut client)?;
    client.batch_execute("CHECKPOINT")?;
    let deleted = "DELETE, VACUUM, CHECKPOINT";
    let first = row("postgres", deleted, due, &cluster.files())?;
    client.batch_execute("VACUUM FULL objects")?;
    client.batch_execute("CHECKPOINT")?;
    let full = "the same, VACUUM FULL, CHECKPOINT";
    Ok(vec![first, row("postgres", full, due, &cluster.files())?])
}

fn of_redis(records: u64) -> Outcome<Vec<Value>> {
    let Some(server) = redis::Server::start()? else {
        return Ok(not_measured("redis"));
    };
    let mut client = server.connect()?;
    let due = redis::load(&mut client, records, BODY, |number| number % 2 == 0)?;
    // Redis drops a key that is due when it is read; without that the last of them stay for minutes. A key is due when its
    // millisecond has passed.
    std::thread::sleep(Span::from_millis(5));
    redis::touch(&mut client, (0..records).step_by(2))?;
    if redis::size(&mut client)? != records - due {
        return Err("Redis still holds keys that are due".into());
    }
    let first = row("redis", "expiry of every key", due, server.path())?;
    server.rewrite()?;
    let rewritten = "the same and BGREWRITEAOF";
    Ok(vec![first, row("redis", rewritten, due, server.path())?])
}
