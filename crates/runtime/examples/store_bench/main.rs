//! Measures the store beside a raw file, SQLite, PostgreSQL and Redis, in one run: ratios count, single figures depend on the
//! machine. One JSON object per row on standard output. A rival that is not installed is `not measured`.
//!
//! `store_bench [quick|standard|full] [CASE …]`: all cases, or those that are named.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the rows are the result, and who waits wants to know for what"
)]

mod copies;
mod ends;
mod enforcement;
mod expiry;
mod ingest;
mod load;
mod pool;
mod postgres;
mod reads;
mod receipts;
mod redis;
mod residue;
mod roles;
mod row;
mod scale;
mod sqlite;

use std::error::Error;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::schedule::Expiry;
use candor_runtime::{Deposit, Kind, Meta, NewObject, Store, WindowTag};
use scale::Scale;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Where the manual clock begins, in Unix seconds.
const BEGIN: i64 = 1_800_000_000;
/// Seconds from the start of the manual clock to the first E.
const LIFE: i64 = 3_600;
/// Writers of small records.
const WRITERS: usize = 64;
const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// A case by its name.
type Case = fn(&Scale) -> Outcome<Vec<Value>>;

const CASES: [(&str, Case); 8] = [
    ("systems", |_| systems()),
    ("ingest", |scale| {
        let sizes = [
            (16 * MIB, 1),
            (256 * KIB, 1),
            (256 * KIB, 8),
            (KIB, WRITERS),
            (256, WRITERS),
        ];
        each(sizes, |(size, writers)| {
            ingest::measure(size, writers, scale.span)
        })
    }),
    ("enforcement", |scale| {
        each([(256 * KIB, 1), (KIB, WRITERS)], |(size, writers)| {
            Ok(vec![enforcement::measure(size, writers, scale.span)?])
        })
    }),
    ("reads", |scale| {
        each([16 * MIB, 256 * KIB, KIB, 256], |size| {
            reads::measure(size, scale.span)
        })
    }),
    ("roles", |scale| {
        roles::measure(scale.records, scale.operations)
    }),
    ("expiry", |scale| {
        let mut rows = vec![ends::measure()?];
        for share in [100, 5] {
            rows.extend(each(scale.counts, |count| {
                expiry::measure(*count, share, scale.patience)
            })?);
        }
        // Rows of one table stand together.
        rows.sort_by_key(|row| row["case"] == "expiry");
        Ok(rows)
    }),
    ("residue", |scale| residue::measure(scale.residue)),
    ("receipts", |scale| {
        receipts::measure(scale.receipts, scale.span)
    }),
];

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let word = arguments.next().unwrap_or_else(|| "standard".to_owned());
    let scale = Scale::named(&word)
        .ok_or_else(|| format!("`{word}` is none of quick, standard and full"))?;
    let wanted: Vec<String> = arguments.collect();
    let known = |name: &String| CASES.iter().any(|(case, _)| case == name);
    if let Some(other) = wanted.iter().find(|name| !known(name)) {
        return Err(format!("there is no case `{other}`").into());
    }
    for (name, case) in CASES {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            eprintln!("measuring {name}");
            for row in case(&scale)? {
                println!("{row}");
            }
        }
    }
    Ok(())
}

fn each<T>(
    sizes: impl IntoIterator<Item = T>,
    measure: impl Fn(T) -> Outcome<Vec<Value>>,
) -> Outcome<Vec<Value>> {
    let mut rows = Vec::new();
    for size in sizes {
        rows.extend(measure(size)?);
    }
    Ok(rows)
}

/// What is measured, in which version.
fn systems() -> Outcome<Vec<Value>> {
    let postgres = postgres::Cluster::start()?.map(|cluster| cluster.version());
    let redis = redis::Server::start()?.map(|server| server.version());
    let row = |system: &str, version: Option<String>| {
        let version = version.map_or(json!("not measured"), |version| json!(version));
        json!({"case": "systems", "system": system, "version": version})
    };
    Ok(vec![
        row("candor store", Some(env!("CARGO_PKG_VERSION").to_owned())),
        row("sqlite", Some(rusqlite::version().to_owned())),
        row("postgres", postgres.transpose()?),
        row("redis", redis.transpose()?),
    ])
}

fn clock() -> ManualClock {
    ManualClock::at(Instant::from_unix_seconds(BEGIN))
}

fn put(store: &Store, tag: WindowTag, body: &[u8]) -> Outcome<Deposit> {
    put_until(store, tag, body, LIFE)
}

fn put_until(store: &Store, tag: WindowTag, body: &[u8], life: i64) -> Outcome<Deposit> {
    let new = NewObject {
        known_length: Some(body.len() as u64),
        ..new_object(tag, life)
    };
    Ok(store.put(new, &mut &*body)?)
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

/// The same numbers in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        Self(42)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % bound.max(1)
    }
}
