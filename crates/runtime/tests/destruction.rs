//! Destruction that is disturbed: by errors of the disk, by a stop, by others at the same time. No receipt without absence,
//! and no absence without a receipt.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant as Now};

use candor_model::Instant;
use candor_runtime::tlog::{Leaf, LeafKind, verify};
use candor_runtime::{
    Anchor, Deposit, Kind, Meta, NewObject, NewWaiting, ObjectId, Store, StoreError, SubjectEvent,
    Waiting, WindowTag,
};

mod bench;
use bench::*;

const LINE: &str = "fixed max=24 hours keep=none granularity=default from=upload end=erase";
const CLOSED: &str =
    "fixed max=30 days keep=none granularity=default from=account-closed end=erase";
const CONTRACT: &str =
    "fixed max=30 days keep=none granularity=default from=contract-end end=erase";
const DAY: i64 = 86_400;

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

fn assert_proved(store: &Store, one: &Deposit, kind: LeafKind) {
    let receipt = store.receipt(&one.id, Some(&one.commitment));
    let text = receipt.unwrap_or_else(|error| panic!("{}: {error}", one.id));
    let verified = verify(&text.to_string(), &store.log_keys().unwrap()).unwrap();
    assert_eq!(verified.member, Some(one.commitment));
    assert_eq!(verified.leaf.kind, kind);
    assert_eq!(
        verified.leaf.objects, verified.leaf.set.size,
        "the set is as large as the receipt says"
    );
}

#[test]
fn a_sweep_that_failed_is_finished_with_all_it_had_closed() {
    for obstacle in ["keyring.new", "log/sets"] {
        let bench = Bench::new();
        let store = bench.open();
        let tag = store.register_window("uploads", LINE).unwrap();
        let account = store.register_window("account", CLOSED).unwrap();
        let upload = put(&store, tag, &pattern(2_000));
        let mine = put_for(&store, account, "ada", b"my address");
        let at = store.now();
        let outcome = store.subject_event("ada", SubjectEvent::AccountClosed, at);
        let end = outcome.unwrap()[0].term.unwrap().expires_at.unwrap();
        // So that the log is open before something stands in its way.
        store.log_keys().unwrap();
        let path = bench.root().join(obstacle);
        let hinder = || match obstacle {
            "keyring.new" => fs::create_dir(&path).unwrap(),
            _ => {
                let _ = fs::rename(&path, path.with_extension("away"));
                fs::write(&path, b"no directory").unwrap();
            }
        };
        let clear = || match obstacle {
            "keyring.new" => fs::remove_dir(&path).unwrap(),
            _ => {
                fs::remove_file(&path).unwrap();
                let _ = fs::rename(path.with_extension("away"), &path);
            }
        };
        hinder();
        bench.clock.set(upload.id.expires_at().unwrap());
        store.sweep().unwrap_err();
        assert_eq!(store.head(&upload.id).unwrap_err(), StoreError::Gone);
        clear();
        store.sweep().unwrap();
        assert_proved(&store, &upload, LeafKind::Bucket);
        while store.now() < end {
            bench
                .clock
                .set(end.min(store.now().saturating_add_seconds(5 * DAY)));
            if store.now() == end {
                hinder();
                store.sweep().unwrap_err();
                clear();
            }
            store.sweep().unwrap();
        }
        assert_proved(&store, &mine, LeafKind::Bucket);
        assert_eq!(leaves(&store).len(), 2);
        let stats = store.stats();
        assert_eq!(stats.oldest_undestroyed_millis, 0);
        // Each bucket was tried twice, and is told once.
        assert_eq!((stats.key_lag.count(), stats.bytes_lag.count()), (2, 2));
        assert!(files(&bench.root().join("cohorts")).is_empty());
    }
}

#[test]
fn an_erasure_before_a_stop_and_a_jump_of_the_clock_gets_its_receipt() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let one = put(&store, tag, &pattern(900));
    store.erase(&one.id, true).unwrap();
    drop(store);
    bench.clock.advance_seconds(30 * DAY);
    let store = bench.open();
    assert!(store.clock_state().suspect);
    store.confirm_clock();
    store.sweep().unwrap();
    assert_proved(&store, &one, LeafKind::Erasure);
    assert_eq!(leaves(&store).len(), 1);
}

