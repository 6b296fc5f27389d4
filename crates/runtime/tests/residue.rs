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
