//! Stores as earlier versions wrote them, made by taking back what came later, and opened by this program.
//!
//! Taking back gives the same bytes as an earlier version did, because little was added and all of it is taken back. Of a
//! record, bodies, metadata and trailer are the same in every format; format 1 had no bit 1 in byte 6 and no mark in byte 7,
//! format 2 no mark in byte 7, and bytes 0 to 27 are what the key slot is bound to, so each header is written and each key
//! wrapped anew. Of the store, format 1 had no secrets of its own in the ring, no cohorts with an anchor, holds or log, and
//! the tables below as its own statements made them. Records of format 2 stood in stores of format 2, whose files are
//! otherwise those of today.

use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use candor_model::clock::ManualClock;
use candor_model::duration::Duration;
use candor_model::schedule::{Limits, Schedule};
use candor_model::{Definition, Instant};
use rusqlite::Connection;

use super::keyring::{Keyring, unwrap, wrap, wrapping_key};
use super::record::{BOUND, HEADER, Header, SLOT, SLOT_BYTES};
use super::root_key::{RootKey, load};
use super::segment::Segment;
use super::*;

const LINE: &str = "fixed max=24 hours keep=none granularity=default from=upload end=erase";

fn object(
    store: &Store,
    tag: WindowTag,
    subject: Option<&str>,
    from: Option<ObjectId>,
) -> NewObject {
    let maximum = Duration::parse("24 hours").unwrap();
    let schedule = Schedule::new(Limits {
        delete_within: Some(&maximum),
        keep_at_least: None,
        granularity: None,
    });
    NewObject {
        tag,
        expiry: schedule.unwrap().expiry(store.now()),
        kind: Kind::Object,
        meta: Meta {
            subject: subject.map(str::to_owned),
            from,
            ..Meta::default()
        },
        max_size: None,
        known_length: None,
    }
}

/// Writes every record as format 1 or 2 had it: without the mark of events, and in format 1 without the note that its
/// metadata names a person.
fn write_records_as_before(root: &Path, ring: &Keyring, format: u8) {
    for (tag, end) in ring.cohorts() {
        let key = ring.get(tag, end).unwrap();
        let by = wrapping_key(&key).unwrap();
        let directory = root
            .join("cohorts")
            .join(tag.0.to_string())
            .join(end.to_string());
        for file in std::fs::read_dir(directory).unwrap() {
            let segment = Segment::open_to_write(&file.unwrap().path()).unwrap();
            for found in segment.scan().unwrap().found {
                let mut bytes = [0; HEADER];
                bytes.copy_from_slice(&segment.read(found.offset, HEADER).unwrap());
                let object_key = unwrap(&by, &bytes[..BOUND], &bytes[SLOT..SLOT + SLOT_BYTES]);
                let old = Header {
                    format,
                    events: 0,
                    has_subject: format > 1 && found.header.has_subject,
                    ..found.header
                };
                let mut before = old.encode();
                let slot = wrap(&by, &before[..BOUND], &object_key.unwrap()).unwrap();
                before[SLOT..SLOT + SLOT_BYTES].copy_from_slice(&slot);
                segment.file.write_all_at(&before, found.offset).unwrap();
            }
        }
    }
}

fn take_back(root: &Path) {
    let key = load(root, &RootKey::File, false).unwrap();
    let mut ring = Keyring::open(&root.join("keyring"), &key, false).unwrap();
    write_records_as_before(root, &ring, 1);
    ring.destroy(&[(WindowTag(0), 1), (WindowTag(0), 2), (WindowTag(0), 3)])
        .unwrap();
    let catalogue = Connection::open(root.join("catalogue.db")).unwrap();
    catalogue
        .execute_batch(
            "DROP INDEX cohorts_told; DROP INDEX cohorts_early; ALTER TABLE windows RENAME TO later; \
             CREATE TABLE windows (tag INTEGER PRIMARY KEY, id TEXT NOT NULL, definition TEXT NOT NULL, \
             registered_ms INTEGER NOT NULL, UNIQUE (id, definition)) STRICT; \
             INSERT INTO windows SELECT * FROM later; DROP TABLE later; \
             ALTER TABLE cohorts DROP COLUMN ends_early; ALTER TABLE cohorts DROP COLUMN held; \
             ALTER TABLE cohorts DROP COLUMN log_index; DROP TABLE erasures; DROP TABLE facts;",
        )
        .unwrap();
    std::fs::write(root.join("FORMAT"), "candor-store 1\n").unwrap();
}

