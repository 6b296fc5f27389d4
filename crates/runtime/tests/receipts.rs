//! Receipts of a real store: one for every destruction, after it and never before, verified by a program of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use candor_runtime::tlog::{Leaf, LeafKind, verify};
use candor_runtime::{
    Anchor, Enforced, Hold, Kind, Meta, NewWaiting, Store, StoreError, SubjectEvent, Waiting,
};
use data_encoding::HEXLOWER;

mod bench;
use bench::*;

const LINE: &str = "fixed max=24 hours keep=none granularity=default from=upload end=erase";
const CLOSED: &str =
    "fixed max=30 days keep=none granularity=default from=account-closed end=erase";

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

fn enforce(store: &Store) {
    store
        .enforce(&Enforced {
            policy: "ab".repeat(32),
            log: "darkroom.example/candor".to_owned(),
            ..Enforced::default()
        })
        .unwrap();
}

/// Verifies by the script in tests/interop, which knows the specifications and not this program.
fn verify_elsewhere(receipt: &str, key: &str, commitment: &str) -> Result<String, String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("receipt.tlog-proof");
    fs::write(&file, receipt).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/verify_receipt.py");
    let python = std::env::var("CANDOR_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python)
        .arg(script)
        .arg(file)
        .args([key, commitment])
        .output()
        .expect("python3 with `cryptography`, which `cargo xtask test` installs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !error.contains("ModuleNotFoundError"),
        "could not check: {error}"
    );
    if output.status.success() {
        Ok(text)
    } else {
        Err(text + &error)
    }
}

#[test]
fn every_object_of_a_bucket_is_proved_destroyed() {
    let bench = Bench::new();
    let store = bench.open();
    enforce(&store);
    let tag = store.register_window("uploads", LINE).unwrap();
    let stored: Vec<_> = (0..9)
        .map(|n| put(&store, tag, &pattern(500 + n)))
        .collect();
    let large = put(&store, tag, &pattern(2_000_000));
    let (erased, held) = (&stored[2], &stored[5]);
    store.erase(&erased.id, true).unwrap();
    let hold = Hold {
        reason: "case 7".to_owned(),
        by: "legal".to_owned(),
    };
    store.hold(&held.id, hold).unwrap();
    assert!(
        store.receipt(&large.id, Some(&large.commitment)).is_err(),
        "nothing was destroyed yet"
    );
    bench.clock.advance_seconds(2 * 86_400);
    // One for the erasure, one for the bucket.
    assert_eq!(store.sweep().unwrap().receipts, 1);
    let all = leaves(&store);
    let kinds: Vec<_> = all
        .iter()
        .map(|leaf| (leaf.kind, leaf.objects, leaf.held))
        .collect();
    assert_eq!(kinds, [(LeafKind::Erasure, 1, 0), (LeafKind::Bucket, 8, 1)]);
    assert_eq!((all[1].set.size, &*all[1].policy), (8, &*"ab".repeat(32)));
    assert_eq!(all[1].window, "uploads");
    let keys = store.log_keys().unwrap();
    let key = keys.to_text().trim().to_owned();
    for one in stored.iter().chain([&large]) {
        let receipt = store.receipt(&one.id, Some(&one.commitment));
        if one.id == held.id {
            assert!(receipt.is_err(), "it is held, so it is not destroyed");
            continue;
        }
        let text = receipt.unwrap().to_string();
        assert_eq!(verify(&text, &keys).unwrap().member, Some(one.commitment));
        let commitment = HEXLOWER.encode(&one.commitment);
        verify_elsewhere(&text, &key, &commitment).unwrap();
        verify_elsewhere(&text, &key, &"00".repeat(32)).unwrap_err();
        let changed = text.replacen("index ", "index 1", 1);
        verify_elsewhere(&changed, &key, &commitment).unwrap_err();
    }
    let of_bucket = store.receipt(&large.id, None).unwrap().to_string();
    assert_eq!(
        verify(&of_bucket, &keys).unwrap().leaf.kind,
        LeafKind::Bucket
    );
    assert!(store.receipt(&large.id, Some(&[0; 32])).is_err());
    store.release(&held.id).unwrap();
    let text = store
        .receipt(&held.id, Some(&held.commitment))
        .unwrap()
        .to_string();
    assert_eq!(verify(&text, &keys).unwrap().leaf.kind, LeafKind::Hold);
    store.change_log_key().unwrap();
    put(&store, tag, b"later");
    bench.clock.advance_seconds(2 * 86_400);
    assert_eq!(store.sweep().unwrap().receipts, 1);
    let keys = store.log_keys().unwrap();
    verify(&text, &keys).unwrap();
    drop(store);
    let store = bench.open();
    assert_eq!(leaves(&store).len(), 4);
    assert_eq!(store.receipt_fault(), None);
}

