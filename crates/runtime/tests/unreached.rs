//! Erasures that a stop left unfinished in an account whose key file is damaged since.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::PathBuf;

use candor_runtime::tlog::{LeafKind, verify};
use candor_runtime::{
    Anchor, Deposit, Kind, Meta, NewWaiting, Store, StoreError, Waiting, WindowTag,
};

mod bench;
use bench::*;

const CLOSED: &str =
    "fixed max=30 days keep=none granularity=default from=account-closed end=erase";

fn put_for(store: &Store, tag: WindowTag, subject: &str, body: &[u8]) -> Deposit {
    let new = NewWaiting {
        tag,
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
    store.put_waiting(new, &mut &*body).unwrap()
}

fn assert_proved(store: &Store, one: &Deposit) {
    let receipt = store.receipt(&one.id, Some(&one.commitment)).unwrap();
    let verified = verify(&receipt.to_string(), &store.log_keys().unwrap()).unwrap();
    assert_eq!(verified.member, Some(one.commitment));
    assert_eq!(verified.leaf.kind, LeafKind::Erasure);
}

/// A store with two objects of one account whose key file is damaged, and the intent to erase the first in its catalogue,
/// as a stop leaves it.
fn stopped_in_a_damaged_account(bench: &Bench) -> (Deposit, Deposit, PathBuf) {
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let first = put_for(&store, tag, "ada", &pattern(9_000));
    let second = put_for(&store, tag, "ada", &pattern(8_000));
    drop(store);
    let directory = bench.root().join(format!("cohorts/{}/0/1", tag.0));
    let catalogue = rusqlite::Connection::open(bench.root().join("catalogue.db")).unwrap();
    let row = "INSERT INTO erasures (kind, tag, ends, objects, bytes, held, ids, commitments, requested_ms) \
               VALUES ('erasure', ?1, 0, 1, 9000, 0, ?2, ?3, 0)";
    let ids = first.id.as_bytes().as_slice();
    let commitment = first.commitment.as_slice();
    catalogue
        .execute(row, rusqlite::params![tag.0, ids, commitment])
        .unwrap();
    let path = directory.join("key");
    let mut bytes = fs::read(&path).unwrap();
    bytes[50] ^= 1;
    fs::write(&path, &bytes).unwrap();
    (first, second, directory)
}

#[test]
fn an_unfinished_erasure_in_a_damaged_account_is_carried_out() {
    let bench = Bench::new();
    let (first, _, directory) = stopped_in_a_damaged_account(&bench);
    let segment = directory.join("seg-000000");
    let before = fs::read(&segment).unwrap();
    let store = bench.open();
    assert_eq!(store.damages().len(), 1, "{:?}", store.damages());
    let after = fs::read(&segment).unwrap();
    // The key slot and the ciphertexts of the first are gone; its header and all of the second are left as they are.
    assert_eq!(after[56..116], [0; 60]);
    assert!(after[128..9_000].iter().all(|byte| *byte == 0));
    let of_second = before.len() - 8_000;
    assert!(after.len() == before.len() && after[of_second..] == before[of_second..]);
    assert_proved(&store, &first);
}

#[test]
fn an_erasure_that_damage_keeps_out_of_reach_stays_pending_and_is_told_of() {
    let bench = Bench::new();
    let (first, second, directory) = stopped_in_a_damaged_account(&bench);
    let segment = directory.join("seg-000000");
    let whole = fs::read(&segment).unwrap();
    let mut struck = whole.clone();
    // The header of the first record, where its id stands.
    struck[10] ^= 1;
    fs::write(&segment, &struck).unwrap();
    for _ in 0..2 {
        let store = bench.open();
        let told: Vec<String> = store.damages().iter().map(ToString::to_string).collect();
        assert!(
            told.iter().any(|line| line.contains("stays pending")),
            "{told:?}"
        );
        // It holds up nothing else, and is not taken for done.
        store.sweep().unwrap();
        assert!(store.receipt(&first.id, Some(&first.commitment)).is_err());
        assert_eq!(store.with_log(|log| Ok(log.size())).unwrap(), 0);
    }
    // Put back, it is finished by the next start.
    fs::write(&segment, &whole).unwrap();
    let key = directory.join("key");
    let mut bytes = fs::read(&key).unwrap();
    bytes[50] ^= 1;
    fs::write(&key, &bytes).unwrap();
    let store = bench.open();
    assert_eq!(store.damages(), []);
    assert_eq!(store.head(&first.id).unwrap_err(), StoreError::Gone);
    assert_eq!(get(&store, &second.id).unwrap(), pattern(8_000));
    assert_proved(&store, &first);
}
