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
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration as Span;
use std::time::Instant as Watch;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::schedule::Expiry;
use candor_runtime::{Kind, Meta, NewObject, ObjectId, Store, StoreError, StoreOptions, WindowTag};
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
    for (size, writers) in [(256 * 1024, 1), (256 * 1024, 8), (1024, WRITERS)] {
        // Every rival has as many writers; each answers a writer when its record is durable.
        let (store, raw, alone, sqlite) = (
            ingest_store(size, writers, span)?,
            ingest_grouped(size, writers, span, raw_file)?,
            ingest_sqlite_alone(size, writers, span)?,
            ingest_grouped(size, writers, span, sqlite_rows)?,
        );
        println!(
            "{}",
            json!({"case": "ingest", "bytes": size, "writers": writers, "store_per_second": store,
                   "raw_grouped_per_second": raw, "sqlite_per_second": alone,
                   "sqlite_grouped_per_second": sqlite, "store_to_raw_grouped": store / raw,
                   "store_to_sqlite": store / alone, "store_to_sqlite_grouped": store / sqlite})
        );
    }
    for count in counts {
        for share in [100, 5] {
            let store = expire_store(count, share)?;
            // A plain DELETE makes rows unreadable and leaves their bytes in the file, as a destroyed key does;
            // secure_delete overwrites them, as unlinking gives them back.
            let delete = expire_sqlite(count, share, false)?;
            let secure = expire_sqlite(count, share, true)?;
            println!(
                "{}",
                json!({"case": "expiry", "objects": count, "percent_due": share, "bytes": 256,
                       "refused_ms": store.refused, "key_gone_ms": store.key_gone,
                       "bytes_gone_ms": store.bytes_gone, "sqlite_delete_ms": delete,
                       "sqlite_secure_delete_ms": secure, "delete_to_key_gone": delete / store.key_gone,
                       "secure_delete_to_bytes_gone": secure / store.bytes_gone})
            );
        }
    }
    Ok(())
}

fn clock() -> ManualClock {
    ManualClock::at(Instant::from_unix_seconds(1_800_000_000))
}

fn put(store: &Store, tag: WindowTag, body: &[u8]) -> Result<ObjectId, StoreError> {
    put_until(store, tag, body, LIFE)
}

fn put_until(
    store: &Store,
    tag: WindowTag,
    body: &[u8],
    life: i64,
) -> Result<ObjectId, StoreError> {
    let expires_at = Instant::from_unix_seconds(1_800_000_000 + life);
    let expiry = Expiry {
        expires_at,
        available_until: None,
        erased_by: expires_at,
        bucket_start: Instant::from_unix_seconds(1_800_000_000 + life - 60),
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

/// A rival that writes several records at once and makes them durable with one sync.
type Batches = Box<dyn FnMut(&[Vec<u8>]) -> Outcome<()> + Send>;

/// The same group commit for every rival: one thread writes what waits, up to as many records as the store's.
fn ingest_grouped(
    size: usize,
    writers: usize,
    span: Span,
    rival: fn(&Path) -> Outcome<Batches>,
) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let mut write = rival(directory.path())?;
    let (queue, waiting) = sync_channel::<(Vec<u8>, Sender<()>)>(256);
    let body = vec![0x5a; size];
    let thread = std::thread::spawn(move || -> Outcome<()> {
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            while batch.len() < 64 {
                match waiting.try_recv() {
                    Ok(next) => batch.push(next),
                    Err(_) => break,
                }
            }
            let (records, callers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
            write(&records)?;
            for caller in callers {
                caller.send(())?;
            }
        }
        Ok(())
    });
    let measured = rate(writers, span, || {
        let (done, answer) = channel();
        queue.send((body.clone(), done))?;
        Ok(answer.recv()?)
    });
    drop(queue);
    thread.join().map_err(|_| "the rival stopped")??;
    measured
}

/// One file that is appended to: what a store without encryption and index would do at best.
fn raw_file(directory: &Path) -> Outcome<Batches> {
    let mut file = File::create(directory.join("raw"))?;
    Ok(Box::new(move |records| {
        file.write_all(&records.concat())?;
        Ok(file.sync_data()?)
    }))
}

/// Rows of SQLite, a transaction per batch.
fn sqlite_rows(directory: &Path) -> Outcome<Batches> {
    let mut database = database(&directory.join("bench.db"))?;
    Ok(Box::new(move |records| {
        let transaction = database.transaction()?;
        for record in records {
            transaction.prepare_cached(INSERT)?.execute([record])?;
        }
        Ok(transaction.commit()?)
    }))
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

/// Rows of SQLite, a transaction each: how it is used when nobody builds a group commit around it.
fn ingest_sqlite_alone(size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let database = Mutex::new(database(&directory.path().join("bench.db"))?);
    let body = vec![0x5a; size];
    rate(writers, span, || {
        let database = database.lock().map_err(|_| "a writer stopped")?;
        database.prepare_cached(INSERT)?.execute([&body])?;
        Ok(())
    })
}

/// Milliseconds from E.
struct Expired {
    /// Until a read is refused.
    refused: f64,
    /// Until the key ring on disk no longer holds the key; seen from outside, by the length of its file.
    key_gone: f64,
    /// Until the files are unlinked, their absence is observed, and all of it is durable.
    bytes_gone: f64,
}

/// Ends a bucket. Of the objects, `share` in a hundred are due; the others end an hour later.
fn expire_store(count: u64, share: u64) -> Outcome<Expired> {
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
                while let Ok(left) =
                    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                        left.checked_sub(1)
                    })
                {
                    let is_due = left % 100 < share;
                    let end = if is_due { LIFE } else { 2 * LIFE };
                    let stored = put_until(&store, tag, &body, end);
                    if let (Ok(id), true, Ok(mut last)) = (stored, is_due, last.lock()) {
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
    let keyring = directory.path().join("data").join("keyring");
    let before = std::fs::metadata(&keyring)?.len();
    let begun = Watch::now();
    if store.read(&last, None).is_ok() {
        return Err("an ended object was read".into());
    }
    let refused = begun.elapsed().as_secs_f64() * 1000.0;
    let key_gone = std::thread::scope(|scope| {
        let watching = scope.spawn(|| -> Outcome<f64> {
            while std::fs::metadata(&keyring)?.len() == before {
                std::thread::sleep(Span::from_micros(50));
            }
            Ok(begun.elapsed().as_secs_f64() * 1000.0)
        });
        store.sweep()?;
        watching.join().map_err(|_| "the watcher stopped")?
    })?;
    let bytes_gone = begun.elapsed().as_secs_f64() * 1000.0;
    Ok(Expired {
        refused,
        key_gone,
        bytes_gone,
    })
}

fn expire_sqlite(count: u64, share: u64, secure: bool) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let mut database = database(&directory.path().join("bench.db"))?;
    database.pragma_update(None, "secure_delete", secure)?;
    let loading = database.transaction()?;
    for number in 0..count {
        let ends = if number % 100 < share { 1 } else { 2 };
        let sql = "INSERT INTO objects VALUES (randomblob(16), ?1, ?2)";
        loading
            .prepare_cached(sql)?
            .execute(rusqlite::params![ends, [0x5a_u8; 256]])?;
    }
    loading.commit()?;
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    database.query_row(checkpoint, [], |_| Ok(()))?;
    let begun = Watch::now();
    database.execute("DELETE FROM objects WHERE ends <= 1", [])?;
    database.query_row(checkpoint, [], |_| Ok(()))?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}
