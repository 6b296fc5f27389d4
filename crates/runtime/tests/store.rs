//! The store on a real directory, with a clock that is moved by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_model::Instant;
use candor_model::clock::{Clock, ManualClock};

use candor_runtime::{Deposit, Kind, ObjectId, Store, StoreError, StoreOptions};

mod bench;
use bench::*;

#[test]
fn bodies_of_all_sizes_come_back_before_and_after_a_restart() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let sizes = [
        0, 1, 16_383, 16_384, 16_385, 100_000, 1_048_575, 1_048_576, 1_048_577, 5_000_000,
    ];
    let stored: Vec<(usize, Deposit)> = sizes
        .iter()
        .map(|size| (*size, put(&store, tag, &pattern(*size))))
        .collect();
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        for (size, deposit) in &stored {
            assert!(
                get(&store, &deposit.id).unwrap() == pattern(*size),
                "{size} bytes, restart {restart}"
            );
            assert_eq!(store.head(&deposit.id).unwrap().length, *size as u64);
            assert_eq!(
                store.head(&deposit.id).unwrap().meta.category,
                "uploaded-image"
            );
        }
    }
}

#[test]
fn ranges_are_exact() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let body = pattern(70_000);
    let id = put(&store, tag, &body).id;
    for range in [
        0..1,
        0..70_000,
        16_383..16_386,
        69_999..70_000,
        32_768..49_152,
        5..5,
    ] {
        let mut bytes = Vec::new();
        store
            .read(&id, Some(range.start as u64..range.end as u64))
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        assert!(bytes == body[range.clone()], "{range:?}");
    }
    assert_eq!(
        store.read(&id, Some(0..70_001)).err(),
        Some(StoreError::Range { length: 70_000 })
    );
}

#[test]
fn the_commitment_can_be_recomputed_by_its_owner() {
    use sha2::{Digest, Sha256};
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let deposit = put(&store, tag, b"my picture");
    let mut hash = Sha256::new();
    hash.update(deposit.salt);
    hash.update(deposit.id.as_bytes());
    hash.update(Sha256::digest(b"my picture"));
    assert_eq!(deposit.commitment, <[u8; 32]>::from(hash.finalize()));
}

#[test]
fn an_object_is_readable_until_its_end_and_gone_from_it_on() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, b"x").id;
    let end = id.expires_at().unwrap();
    assert!(end <= Instant::parse_rfc3339("2026-11-24T12:00:00Z").unwrap());
    bench
        .clock
        .set(Instant::from_unix_millis(end.unix_millis() - 1));
    assert_eq!(get(&store, &id).unwrap(), b"x");
    bench.clock.set(end);
    // Before any sweep: the id alone decides.
    assert_eq!(store.head(&id).err(), Some(StoreError::Gone));
    assert_eq!(store.sweep().unwrap().objects, 1);
    assert_eq!(store.read(&id, None).err(), Some(StoreError::Gone));
    drop(store);
    let store = bench.open();
    assert_eq!(store.head(&id).err(), Some(StoreError::Gone));
    assert_eq!(store.sweep().unwrap().buckets, 0);
}

#[test]
fn no_plain_byte_and_no_key_is_in_any_file_at_any_time() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let mut body = pattern(50_000);
    body[20_000..20_016].copy_from_slice(b"BODY-CANARY-1234");
    let small = put(&store, tag, &body);
    let large = put(&store, tag, &[body.clone(), vec![1; 2_000_000]].concat());
    let canaries: [&[u8]; 3] = [b"BODY-CANARY-1234", b"SUBJECT-CANARY", b"uploaded-image"];
    let check = |when: &str| {
        for canary in canaries {
            assert_eq!(
                contains(&bench.root(), canary),
                Vec::<PathBuf>::new(),
                "{when}: {}",
                String::from_utf8_lossy(canary)
            );
        }
    };
    check("stored");
    let wrapped = keyring_entries(&bench.root());
    assert_eq!(wrapped.len(), 1, "both objects are in one bucket");
    let cohort = files(&bench.root().join("cohorts"));
    assert_eq!(cohort.len(), 2, "one segment and one large file");
    store.erase(&small.id, true).unwrap();
    check("erased");
    bench.clock.set(large.id.expires_at().unwrap());
    store.sweep().unwrap();
    check("ended");
    assert_eq!(files(&bench.root().join("cohorts")), Vec::<PathBuf>::new());
    assert_eq!(keyring_entries(&bench.root()), Vec::<Vec<u8>>::new());
    for entry in wrapped {
        assert_eq!(
            contains(&bench.root(), &entry[22..54]),
            Vec::<PathBuf>::new(),
            "the destroyed key is in a file"
        );
    }
}