#[test]
fn records_of_format_2_are_found_by_their_events_and_persons() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("data");
    let clock = ManualClock::at(Instant::parse_rfc3339("2026-11-23T12:00:00Z").unwrap());
    let open = || Store::open(&root, Arc::new(clock.clone()), Options::default()).unwrap();
    let store = open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let mut events = object(&store, tag, None, None);
    events.meta.media_type = crate::events::EVENTS_MEDIA_TYPE.to_owned();
    events.meta.category = "visit".to_owned();
    let visits = store.put(events, &mut b"{}\n".as_slice()).unwrap().id;
    let of_ada = object(&store, tag, Some("ada"), None);
    let of_ada = store.put(of_ada, &mut b"hers".as_slice()).unwrap().id;
    drop(store);
    let key = load(&root, &RootKey::File, false).unwrap();
    let ring = Keyring::open(&root.join("keyring"), &key, false).unwrap();
    write_records_as_before(&root, &ring, 2);
    drop(ring);
    let store = open();
    assert_eq!(store.damages(), []);
    assert!(store.ids_of_events("visit").contains(&visits));
    assert_eq!(store.of_subject("ada"), [of_ada]);
    let mut bytes = Vec::new();
    let mut body = store.read(&of_ada, None).unwrap();
    body.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"hers");
    assert_eq!(store.erase_subject("ada").unwrap(), 1);
    clock.advance_seconds(86_400);
    assert_eq!(store.sweep().unwrap().objects, 1);
}

#[test]
fn a_store_of_format_1_opens_and_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("data");
    let clock = ManualClock::at(Instant::parse_rfc3339("2026-11-23T12:00:00Z").unwrap());
    let open = || Store::open(&root, Arc::new(clock.clone()), Options::default()).unwrap();
    let store = open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let put = |store: &Store, new, body: &[u8]| store.put(new, &mut &*body).unwrap().id;
    let small = put(&store, object(&store, tag, Some("ada"), None), b"small");
    let large = put(
        &store,
        object(&store, tag, Some("ada"), None),
        &[7; 2_000_000],
    );
    let result = put(&store, object(&store, tag, None, Some(small)), b"result");
    let other = put(&store, object(&store, tag, Some("bob"), None), b"other");
    drop(store);
    take_back(&root);
    let store = open();
    let text = std::fs::read_to_string(root.join("FORMAT")).unwrap();
    assert_eq!(text, "candor-store 2\n");
    assert_eq!(store.register_window("uploads", LINE).unwrap(), tag);
    let read = |id: &ObjectId| {
        let mut bytes = Vec::new();
        store.read(id, None)?.read_to_end(&mut bytes).unwrap();
        Ok::<_, StoreError>(bytes)
    };
    assert_eq!(read(&small).unwrap(), b"small");
    assert_eq!(read(&large).unwrap(), [7; 2_000_000]);
    let mut of_ada = store.of_subject("ada");
    let mut expected = vec![small, large, result];
    of_ada.sort_unstable();
    expected.sort_unstable();
    assert_eq!(
        of_ada, expected,
        "format 1 did not say which records name a person"
    );
    // New records stand behind the old ones.
    let new = put(&store, object(&store, tag, Some("ada"), None), b"new");
    assert_eq!(store.erase_subject("ada").unwrap(), 4);
    for id in [small, large, result, new] {
        assert_eq!(read(&id).err(), Some(StoreError::Gone));
    }
    assert_eq!(read(&other).unwrap(), b"other");
    let shorter = Definition::parse(&LINE.replace("24", "2")).unwrap();
    for one in store.shortenings("uploads", &shorter) {
        store.shorten(&one).unwrap();
    }
    clock.advance_seconds(3 * 3600);
    assert_eq!(store.sweep().unwrap().objects, 1);
    drop(store);
    assert_eq!(open().sweep().unwrap().buckets, 0);
}
