//! Many buckets, filled, erased in and ended: no plain byte and no destroyed key is in any file, at any time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use candor_runtime::{Anchor, Hold, Kind, Meta, NewWaiting, SubjectEvent, Waiting};

mod bench;
use bench::*;

const WRAPPED: usize = 60;

/// The wrapped keys in the key ring, as FORMAT.md lays them out.
fn wrapped_keys(root: &Path) -> BTreeSet<Vec<u8>> {
    let bytes = fs::read(root.join("keyring")).unwrap();
    let entries = bytes[8..bytes.len() - 4].chunks(10 + WRAPPED);
    // The store's own secrets stand under tag 0 and outlive every bucket.
    let entries = entries.filter(|entry| entry[..2] != [0, 0]);
    entries.map(|entry| entry[10..].to_vec()).collect()
}

/// The key slots of a segment that holds records of one size.
fn slots(segment: &[u8]) -> Vec<Vec<u8>> {
    let starts = segment.windows(4).enumerate();
    starts
        .filter(|(_, four)| four == b"CREC")
        .filter_map(|(at, _)| segment.get(at + 56..at + 56 + WRAPPED))
        // The slot of an erased record is zero.
        .filter(|slot| slot.iter().any(|byte| *byte != 0))
        .map(<[u8]>::to_vec)
        .collect()
}

/// Finds any of many needles in one pass over each file: by their first eight bytes, then whole.
fn none_of(root: &Path, needles: &BTreeSet<Vec<u8>>, when: &str) -> usize {
    let list = files(root);
    let mut first = vec![false; 256];
    for needle in needles {
        first[usize::from(needle[0])] = true;
    }
    for file in &list {
        let bytes = fs::read(file).unwrap_or_default();
        for window in bytes
            .windows(8)
            .filter(|window| first[usize::from(window[0])])
        {
            let from = needles.range(window.to_vec()..).next();
            if let Some(needle) = from.filter(|needle| needle.starts_with(window)) {
                assert!(
                    !bytes.windows(needle.len()).any(|found| found == needle),
                    "{when}: {} holds {:?}",
                    file.display(),
                    String::from_utf8_lossy(needle)
                );
            }
        }
    }
    list.len()
}

#[test]
fn destroyed_keys_and_canaries_are_in_no_file() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let root_key = fs::read_to_string(bench.root().join("root.key")).unwrap();
    let mut canaries: BTreeSet<Vec<u8>> = [
        b"SUBJECT-CANARY".to_vec(),
        b"uploaded-image".to_vec(),
        b"image/png".to_vec(),
        b"BODY-CANARY-".to_vec(),
    ]
    .into();
    let mut destroyed = BTreeSet::new();
    let mut live = BTreeSet::new();
    let mut stored = Vec::new();
    for round in 0..10_usize {
        bench.clock.advance_seconds(9_600);
        for number in 0..12_usize {
            let mut body = pattern(if number == 11 && round % 4 == 0 {
                1_100_000
            } else {
                900 + number
            });
            let canary = format!("BODY-CANARY-{round:04}-{number:04}");
            body[300..300 + canary.len()].copy_from_slice(canary.as_bytes());
            canaries.insert(canary.into_bytes());
            stored.push(put(&store, tag, &body).id);
        }
        // The catalogue's WAL, the temporary key ring and the segments are all under the root, and all are searched.
        none_of(&bench.root(), &canaries, "stored");
        for file in files(&bench.root().join("cohorts")) {
            live.extend(slots(&fs::read(file).unwrap()));
        }
        let erased = stored[round * 12 + 5];
        let before = wrapped_keys(&bench.root());
        store.erase(&erased, true).unwrap();
        store.sweep().unwrap();
        let after = wrapped_keys(&bench.root());
        // The ring is wrapped anew whenever it is written, so what is in no ring now must be in no file.
        destroyed.extend(before.difference(&after).cloned());
        live.extend(after);
        none_of(&bench.root(), &destroyed, "after a sweep");
    }
    assert!(stored.len() == 120 && live.len() > 120);
    bench.clock.advance_seconds(2 * 86_400);
    store.sweep().unwrap();
    assert!(wrapped_keys(&bench.root()).is_empty());
    let all: BTreeSet<Vec<u8>> = canaries.union(&destroyed).chain(&live).cloned().collect();
    let searched = none_of(&bench.root(), &all, "ended");
    assert!(
        bench.root().join("catalogue.db-wal").is_file() && searched >= 5,
        "the write-ahead log of the catalogue is searched while it is there"
    );
    drop(store);
    none_of(&bench.root(), &all, "closed");
    // Neither the root key nor anything of the keys is in the catalogue, in its pages or its free list.
    let digits = root_key.lines().nth(1).unwrap().as_bytes().to_vec();
    let raw = data_encoding::HEXLOWER.decode(&digits).unwrap();
    let catalogue = fs::read(bench.root().join("catalogue.db")).unwrap();
    for secret in [digits, raw] {
        assert!(!catalogue.windows(secret.len()).any(|part| part == secret));
    }
}

