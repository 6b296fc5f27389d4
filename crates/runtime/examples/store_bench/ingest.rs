//! Durable ingest. Every rival has as many writers, and each answers a writer only when its record is synced.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration as Span, Instant as Watch};

use candor_runtime::{Store, StoreOptions};
use serde_json::json;

use super::{Outcome, clock, database, median, put, rounded};

/// Rounds, so that a slow spell of the machine does not hit one rival only.
pub(crate) const ROUNDS: usize = 3;

/// The median of interleaved rounds for the store, a raw file and SQLite. The raw file and the grouped SQLite have the
/// store's group commit: one thread, up to 64 records, one sync. `sqlite` has a transaction per record.
pub(crate) fn measure(size: usize, writers: usize, span: Span) -> Outcome<serde_json::Value> {
    let [mut store, mut raw, mut alone, mut grouped] = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        store.push(ingest_store(size, writers, span)?);
        raw.push(ingest_grouped(size, writers, span, raw_file)?);
        alone.push(ingest_sqlite_alone(size, writers, span)?);
        grouped.push(ingest_grouped(size, writers, span, sqlite_rows)?);
    }
    let [store, raw, alone, grouped] = [store, raw, alone, grouped].map(median);
    Ok(
        json!({"case": "ingest", "bytes": size, "writers": writers, "store_per_second": rounded(store),
        "raw_grouped_per_second": rounded(raw), "sqlite_per_second": rounded(alone),
        "sqlite_grouped_per_second": rounded(grouped), "store_to_raw_grouped": rounded(store / raw),
        "store_to_sqlite": rounded(store / alone), "store_to_sqlite_grouped": rounded(store / grouped)}),
    )
}

/// Runs the same work on several threads until the time is up; gives the rate per second.
pub(crate) fn rate(
    writers: usize,
    span: Span,
    work: impl Fn() -> Outcome<()> + Sync,
) -> Outcome<f64> {
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
