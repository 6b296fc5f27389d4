//! What it takes to end a bucket, against what each rival does with as many rows or keys that are due.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration as Span, Instant as Watch};

use candor_model::clock::ManualClock;
use candor_runtime::{ObjectId, Store, StoreOptions};
use serde_json::{Value, json};

use super::copies::{self, DUE, STAYS};
use super::load::load;
use super::row::{figure, rounded};
use super::{LIFE, Outcome, clock, postgres, put_until, redis, sqlite};

/// Bytes of a body.
const BODY: usize = 256;

/// Milliseconds from E.
pub(crate) struct Expired {
    /// Until a read is refused, by the id alone.
    refused: f64,
    /// Until the key ring on disk no longer holds the key; seen from outside, by the length of its file.
    pub(crate) key_gone: f64,
    /// Until the files are unlinked, their absence is observed, and all of it is durable.
    pub(crate) bytes_gone: f64,
}

/// One bucket of many objects, and as many rows and keys. Of each hundred, `share` are due; the others end later.
pub(crate) fn measure(count: u64, share: u64, patience: Span) -> Outcome<Vec<Value>> {
    eprintln!("measuring expiry of {count} objects, {share} % due");
    let directory = tempfile::tempdir()?;
    let root = directory.path().join("data");
    let clock = clock();
    let store = open(&root, &clock)?;
    let first = fill(&store, count, |number| {
        if number % 100 < share { LIFE } else { 2 * LIFE }
    })?;
    let bytes_each = store.stats().index_bytes as f64 / count as f64;
    drop(store);
    // The index is in no file: opening the store reads it from the segments.
    let begun = Watch::now();
    let store = open(&root, &clock)?;
    let recovery = begun.elapsed().as_secs_f64() * 1000.0;
    if store
        .stats()
        .windows
        .iter()
        .map(|one| one.objects)
        .sum::<u64>()
        != count
    {
        return Err("objects were lost between two openings".into());
    }
    clock.advance_seconds(LIFE);
    let expired = end(&store, &root, &first)?;
    let left = copies::count(&root, DUE)?.all;
    drop(store);
    let table = Table {
        count,
        share,
        expired,
    };
    let mut rows = vec![
        json!({"case": "recovery", "objects": count, "percent_due": share, "opened_ms": rounded(recovery),
        "index_bytes_per_object": rounded(bytes_each), "refused_ms": rounded(table.expired.refused)}),
        table.row(
            "candor store",
            [
                json!(rounded(table.expired.key_gone)),
                json!(rounded(table.expired.bytes_gone)),
                json!(left),
            ],
            Some((table.expired.key_gone, table.expired.bytes_gone)),
        ),
    ];
    // A plain DELETE makes rows unreadable and leaves their bytes in the file, as a destroyed key does; secure_delete
    // overwrites them, as unlinking gives them back.
    for (system, secure) in [("sqlite DELETE", false), ("sqlite secure DELETE", true)] {
        rows.push(table.deleted(system, Some(sqlite::expire(count, share, BODY, secure)?)));
    }
    let deleted = postgres::expire(count, share, BODY)?;
    rows.push(table.deleted("postgres DELETE, VACUUM", deleted));
    rows.push(table.dropped(
        redis::expire(count, share, BODY, patience)?.as_ref(),
        patience,
    ));
    Ok(rows)
}

/// What the store took, which the rivals stand beside.
struct Table {
    count: u64,
    share: u64,
    expired: Expired,
}

impl Table {
    /// `times` are the milliseconds that are put over the store's: until the key is gone, and until the bytes are.
    fn row(&self, system: &str, seen: [Value; 3], times: Option<(f64, f64)>) -> Value {
        let [unreadable, bytes_gone, left] = seen;
        json!({"case": "expiry", "objects": self.count, "percent_due": self.share, "system": system,
            "unreadable_ms": unreadable, "bytes_gone_ms": bytes_gone, "copies_left": left,
            "its_time_to_key_gone": figure(times.map(|(first, _)| first / self.expired.key_gone)),
            "its_time_to_bytes_gone": figure(times.map(|(_, last)| last / self.expired.bytes_gone))})
    }

    /// A rival that was told to delete: milliseconds, and copies that its files hold after them.
    fn deleted(&self, system: &str, measured: Option<(f64, u64)>) -> Value {
        let bytes_gone = match measured {
            Some((millis, 0)) => json!(rounded(millis)),
            Some(_) => json!("they stay"),
            None => figure(None),
        };
        let millis = measured.map(|(millis, _)| millis);
        let left = measured.map_or_else(|| figure(None), |(_, left)| json!(left));
        let times = millis.map(|millis| (millis, millis));
        self.row(system, [figure(millis), bytes_gone, left], times)
    }

    /// Redis, which drops keys by itself.
    fn dropped(&self, measured: Option<&redis::Expired>, patience: Span) -> Value {
        let system = "redis expiry";
        let Some(measured) = measured else {
            return self.row(system, [const { Option::None }; 3].map(figure), None);
        };
        let due = self.count * self.share / 100;
        let gone = measured.gone.map_or_else(
            || {
                let waited = patience.as_secs();
                json!(format!(
                    "{} of {due} still held after {waited} s",
                    measured.left
                ))
            },
            |millis| json!(rounded(millis)),
        );
        let bytes_gone = match (measured.copies, measured.gone) {
            (0, Some(millis)) => json!(rounded(millis)),
            _ => json!("they stay"),
        };
        // Where the patience ended, the ratios are the least that they can be.
        let times = measured.gone.unwrap_or(patience.as_secs_f64() * 1000.0);
        let times = Some((times, times));
        self.row(system, [gone, bytes_gone, json!(measured.copies)], times)
    }
}

pub(crate) fn open(root: &Path, clock: &ManualClock) -> Outcome<Store> {
    let clock = Arc::new(clock.clone());
    Ok(Store::open(root, clock, StoreOptions::default())?)
}

/// Stores objects; `life` says for each number when it ends. Gives one of those that end first.
pub(crate) fn fill(
    store: &Store,
    count: u64,
    life: impl Fn(u64) -> i64 + Sync,
) -> Outcome<ObjectId> {
    let tag = store.register_window("bench", "1 hour")?;
    let [due, stays] = [DUE, STAYS].map(|canary| copies::body(canary, BODY));
    let stored = load(count, |number| {
        let end = life(number);
        let body = if end == LIFE { &due } else { &stays };
        put_until(store, tag, body, end)
    })?;
    let mut numbers = stored.iter().zip(0..count);
    let first = numbers.find(|(_, number)| life(*number) == LIFE);
    Ok(first.ok_or("no object was stored")?.0.id)
}

/// Ends what is due, and watches the key ring from another thread.
pub(crate) fn end(store: &Store, root: &Path, ended: &ObjectId) -> Outcome<Expired> {
    let keyring = root.join("keyring");
    let before = std::fs::metadata(&keyring)?.len();
    let begun = Watch::now();
    let elapsed = || begun.elapsed().as_secs_f64() * 1000.0;
    if store.read(ended, None).is_ok() {
        return Err("an ended object was read".into());
    }
    let refused = elapsed();
    let key_gone = std::thread::scope(|scope| {
        let watching = scope.spawn(|| -> Outcome<f64> {
            while std::fs::metadata(&keyring)?.len() == before {
                std::thread::sleep(Span::from_micros(50));
            }
            Ok(elapsed())
        });
        store.sweep()?;
        watching.join().map_err(|_| "the watcher stopped")?
    })?;
    Ok(Expired {
        refused,
        key_gone,
        bytes_gone: elapsed(),
    })
}
