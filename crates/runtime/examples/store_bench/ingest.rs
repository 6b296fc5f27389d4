//! Durable ingest. Every system has as many writers, and each answers a writer only when its record is synced.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration as Span, Instant as Watch};

use candor_runtime::{Store, StoreOptions};
use serde_json::{Value, json};

use super::copies::{STAYS, body};
use super::pool::Pool;
use super::row::{median, rates};
use super::{Outcome, clock, postgres, put, redis, sqlite};

/// Rounds, so that a slow spell of the machine does not hit one system only.
pub(crate) const ROUNDS: usize = 3;

/// One round of one system; nothing where it is not installed.
type Round = fn(usize, usize, Span) -> Outcome<Option<f64>>;

/// The raw file and the grouped SQLite have the store's group commit: one thread, up to 64 records, one sync. PostgreSQL and
/// Redis have their own. `sqlite` has a transaction per record.
const SYSTEMS: [(&str, Round); 6] = [
    ("candor store", ingest_store),
    ("raw file, grouped", |size, writers, span| {
        ingest_grouped(size, writers, span, raw_file)
    }),
    ("sqlite", ingest_sqlite_alone),
    ("sqlite, grouped", |size, writers, span| {
        ingest_grouped(size, writers, span, sqlite_rows)
    }),
    ("postgres", ingest_postgres),
    ("redis", ingest_redis),
];

/// The median of interleaved rounds.
pub(crate) fn measure(size: usize, writers: usize, span: Span) -> Outcome<Vec<Value>> {
    let mut measured = SYSTEMS.map(|(system, _)| (system, Vec::new()));
    for _ in 0..ROUNDS {
        for ((_, round), (_, rates)) in SYSTEMS.iter().zip(&mut measured) {
            rates.push(round(size, writers, span)?);
        }
    }
    let medians = measured.map(|(system, rates)| (system, median(rates)));
    let facts = [("bytes", json!(size)), ("writers", json!(writers))];
    Ok(rates("ingest", &facts, &medians))
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

fn ingest_store(size: usize, writers: usize, span: Span) -> Outcome<Option<f64>> {
    let directory = tempfile::tempdir()?;
    let store = Store::open(
        &directory.path().join("data"),
        Arc::new(clock()),
        StoreOptions::default(),
    )?;
    let tag = store.register_window("bench", "1 hour")?;
    let body = body(STAYS, size);
    rate(writers, span, || put(&store, tag, &body).map(|_| ())).map(Some)
}

/// A rival that writes several records at once and makes them durable with one sync.
type Batches = Box<dyn FnMut(&[Vec<u8>]) -> Outcome<()> + Send>;

/// The same group commit for every rival that has none: one thread writes what waits, up to as many records as the store's.
fn ingest_grouped(
    size: usize,
    writers: usize,
    span: Span,
    rival: fn(&Path) -> Outcome<Batches>,
) -> Outcome<Option<f64>> {
    let directory = tempfile::tempdir()?;
    let mut write = rival(directory.path())?;
    let (queue, waiting) = sync_channel::<(Vec<u8>, Sender<()>)>(256);
    let body = body(STAYS, size);
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
    measured.map(Some)
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
    let mut database = sqlite::open(&directory.join("bench.db"))?;
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
fn ingest_sqlite_alone(size: usize, writers: usize, span: Span) -> Outcome<Option<f64>> {
    let directory = tempfile::tempdir()?;
    let database = Mutex::new(sqlite::open(&directory.path().join("bench.db"))?);
    let body = body(STAYS, size);
    let measured = rate(writers, span, || {
        let database = database.lock().map_err(|_| "a writer stopped")?;
        database.prepare_cached(INSERT)?.execute([&body])?;
        Ok(())
    });
    measured.map(Some)
}

/// Rows of PostgreSQL, a connection per writer and a transaction per row.
fn ingest_postgres(size: usize, writers: usize, span: Span) -> Outcome<Option<f64>> {
    let Some(cluster) = postgres::Cluster::start()? else {
        return Ok(None);
    };
    let pool = Pool::new(writers, || {
        let mut client = cluster.connect()?;
        let insert = client.prepare("INSERT INTO objects VALUES (gen_random_uuid(), 1, $1)")?;
        Ok((client, insert))
    })?;
    let body = body(STAYS, size);
    let measured = rate(writers, span, || {
        pool.with(|(client, insert)| Ok(client.execute(&*insert, &[&body]).map(|_| ())?))
    });
    measured.map(Some)
}

/// Keys of Redis with an end, a connection per writer.
fn ingest_redis(size: usize, writers: usize, span: Span) -> Outcome<Option<f64>> {
    let Some(server) = redis::Server::start()? else {
        return Ok(None);
    };
    let pool = Pool::new(writers, || server.connect())?;
    let (body, next) = (body(STAYS, size), AtomicU64::new(0));
    let ends = redis::in_millis(86_400_000)?;
    let measured = rate(writers, span, || {
        let key = redis::key(next.fetch_add(1, Ordering::Relaxed));
        let words: [&[u8]; 5] = [b"SET", &key, &body, b"PXAT", ends.as_bytes()];
        pool.with(|client| client.call(&words).map(|_| ()))
    });
    measured.map(Some)
}
