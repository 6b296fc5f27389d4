//! One bad thing costs itself alone: the store opens, everything else is read, and what is bad still ends on time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bench;

use std::fs;
use std::path::PathBuf;

use bench::*;
use candor_runtime::{ObjectId, Store, StoreError, WindowTag};

fn bucket(bench: &Bench, id: &ObjectId) -> PathBuf {
    let end = id.expires_at().unwrap().unix_seconds();
    let tag = id.window_tag().0;
    bench.root().join(format!("cohorts/{tag}/{end}"))
}

/// Objects in two buckets.
fn two(bench: &Bench) -> (WindowTag, ObjectId, ObjectId) {
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let first = put(&store, tag, &pattern(2_000)).id;
    bench.clock.advance_seconds(7_200);
    let second = put(&store, tag, &pattern(3_000)).id;
    (tag, first, second)
}

fn told(store: &Store, part: &str) -> bool {
    let mut damages = store.damages().iter();
    damages.any(|damage| damage.to_string().contains(part))
}

fn everything_ends(bench: &Bench, store: &Store, last: &ObjectId) {
    bench.clock.set(last.expires_at().unwrap());
    store.sweep().unwrap();
    assert!(files(&bench.root().join("cohorts")).is_empty());
    assert_eq!(store.head(last).unwrap_err(), StoreError::Gone);
}

#[test]
fn a_segment_that_cannot_be_read() {
    let bench = Bench::new();
    let (tag, first, second) = two(&bench);
    // A directory in its place: the system refuses to read it, as it refuses a bad block.
    let segment = bucket(&bench, &first).join("seg-000000");
    fs::remove_file(&segment).unwrap();
    fs::create_dir(&segment).unwrap();
    let store = bench.open();
    assert!(told(&store, "seg-000000"), "{:?}", store.damages());
    assert_eq!(store.head(&first).unwrap_err(), StoreError::Unknown);
    assert!(get(&store, &second).unwrap() == pattern(3_000));
    let third = put(&store, tag, &pattern(500)).id;
    assert!(get(&store, &third).unwrap() == pattern(500));
    everything_ends(&bench, &store, &third);
}

#[test]
fn what_is_none_of_the_stores() {
    let bench = Bench::new();
    let (_, first, second) = two(&bench);
    let cohorts = bench.root().join("cohorts");
    let strays = [
        cohorts.join("lost+found"),
        cohorts.join("1").join("notes.txt"),
        bucket(&bench, &first).join("backup.tar"),
    ];
    for stray in &strays {
        fs::write(stray, "x").unwrap();
    }
    fs::create_dir(cohorts.join("99999999")).unwrap();
    let candor_runtime::Fact::Known(seen) = candor_runtime::inspect(&bench.root()).damages else {
        panic!("a store at rest can be looked through");
    };
    assert_eq!(seen.len(), 3);
    let store = bench.open();
    for stray in &strays {
        assert!(
            told(&store, &stray.display().to_string()),
            "{stray:?} is not told"
        );
    }
    assert!(told(&store, "99999999"));
    assert!(get(&store, &first).unwrap() == pattern(2_000));
    assert!(get(&store, &second).unwrap() == pattern(3_000));
    bench.clock.set(second.expires_at().unwrap());
    store.sweep().unwrap();
    // What lay in a bucket went with it; the rest is not the store's to delete.
    assert_eq!(files(&cohorts).len(), 2);
}

/// The place of the entry of a bucket in the key ring.
fn entry(ring: &[u8], id: &ObjectId) -> usize {
    let end = id.expires_at().unwrap().unix_seconds().to_le_bytes();
    let tag = id.window_tag().0.to_le_bytes();
    let place = [tag.as_slice(), &end].concat();
    ring.windows(10).position(|bytes| bytes == place).unwrap()
}

