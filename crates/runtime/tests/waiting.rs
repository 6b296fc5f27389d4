//! Windows that count from a later event, and what persons and courts can ask for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;

use candor_model::{Definition, Instant};
use candor_runtime::{
    Anchor, Deposit, Hold, Kind, Meta, NewWaiting, ObjectId, RootKey, Store, StoreError,
    SubjectEvent, Waiting, WindowTag,
};

mod bench;
use bench::*;

const CLOSED: &str =
    "fixed max=30 days keep=none granularity=default from=account-closed end=erase";
const USED: &str =
    "fixed max=10 days keep=none granularity=default from=last-use at-most=20 days end=erase";
const DAY: i64 = 86_400;

fn put_for(store: &Store, tag: WindowTag, waiting: Waiting, body: &[u8]) -> Deposit {
    let subject = match &waiting.anchor {
        Anchor::Subject(subject) => Some(subject.clone()),
        Anchor::Itself => None,
    };
    let new = NewWaiting {
        tag,
        waiting,
        kind: Kind::Object,
        meta: Meta {
            media_type: "text/plain".to_owned(),
            subject,
            ..Meta::default()
        },
        max_size: None,
        known_length: None,
    };
    store.put_waiting(new, &mut &*body).unwrap()
}

fn account(subject: &str) -> Waiting {
    Waiting {
        anchor: Anchor::Subject(subject.to_owned()),
        end: None,
        bound: None,
    }
}

fn used(store: &Store, anchor: Anchor) -> Waiting {
    let definition = Definition::parse(USED).unwrap();
    let ends = |schedule: candor_model::schedule::Schedule| schedule.expiry(store.now()).expires_at;
    Waiting {
        anchor,
        end: Some(ends(definition.schedule().unwrap().unwrap())),
        bound: Some(ends(definition.bound_schedule().unwrap().unwrap())),
    }
}

/// Lets days pass as a running store sees them.
fn days(bench: &Bench, store: &Store, days: i64) {
    for _ in 0..days {
        bench.clock.advance_seconds(DAY);
        store.sweep().unwrap();
    }
}

fn ring(bench: &Bench) -> usize {
    let bytes = fs::read(bench.root().join("keyring")).unwrap();
    let entries = bytes[8..bytes.len() - 4].chunks(70);
    entries.filter(|entry| entry[..2] != [0, 0]).count()
}

#[test]
fn an_account_is_kept_until_it_is_closed_and_gone_thirty_days_later() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let mine = put_for(&store, tag, account("ada"), b"my address");
    let more = put_for(&store, tag, account("ada"), &pattern(2_000_000));
    let other = put_for(&store, tag, account("bob"), b"his address");
    assert_eq!(mine.id.expires_at(), None);
    assert_eq!(store.head(&mine.id).unwrap().term.expires_at, None);
    days(&bench, &store, 300);
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        assert_eq!(get(&store, &mine.id).unwrap(), b"my address");
        assert!(get(&store, &more.id).unwrap() == pattern(2_000_000));
    }
    let closed = store.now();
    let outcome = store
        .subject_event("ada", SubjectEvent::AccountClosed, closed)
        .unwrap();
    assert_eq!((outcome.len(), outcome[0].objects), (1, 2));
    let end = outcome[0].term.unwrap().expires_at.unwrap();
    assert!(end > closed && end <= closed.saturating_add_seconds(30 * DAY));
    // Said again, or said later: the end does not move.
    let later = closed.saturating_add_seconds(5 * DAY);
    for at in [closed, later] {
        let again = store.subject_event("ada", SubjectEvent::AccountClosed, at);
        assert_eq!(again.unwrap()[0].term.unwrap().expires_at, Some(end));
    }
    drop(store);
    let store = bench.open();
    assert_eq!(store.head(&mine.id).unwrap().term.expires_at, Some(end));
    days(&bench, &store, 25);
    bench
        .clock
        .set(Instant::from_unix_millis(end.unix_millis() - 1));
    assert_eq!(get(&store, &mine.id).unwrap(), b"my address");
    bench.clock.set(end);
    assert_eq!(store.head(&mine.id).err(), Some(StoreError::Gone));
    assert_eq!(store.sweep().unwrap().objects, 2);
    assert_eq!(store.head(&mine.id).err(), Some(StoreError::Gone));
    assert_eq!(store.head(&more.id).err(), Some(StoreError::Gone));
    assert_eq!(get(&store, &other.id).unwrap(), b"his address");
    assert_eq!(ring(&bench), 0, "the bucket's key is destroyed");
    let left = files(&bench.root().join("cohorts"));
    assert_eq!(left.len(), 2, "{left:?}");
    drop(store);
    let store = bench.open();
    assert_eq!(store.head(&mine.id).err(), Some(StoreError::Gone));
    assert_eq!(get(&store, &other.id).unwrap(), b"his address");
}

