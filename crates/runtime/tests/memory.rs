//! A body far larger than the memory of the process goes through a store.
//! The child is this test binary itself under a limit of its address space. CANDOR_BODY_MIB sets the size of the body.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::{self, Read};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_runtime::{Store, StoreError, StoreOptions};
use sha2::{Digest, Sha256};

mod bench;
use bench::*;

const CHILD: &str = "CANDOR_MEMORY_CHILD";
/// Bytes of address space: code, heap, stacks and every mapping.
const LIMIT: u64 = 256 * 1024 * 1024;
/// In a normal run; more than the limit, so a body that is held whole cannot fit.
const DEFAULT_MIB: u64 = 300;
const WORD: u64 = 8;
const BLOCK: usize = 64 * 1024;

fn length() -> u64 {
    let mib = std::env::var("CANDOR_BODY_MIB").map_or(DEFAULT_MIB, |text| text.parse().unwrap());
    mib * 1024 * 1024 + 12_345
}

/// The eight bytes at a place of the body, which the place alone determines (splitmix64).
fn word(number: u64) -> [u8; 8] {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)).to_le_bytes()
}

/// A body that is made while it is read, and digested on the way.
struct Generated {
    at: u64,
    end: u64,
    digest: Sha256,
}

impl Read for Generated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let take = buffer.len().min(left).min(BLOCK);
        let mut done = 0;
        while done < take {
            let own = word(self.at / WORD);
            let skip = usize::try_from(self.at % WORD).unwrap();
            let step = (own.len() - skip).min(take - done);
            buffer[done..done + step].copy_from_slice(&own[skip..skip + step]);
            done += step;
            self.at += step as u64;
        }
        self.digest.update(&buffer[..take]);
        Ok(take)
    }
}

fn generated(range: std::ops::Range<u64>) -> Generated {
    Generated {
        at: range.start,
        end: range.end,
        digest: Sha256::new(),
    }
}

/// What is read, digested; nothing of it is kept.
fn digest(mut body: impl Read) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match body.read(&mut block).unwrap() {
            0 => return digest.finalize().into(),
            read => digest.update(&block[..read]),
        }
    }
}

/// The child's part; nothing in a run that is not the child's.
#[test]
fn child() {
    let Ok(root) = std::env::var(CHILD) else {
        return;
    };
    // The limit is in force: not even an empty buffer of its size can be had.
    let mut too_much = Vec::<u8>::new();
    assert!(
        too_much
            .try_reserve_exact(usize::try_from(LIMIT).unwrap())
            .is_err()
    );
    let clock = ManualClock::at(Instant::parse_rfc3339(START).unwrap());
    let store = Store::open(Path::new(&root), Arc::new(clock), StoreOptions::default()).unwrap();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let whole = length();
    let mut body = generated(0..whole);
    let id = store
        .put(new_object(&store, tag, "24 hours"), &mut body)
        .unwrap()
        .id;
    let sent: [u8; 32] = body.digest.finalize().into();
    assert_eq!(digest(store.read(&id, None).unwrap()), sent);
    let middle = whole / 2;
    for range in [
        0..1,
        16_383..16_385,
        middle - 1_000_000..middle + 1_000_000,
        whole - 1..whole,
        whole - 40_000..whole,
    ] {
        let read = store.read(&id, Some(range.clone())).unwrap();
        assert_eq!(digest(read), digest(generated(range.clone())), "{range:?}");
    }
    store.erase(&id, false).unwrap();
    assert!(matches!(store.read(&id, None), Err(StoreError::Gone)));
}

fn limited(root: &Path) -> std::process::Output {
    Command::new("prlimit")
        .arg(format!("--as={LIMIT}"))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, root)
        .output()
        .expect("prlimit, which util-linux brings")
}

#[test]
fn a_body_larger_than_the_memory_is_stored_read_and_erased() {
    let directory = tempfile::tempdir().unwrap();
    let output = limited(&directory.path().join("data"));
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // The child did its part: its store stands there, and what is left of the body is holes.
    let used: u64 = files(&directory.path().join("data"))
        .iter()
        .map(|path| {
            use std::os::unix::fs::MetadataExt;
            std::fs::metadata(path).unwrap().blocks() * 512
        })
        .sum();
    let length = files(&directory.path().join("data"))
        .iter()
        .map(|path| std::fs::metadata(path).unwrap().len())
        .max();
    assert!(length.unwrap() > self::length(), "the body was in a file");
    assert!(used < 16 * 1024 * 1024, "{used} bytes are still in use");
}
