//! Holds: what is held is in no destroyed set, is held once, and leaves nothing behind where it could not be held.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Read;
use std::sync::Barrier;

use candor_runtime::tlog::{Leaf, LeafKind, verify};
use candor_runtime::{Anchor, Deposit, Hold, Kind, Meta, NewWaiting, Store, StoreError, Waiting};

mod bench;
use bench::*;

const LINE: &str = "fixed max=24 hours keep=none granularity=default from=upload end=erase";
const CLOSED: &str =
    "fixed max=30 days keep=none granularity=default from=account-closed end=erase";

fn case() -> Hold {
    Hold {
        reason: "case 7".to_owned(),
        by: "legal".to_owned(),
    }
}

fn put_for(store: &Store, subject: &str, body: &[u8]) -> Deposit {
    let new = NewWaiting {
        tag: store.register_window("account", CLOSED).unwrap(),
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

fn leaves(store: &Store) -> Vec<Leaf> {
    store
        .with_log(|log| {
            let all = (0..log.size()).map(|index| log.leaf(index).unwrap().unwrap());
            Ok(all
                .map(|bytes| serde_json::from_slice(&bytes).unwrap())
                .collect())
        })
        .unwrap()
}

fn held_body(store: &Store, one: &Deposit) -> Vec<u8> {
    let mut bytes = Vec::new();
    store
        .read_held(&one.id, None)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

#[test]
fn the_receipt_of_an_erasure_counts_what_is_held_and_leaves_it_out_of_the_set() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let fixed = put(&store, tag, b"fixed");
    let (mine, more) = (
        put_for(&store, "ada", b"mine"),
        put_for(&store, "ada", b"more"),
    );
    for one in [&fixed, &mine] {
        store.hold(&one.id, case()).unwrap();
    }
    assert_eq!(store.erase(&fixed.id, true).unwrap(), 1);
    assert_eq!(store.erase_subject("ada").unwrap(), 2);
    store.sweep().unwrap();
    let counts = |store: &Store| -> Vec<_> {
        let all = leaves(store).into_iter();
        all.map(|leaf| (leaf.kind, leaf.objects, leaf.held, leaf.set.size))
            .collect()
    };
    let expected = vec![(LeafKind::Erasure, 0, 1, 0), (LeafKind::Erasure, 1, 1, 1)];
    assert_eq!(counts(&store), expected);
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        for (one, body) in [(&fixed, b"fixed"), (&mine, b"mine\0")] {
            assert_eq!(store.head(&one.id).unwrap_err(), StoreError::Gone);
            assert_eq!(
                held_body(&store, one),
                body.strip_suffix(b"\0").unwrap_or(body)
            );
            let stored = store.head_held(&one.id).unwrap();
            assert_eq!(stored.length, held_body(&store, one).len() as u64);
            let receipt = store.receipt(&one.id, Some(&one.commitment));
            assert_eq!(receipt.unwrap_err(), StoreError::Unknown);
        }
        assert!(store.receipt(&more.id, Some(&more.commitment)).is_ok());
    }
    // The bucket has nothing left that counts.
    bench.clock.set(fixed.id.expires_at().unwrap());
    store.sweep().unwrap();
    assert_eq!(counts(&store), expected);
    for one in [&fixed, &mine] {
        assert!(store.release(&one.id).unwrap());
        let text = store.receipt(&one.id, Some(&one.commitment)).unwrap();
        let verified = verify(&text.to_string(), &store.log_keys().unwrap()).unwrap();
        assert_eq!(verified.leaf.kind, LeafKind::Hold);
        assert_eq!(
            store.read_held(&one.id, None).unwrap_err(),
            StoreError::Unknown
        );
        assert_eq!(store.head_held(&one.id).unwrap_err(), StoreError::Unknown);
    }
    assert!(files(&bench.root().join("holds")).is_empty());
}

#[test]
fn an_object_that_many_hold_at_once_is_held_once() {
    const THREADS: usize = 4;
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let barrier = Barrier::new(THREADS);
    for round in 0..10 {
        let one = put(&store, tag, &pattern(50_000 + round));
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    barrier.wait();
                    store.hold(&one.id, case()).unwrap();
                });
            }
        });
        assert_eq!(fs::read_dir(bench.root().join("holds")).unwrap().count(), 1);
        store.erase(&one.id, true).unwrap();
        assert!(store.release(&one.id).unwrap());
        assert!(
            files(&bench.root().join("holds")).is_empty(),
            "no copy is left"
        );
    }
}

#[test]
fn what_could_not_be_copied_is_not_held_and_leaves_nothing() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let one = put(&store, tag, &pattern(1_500_000));
    let file = files(&bench.root().join("cohorts")).remove(0);
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..700_000]).unwrap();
    assert!(store.hold(&one.id, case()).is_err());
    assert!(store.held().is_empty());
    assert_eq!(fs::read_dir(bench.root().join("holds")).unwrap().count(), 0);
    fs::write(&file, &whole).unwrap();
    store.hold(&one.id, case()).unwrap();
    assert!(held_body(&store, &one) == pattern(1_500_000));
    drop(store);
    assert_eq!(bench.open().held().len(), 1);
}