#[test]
fn an_erasure_whose_bucket_ends_in_the_same_sweep_has_a_receipt_of_its_own() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let (one, other) = (put(&store, tag, b"one"), put(&store, tag, b"other"));
    store.erase(&one.id, true).unwrap();
    bench.clock.set(one.id.expires_at().unwrap());
    store.sweep().unwrap();
    assert_proved(&store, &one, LeafKind::Erasure);
    assert_proved(&store, &other, LeafKind::Bucket);
    assert_eq!(leaves(&store).len(), 2);
}

#[test]
fn an_account_that_is_damaged_keeps_its_directory_to_itself() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let first = put_for(&store, tag, "ada", b"ada's");
    put_for(&store, tag, "bob", b"bob's");
    drop(store);
    let directory = bench.root().join(format!("cohorts/{}/0/2", tag.0));
    let path = directory.join("key");
    let mut bytes = fs::read(&path).unwrap();
    bytes[50] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let mut store = bench.open();
    assert_eq!(store.damages().len(), 1);
    let before: Vec<_> = files(&directory)
        .iter()
        .map(|file| fs::read(file).unwrap())
        .collect();
    let third = put_for(&store, tag, "eve", b"eve's");
    let again = put_for(&store, tag, "bob", b"bob's again");
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        assert_eq!(get(&store, &first.id).unwrap(), b"ada's");
        assert_eq!(get(&store, &third.id).unwrap(), b"eve's");
        assert_eq!(get(&store, &again.id).unwrap(), b"bob's again");
        let now: Vec<_> = files(&directory)
            .iter()
            .map(|file| fs::read(file).unwrap())
            .collect();
        assert!(now == before, "what is damaged is left as it is");
    }
}

#[test]
fn erasures_and_receipts_at_once_make_one_leaf_for_each() {
    const THREADS: usize = 4;
    const ROUNDS: usize = 25;
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let barrier = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for round in 0..ROUNDS {
                    let one = put(&store, tag, &pattern(100 + round));
                    barrier.wait();
                    let erased = store.erase(&one.id, true);
                    let receipt = store.receipt(&one.id, Some(&one.commitment));
                    let swept = store.sweep();
                    // Whoever panics here would let the others wait.
                    barrier.wait();
                    assert_eq!((erased, swept.is_ok()), (Ok(1), true));
                    assert!(
                        receipt.is_ok(),
                        "whoever is told that it is erased gets a receipt"
                    );
                }
            });
        }
    });
    let all = leaves(&store);
    let mut roots: Vec<_> = all.iter().map(|leaf| leaf.set.root.clone()).collect();
    roots.sort();
    roots.dedup();
    assert_eq!(
        (all.len(), roots.len()),
        (THREADS * ROUNDS, THREADS * ROUNDS)
    );
}