/// The wrapped keys in the key files of accounts and holds, as FORMAT.md lays them out: two places of 512 bytes each.
fn key_file_keys(root: &Path) -> BTreeSet<Vec<u8>> {
    let mut keys = BTreeSet::new();
    for directory in ["cohorts", "holds"] {
        let directory = root.join(directory);
        let list = if directory.is_dir() {
            files(&directory)
        } else {
            Vec::new()
        };
        for file in list.iter().filter(|file| file.ends_with("key")) {
            let bytes = fs::read(file).unwrap();
            let places = bytes.chunks(512).filter(|place| place.starts_with(b"CKEY"));
            keys.extend(places.map(|place| place[40..40 + WRAPPED].to_vec()));
        }
    }
    keys
}

#[test]
fn no_key_of_an_account_or_a_hold_is_in_a_file_after_it_changed_or_was_destroyed() {
    const CLOSED: &str =
        "fixed max=30 days keep=none granularity=default from=account-closed end=erase";
    let bench = Bench::new();
    let store = bench.open();
    let account = store.register_window("account", CLOSED).unwrap();
    let uploads = store.register_window("uploads", "24 hours").unwrap();
    let put_for = |subject: &str| {
        let new = NewWaiting {
            tag: account,
            waiting: Waiting {
                anchor: Anchor::Subject(subject.to_owned()),
                end: None,
                bound: None,
            },
            kind: Kind::Object,
            meta: Meta::default(),
            max_size: None,
            known_length: None,
        };
        store
            .put_waiting(new, &mut b"an address".as_slice())
            .unwrap()
            .id
    };
    let case = Hold {
        reason: "HOLD-CANARY".to_owned(),
        by: "legal".to_owned(),
    };
    let (closed, erased) = (put_for("ada"), put_for("bob"));
    let held = put(&store, uploads, &pattern(4_000)).id;
    let mut gone = BTreeSet::from([b"HOLD-CANARY".to_vec()]);
    let mut before = key_file_keys(&bench.root());
    assert_eq!(before.len(), 2);
    // Whatever was in a key file and is not any more must be in no file at all, after each step.
    let mut step = |what: &str| {
        let after = key_file_keys(&bench.root());
        gone.extend(before.difference(&after).cloned());
        none_of(&bench.root(), &gone, what);
        before = after;
        gone.len()
    };
    store.hold(&held, case).unwrap();
    store
        .hold(
            &closed,
            Hold {
                reason: "HOLD-CANARY".to_owned(),
                by: "legal".to_owned(),
            },
        )
        .unwrap();
    assert_eq!(step("held"), 1);
    let now = store.now();
    store
        .subject_event("ada", SubjectEvent::AccountClosed, now)
        .unwrap();
    assert_eq!(
        step("closed"),
        2,
        "its key is wrapped by that of its bucket now"
    );
    store.erase_subject("bob").unwrap();
    assert_eq!(step("erased"), 3);
    store.release(&held).unwrap();
    assert_eq!(step("released"), 4);
    for _ in 0..31 {
        bench.clock.advance_seconds(86_400);
        store.sweep().unwrap();
        step("a day later");
    }
    assert_eq!(step("ended"), 5);
    store.release(&closed).unwrap();
    assert_eq!(step("all released"), 6);
    assert!(key_file_keys(&bench.root()).is_empty());
    assert!(store.head(&erased).is_err());
}

#[test]
fn inside_a_sweep_the_key_is_in_no_file_while_the_bytes_are_still_there() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let one = put(&store, tag, &pattern(3_000)).id;
    let end = one.expires_at().unwrap();
    let ring = wrapped_keys(&bench.root());
    assert_eq!(ring.len(), 1);
    // Nobody reads from this pipe yet, so the sweep stands still between the key and the bytes.
    let sets = bench.root().join("log/sets");
    fs::create_dir_all(&sets).unwrap();
    let pipe = sets.join(format!("{}-{}.new", tag.0, end.unix_seconds()));
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    bench.clock.set(end);
    std::thread::scope(|scope| {
        let sweep = scope.spawn(|| store.sweep());
        let patience = Instant::now() + Duration::from_secs(60);
        while !wrapped_keys(&bench.root()).is_empty() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(2));
        }
        let bytes_left = files(&bench.root().join("cohorts")).len();
        let left = wrapped_keys(&bench.root());
        // Whatever is found, the sweep must be let go before this thread says so.
        let searched = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let list = files(&bench.root())
                .into_iter()
                .filter(|file| *file != pipe);
            list.filter(|file| {
                let bytes = fs::read(file).unwrap_or_default();
                ring.iter()
                    .any(|key| bytes.windows(key.len()).any(|part| part == *key))
            })
            .count()
        }));
        let _ = fs::read(&pipe);
        let _ = sweep.join().unwrap();
        assert!(left.is_empty(), "the key goes before the bytes");
        assert_eq!((bytes_left, searched.unwrap()), (1, 0));
    });
    fs::remove_file(&pipe).unwrap();
    store.sweep().unwrap();
    assert!(files(&bench.root().join("cohorts")).is_empty());
}