/// The entries of the key ring, as FORMAT.md lays them out.
fn keyring_entries(root: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(root.join("keyring")).unwrap();
    bytes[8..bytes.len() - 4]
        .chunks(70)
        // The store's own secrets stand under tag 0 and outlive every bucket.
        .filter(|entry| entry[..2] != [0, 0])
        .map(<[u8]>::to_vec)
        .collect()
}

#[test]
fn erasing_is_immediate_and_final_and_leaves_the_others() {
    let bench = Bench::new();
    let mut store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let (gone, stays) = (
        put(&store, tag, &pattern(9_000)),
        put(&store, tag, &pattern(8_000)),
    );
    let mut child = new_object(&store, tag, "24 hours");
    child.meta.from = Some(gone.id);
    let child = store.put(child, &mut pattern(7_000).as_slice()).unwrap();
    let mut open_reader = store.read(&gone.id, None).unwrap();
    let segment = files(&bench.root().join("cohorts")).remove(0);
    let ciphertext = fs::read(&segment).unwrap()[400..432].to_vec();
    assert_eq!(store.erase(&gone.id, true).unwrap(), 2);
    assert_eq!(
        contains(&bench.root(), &ciphertext),
        Vec::<PathBuf>::new(),
        "even the ciphertext is gone"
    );
    let mut rest = Vec::new();
    assert!(
        open_reader.read_to_end(&mut rest).is_err(),
        "a reader that was open is stopped"
    );
    for restart in [false, true] {
        if restart {
            drop(store);
            store = bench.open();
        }
        assert_eq!(
            store.head(&gone.id).err(),
            Some(StoreError::Gone),
            "restart {restart}"
        );
        assert_eq!(
            store.head(&child.id).err(),
            Some(StoreError::Gone),
            "restart {restart}"
        );
        assert_eq!(
            store.erase(&gone.id, true).err(),
            Some(StoreError::Gone),
            "restart {restart}"
        );
        assert!(
            get(&store, &stays.id).unwrap() == pattern(8_000),
            "restart {restart}"
        );
    }
}

#[test]
fn a_reader_stops_at_the_end_in_the_middle_of_a_body() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, &pattern(200_000)).id;
    let mut reader = store.read(&id, None).unwrap();
    let mut first = vec![0; 20_000];
    reader.read_exact(&mut first).unwrap();
    bench.clock.set(id.expires_at().unwrap());
    let mut rest = Vec::new();
    assert!(reader.read_to_end(&mut rest).is_err());
    assert_eq!(
        rest,
        Vec::<u8>::new(),
        "not one byte more, decrypted or not"
    );
}

#[test]
fn a_reader_stops_at_the_mark_although_the_clock_ran_back() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, &pattern(200_000)).id;
    let mut reader = store.read(&id, None).unwrap();
    reader.read_exact(&mut vec![0; 20_000]).unwrap();
    bench.clock.set(id.expires_at().unwrap());
    assert!(store.now() >= id.expires_at().unwrap());
    bench.clock.set(Instant::parse_rfc3339(START).unwrap());
    let mut rest = Vec::new();
    assert!(reader.read_to_end(&mut rest).is_err());
    assert_eq!(rest, Vec::<u8>::new());
}