#[test]
fn an_event_that_was_told_too_late_erases_at_once() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let mine = put_for(&store, tag, account("ada"), b"my address");
    let long_ago = Instant::from_unix_seconds(bench_now(&bench) - 31 * DAY);
    let outcome = store
        .subject_event("ada", SubjectEvent::AccountClosed, long_ago)
        .unwrap();
    assert_eq!(outcome[0].term, None);
    assert_eq!(store.head(&mine.id).err(), Some(StoreError::Gone));
    assert_eq!(
        files(&bench.root().join("cohorts")),
        Vec::<std::path::PathBuf>::new()
    );
    // An earlier day than was known before counts.
    let again = put_for(&store, tag, account("ada"), b"a new account");
    let now = store.now();
    store
        .subject_event("ada", SubjectEvent::AccountClosed, now)
        .unwrap();
    let earlier = Instant::from_unix_seconds(bench_now(&bench) - 10 * DAY);
    let outcome = store
        .subject_event("ada", SubjectEvent::AccountClosed, earlier)
        .unwrap();
    let end = outcome[0].term.unwrap().expires_at.unwrap();
    assert!(end <= earlier.saturating_add_seconds(30 * DAY));
    assert_eq!(store.head(&again.id).unwrap().term.expires_at, Some(end));
}

fn bench_now(bench: &Bench) -> i64 {
    use candor_model::clock::Clock;
    bench.clock.now().unix_seconds()
}

#[test]
fn every_use_begins_the_window_again_up_to_the_bound() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("cached", USED).unwrap();
    store.reading_is_use(tag);
    let read = put_for(&store, tag, used(&store, Anchor::Itself), b"often read");
    let unread = put_for(&store, tag, used(&store, Anchor::Itself), b"never read");
    let first = store.head(&read.id).unwrap().term.expires_at.unwrap();
    days(&bench, &store, 8);
    assert_eq!(get(&store, &read.id).unwrap(), b"often read");
    let moved = store.head(&read.id).unwrap().term.expires_at.unwrap();
    assert!(moved > first);
    drop(store);
    store = bench.open();
    store.reading_is_use(tag);
    assert_eq!(
        store.head(&read.id).unwrap().term.expires_at,
        Some(moved),
        "a move is durable"
    );
    days(&bench, &store, 3);
    assert_eq!(store.head(&unread.id).err(), Some(StoreError::Gone));
    let mut lived = 11;
    while get(&store, &read.id).is_ok() {
        days(&bench, &store, 1);
        lived += 1;
        assert!(lived <= 20, "no use moves the end beyond the bound");
    }
    assert!(lived >= 19, "{lived}");
}

#[test]
fn a_sign_in_counts_for_all_of_a_person() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("profile", USED).unwrap();
    let ada = Anchor::Subject("ada".to_owned());
    let mine = put_for(&store, tag, used(&store, ada.clone()), b"one");
    days(&bench, &store, 5);
    let before = store.head(&mine.id).unwrap().term.expires_at;
    assert_eq!(get(&store, &mine.id).unwrap(), b"one");
    assert_eq!(
        store.head(&mine.id).unwrap().term.expires_at,
        before,
        "reading is no use here"
    );
    let now = store.now();
    let ahead = now.saturating_add_seconds(100 * DAY);
    let outcome = store
        .subject_event("ada", SubjectEvent::LastUse, ahead)
        .unwrap();
    let after = outcome[0].term.unwrap().expires_at.unwrap();
    assert!(Some(after) > before && after <= now.saturating_add_seconds(10 * DAY));
    // What came later has a bound of its own.
    days(&bench, &store, 3);
    let younger = put_for(&store, tag, used(&store, ada), b"two");
    days(&bench, &store, 9);
    assert_eq!(store.head(&mine.id).err(), Some(StoreError::Gone));
    assert!(store.head(&younger.id).is_ok());
}

