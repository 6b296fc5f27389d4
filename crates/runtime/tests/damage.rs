//! What a store does with damage at its end, with damaged large files, and where it may not write.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use candor_runtime::tlog::verify;
use candor_runtime::{Kind, ObjectId, StoreError};
use proptest::prelude::*;

mod bench;
use bench::*;

/// What happens to the last record.
#[derive(Clone, Debug)]
enum Blow {
    /// The file is cut: this many hundredths of a percent of the record stay.
    Cut(u32),
    /// A byte of it changes.
    Flip(u32, u8),
    /// Bytes come behind it.
    Append(Vec<u8>),
}

fn blow() -> impl Strategy<Value = Blow> {
    prop_oneof![
        (0..10_000_u32).prop_map(Blow::Cut),
        (0..10_000_u32, 1..=255_u8).prop_map(|(at, mask)| Blow::Flip(at, mask)),
        prop::collection::vec(any::<u8>(), 1..400).prop_map(Blow::Append),
    ]
}

fn strike(bytes: &mut Vec<u8>, start: usize, blow: &Blow) {
    let at = |part: u32| start + (bytes.len() - start) * part as usize / 10_000;
    match blow {
        Blow::Cut(part) => bytes.truncate(at(*part)),
        Blow::Flip(part, mask) => {
            let at = at(*part);
            bytes[at] ^= mask;
        }
        Blow::Append(more) => bytes.extend(more),
    }
}

fn try_get(store: &candor_runtime::Store, id: &ObjectId) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut body = store.read(id, None).map_err(|error| error.to_string())?;
    std::io::Read::read_to_end(&mut body, &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn damage_at_the_end_costs_nothing_that_came_before(
        sizes in prop::collection::vec(0..40_000_usize, 1..4),
        last in prop_oneof![0..40_000_usize, 1_048_576..1_200_000_usize],
        blow in blow(),
    ) {
        let bench = Bench::new();
        let store = bench.open();
        let tag = store.register_window("uploads", "24 hours").unwrap();
        let before: Vec<_> = sizes.iter().map(|size| (*size, put(&store, tag, &pattern(*size)).id)).collect();
        let shared = files(&bench.root().join("cohorts")).remove(0);
        let end = fs::read(&shared).unwrap().len();
        let struck = put(&store, tag, &pattern(last)).id;
        drop(store);
        let (file, start) = match files(&bench.root().join("cohorts")).into_iter().find(|file| *file != shared) {
            Some(own) => (own, 0),
            None => (shared, end),
        };
        let mut bytes = fs::read(&file).unwrap();
        let was = bytes.clone();
        strike(&mut bytes, start, &blow);
        fs::write(&file, &bytes).unwrap();

        let store = bench.open();
        for (size, id) in &before {
            prop_assert!(get(&store, id).unwrap() == pattern(*size));
        }
        match try_get(&store, &struck) {
            Ok(body) => prop_assert!(body == pattern(last)),
            Err(_) => {
                // What cannot be read is told: by the damage that was found, or by the error of reading it. Only a cut
                // that leaves nothing, or no header of a large file, cannot be told from a write that never ended.
                let nothing_left = bytes.len() <= start || (start == 0 && bytes.len() < 128);
                let told = store.damages().iter().any(|damage| damage.file == file)
                    || matches!(store.head(&struck), Err(StoreError::Broken { .. }))
                    || store.head(&struck).is_ok();
                prop_assert!(told || nothing_left, "{:?}", store.head(&struck));
            }
        }
        // What was damaged stays as it is, and what comes next stands apart from it.
        let next = put(&store, tag, &pattern(3_000)).id;
        drop(store);
        let store = bench.open();
        prop_assert!(get(&store, &next).unwrap() == pattern(3_000));
        for (size, id) in &before {
            prop_assert!(get(&store, id).unwrap() == pattern(*size));
        }
        if bytes.len() >= 128 && bytes != was {
            let now = fs::read(&file).unwrap();
            prop_assert!(now.starts_with(&bytes), "damaged bytes were changed");
        }
    }
}