#[test]
fn a_body_that_is_not_complete_at_its_end_is_dropped() {
    struct Slow<'c>(&'c ManualClock, usize);
    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.1 += 1;
            if self.1 == 40 {
                self.0.advance_seconds(86_400);
            }
            let count = buffer.len().min(100_000);
            buffer[..count].fill(7);
            Ok(if self.1 > 80 { 0 } else { count })
        }
    }
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let result = store.put(
        new_object(&store, tag, "24 hours"),
        &mut Slow(&bench.clock, 0),
    );
    assert_eq!(result.err(), Some(StoreError::EndedWhileWriting));
    store.sweep().unwrap();
    assert_eq!(files(&bench.root().join("cohorts")), Vec::<PathBuf>::new());
}

#[test]
fn a_refused_body_leaves_nothing() {
    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 30 {
                Err(std::io::Error::other("gone"))
            } else {
                Ok(buffer.len().min(100_000))
            }
        }
    }
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let mut limited = new_object(&store, tag, "24 hours");
    limited.max_size = Some(2_000_000);
    assert_eq!(
        store
            .put(limited.clone(), &mut pattern(2_000_001).as_slice())
            .err(),
        Some(StoreError::TooLarge { limit: 2_000_000 })
    );
    assert!(matches!(
        store.put(new_object(&store, tag, "24 hours"), &mut Breaks(0)),
        Err(StoreError::BodyBroke(_))
    ));
    let mut announced = new_object(&store, tag, "24 hours");
    announced.known_length = Some(5);
    assert!(matches!(
        store.put(announced, &mut b"four".as_slice()),
        Err(StoreError::BodyBroke(_))
    ));
    assert!(
        store
            .put(limited, &mut pattern(2_000_000).as_slice())
            .is_ok(),
        "the limit itself is taken"
    );
    assert_eq!(store.ids_of(Kind::Object).len(), 1);
    let left: Vec<_> = files(&bench.root().join("cohorts"));
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn whatever_was_acknowledged_survives_a_torn_tail() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let first = put(&store, tag, &pattern(3_000));
    let segment = files(&bench.root().join("cohorts")).remove(0);
    let whole = fs::metadata(&segment).unwrap().len();
    put(&store, tag, &pattern(500));
    drop(store);
    let bytes = fs::read(&segment).unwrap();
    for cut in (whole..bytes.len() as u64)
        .step_by(97)
        .chain([bytes.len() as u64 - 1])
    {
        fs::write(&segment, &bytes[..usize::try_from(cut).unwrap()]).unwrap();
        let store = bench.open();
        assert!(
            get(&store, &first.id).unwrap() == pattern(3_000),
            "cut at {cut}"
        );
        assert_eq!(fs::metadata(&segment).unwrap().len(), cut, "left as it is");
        let torn: u64 = store.damages().iter().map(|damage| damage.length).sum();
        assert_eq!(torn, cut - whole, "cut at {cut}");
        let again = put(&store, tag, &pattern(700));
        assert!(get(&store, &again.id).unwrap() == pattern(700));
        drop(store);
    }
}

#[test]
fn a_clock_that_runs_back_brings_nothing_back() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, b"x").id;
    bench.clock.set(id.expires_at().unwrap());
    assert_eq!(store.head(&id).err(), Some(StoreError::Gone));
    bench.clock.set(Instant::parse_rfc3339(START).unwrap());
    assert_eq!(store.head(&id).err(), Some(StoreError::Gone));
    drop(store);
    let store = bench.open();
    assert_eq!(
        store.head(&id).err(),
        Some(StoreError::Gone),
        "the mark is durable"
    );
    assert!(store.now() >= id.expires_at().unwrap());
}

#[test]
fn a_large_jump_ahead_destroys_nothing_until_it_is_confirmed() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, b"x").id;
    bench.clock.advance_seconds(8 * 86_400);
    assert!(matches!(
        store.head(&id),
        Err(StoreError::ClockJumped { .. })
    ));
    assert!(matches!(store.sweep(), Err(StoreError::ClockJumped { .. })));
    assert_eq!(keyring_entries(&bench.root()).len(), 1);
    drop(store);
    let store = bench.open();
    assert!(
        matches!(store.sweep(), Err(StoreError::ClockJumped { .. })),
        "a restart does not confirm it"
    );
    assert_eq!(keyring_entries(&bench.root()).len(), 1);
    store.confirm_clock();
    assert_eq!(store.sweep().unwrap().buckets, 1);
    assert_eq!(store.head(&id).err(), Some(StoreError::Gone));
    assert_eq!(keyring_entries(&bench.root()).len(), 0);
}