#[test]
fn a_person_is_found_in_every_cohort_and_erased_everywhere() {
    let bench = Bench::new();
    let mut store = bench.open();
    let uploads = store.register_window("uploads", "24 hours").unwrap();
    let accounts = store.register_window("account", CLOSED).unwrap();
    let of = |store: &Store, subject: &str, from: Option<ObjectId>| {
        let mut new = new_object(store, uploads, "24 hours");
        new.meta.subject = (!subject.is_empty()).then(|| subject.to_owned());
        new.meta.from = from;
        store.put(new, &mut b"picture".as_slice()).unwrap().id
    };
    let mut mine = BTreeSet::new();
    let mut others = BTreeSet::new();
    for _ in 0..3 {
        let upload = of(&store, "ada-lovelace", None);
        mine.extend([upload, of(&store, "", Some(upload))]);
        others.extend([of(&store, "bob", None), of(&store, "", None)]);
        bench.clock.advance_seconds(1_000);
    }
    mine.insert(put_for(&store, accounts, account("ada-lovelace"), b"address").id);
    others.insert(put_for(&store, accounts, account("bob"), b"address").id);
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        let found: BTreeSet<ObjectId> = store.of_subject("ada-lovelace").into_iter().collect();
        assert_eq!(found, mine, "restart {restart}");
    }
    assert_eq!(store.of_subject("nobody"), Vec::new());
    assert_eq!(
        store.restrict_subject("ada-lovelace", true).unwrap(),
        mine.len()
    );
    assert_eq!(store.restrict_subject("ada-lovelace", true).unwrap(), 0);
    drop(store);
    let store = bench.open();
    for id in &mine {
        assert_eq!(store.read(id, None).err(), Some(StoreError::Restricted));
        assert!(store.head(id).unwrap().restricted);
        assert!(store.read_for_subject(id).is_ok());
    }
    assert_eq!(
        store.restrict_subject("ada-lovelace", false).unwrap(),
        mine.len()
    );
    assert_eq!(store.erase_subject("ada-lovelace").unwrap(), mine.len());
    for id in &mine {
        assert_eq!(store.read(id, None).err(), Some(StoreError::Gone));
    }
    assert_eq!(store.erase_subject("ada-lovelace").unwrap(), 0);
    drop(store);
    let store = bench.open();
    for id in &mine {
        assert_eq!(store.read(id, None).err(), Some(StoreError::Gone));
    }
    for id in &others {
        assert!(get(&store, id).is_ok());
    }
    assert_eq!(
        contains(&bench.root(), b"ada-lovelace"),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn a_held_object_outlives_its_bucket_for_an_administrator_alone() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let held = [
        put(&store, tag, &pattern(9_000)),
        put(&store, tag, &pattern(2_000_000)),
    ];
    let other = put(&store, tag, b"other");
    let hold = Hold {
        reason: "case HOLD-CANARY".to_owned(),
        by: "legal@darkroom.example".to_owned(),
    };
    for one in &held {
        store.hold(&one.id, hold.clone()).unwrap();
        store.hold(&one.id, hold.clone()).unwrap();
    }
    assert_eq!(store.held().len(), 2);
    assert!(get(&store, &held[0].id).is_ok());
    assert_eq!(contains(&bench.root(), b"HOLD-CANARY").len(), 0);
    // Erasing takes it from everybody else.
    store.erase(&held[0].id, true).unwrap();
    assert_eq!(store.read(&held[0].id, None).err(), Some(StoreError::Gone));
    bench.clock.advance_seconds(2 * DAY);
    let swept = store.sweep().unwrap();
    assert_eq!(
        (swept.buckets, ring(&bench)),
        (1, 0),
        "the bucket is not delayed"
    );
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        assert_eq!(store.head(&held[1].id).err(), Some(StoreError::Gone));
        assert_eq!(
            store.read_held(&other.id, None).err(),
            Some(StoreError::Unknown)
        );
        let mut bytes = Vec::new();
        let mut body = store.read_held(&held[1].id, None).unwrap();
        std::io::Read::read_to_end(&mut body, &mut bytes).unwrap();
        assert!(bytes == pattern(2_000_000));
        assert_eq!(store.held()[0].hold, hold);
    }
    for one in &held {
        assert!(store.release(&one.id).unwrap());
        assert_eq!(
            store.read_held(&one.id, None).err(),
            Some(StoreError::Unknown)
        );
    }
    assert_eq!(
        files(&bench.root().join("holds")),
        Vec::<std::path::PathBuf>::new()
    );
    // A hold that is lifted before the end leaves the object in its bucket.
    let young = put(&store, tag, b"young");
    store.hold(&young.id, hold.clone()).unwrap();
    assert!(!store.release(&young.id).unwrap());
    assert_eq!(get(&store, &young.id).unwrap(), b"young");
    assert_eq!(
        store.hold(&other.id, hold).err(),
        Some(StoreError::Gone),
        "what is gone cannot be held"
    );
}

