//! What stays of events at the end of a window that anonymises: counts by day and field, and nothing of a row.

use std::fs;
use std::path::PathBuf;

use candor_model::{Date, Instant};
use candor_runtime::tlog::{Leaf, verify};
use candor_runtime::{EventCounts, ObjectId, StoreError, Upload};
use data_encoding::HEXLOWER;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::bench::{contains, files};
use crate::counter::Counter;

const VISITS: &str = "{\"place\":\"north\",\"page\":\"https://shop.example/maria\",\"visitor\":\"v-1\"}\n\
    {\"place\":\"north\",\"page\":\"https://shop.example/ben\",\"visitor\":\"v-2\"}\n\
    {\"place\":\"north\",\"page\":\"https://shop.example/ben\",\"visitor\":\"v-2\"}\n\
    {\"place\":\"skerry\",\"visitor\":\"v-1\"}\n";

fn ended(counter: &Counter, id: &ObjectId) -> Instant {
    let end = id.expires_at().unwrap();
    counter.bench.clock.set(end);
    end
}

fn count(counter: &Counter, by: &[&str]) -> EventCounts {
    let day = |text: &str| Date::parse(text).unwrap();
    let counts = counter
        .runtime
        .count_events("visit", by, day("2026-11-23"), day("2026-11-23"));
    counts.unwrap()
}

fn groups(counts: &EventCounts) -> Vec<String> {
    let group = |one: &candor_runtime::EventGroup| {
        format!(
            "{} {}",
            serde_json::Value::from(one.values.clone()),
            one.count
        )
    };
    counts.groups.iter().map(group).collect()
}

fn leaf(counter: &Counter, id: &ObjectId) -> Leaf {
    let store = counter.runtime.store();
    let proof = store.receipt(id, None).unwrap().to_string();
    verify(&proof, &store.log_keys().unwrap()).unwrap().leaf
}

fn kept_files(counter: &Counter) -> Vec<PathBuf> {
    let directory = counter.bench.root().join("counts");
    if directory.is_dir() {
        files(&directory)
    } else {
        Vec::new()
    }
}

#[test]
fn counts_stay_and_rows_go() {
    let mut counter = Counter::new();
    let id = counter.lines("visit", VISITS).unwrap().id;
    let erased = counter.lines("visit", "{\"place\":\"erased\"}").unwrap().id;
    counter.runtime.erase(&erased).unwrap();
    let before = count(&counter, &["place"]);
    assert_eq!((before.total, before.kept), (4, 0));
    assert_eq!(groups(&before), ["[\"north\"] 3", "[\"skerry\"] 1"]);
    ended(&counter, &id);
    assert_eq!(counter.runtime.sweep().unwrap().buckets, 1);
    assert_eq!(
        counter.runtime.store().head(&id).unwrap_err(),
        StoreError::Gone
    );
    assert!(files(&counter.bench.root().join("cohorts")).is_empty());
    for _ in 0..2 {
        let by_place = count(&counter, &["place"]);
        assert_eq!((by_place.total, by_place.kept), (4, 4));
        // The only visitor from a small island is counted without the island.
        assert_eq!(groups(&by_place), ["[\"north\"] 3", "[null] 1"]);
        assert_eq!(
            groups(&count(&counter, &["page"])),
            ["[\"https://shop.example\"] 3", "[null] 1"]
        );
        assert_eq!(groups(&count(&counter, &[])), ["[] 4"]);
        // Which values belonged to one event is gone.
        let both = count(&counter, &["place", "page"]);
        assert_eq!((both.total, both.kept, both.groups.len()), (0, 4, 0));
        counter = counter.again();
    }
    let root = counter.bench.root();
    for person in ["maria", "ben", "skerry", "v-1", "v-2", "erased"] {
        assert_eq!(
            contains(&root, person.as_bytes()),
            Vec::<PathBuf>::new(),
            "{person}"
        );
    }
    let file = kept_files(&counter).remove(0);
    let kept = leaf(&counter, &id).kept.unwrap();
    assert_eq!(kept.events, 4);
    let digest = Sha256::digest(fs::read(file).unwrap());
    assert_eq!(kept.sha256, HEXLOWER.encode(&digest));
}