#[test]
fn windows_of_years_pass_in_milliseconds() {
    let bench = Bench::new();
    let store = Store::open(
        &bench.root(),
        Arc::new(bench.clock.clone()),
        StoreOptions {
            largest_jump: i64::MAX / 1000,
            ..StoreOptions::default()
        },
    )
    .unwrap();
    let tag = store.register_window("analytics", "2 years").unwrap();
    let id = store
        .put(new_object(&store, tag, "2 years"), &mut b"x".as_slice())
        .unwrap()
        .id;
    bench.clock.set(Instant::from_unix_millis(
        id.expires_at().unwrap().unix_millis() - 1,
    ));
    assert!(store.head(&id).is_ok());
    bench.clock.advance_millis(1);
    assert_eq!(store.sweep().unwrap().objects, 1);
    assert!(bench.clock.now() < Instant::parse_rfc3339("2028-11-23T12:00:00Z").unwrap());
}

#[test]
fn a_window_keeps_its_tag_and_a_changed_one_gets_another() {
    let bench = Bench::new();
    let store = bench.open();
    let first = store.register_window("uploads", "24 hours").unwrap();
    let second = store.register_window("uploads", "12 hours").unwrap();
    assert_ne!(first, second);
    drop(store);
    let store = bench.open();
    assert_eq!(store.register_window("uploads", "24 hours").unwrap(), first);
    assert_eq!(
        store.register_window("uploads", "12 hours").unwrap(),
        second
    );
}

#[test]
fn a_second_process_is_kept_out() {
    let bench = Bench::new();
    let _store = bench.open();
    assert!(matches!(bench.try_open(), Err(StoreError::Locked(_))));
}

#[test]
fn damaged_files_are_named_and_nothing_is_deleted() {
    type Damage = (&'static str, fn(&Path));
    let damages: [Damage; 7] = [
        ("keyring", |path| fs::write(path, b"CKR1 nonsense").unwrap()),
        ("keyring", |path| fs::remove_file(path).unwrap()),
        ("root.key", |path| {
            fs::write(path, format!("candor-root-key 1\n{}\n", "00".repeat(32))).unwrap()
        }),
        ("root.key", |path| fs::remove_file(path).unwrap()),
        ("FORMAT", |path| {
            fs::write(path, "candor-store 9\n").unwrap()
        }),
        ("FORMAT", |path| fs::remove_file(path).unwrap()),
        ("catalogue.db", |path| {
            fs::write(path, vec![7; 5_000]).unwrap()
        }),
    ];
    for (name, damage) in damages {
        let bench = Bench::new();
        let store = bench.open();
        let tag = store.register_window("uploads", "24 hours").unwrap();
        put(&store, tag, &pattern(2_000));
        drop(store);
        damage(&bench.root().join(name));
        let before = files(&bench.root().join("cohorts"));
        let error = bench.try_open().expect_err(name);
        assert!(
            matches!(error, StoreError::Broken { .. }),
            "{name}: {error:?}"
        );
        assert!(error.to_string().contains("Nothing was deleted"), "{error}");
        assert_eq!(files(&bench.root().join("cohorts")), before, "{name}");
    }
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let bench = Bench::new();
    let store = Arc::new(bench.open());
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let writers: Vec<_> = (0..16usize)
        .map(|writer| {
            let store = store.clone();
            std::thread::spawn(move || {
                (0..25usize)
                    .map(|at| {
                        (
                            writer * 100 + at,
                            put(&store, tag, &pattern(writer * 100 + at)).id,
                        )
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let stored: Vec<(usize, ObjectId)> = writers
        .into_iter()
        .flat_map(|writer| writer.join().unwrap())
        .collect();
    for (size, id) in &stored {
        assert!(get(&store, id).unwrap() == pattern(*size));
    }
    assert_eq!(store.stats().windows[0].objects, 400);
}
