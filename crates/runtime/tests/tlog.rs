//! The log of receipts by itself: proofs, crashes, keys, and hostile files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use candor_runtime::tlog::{
    DestroyedSet, Keys, Leaf, LeafKind, Log, LogSigner, ProofError, SetProof, Signed, set, verify,
};
use proptest::prelude::*;

fn signer(seed: u8) -> LogSigner {
    LogSigner::new("darkroom.example/candor", &[seed; 32]).unwrap()
}

fn leaf(number: u64) -> Vec<u8> {
    Leaf {
        version: 1,
        kind: LeafKind::Bucket,
        policy: "00".repeat(32),
        window: "uploads".to_owned(),
        tag: 1,
        definition: String::new(),
        ends: Some("2026-11-24T12:00:00Z".to_owned()),
        objects: number,
        bytes: 9 * number,
        held: 0,
        set: DestroyedSet {
            size: 0,
            root: String::new(),
        },
        expired: String::new(),
        shredded: String::new(),
        gone: String::new(),
        verified: String::new(),
        method: String::new(),
        store: String::new(),
        kept: None,
        not_covered: Vec::new(),
    }
    .to_bytes()
    .unwrap()
}

fn leaves(range: std::ops::Range<u64>) -> Vec<Vec<u8>> {
    range.map(leaf).collect()
}

/// Every file of a directory with its bytes.
fn tree(directory: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut list = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list.extend(tree(&path));
        } else {
            list.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    list.sort();
    list
}

#[test]
fn leaves_come_back_with_proofs_across_tiles_and_restarts() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    let mut size = 0;
    for step in [1, 254, 1, 1, 300, 5, 66_000] {
        let range = log.append(&leaves(size..size + step)).unwrap();
        assert_eq!(range, size..size + step);
        size += step;
        drop(log);
        log = Log::open(directory.path(), signer(1)).unwrap();
        assert_eq!(log.size(), size);
        for index in [0, size / 3, size - 1] {
            assert_eq!(log.leaf(index).unwrap().unwrap(), leaf(index));
            let proof = log.proof(index, None).unwrap().unwrap().to_string();
            let verified = verify(&proof, log.keys()).unwrap();
            assert_eq!(
                (verified.index, verified.size, verified.leaf.objects),
                (index, size, index)
            );
            assert_eq!(verified.signed, Signed::ByKnownKey);
            assert_eq!(
                verify(&proof, &Keys::default()).unwrap().signed,
                Signed::CouldNotCheck
            );
        }
    }
    assert_eq!(log.leaf(size).unwrap(), None);
    assert_eq!(log.proof(size, None).unwrap(), None);
    // Full tiles, one partial one for each level, and nothing else.
    let partial = tree(directory.path())
        .into_iter()
        .filter(|(path, _)| path.to_string_lossy().contains(".p/"));
    assert_eq!(partial.count(), 4);
    assert!(log.resource("0/000").is_some_and(|tile| tile.len() == 8192));
    assert_eq!(
        log.resource("0/000.p/3").unwrap(),
        log.resource("0/000").unwrap()[..96]
    );
    assert!(log.resource("entries/000.p/1").unwrap().ends_with(&leaf(0)));
    for wrong in [
        "0/0",
        "0/../0",
        "64/000",
        "0/000.p/256",
        "0/000.p/0",
        "x/000",
        "0/x000",
        "0/999",
    ] {
        assert_eq!(log.resource(wrong), None, "{wrong}");
    }
}

#[test]
fn a_later_checkpoint_is_proved_to_continue_an_earlier_one() {
    use tlog_tiles::tlog::{Hash, check_tree};
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    let root = |log: &Log| {
        let line = log.checkpoint().lines().nth(2).unwrap().to_owned();
        Hash::parse_hash(&line).unwrap()
    };
    let mut known = Vec::new();
    for size in 1..40 {
        log.append(&leaves(size - 1..size)).unwrap();
        known.push((size, root(&log)));
    }
    for (older, hash) in known {
        let path: Vec<Hash> = log
            .consistency(older)
            .unwrap()
            .unwrap()
            .into_iter()
            .map(Hash)
            .collect();
        check_tree(&path, 39, root(&log), older, hash).unwrap();
        assert!(check_tree(&path, 39, root(&log), older, Hash([9; 32])).is_err());
    }
    assert_eq!(log.consistency(40).unwrap(), None);
}