#[test]
fn a_bad_entry_of_the_key_ring() {
    for checksum_is_right in [false, true] {
        let bench = Bench::new();
        let (tag, first, second) = two(&bench);
        let path = bench.root().join("keyring");
        let good = fs::read(&path).unwrap();
        let mut ring = good.clone();
        let at = entry(&ring, &first);
        ring[at + 30] ^= 1;
        if checksum_is_right {
            let end = ring.len() - 4;
            let sum = crc32fast::hash(&ring[..end]).to_le_bytes();
            ring[end..].copy_from_slice(&sum);
        }
        fs::write(&path, &ring).unwrap();
        let store = bench.open();
        assert!(told(&store, "keyring"), "{:?}", store.damages());
        assert!(
            matches!(store.head(&first), Err(StoreError::Broken { .. })),
            "{:?}",
            store.head(&first)
        );
        assert!(get(&store, &second).unwrap() == pattern(3_000));
        // A write of the ring keeps the bad entry, and nothing new goes under a key that is not durable.
        bench.clock.advance_seconds(7_200);
        let third = put(&store, tag, &pattern(10)).id;
        drop(store);
        let store = bench.open();
        assert!(matches!(store.head(&first), Err(StoreError::Broken { .. })));
        assert!(get(&store, &third).unwrap() == pattern(10));
        // Its end comes in the same way, with a receipt for what was in it.
        bench.clock.set(first.expires_at().unwrap());
        let report = store.sweep().unwrap();
        assert_eq!((report.buckets, report.objects, report.receipts), (1, 1, 1));
        assert!(!bucket(&bench, &first).exists());
        assert!(store.receipt(&first, None).is_ok());
        assert!(get(&store, &second).unwrap() == pattern(3_000));
        everything_ends(&bench, &store, &third);
        drop(store);
        assert!(bench.open().damages().is_empty(), "nothing bad is left");
    }
}

#[test]
fn a_lost_key_is_read_again_where_the_copy_of_the_ring_is_put_back() {
    let bench = Bench::new();
    let (_, first, second) = two(&bench);
    let path = bench.root().join("keyring");
    let good = fs::read(&path).unwrap();
    let at = entry(&good, &first);
    let mut ring = good.clone();
    ring[at + 30] ^= 1;
    fs::write(&path, &ring).unwrap();
    assert!(told(&bench.open(), "keyring"));
    fs::write(&path, &good).unwrap();
    let store = bench.open();
    assert!(get(&store, &first).unwrap() == pattern(2_000));
    assert!(get(&store, &second).unwrap() == pattern(3_000));
}

#[test]
fn a_ring_whose_own_keys_are_bad_is_refused_and_stays_as_it_is() {
    let bench = Bench::new();
    let (_, first, _) = two(&bench);
    let path = bench.root().join("keyring");
    let good = fs::read(&path).unwrap();
    let mut ring = good.clone();
    // The entries stand in order, and the store's own come first.
    ring[8 + 30] ^= 1;
    fs::write(&path, &ring).unwrap();
    let error = bench.try_open().unwrap_err().to_string();
    assert!(error.contains("own keys"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), ring);
    fs::write(&path, &good).unwrap();
    assert!(get(&bench.open(), &first).unwrap() == pattern(2_000));
}

#[test]
fn keys_are_destroyed_on_time_while_the_catalogue_is_damaged() {
    let bench = Bench::new();
    // The clock of the files is the machine's, so this one starts there.
    let machine = candor_model::clock::Clock::now(&candor_model::clock::SystemClock);
    bench.clock.set(machine);
    let (_, first, second) = two(&bench);
    let catalogue = bench.root().join("catalogue.db");
    let good = fs::read(&catalogue).unwrap();
    fs::write(&catalogue, vec![7; good.len()]).unwrap();
    let error = bench.try_open().unwrap_err();
    assert!(
        matches!(&error, StoreError::Broken { file, .. } if file.ends_with("catalogue.db")),
        "{error}"
    );
    let options = candor_runtime::StoreOptions::default();
    let clock = || std::sync::Arc::new(bench.clock.clone());
    let mut keys = candor_runtime::LastResort::open(&bench.root(), clock(), &options).unwrap();
    assert_eq!((keys.end_due().unwrap(), keys.keys()), (0, 2));
    bench.clock.set(first.expires_at().unwrap());
    assert_eq!((keys.end_due().unwrap(), keys.keys()), (1, 1));
    // A jump is believed no more than by a whole store.
    bench.clock.advance_seconds(30 * 86_400);
    assert!(matches!(
        keys.end_due(),
        Err(StoreError::ClockJumped { .. })
    ));
    assert_eq!(keys.keys(), 1);
    drop(keys);
    assert!(bucket(&bench, &first).exists());
    // The copy knows nothing of the end, and the receipt comes all the same.
    bench.clock.set(first.expires_at().unwrap());
    fs::write(&catalogue, good).unwrap();
    let store = bench.open();
    assert!(!bucket(&bench, &first).exists());
    assert_eq!(store.head(&first).unwrap_err(), StoreError::Gone);
    assert!(store.receipt(&first, None).is_ok());
    assert!(get(&store, &second).unwrap() == pattern(3_000));
    assert_eq!(store.damages(), []);
    everything_ends(&bench, &store, &second);
}