#[test]
fn the_rows_stay_unreadable_and_wait_while_their_counts_cannot_be_written() {
    let counter = Counter::new();
    let id = counter.lines("visit", VISITS).unwrap().id;
    let plain = counter.lines("usage-count", "{\"tool\":\"a\"}").unwrap().id;
    let obstacle = counter.bench.root().join("counts");
    fs::write(&obstacle, b"no directory").unwrap();
    ended(&counter, &id);
    counter.runtime.sweep().unwrap_err();
    assert_eq!(
        counter.runtime.store().head(&id).unwrap_err(),
        StoreError::Gone
    );
    // Nothing else waits for it.
    assert_eq!(plain.expires_at(), id.expires_at());
    assert!(leaf(&counter, &plain).kept.is_none());
    assert!(counter.runtime.store().receipt(&id, None).is_err());
    fs::remove_file(&obstacle).unwrap();
    counter.runtime.sweep().unwrap();
    assert_eq!(count(&counter, &[]).kept, 4);
    assert_eq!(leaf(&counter, &id).kept.unwrap().events, 4);
}

#[test]
fn damaged_rules_of_what_stays_are_told_and_not_taken_for_none() {
    let counter = Counter::new();
    let id = counter.lines("visit", VISITS).unwrap().id;
    let catalogue = Connection::open(counter.bench.root().join("catalogue.db")).unwrap();
    let set = |value: &str| {
        let rows = catalogue.execute(
            "UPDATE facts SET value = ?1 WHERE name LIKE 'staying %' AND value LIKE '%visit%'",
            [value],
        );
        rows.unwrap()
    };
    let rules: String = catalogue
        .query_row(
            "SELECT value FROM facts WHERE name LIKE 'staying %' AND value LIKE '%visit%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(set("visit, damaged"), 1);
    ended(&counter, &id);
    let told = counter.runtime.sweep().unwrap_err();
    assert!(told.to_string().contains("catalogue.db"), "{told}");
    assert_eq!(
        counter.runtime.store().head(&id).unwrap_err(),
        StoreError::Gone
    );
    assert!(kept_files(&counter).is_empty());
    assert_eq!(set(&rules), 1);
    counter.runtime.sweep().unwrap();
    assert_eq!(count(&counter, &[]).kept, 4);
}

#[test]
fn what_was_promised_outranks_the_counts() {
    let counter = Counter::new();
    let id = counter.lines("visit", VISITS).unwrap().id;
    fs::write(counter.bench.root().join("counts"), b"no directory").unwrap();
    let end = ended(&counter, &id);
    counter.runtime.sweep().unwrap_err();
    assert!(!files(&counter.bench.root().join("cohorts")).is_empty());
    // A day has buckets of five minutes, and `erased_by` comes no earlier than one of them after the end.
    counter.bench.clock.set(end.saturating_add_seconds(300));
    counter.runtime.sweep().unwrap_err();
    assert!(files(&counter.bench.root().join("cohorts")).is_empty());
    assert!(leaf(&counter, &id).kept.is_none());
}

#[test]
fn a_file_cannot_be_anonymised_and_a_trash_is_none_of_this_store() {
    let counter = Counter::new();
    let upload = Upload {
        tool: "fade",
        content_type: Some("image/png"),
        ..Upload::default()
    };
    let refusal = counter.runtime.upload(&upload, &mut b"x".as_slice());
    let refusal = refusal.unwrap_err();
    assert_eq!(refusal.rule, "retention/end-not-enforced");
    assert!(refusal.detail.contains("comes here as a file"), "{refusal}");
    for (category, why) in [
        ("binned", "this store has no trash"),
        ("closing", "counts from an event of each person"),
    ] {
        let (_, rule, told) = counter.refused(category, "{\"a\":1}");
        assert_eq!(rule, "retention/end-not-enforced");
        assert!(
            told.contains(why) && told.contains("at_end: erase"),
            "{told}"
        );
    }
}