#[test]
fn an_account_that_was_closed_leaves_receipts_for_its_data() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("account", CLOSED).unwrap();
    let of = |subject: &str| {
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
        store.put_waiting(new, &mut b"address".as_slice()).unwrap()
    };
    let (closed, erased) = (of("ada"), of("bob"));
    let now = store.now();
    store
        .subject_event("ada", SubjectEvent::AccountClosed, now)
        .unwrap();
    store.erase_subject("bob").unwrap();
    for _ in 0..31 {
        bench.clock.advance_seconds(86_400);
        store.sweep().unwrap();
    }
    let keys = store.log_keys().unwrap();
    for (one, kind) in [(closed, LeafKind::Bucket), (erased, LeafKind::Erasure)] {
        let text = store
            .receipt(&one.id, Some(&one.commitment))
            .unwrap()
            .to_string();
        let verified = verify(&text, &keys).unwrap();
        assert_eq!(
            (verified.leaf.kind, verified.leaf.window),
            (kind, "account".to_owned())
        );
    }
}

#[test]
fn a_stop_between_the_log_and_the_catalogue_gives_no_second_receipt() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    let first = put(&store, tag, b"first");
    let second = put(&store, tag, b"second");
    store.erase(&second.id, true).unwrap();
    bench.clock.advance_seconds(2 * 86_400);
    store.sweep().unwrap();
    let size = leaves(&store).len();
    drop(store);
    let catalogue = rusqlite::Connection::open(bench.root().join("catalogue.db")).unwrap();
    catalogue
        .execute_batch(
            "UPDATE cohorts SET state = 'VERIFIED', log_index = NULL; UPDATE erasures SET log_index = NULL; \
             DELETE FROM facts WHERE name = 'log-size';",
        )
        .unwrap();
    drop(catalogue);
    let store = bench.open();
    assert_eq!(leaves(&store).len(), size);
    for one in [first, second] {
        assert!(store.receipt(&one.id, Some(&one.commitment)).is_ok());
    }
}

#[test]
fn a_damaged_log_holds_up_no_destruction() {
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", LINE).unwrap();
    put(&store, tag, b"first");
    bench.clock.advance_seconds(2 * 86_400);
    store.sweep().unwrap();
    drop(store);
    let path = bench.root().join("log/checkpoint");
    let good = fs::read(&path).unwrap();
    fs::write(&path, b"nonsense").unwrap();
    let store = bench.open();
    let second = put(&store, tag, b"second");
    bench.clock.advance_seconds(2 * 86_400);
    assert_eq!(store.sweep().unwrap().objects, 1);
    // Whoever asks is not told that there is none: there will be one.
    let refused = store.receipt(&second.id, Some(&second.commitment)).err();
    assert!(refused.is_some() && refused == store.receipt_fault());
    let living = put(&store, tag, b"third");
    let refused = store.receipt(&living.id, Some(&living.commitment)).err();
    assert_eq!(refused, Some(StoreError::Unknown));
    fs::write(&path, good).unwrap();
    assert_eq!(store.sweep().unwrap().receipts, 1);
    assert_eq!(store.receipt_fault(), None);
    assert!(store.receipt(&second.id, Some(&second.commitment)).is_ok());
}
