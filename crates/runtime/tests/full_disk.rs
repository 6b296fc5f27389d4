//! A store on a small file system that is really full: new data is refused, deletion goes on, the receipts come, and
//! new data is taken again afterwards. The child is this test binary itself, in a mount namespace of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod bench;

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use bench::*;
use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_runtime::{Refusal, RefusalKind, Store, StoreError, StoreOptions};

const MOUNTED: &str = "CANDOR_FULL_DISK";

/// Fills what is left of the file system, to the last byte.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
    let error = file.write_all(&[7]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}

#[test]
fn child_on_a_full_disk() {
    let Ok(mount) = std::env::var(MOUNTED) else {
        return;
    };
    let root = Path::new(&mount).join("data");
    let clock = ManualClock::at(Instant::parse_rfc3339(START).unwrap());
    let open = || Store::open(&root, Arc::new(clock.clone()), StoreOptions::default()).unwrap();
    let store = open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let first: Vec<_> = (0..40)
        .map(|at| put(&store, tag, &pattern(20_000 + at)))
        .collect();
    clock.advance_seconds(7_200);
    let second = put(&store, tag, &pattern(3_000)).id;
    let foreign = Path::new(&mount).join("foreign");
    fill(&foreign);

    let refused = |store: &Store| {
        let new = new_object(store, tag, "24 hours");
        store.put(new, &mut pattern(900_000).as_slice())
    };
    let error = refused(&store).unwrap_err();
    assert_eq!(error, StoreError::Full);
    assert_eq!(Refusal::from(error).kind, RefusalKind::Full);

    // An erasure, its receipt, the end of a bucket, and its receipt, while not a byte is free.
    assert_eq!(store.erase(&first[0].id, true).unwrap(), 1);
    assert_eq!(store.head(&first[0].id).unwrap_err(), StoreError::Gone);
    let end = first[1].id.expires_at().unwrap();
    clock.set(end);
    let report = store.sweep().unwrap();
    assert_eq!(
        (report.buckets, report.receipts),
        (1, 2),
        "{:?}",
        store.receipt_fault()
    );
    assert!(
        !root
            .join(format!("cohorts/{}/{}", tag.0, end.unix_seconds()))
            .exists()
    );
    assert_eq!(store.receipt_fault(), None);
    for one in [&first[0], &first[1]] {
        let proof = store.receipt(&one.id, Some(&one.commitment));
        assert!(proof.is_ok(), "{proof:?}");
    }
    println!("SWEPT");

    // Deletion has its room again before anybody else takes it; nothing new comes in, however small.
    assert!(root.join("reserve").metadata().unwrap().len() > 0);
    fill(&Path::new(&mount).join("more"));
    let new = new_object(&store, tag, "24 hours");
    assert_eq!(
        store.put(new, &mut [1_u8].as_slice()).unwrap_err(),
        StoreError::Full
    );

    // A start on the full disk ends what is due, too.
    drop(store);
    clock.set(second.expires_at().unwrap());
    let store = open();
    assert_eq!(store.head(&second).unwrap_err(), StoreError::Gone);
    assert!(files(&root.join("cohorts")).is_empty());
    println!("OPENED");

    std::fs::remove_file(&foreign).unwrap();
    std::fs::remove_file(Path::new(&mount).join("more")).unwrap();
    let third = put(&store, tag, &pattern(900_000)).id;
    assert!(get(&store, &third).unwrap() == pattern(900_000));
    assert!(
        root.join("reserve").metadata().unwrap().len() > 0,
        "the room stands again"
    );
    println!("TAKEN");
}

#[test]
fn deletion_goes_on_where_the_disk_is_full() {
    let directory = tempfile::tempdir().unwrap();
    // An account that is not root becomes root of its own namespace, where the system lets it.
    let line = "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"";
    let child = |options: &[&str]| {
        Command::new("unshare")
            .args(options)
            .args(["--mount", "sh", "-c", line])
            .arg(directory.path())
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "child_on_a_full_disk", "--nocapture"])
            .env(MOUNTED, directory.path())
            .output()
            .unwrap()
    };
    let mut output = child(&[]);
    if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("not permitted")
    {
        output = child(&["--map-root-user", "--user"]);
    }
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("TAKEN"),
        "{told}\n{}\nWithout the right to mount a small file system this cannot be tested.",
        String::from_utf8_lossy(&output.stderr)
    );
}