#[test]
fn a_shorter_window_touches_stored_data_only_after_a_confirmation() {
    let bench = Bench::new();
    let mut store = bench.open();
    let line = |length: &str| {
        format!("fixed max={length} keep=none granularity=default from=upload end=erase")
    };
    let tag = store.register_window("uploads", &line("24 hours")).unwrap();
    let old = put(&store, tag, b"old").id;
    bench.clock.advance_seconds(10 * 3600);
    let young = put(&store, tag, b"young").id;
    let longer = Definition::parse(&line("3 days")).unwrap();
    assert_eq!(store.shortenings("uploads", &longer), Vec::new());
    let shorter = Definition::parse(&line("6 hours")).unwrap();
    let found = store.shortenings("uploads", &shorter);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].objects, found[0].at_once, found[0].buckets),
        (2, 1, 2)
    );
    assert!(get(&store, &old).is_ok(), "asking changes nothing");
    store.shorten(&found[0]).unwrap();
    assert_eq!(store.head(&old).err(), Some(StoreError::Gone));
    let term = store.head(&young).unwrap().term;
    let latest = store.now().saturating_add_seconds(6 * 3600);
    assert!(term.expires_at.unwrap() <= latest);
    drop(store);
    store = bench.open();
    assert_eq!(store.head(&old).err(), Some(StoreError::Gone));
    assert_eq!(store.head(&young).unwrap().term.expires_at, term.expires_at);
    assert_eq!(ring(&bench), 1, "what had to go at once is gone");
    bench.clock.set(term.expires_at.unwrap());
    assert_eq!(store.head(&young).err(), Some(StoreError::Gone));
    assert_eq!(store.sweep().unwrap().objects, 1);
    assert_eq!(store.shortenings("uploads", &shorter), Vec::new());
}

#[test]
fn the_root_key_changes_and_moves_to_a_command_and_back() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let id = put_for(&store, tag, account("ada"), b"address").id;
    let path = bench.root().join("root.key");
    let first = fs::read_to_string(&path).unwrap();
    store.change_root_key(&RootKey::File).unwrap();
    let second = fs::read_to_string(&path).unwrap();
    assert_ne!(first, second);
    let digits = first.lines().nth(1).unwrap();
    assert_eq!(
        contains(&bench.root(), digits.as_bytes()),
        Vec::<std::path::PathBuf>::new()
    );
    drop(store);
    let store = bench.open();
    assert_eq!(get(&store, &id).unwrap(), b"address");
    let elsewhere = bench.directory.path().join("kms");
    fs::write(&elsewhere, "5a".repeat(32)).unwrap();
    let command = RootKey::Command(format!("cat {}", elsewhere.display()));
    store.change_root_key(&command).unwrap();
    assert!(
        !path.exists(),
        "the key is in no file of the store any more"
    );
    drop(store);
    assert!(matches!(bench.try_open(), Err(StoreError::Broken { .. })));
    let open = |root_key: RootKey| bench.open_with(root_key);
    let store = open(command.clone()).unwrap();
    assert_eq!(get(&store, &id).unwrap(), b"address");
    drop(store);
    for wrong in ["exit 3", "echo hello", "printf '00%.0s' $(seq 32)"] {
        let error = open(RootKey::Command(wrong.to_owned())).unwrap_err();
        assert!(
            matches!(error, StoreError::Broken { .. }),
            "{wrong}: {error}"
        );
    }
    let store = open(command).unwrap();
    store.change_root_key(&RootKey::File).unwrap();
    drop(store);
    assert_eq!(get(&bench.open(), &id).unwrap(), b"address");
}

#[test]
fn a_change_of_the_root_key_that_was_stopped_is_finished_or_undone() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, b"picture").id;
    let (key, ring) = (bench.root().join("root.key"), bench.root().join("keyring"));
    let before = (fs::read(&key).unwrap(), fs::read(&ring).unwrap());
    store.change_root_key(&RootKey::File).unwrap();
    drop(store);
    let after = (fs::read(&key).unwrap(), fs::read(&ring).unwrap());
    // Stopped before the ring was written anew, then after it.
    for (current, ring_bytes, next) in [
        (&before.0, &before.1, &after.0[..]),
        (&before.0, &before.1, &after.0[..20]),
        (&before.0, &after.1, &after.0[..]),
    ] {
        fs::write(&key, current).unwrap();
        fs::write(&ring, ring_bytes).unwrap();
        fs::write(bench.root().join("root.next"), next).unwrap();
        let store = bench.open();
        assert_eq!(get(&store, &id).unwrap(), b"picture");
        assert!(!bench.root().join("root.next").exists());
    }
}
