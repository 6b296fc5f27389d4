//! What a store does after a long stop, and when the machine sleeps or its clock jumps while the store is open.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bench;

use std::io::Read;

use bench::*;
use candor_runtime::{ObjectId, Store, StoreError};

const DAY: i64 = 86_400;

fn begin(bench: &Bench) -> (Store, ObjectId) {
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, &pattern(1_500_000)).id;
    (store, id)
}

#[test]
fn after_a_long_stop_what_is_overdue_is_refused_from_the_first_instant() {
    for (days, is_believed) in [(2, true), (6, true), (8, false), (400, false)] {
        let bench = Bench::new();
        let (store, id) = begin(&bench);
        drop(store);
        bench.clock.advance_seconds(days * DAY);
        let store = bench.open();
        let refused = store.head(&id).unwrap_err();
        assert!(store.read(&id, None).is_err());
        assert_eq!(
            refused == StoreError::Gone,
            is_believed,
            "{days} days: {refused}"
        );
        assert_eq!(files(&bench.root().join("cohorts")).is_empty(), is_believed);
        store.confirm_clock();
        assert_eq!(store.head(&id).unwrap_err(), StoreError::Gone);
        store.sweep().unwrap();
        assert!(files(&bench.root().join("cohorts")).is_empty());
    }
}

#[test]
fn a_machine_that_slept_over_the_end_gives_nothing_more_out() {
    let bench = Bench::new();
    let (store, id) = begin(&bench);
    let mut body = store.read(&id, None).unwrap();
    let mut first = [0; 1_000];
    body.read_exact(&mut first).unwrap();
    // No sweep has run when the machine wakes.
    bench.clock.advance_seconds(2 * DAY);
    let mut rest = Vec::new();
    let broke = body.read_to_end(&mut rest);
    assert!(
        broke.is_err() && rest.len() < 1_499_000,
        "{} bytes came",
        rest.len()
    );
    assert_eq!(store.head(&id).unwrap_err(), StoreError::Gone);
    assert_eq!(store.sweep().unwrap().buckets, 1);
    assert!(files(&bench.root().join("cohorts")).is_empty());
}

#[test]
fn a_clock_that_jumps_far_while_the_store_is_open_destroys_nothing_unasked() {
    let bench = Bench::new();
    let (store, id) = begin(&bench);
    let mut body = store.read(&id, None).unwrap();
    let mut first = [0; 1_000];
    body.read_exact(&mut first).unwrap();
    let before = files(&bench.root().join("cohorts"));
    bench.clock.advance_seconds(30 * DAY);
    assert!(matches!(
        store.head(&id),
        Err(StoreError::ClockJumped { .. })
    ));
    assert!(matches!(store.sweep(), Err(StoreError::ClockJumped { .. })));
    assert!(body.read_to_end(&mut Vec::new()).is_err());
    let tag = id.window_tag();
    let new = new_object(&store, tag, "24 hours");
    let refused = store.put(new, &mut [1_u8].as_slice());
    assert!(matches!(refused, Err(StoreError::ClockJumped { .. })));
    assert_eq!(files(&bench.root().join("cohorts")), before);
    store.confirm_clock();
    assert_eq!(store.sweep().unwrap().buckets, 1);
    assert!(files(&bench.root().join("cohorts")).is_empty());
}
