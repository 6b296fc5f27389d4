//! What a store does with damage, and with what was stopped half way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;

use candor_runtime::{ObjectId, StoreError};

mod bench;
use bench::*;

#[test]
fn damage_between_records_costs_only_what_it_touched() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let first = put(&store, tag, &pattern(3_000));
    let segment = files(&bench.root().join("cohorts")).remove(0);
    let second_at = usize::try_from(fs::metadata(&segment).unwrap().len()).unwrap();
    let second = put(&store, tag, &pattern(70_000));
    let third = put(&store, tag, &pattern(900));
    drop(store);
    let mut bytes = fs::read(&segment).unwrap();
    bytes[second_at + 9] ^= 1;
    fs::write(&segment, &bytes).unwrap();
    let store = bench.open();
    assert!(get(&store, &first.id).unwrap() == pattern(3_000));
    assert!(get(&store, &third.id).unwrap() == pattern(900));
    assert_eq!(store.head(&second.id).unwrap_err(), StoreError::Unknown);
    assert_eq!(fs::read(&segment).unwrap(), bytes, "nothing was deleted");
}

#[test]
fn a_key_that_was_lost_is_told_from_one_that_was_destroyed() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let old = fs::read(bench.root().join("keyring")).unwrap();
    let id = put(&store, tag, &pattern(2_000)).id;
    drop(store);
    let newest = fs::read(bench.root().join("keyring")).unwrap();
    fs::write(bench.root().join("keyring"), &old).unwrap();
    let before = files(&bench.root().join("cohorts"));
    let store = bench.open();
    let told = store.damages().first().map(ToString::to_string);
    assert!(told.is_some_and(|told| told.contains("newest copy")));
    assert!(matches!(store.head(&id), Err(StoreError::Broken { .. })));
    // Nothing new goes under a key that is not in the ring.
    let refused = store.put(new_object(&store, tag, "24 hours"), &mut [1_u8].as_slice());
    assert!(matches!(refused, Err(StoreError::Broken { .. })));
    drop(store);
    assert_eq!(files(&bench.root().join("cohorts")), before);
    fs::write(bench.root().join("keyring"), newest).unwrap();
    assert!(get(&bench.open(), &id).unwrap() == pattern(2_000));
}

/// What a crash leaves between two steps is built from files of before and after the sweep.
#[test]
fn an_end_that_was_stopped_after_any_step_is_carried_out() {
    for (state, key_is_there, bytes_are_there) in [
        ("SHRED_INTENT", true, true),
        ("SHRED_INTENT", false, true),
        ("SHREDDED", false, true),
        ("SHREDDED", false, false),
        ("BYTES_GONE", false, false),
    ] {
        let bench = Bench::new();
        let store = bench.open();
        let tag = store.register_window("uploads", "24 hours").unwrap();
        let empty = fs::read(bench.root().join("keyring")).unwrap();
        let deposit = put(&store, tag, &pattern(2_000));
        drop(store);
        let catalogue = bench.root().join("catalogue.db");
        let database = rusqlite::Connection::open(&catalogue).unwrap();
        database
            .execute("UPDATE cohorts SET state = ?1, objects = 1", [state])
            .unwrap();
        drop(database);
        if !key_is_there {
            fs::write(bench.root().join("keyring"), empty).unwrap();
        }
        if !bytes_are_there {
            let cohort = files(&bench.root().join("cohorts")).remove(0);
            fs::remove_dir_all(cohort.parent().unwrap()).unwrap();
        }
        bench.clock.advance_seconds(86_400);
        let store = bench.open();
        assert_eq!(store.head(&deposit.id).unwrap_err(), StoreError::Gone);
        drop(store);
        assert!(files(&bench.root().join("cohorts")).is_empty(), "{state}");
        let database = rusqlite::Connection::open(&catalogue).unwrap();
        let after: String = database
            .query_row("SELECT state FROM cohorts", [], |row| row.get(0))
            .unwrap();
        assert_eq!(after, "RECEIPTED", "stopped after {state}");
    }
}

#[test]
fn erasing_reaches_what_was_made_from_what_was_made() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let made_from = |parent: Option<ObjectId>| {
        let mut new = new_object(&store, tag, "24 hours");
        new.meta.from = parent;
        store.put(new, &mut pattern(100).as_slice()).unwrap().id
    };
    let upload = made_from(None);
    let result = made_from(Some(upload));
    let thumbnail = made_from(Some(result));
    let other = made_from(None);
    assert_eq!(store.erase(&upload, true), Ok(3));
    for gone in [upload, result, thumbnail] {
        assert_eq!(store.head(&gone).unwrap_err(), StoreError::Gone);
    }
    assert!(store.head(&other).is_ok());
}