#[test]
fn one_object_that_many_erase_at_once_is_destroyed_once() {
    const THREADS: usize = 4;
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let all: Vec<Deposit> = (0..30)
        .map(|size| put(&store, tag, &pattern(size)))
        .collect();
    let barrier = Barrier::new(THREADS);
    let erased: usize = std::thread::scope(|scope| {
        let one = || {
            let mut done = 0;
            for one in &all {
                barrier.wait();
                match store.erase(&one.id, true) {
                    Ok(count) => done += count,
                    Err(StoreError::Gone) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            done
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(one)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    assert_eq!(erased, all.len());
    store.sweep().unwrap();
    let objects: u64 = leaves(&store).iter().map(|leaf| leaf.objects).sum();
    assert_eq!(
        (leaves(&store).len(), objects),
        (all.len(), all.len() as u64)
    );
    for one in &all {
        assert_proved(&store, one, LeafKind::Erasure);
    }
}

#[test]
fn the_records_of_jobs_go_with_what_they_are_about() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let order = |upload: &ObjectId, kind| {
        let meta = Meta {
            from: Some(*upload),
            subject: Some("ada".to_owned()),
            ..Meta::default()
        };
        store.put_beside(upload, kind, meta, b"{}").unwrap().id
    };
    let of = |subject: &str| {
        let mut new = new_object(&store, tag, "24 hours");
        new.meta.subject = Some(subject.to_owned());
        store.put(new, &mut b"picture".as_slice()).unwrap().id
    };
    let (erased, ada, other) = (of("bob"), of("ada"), of("eve"));
    for upload in [&erased, &ada, &other] {
        order(upload, Kind::Job);
        order(upload, Kind::JobOutcome);
    }
    assert_eq!(
        store.erase(&erased, true).unwrap(),
        1,
        "objects are counted"
    );
    assert_eq!(store.ids_of(Kind::Job).len(), 2);
    assert_eq!(store.ids_of(Kind::JobOutcome).len(), 2);
    assert_eq!(store.of_subject("ada"), [ada], "no records of jobs");
    // A job that is about the person goes too, whosever upload it works on.
    assert_eq!(store.erase_subject("ada").unwrap(), 1);
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        assert!(store.ids_of(Kind::Job).is_empty());
        assert!(store.ids_of(Kind::JobOutcome).is_empty());
        assert_eq!(store.ids_of(Kind::Object), [other]);
    }
    store.sweep().unwrap();
    let objects: Vec<u64> = leaves(&store).iter().map(|leaf| leaf.objects).collect();
    assert_eq!(objects, [1, 1]);
}

/// The windows and ends that have a key.
fn ring(root: &Path) -> Vec<(u16, i64)> {
    let bytes = fs::read(root.join("keyring")).unwrap();
    let entries = bytes[8..bytes.len() - 4].chunks(70);
    let places = entries.map(|entry| {
        let tag = u16::from_le_bytes([entry[0], entry[1]]);
        (tag, i64::from_le_bytes(entry[2..10].try_into().unwrap()))
    });
    places.filter(|(tag, _)| *tag != 0).collect()
}

#[test]
fn a_bucket_that_takes_long_to_unlink_does_not_delay_the_next_key() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let slow = put(&store, tag, b"slow");
    bench.clock.advance_seconds(7_200);
    let next = put(&store, tag, b"next");
    let (first, second) = (slow.id.expires_at().unwrap(), next.id.expires_at().unwrap());
    assert!(first < second);
    // Nobody reads from this pipe yet, so whoever writes the set of the first bucket waits.
    let sets = bench.root().join("log/sets");
    fs::create_dir_all(&sets).unwrap();
    let pipe = sets.join(format!("{}-{}.new", tag.0, first.unix_seconds()));
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    bench.clock.set(first);
    std::thread::scope(|scope| {
        let sweep = scope.spawn(|| store.sweep());
        let patience = Now::now() + Duration::from_secs(60);
        let wait_for = |what: &dyn Fn() -> bool, told: &str| {
            while !what() && Now::now() < patience {
                std::thread::sleep(Duration::from_millis(2));
            }
            let met = what();
            if !met {
                // Lets the sweep go before this thread gives up.
                let _ = fs::read(&pipe);
                panic!("{told}");
            }
        };
        let has_key = |end: Instant| ring(&bench.root()).contains(&(tag.0, end.unix_seconds()));
        wait_for(&|| !has_key(first), "the first key goes");
        assert!(has_key(second));
        bench.clock.set(second);
        wait_for(
            &|| !has_key(second),
            "the second key waits for the bytes of the first",
        );
        // Whatever is written to a pipe cannot be synced, so this bucket is left for another sweep.
        let _ = fs::read(&pipe);
        assert!(sweep.join().unwrap().is_err());
    });
    fs::remove_file(&pipe).unwrap();
    store.sweep().unwrap();
    for one in [&slow, &next] {
        assert_proved(&store, one, LeafKind::Bucket);
    }
    assert!(files(&bench.root().join("cohorts")).is_empty());
    assert_eq!(leaves(&store).len(), 2);
}

#[test]
fn what_a_contract_needs_is_kept_until_it_ends_and_gone_thirty_days_later() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("contract", CONTRACT).unwrap();
    let account = store.register_window("account", CLOSED).unwrap();
    let mine = put_for(&store, tag, "ada", b"the contract");
    let other = put_for(&store, tag, "bob", b"another contract");
    let name = put_for(&store, account, "ada", b"the account");
    // The end of an account ends no contract.
    let now = store.now();
    store
        .subject_event("ada", SubjectEvent::AccountClosed, now)
        .unwrap();
    assert_eq!(store.head(&mine.id).unwrap().term.expires_at, None);
    let days = |store: &Store, days: i64| {
        for _ in 0..days {
            bench.clock.advance_seconds(DAY);
            store.sweep().unwrap();
        }
    };
    days(&store, 40);
    assert_eq!(get(&store, &name.id), Err(StoreError::Gone));
    assert_eq!(get(&store, &mine.id).unwrap(), b"the contract");
    let ended = store.now();
    let outcome = store
        .subject_event("ada", SubjectEvent::ContractEnd, ended)
        .unwrap();
    assert_eq!((outcome.len(), outcome[0].objects), (1, 1));
    assert_eq!(outcome[0].window, "contract");
    let end = outcome[0].term.unwrap().expires_at.unwrap();
    assert!(end > ended && end <= ended.saturating_add_seconds(30 * DAY));
    drop(store);
    store = bench.open();
    assert_eq!(store.head(&mine.id).unwrap().term.expires_at, Some(end));
    days(&store, 28);
    bench
        .clock
        .set(Instant::from_unix_millis(end.unix_millis() - 1));
    assert_eq!(get(&store, &mine.id).unwrap(), b"the contract");
    bench.clock.set(end);
    assert_eq!(get(&store, &mine.id), Err(StoreError::Gone));
    store.sweep().unwrap();
    assert_proved(&store, &mine, LeafKind::Bucket);
    assert_eq!(get(&store, &other.id).unwrap(), b"another contract");
}

/// A definition that is put back after a shorter one was confirmed for stored data.
#[test]
fn a_window_that_became_longer_again_promises_what_it_keeps() {
    let short = "fixed max=2 hours keep=none granularity=default from=upload end=erase";
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    put(&store, tag, b"old");
    store.register_window("uploads", short).unwrap();
    let definition = candor_model::Definition::parse(short).unwrap();
    for one in store.shortenings("uploads", &definition) {
        store.shorten(&one).unwrap();
    }
    let shortened: NewObject = new_object(&store, tag, "24 hours");
    assert!(
        store.put(shortened, &mut b"late".as_slice()).is_err(),
        "it would end before the end in its id"
    );
    let tag = store.register_window("uploads", LINE).unwrap();
    assert_eq!(store.register_window("uploads", LINE).unwrap(), tag);
    let new = put(&store, tag, b"new");
    let end = new.id.expires_at().unwrap();
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
            assert_eq!(store.register_window("uploads", LINE).unwrap(), tag);
        }
        bench.clock.advance_seconds(3 * 3_600);
        store.sweep().unwrap();
        assert_eq!(store.head(&new.id).unwrap().term.expires_at, Some(end));
        assert_eq!(get(&store, &new.id).unwrap(), b"new");
    }
    bench.clock.set(end);
    store.sweep().unwrap();
    assert_proved(&store, &new, LeafKind::Bucket);
}

