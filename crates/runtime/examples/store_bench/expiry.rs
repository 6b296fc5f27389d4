//! What it takes to end a bucket, against a DELETE of the same rows.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration as Span, Instant as Watch};

use candor_model::clock::ManualClock;
use candor_runtime::{ObjectId, Store, StoreOptions};
use serde_json::json;

use super::{LIFE, Outcome, WRITERS, clock, database, median, postgres, put_until, rounded};

/// Bytes of a body.
const BODY: usize = 256;
/// Buckets that end one after another, and objects in each.
const ENDS: u32 = 200;
const IN_EACH: u64 = 100;

/// Milliseconds from E.
struct Expired {
    /// Until a read is refused, by the id alone.
    refused: f64,
    /// Until the key ring on disk no longer holds the key; seen from outside, by the length of its file.
    key_gone: f64,
    /// Until the files are unlinked, their absence is observed, and all of it is durable.
    bytes_gone: f64,
}

/// One bucket of many objects. Of the objects, `share` in a hundred are due; the others end an hour later.
pub(crate) fn measure(count: u64, share: u64) -> Outcome<serde_json::Value> {
    let directory = tempfile::tempdir()?;
    let root = directory.path().join("data");
    let clock = clock();
    let store = open(&root, &clock)?;
    let last = load(&store, count, |left| {
        if left % 100 < share { LIFE } else { 2 * LIFE }
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
    let expired = end(&store, &root, &last)?;
    // A plain DELETE makes rows unreadable and leaves their bytes in the file, as a destroyed key does; secure_delete
    // overwrites them, as unlinking gives them back.
    let delete = expire_sqlite(count, share, false)?;
    let secure = expire_sqlite(count, share, true)?;
    let postgres = postgres::expire(count, share, BODY)?;
    let or_not = |value: Option<f64>| value.map_or(json!("not measured"), |ms| json!(rounded(ms)));
    Ok(
        json!({"case": "expiry", "objects": count, "percent_due": share, "bytes": BODY,
        "refused_ms": rounded(expired.refused), "key_gone_ms": rounded(expired.key_gone),
        "bytes_gone_ms": rounded(expired.bytes_gone), "sqlite_delete_ms": rounded(delete),
        "sqlite_secure_delete_ms": rounded(secure), "postgres_delete_vacuum_ms": or_not(postgres),
        "postgres_to_key_gone": or_not(postgres.map(|ms| ms / expired.key_gone)),
        "postgres_to_bytes_gone": or_not(postgres.map(|ms| ms / expired.bytes_gone)),
        "delete_to_key_gone": rounded(delete / expired.key_gone),
        "secure_delete_to_bytes_gone": rounded(secure / expired.bytes_gone),
        "index_bytes_per_object": rounded(bytes_each), "recovery_ms": rounded(recovery)}),
    )
}

/// Many small buckets that end one after another: the spread of one end.
pub(crate) fn many_ends() -> Outcome<serde_json::Value> {
    let directory = tempfile::tempdir()?;
    let root = directory.path().join("data");
    let clock = clock();
    let store = open(&root, &clock)?;
    let last = load(&store, u64::from(ENDS) * IN_EACH, |left| {
        LIFE + i64::try_from(left / IN_EACH).unwrap_or(0)
    })?;
    let (mut keys, mut bytes, mut syncs) = (Vec::new(), Vec::new(), Vec::new());
    clock.advance_seconds(LIFE);
    // What one sync of the disk costs between the same ends: a key is gone after three of them.
    let mut probe = std::fs::File::create(directory.path().join("probe"))?;
    for _ in 0..ENDS {
        let begun = Watch::now();
        probe.write_all(&[0x5a; 4096])?;
        probe.sync_data()?;
        syncs.push(begun.elapsed().as_secs_f64() * 1000.0);
        let expired = end(&store, &root, &last)?;
        keys.push(expired.key_gone);
        bytes.push(expired.bytes_gone);
        clock.advance_seconds(1);
    }
    let p99 = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        rounded(
            values
                .get(values.len() * 99 / 100)
                .copied()
                .unwrap_or(f64::NAN),
        )
    };
    let (key_p99, bytes_p99, sync_p99) = (p99(&keys), p99(&bytes), p99(&syncs));
    Ok(
        json!({"case": "ends", "buckets": ENDS, "objects_in_each": IN_EACH, "key_gone_p50_ms": rounded(median(keys)),
        "key_gone_p99_ms": key_p99, "bytes_gone_p50_ms": rounded(median(bytes)), "bytes_gone_p99_ms": bytes_p99,
        "sync_p50_ms": rounded(median(syncs)), "sync_p99_ms": sync_p99}),
    )
}

fn open(root: &Path, clock: &ManualClock) -> Outcome<Store> {
    let clock = Arc::new(clock.clone());
    Ok(Store::open(root, clock, StoreOptions::default())?)
}

/// Stores objects; `life` says for each number when it ends. Gives one of those that end first.
fn load(store: &Store, count: u64, life: impl Fn(u64) -> i64 + Sync) -> Outcome<ObjectId> {
    let tag = store.register_window("bench", "1 hour")?;
    let left = AtomicU64::new(count);
    let first = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                let next = |left: u64| left.checked_sub(1);
                while let Ok(left) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next) {
                    let end = life(left - 1);
                    let stored = put_until(store, tag, &[0x5a; BODY], end);
                    if let (Ok(id), true, Ok(mut first)) = (stored, end == LIFE, first.lock()) {
                        *first = Some(id);
                    }
                }
            });
        }
    });
    let stored: u64 = store.stats().windows.iter().map(|one| one.objects).sum();
    if stored != count {
        return Err(format!("{stored} of {count} objects were stored").into());
    }
    let first = first.into_inner().map_err(|_| "a writer stopped")?;
    Ok(first.ok_or("no object was stored")?)
}

/// Ends what is due, and watches the key ring from another thread.
fn end(store: &Store, root: &Path, ended: &ObjectId) -> Outcome<Expired> {
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
            .execute(rusqlite::params![ends, [0x5a_u8; BODY]])?;
    }
    loading.commit()?;
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    database.query_row(checkpoint, [], |_| Ok(()))?;
    let begun = Watch::now();
    database.execute("DELETE FROM objects WHERE ends <= 1", [])?;
    database.query_row(checkpoint, [], |_| Ok(()))?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}
