//! Measures the store beside a raw appended file and SQLite, in one run: ratios count, single figures depend on the
//! machine. One JSON line per case on standard output. PostgreSQL 15 is measured where Debian's package is installed.
//!
//! `store_bench [SECONDS per ingest case] [OBJECTS of the expiry cases …]`, by default `1 10000 100000`.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

mod enforcement;
mod expiry;
mod ingest;
mod postgres;
mod roles;

use std::error::Error;
use std::path::Path;
use std::time::Duration as Span;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::schedule::Expiry;
use candor_runtime::{Kind, Meta, NewObject, ObjectId, Store, StoreError, WindowTag};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Where the manual clock begins, in Unix seconds.
const BEGIN: i64 = 1_800_000_000;
/// Seconds from the start of the manual clock to the first E.
const LIFE: i64 = 3_600;
/// Writers of small records.
const WRITERS: usize = 64;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().map_or(Ok(1.0), |word| word.parse())?;
    let mut counts = arguments
        .map(|word| word.parse())
        .collect::<Result<Vec<u64>, _>>()?;
    if counts.is_empty() {
        counts = vec![10_000, 100_000];
    }
    for (size, writers) in [
        (16 * 1024 * 1024, 1),
        (256 * 1024, 1),
        (256 * 1024, 8),
        (1024, WRITERS),
        (256, WRITERS),
    ] {
        println!(
            "{}",
            ingest::measure(size, writers, Span::from_secs_f64(seconds))?
        );
    }
    for (size, writers) in [(256 * 1024, 1), (1024, WRITERS)] {
        let span = Span::from_secs_f64(seconds);
        println!("{}", enforcement::measure(size, writers, span)?);
    }
    for line in roles::measure(10_000, 1_000)? {
        println!("{line}");
    }
    println!("{}", expiry::many_ends()?);
    for count in counts {
        for share in [100, 5] {
            println!("{}", expiry::measure(count, share)?);
        }
    }
    Ok(())
}

fn clock() -> ManualClock {
    ManualClock::at(Instant::from_unix_seconds(BEGIN))
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
    let new = NewObject {
        known_length: Some(body.len() as u64),
        ..new_object(tag, life)
    };
    store.put(new, &mut &*body).map(|deposit| deposit.id)
}

fn new_object(tag: WindowTag, life: i64) -> NewObject {
    let expires_at = Instant::from_unix_seconds(BEGIN + life);
    let expiry = Expiry {
        expires_at,
        available_until: None,
        erased_by: expires_at,
        bucket_start: Instant::from_unix_seconds(BEGIN + life - 60),
    };
    NewObject {
        tag,
        expiry,
        kind: Kind::Object,
        meta: Meta::default(),
        max_size: None,
        known_length: None,
    }
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

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Two digits behind the point are more than any figure here is sure of.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