#[test]
fn a_large_file_with_a_damaged_header_is_named_and_stands_in_nobodys_way() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let (damaged, whole) = (
        put(&store, tag, &pattern(1_500_000)).id,
        put(&store, tag, &pattern(1_600_000)).id,
    );
    drop(store);
    let mut list = files(&bench.root().join("cohorts"));
    list.sort();
    let mut bytes = fs::read(&list[0]).unwrap();
    bytes[33] ^= 4;
    fs::write(&list[0], &bytes).unwrap();
    let store = bench.open();
    assert_eq!(store.damages().len(), 1);
    assert_eq!(store.damages()[0].file, list[0]);
    assert_eq!(store.damages()[0].length, bytes.len() as u64);
    assert_eq!(store.head(&damaged).unwrap_err(), StoreError::Unknown);
    assert!(get(&store, &whole).unwrap() == pattern(1_600_000));
    assert_eq!(fs::read(&list[0]).unwrap(), bytes, "nothing was deleted");
    bench.clock.set(whole.expires_at().unwrap());
    store.sweep().unwrap();
    assert!(
        files(&bench.root().join("cohorts")).is_empty(),
        "it goes with its bucket"
    );
}

#[test]
fn a_file_that_cannot_be_written_stops_the_sweep_and_nothing_is_deleted_before_its_key() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let stored = put(&store, tag, &pattern(2_000));
    let id = stored.id;
    let keyring = fs::read(bench.root().join("keyring")).unwrap();
    // A directory where the new key ring would be written.
    let obstacle = bench.root().join("keyring.new");
    fs::create_dir(&obstacle).unwrap();
    bench.clock.set(id.expires_at().unwrap());
    let error = store.sweep().unwrap_err();
    assert!(
        matches!(&error, StoreError::Io { file, .. } if file.ends_with("keyring")),
        "{error}"
    );
    assert_eq!(fs::read(bench.root().join("keyring")).unwrap(), keyring);
    assert_eq!(files(&bench.root().join("cohorts")).len(), 1);
    assert_eq!(store.head(&id).unwrap_err(), StoreError::Gone);
    fs::remove_dir(&obstacle).unwrap();
    assert_eq!(store.sweep().unwrap().buckets, 1);
    assert!(files(&bench.root().join("cohorts")).is_empty());
    let database = rusqlite::Connection::open(bench.root().join("catalogue.db")).unwrap();
    let (state, objects): (String, i64) = database
        .query_row("SELECT state, objects FROM cohorts", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((state.as_str(), objects), ("RECEIPTED", 1));
    // What the sweep had closed before it failed is in the set of what was destroyed.
    let receipt = store.receipt(&id, Some(&stored.commitment)).unwrap();
    let verified = verify(&receipt.to_string(), &store.log_keys().unwrap()).unwrap();
    assert_eq!(verified.member, Some(stored.commitment));
}

const READ_ONLY: &str = "CANDOR_READ_ONLY_ROOT";

#[test]
fn child_that_may_not_write() {
    let Ok(root) = std::env::var(READ_ONLY) else {
        return;
    };
    let bench = Bench::new();
    let clock = std::sync::Arc::new(bench.clock.clone());
    let opened = candor_runtime::Store::open(Path::new(&root), clock, Default::default());
    println!("TOLD {}", opened.unwrap_err());
}

#[test]
fn a_directory_that_cannot_be_written_is_an_error_that_names_a_file() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let id = put(&store, tag, &pattern(2_000)).id;
    drop(store);
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let lock = bench.root().join("lock");
    mode(bench.directory.path(), 0o755);
    mode(&bench.root(), 0o555);
    mode(&lock, 0o444);
    let before = files(&bench.root());
    let own = bench.directory.path().join("this-test");
    fs::copy(std::env::current_exe().unwrap(), &own).unwrap();
    let mut child = Command::new(own);
    child
        .args(["--exact", "child_that_may_not_write", "--nocapture"])
        .env(READ_ONLY, bench.root());
    // Permissions do not bind root, so the child becomes somebody else.
    if fs::File::options().write(true).open(&lock).is_ok() {
        child.uid(65_534).gid(65_534);
    }
    let told = String::from_utf8(child.output().unwrap().stdout).unwrap();
    assert!(
        told.contains("lock: ") && told.contains("must be able to write here"),
        "{told}"
    );
    mode(&bench.root(), 0o755);
    mode(&lock, 0o644);
    assert_eq!(files(&bench.root()), before);
    assert!(get(&bench.open(), &id).unwrap() == pattern(2_000));
    assert_eq!(bench.open().ids_of(Kind::Object), [id]);
}