#[test]
fn a_receipt_of_what_waited_for_an_event_is_looked_for_within_a_bound() {
    const ENDS: usize = 70;
    let line = "fixed max=30 minutes keep=none granularity=default from=account-closed end=erase";
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", line).unwrap();
    let mut all = Vec::new();
    for number in 0..ENDS {
        let subject = format!("person {number}");
        let one = put_for(&store, tag, &subject, b"an address");
        let now = store.now();
        let outcome = store.subject_event(&subject, SubjectEvent::AccountClosed, now);
        let end = outcome.unwrap()[0].term.unwrap().expires_at.unwrap();
        bench.clock.set(end);
        store.sweep().unwrap();
        all.push((one, end));
    }
    for (one, end) in &all {
        let receipt = store.receipt_at(&one.id, Some(&one.commitment), Some(*end));
        assert!(receipt.is_ok());
    }
    let (first, end) = &all[0];
    let (last, _) = &all[ENDS - 1];
    assert!(store.receipt(&last.id, Some(&last.commitment)).is_ok());
    let refused = store.receipt(&first.id, Some(&first.commitment));
    assert_eq!(refused.unwrap_err(), StoreError::NameTheEnd);
    let wrong = store.receipt_at(&last.id, Some(&last.commitment), Some(*end));
    assert_eq!(wrong.unwrap_err(), StoreError::Unknown);
}

#[test]
fn a_shorter_window_says_what_a_confirmation_does_not_touch() {
    let shorter = CLOSED.replace("30 days", "10 days");
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let waiting = put_for(&store, tag, "ada", b"waits");
    let closed = put_for(&store, tag, "bob", b"has an end");
    let now = store.now();
    store
        .subject_event("bob", SubjectEvent::AccountClosed, now)
        .unwrap();
    let end = store.head(&closed.id).unwrap().term.expires_at;
    let definition = candor_model::Definition::parse(&shorter).unwrap();
    let list = store.shortenings("account", &definition);
    assert_eq!((list.len(), list[0].objects, list[0].untouched), (1, 0, 2));
    store.shorten(&list[0]).unwrap();
    store.sweep().unwrap();
    assert_eq!(store.head(&closed.id).unwrap().term.expires_at, end);
    assert_eq!(get(&store, &waiting.id).unwrap(), b"waits");
    let longer = candor_model::Definition::parse(&CLOSED.replace("30 days", "60 days")).unwrap();
    assert!(store.shortenings("account", &longer).is_empty());
}
