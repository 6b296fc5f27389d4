//! Measures the store beside a raw appended file and SQLite, in one run: ratios count, single figures depend on the
//! machine. One JSON line per case on standard output.
//!
//! `store_bench [SECONDS per ingest case] [OBJECTS of the expiry cases …]`, by default `2 10000 100000`.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration as Span;
use std::time::Instant as Watch;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::schedule::Expiry;
use candor_runtime::{Kind, Meta, NewObject, Store, StoreError, StoreOptions, WindowTag};
use serde_json::json;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Seconds from the start of the manual clock to E.
const LIFE: i64 = 3_600;
/// Writers that load the store before it expires.
const WRITERS: usize = 64;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().map_or(Ok(2.0), |word| word.parse())?;
    let mut counts = arguments
        .map(|word| word.parse())
        .collect::<Result<Vec<u64>, _>>()?;
    if counts.is_empty() {
        counts = vec![10_000, 100_000];
    }
    let span = Span::from_secs_f64(seconds);
    for (size, writers) in [(256 * 1024, 1), (1024, WRITERS)] {
        let (store, raw, sqlite) = (
            ingest_store(size, writers, span)?,
            ingest_raw(size, writers, span)?,
            ingest_sqlite(size, writers, span)?,
        );
        println!(
            "{}",
            json!({"case": "ingest", "bytes": size, "writers": writers, "store_per_second": store,
                   "raw_per_second": raw, "sqlite_per_second": sqlite, "store_to_raw": store / raw,
                   "store_to_sqlite": store / sqlite})
        );
    }
    for count in counts {
        let (unreadable, gone) = expire_store(count)?;
        let delete = expire_sqlite(count)?;
        println!(
            "{}",
            json!({"case": "expiry", "objects": count, "bytes": 256, "refused_ms": unreadable,
                   "bytes_gone_ms": gone, "sqlite_delete_ms": delete,
                   "sqlite_to_store": delete / gone})
        );
    }
    Ok(())
}

fn clock() -> ManualClock {
    ManualClock::at(Instant::from_unix_seconds(1_800_000_000))
}

fn put(store: &Store, tag: WindowTag, body: &[u8]) -> Result<candor_runtime::ObjectId, StoreError> {
    let expires_at = Instant::from_unix_seconds(1_800_000_000 + LIFE);
    let expiry = Expiry {
        expires_at,
        available_until: None,
        erased_by: expires_at,
        bucket_start: Instant::from_unix_seconds(1_800_000_000 + LIFE - 60),
    };
    let new = NewObject {
        tag,
        expiry,
        kind: Kind::Object,
        meta: Meta::default(),
        max_size: None,
        known_length: Some(body.len() as u64),
    };
    store.put(new, &mut &*body).map(|deposit| deposit.id)
}

/// Runs the same work on several threads until the time is up; gives the rate per second.
fn rate(writers: usize, span: Span, work: impl Fn() -> Outcome<()> + Sync) -> Outcome<f64> {
    let done = AtomicU64::new(0);
    let begun = Watch::now();
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..writers)
            .map(|_| {
                scope.spawn(|| -> Outcome<()> {
                    while begun.elapsed() < span {
                        work()?;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        for handle in handles {
            handle.join().map_err(|_| "a writer stopped")??;
        }
        Outcome::Ok(())
    })?;
    let count = u32::try_from(done.load(Ordering::Relaxed))?;
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

fn ingest_store(size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let store = Store::open(
        &directory.path().join("data"),
        Arc::new(clock()),
        StoreOptions::default(),
    )?;
    let tag = store.register_window("bench", "1 hour")?;
    let body = vec![0x5a; size];
    rate(writers, span, || Ok(put(&store, tag, &body).map(|_| ())?))
}

/// One file, one append and one fdatasync per record: what a store without encryption and index would do at best.
fn ingest_raw(size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let file = Mutex::new(File::create(directory.path().join("raw"))?);
    let body = vec![0x5a; size];
    rate(writers, span, || {
        let mut file = file.lock().map_err(|_| "a writer stopped")?;
        file.write_all(&body)?;
        Ok(file.sync_data()?)
    })
}

fn database(path: &Path) -> Outcome<rusqlite::Connection> {
    let database = rusqlite::Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch(
        "CREATE TABLE objects (id BLOB PRIMARY KEY, ends INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
         CREATE INDEX by_end ON objects (ends);",
    )?;
    Ok(database)
}

const INSERT: &str = "INSERT INTO objects VALUES (randomblob(16), 1, ?1)";

fn ingest_sqlite(size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let database = Mutex::new(database(&directory.path().join("bench.db"))?);
    let body = vec![0x5a; size];
    rate(writers, span, || {
        let database = database.lock().map_err(|_| "a writer stopped")?;
        database.prepare_cached(INSERT)?.execute([&body])?;
        Ok(())
    })
}

/// Milliseconds from E until a read is refused, and until key and bytes are gone.
fn expire_store(count: u64) -> Outcome<(f64, f64)> {
    let directory = tempfile::tempdir()?;
    let clock = clock();
    let store = Store::open(
        &directory.path().join("data"),
        Arc::new(clock.clone()),
        StoreOptions::default(),
    )?;
    let tag = store.register_window("bench", "1 hour")?;
    let body = [0x5a; 256];
    let left = AtomicU64::new(count);
    let last = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                        left.checked_sub(1)
                    })
                    .is_ok()
                {
                    if let (Ok(id), Ok(mut last)) = (put(&store, tag, &body), last.lock()) {
                        *last = Some(id);
                    }
                }
            });
        }
    });
    let stored: u64 = store
        .stats()
        .windows
        .iter()
        .map(|window| window.objects)
        .sum();
    if stored != count {
        return Err(format!("{stored} of {count} objects were stored").into());
    }
    let last = last.into_inner().map_err(|_| "a writer stopped")?;
    let last = last.ok_or("no object was stored")?;
    clock.advance_seconds(LIFE);
    let begun = Watch::now();
    if store.read(&last, None).is_ok() {
        return Err("an ended object was read".into());
    }
    let refused = begun.elapsed().as_secs_f64() * 1000.0;
    store.sweep()?;
    let gone = begun.elapsed().as_secs_f64() * 1000.0;
    Ok((refused, gone))
}

fn expire_sqlite(count: u64) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let mut database = database(&directory.path().join("bench.db"))?;
    let loading = database.transaction()?;
    for _ in 0..count {
        loading.prepare_cached(INSERT)?.execute([[0x5a; 256]])?;
    }
    loading.commit()?;
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    database.query_row(checkpoint, [], |_| Ok(()))?;
    let begun = Watch::now();
    database.execute("DELETE FROM objects WHERE ends <= 1", [])?;
    database.query_row(checkpoint, [], |_| Ok(()))?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}