#[test]
fn a_crash_at_any_file_leaves_the_old_or_the_new_log() {
    for start in [0, 5, 250, 255, 256] {
        let directory = tempfile::tempdir().unwrap();
        let mut log = Log::open(directory.path(), signer(1)).unwrap();
        log.append(&leaves(0..start)).unwrap();
        let before = tree(directory.path());
        log.append(&leaves(start..start + 9)).unwrap();
        drop(log);
        let after = tree(directory.path());
        let written: Vec<_> = after.iter().filter(|file| !before.contains(file)).collect();
        // The checkpoint comes last; of all others any may be missing, and what they replaced is still there.
        for missing in 0..=written.len() {
            let crashed = tempfile::tempdir().unwrap();
            let place = |path: &Path| {
                crashed
                    .path()
                    .join(path.strip_prefix(directory.path()).unwrap())
            };
            let checkpoint = directory.path().join("checkpoint");
            let some = written
                .iter()
                .skip(missing)
                .filter(|(path, _)| *path != checkpoint);
            for (path, bytes) in some.copied().chain(&before) {
                fs::create_dir_all(place(path).parent().unwrap()).unwrap();
                fs::write(place(path), bytes).unwrap();
            }
            let mut log = Log::open(crashed.path(), signer(1)).unwrap();
            assert_eq!(log.size(), start);
            // Other leaves than those that were lost.
            log.append(&leaves(900..903)).unwrap();
            log.append(&leaves(903..904)).unwrap();
            drop(log);
            let log = Log::open(crashed.path(), signer(1)).unwrap();
            assert_eq!(log.leaf(start + 3).unwrap().unwrap(), leaf(903));
            let proof = log.proof(start + 1, None).unwrap().unwrap().to_string();
            assert_eq!(verify(&proof, log.keys()).unwrap().leaf.objects, 901);
        }
    }
}

/// A first crash leaves leaves that never counted; a second one comes before the files are removed that are not needed.
#[test]
fn what_two_crashes_leave_between_the_needed_files_is_never_read() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    log.append(&leaves(0..50)).unwrap();
    log.append(&leaves(50..100)).unwrap();
    let other = tempfile::tempdir().unwrap();
    let mut lost = Log::open(other.path(), signer(1)).unwrap();
    lost.append(&leaves(0..50)).unwrap();
    lost.append(&leaves(900..910)).unwrap();
    for file in ["tile/entries/000.p/60", "tile/0/000.p/60"] {
        fs::copy(other.path().join(file), directory.path().join(file)).unwrap();
    }
    for _ in 0..2 {
        for index in [0, 49, 55, 59, 99] {
            assert_eq!(log.leaf(index).unwrap().unwrap(), leaf(index));
            let proof = log.proof(index, None).unwrap().unwrap().to_string();
            assert_eq!(verify(&proof, log.keys()).unwrap().leaf.objects, index);
        }
        for (path, wanted) in [
            ("entries/000.p/60", leaf(59)),
            ("entries/000.p/55", leaf(54)),
        ] {
            assert!(log.resource(path).unwrap().ends_with(&wanted), "{path}");
        }
        let whole = log.resource("0/000.p/100").unwrap();
        assert_eq!(log.resource("0/000.p/60").unwrap(), whole[..60 * 32]);
        // What lies behind the checkpoint was not signed.
        assert_eq!(log.resource("0/000.p/101"), None);
        assert_eq!(log.resource("entries/000"), None);
        log = Log::open(directory.path(), signer(1)).unwrap();
    }
}

/// A crash leaves a file under the name that it has while it is written; it goes with the next leaves, so that a log holds no
/// file of which nobody knows.
#[test]
fn what_a_crash_leaves_half_written_goes_with_the_next_leaves() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    log.append(&leaves(0..50)).unwrap();
    let left = ["tile/entries/000.p/60.new", "tile/0/000.p/60.new"];
    for file in left {
        fs::write(directory.path().join(file), b"half").unwrap();
    }
    log = Log::open(directory.path(), signer(1)).unwrap();
    assert_eq!(log.leaf(49).unwrap().unwrap(), leaf(49));
    log.append(&leaves(50..52)).unwrap();
    let files = tree(directory.path());
    let names = files.iter().map(|(path, _)| path.to_string_lossy());
    let numbered: Vec<_> = names.filter(|name| name.contains(".p/")).collect();
    assert_eq!(numbered.len(), 2, "{numbered:?}");
    assert!(numbered.iter().all(|name| name.ends_with("/52")));
}

#[test]
fn keys_change_and_older_receipts_stay() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    log.append(&leaves(0..3)).unwrap();
    let old = log.proof(1, None).unwrap().unwrap().to_string();
    let old_keys = log.keys().clone();
    log.rotate(signer(2)).unwrap();
    assert_eq!(
        log.checkpoint()
            .lines()
            .filter(|line| line.starts_with('\u{2014}'))
            .count(),
        2
    );
    let both = log.proof(1, None).unwrap().unwrap().to_string();
    verify(&both, &old_keys).unwrap();
    log.append(&leaves(3..4)).unwrap();
    let new = log.proof(1, None).unwrap().unwrap().to_string();
    assert!(matches!(
        verify(&new, &old_keys),
        Err(ProofError::Signature(_))
    ));
    drop(log);
    let log = Log::open(directory.path(), signer(2)).unwrap();
    for receipt in [&old, &both, &new] {
        verify(receipt, log.keys()).unwrap();
    }
}

#[test]
fn damage_is_named_and_never_taken_for_a_log() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    log.append(&leaves(0..300)).unwrap();
    drop(log);
    for (file, at) in [
        ("checkpoint", 30),
        ("tile/0/001.p/44", 5),
        ("tile/0/000", 5),
        ("keys", 40),
    ] {
        let path = directory.path().join(file);
        let good = fs::read(&path).unwrap();
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        let opened = Log::open(directory.path(), signer(1));
        // A full tile is not read to open the log, but no proof is made from it.
        let refused = match opened {
            Err(_) => true,
            Ok(log) => log.proof(3, None).is_err(),
        };
        assert!(refused, "{file}");
        fs::write(&path, &good).unwrap();
    }
    assert!(Log::open(directory.path(), signer(1)).is_ok());
}

/// A receipt about a member of a set.
fn receipt() -> (String, Keys) {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path(), signer(1)).unwrap();
    let commitments: Vec<u8> = (0..7_u8).flat_map(|number| [number; 32]).collect();
    let root = set::root(7, &mut commitments.as_slice()).unwrap();
    let path = set::path(4, 7, &mut commitments.as_slice()).unwrap();
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let mut with_set: Leaf = serde_json::from_slice(&leaf(7)).unwrap();
    with_set.set = DestroyedSet {
        size: 7,
        root: hex(&root),
    };
    log.append(&leaves(0..5)).unwrap();
    log.append(&[with_set.to_bytes().unwrap()]).unwrap();
    let member = SetProof {
        commitment: hex(&[4; 32]),
        index: 4,
        path: path.iter().map(|hash| hex(hash)).collect(),
    };
    let proof = log.proof(5, Some(member)).unwrap().unwrap();
    (proof.to_string(), log.keys().clone())
}

#[test]
fn a_receipt_proves_one_object_and_no_other() {
    let (text, keys) = receipt();
    let verified = verify(&text, &keys).unwrap();
    assert_eq!(verified.member, Some([4; 32]));
    let swapped = |from: &str, to: &str| {
        let extra = text.lines().nth(1).unwrap().strip_prefix("extra ").unwrap();
        let plain =
            String::from_utf8(data_encoding::BASE64.decode(extra.as_bytes()).unwrap()).unwrap();
        assert!(plain.contains(from));
        let changed = data_encoding::BASE64.encode(plain.replace(from, to).as_bytes());
        verify(&text.replace(extra, &changed), &keys)
    };
    assert_eq!(
        swapped(&"04".repeat(32), &"05".repeat(32)),
        Err(ProofError::NotInSet)
    );
    assert_eq!(
        swapped("\\\"objects\\\":7", "\\\"objects\\\":8"),
        Err(ProofError::NotInLog)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_receipt_never_says_something_else(at in 0usize..10_000, byte in any::<u8>(), cut in proptest::option::of(0usize..10_000)) {
        let (text, keys) = receipt();
        let expected = verify(&text, &keys).unwrap();
        let mut bytes = text.into_bytes();
        let place = at % bytes.len();
        bytes[place] = byte;
        if let Some(cut) = cut {
            bytes.truncate(cut % (bytes.len() + 1));
        }
        if let Ok(changed) = String::from_utf8(bytes)
            && let Ok(verified) = verify(&changed, &keys) {
            prop_assert_eq!(verified, expected);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(c2sp.org/tlog-proof@v1\n)?(extra [A-Za-z0-9+/=]{0,40}\n)?(index [0-9]{1,20}\n)?([A-Za-z0-9+/=]{44}\n){0,3}\n?(.{0,20}\n){0,5}") {
        prop_assert!(verify(&text, &Keys::default()).is_err());
    }
}
