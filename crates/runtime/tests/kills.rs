//! A process that stores, erases and sweeps is killed at random moments; what it acknowledged must hold afterwards.
//! The child is this test binary itself, started with an environment variable. CANDOR_KILLS sets the number of kills.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration as Pause;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::duration::Duration;
use candor_model::schedule::{Limits, Schedule};
use candor_runtime::{Kind, Meta, NewObject, ObjectId, Store, StoreError, StoreOptions};

const START: &str = "2026-11-23T12:00:00Z";
const ROOT: &str = "CANDOR_CHILD_ROOT";
const NOW: &str = "CANDOR_CHILD_NOW";

fn open(root: &Path, clock: &ManualClock) -> Store {
    let options = StoreOptions {
        // The limit that stands for a full disk is smaller than what is kept for deletion by default.
        reserve: 64 * 1024,
        ..StoreOptions::default()
    };
    Store::open(root, Arc::new(clock.clone()), options).unwrap()
}

fn new_object(store: &Store) -> NewObject {
    let maximum = Duration::parse("1 hour").unwrap();
    let schedule = Schedule::new(Limits {
        delete_within: Some(&maximum),
        keep_at_least: None,
        granularity: None,
    })
    .unwrap();
    NewObject {
        tag: store.register_window("uploads", "1 hour").unwrap(),
        expiry: schedule.expiry(store.now()),
        kind: Kind::Object,
        meta: Meta::default(),
        max_size: None,
        known_length: None,
    }
}

/// A body that its length alone determines.
fn body(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from((at * 31 + length) % 251).unwrap())
        .collect()
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

#[test]
fn child_that_is_killed() {
    let (Ok(root), Ok(now)) = (std::env::var(ROOT), std::env::var(NOW)) else {
        return;
    };
    let mut now: i64 = now.parse().unwrap();
    let clock = ManualClock::at(Instant::from_unix_millis(now));
    let store = open(Path::new(&root), &clock);
    for round in 0_usize.. {
        if round % 6 == 5 {
            // The announcement comes first: the store may act on an instant only after its parent knows it.
            now += 240_000;
            say(&format!("NOW {now}"));
            clock.set(Instant::from_unix_millis(now));
            store.sweep().unwrap();
        }
        let length = match round % 16 {
            15 => 1_500_000 + round,
            7 => 0,
            _ => (round * 7_919) % 90_000,
        };
        let deposit = store
            .put(new_object(&store), &mut body(length).as_slice())
            .unwrap();
        say(&format!("ACK {} {length}", deposit.id));
        if round % 9 == 4 {
            say(&format!("ERASING {}", deposit.id));
            store.erase(&deposit.id, true).unwrap();
            say(&format!("ERASED {}", deposit.id));
        }
    }
}

#[derive(Default)]
struct Known {
    now: i64,
    stored: BTreeMap<ObjectId, usize>,
    erasing: Vec<ObjectId>,
    erased: Vec<ObjectId>,
}

impl Known {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            // The name of the test stands before the first line that the child writes.
            [.., "NOW", now] => self.now = now.parse().unwrap(),
            [.., "ACK", id, length] => {
                let id = ObjectId::parse(id).unwrap();
                self.stored.insert(id, length.parse().unwrap());
            }
            [.., "ERASING", id] => self.erasing.push(ObjectId::parse(id).unwrap()),
            [.., "ERASED", id] => self.erased.push(ObjectId::parse(id).unwrap()),
            _ => {}
        }
    }

    /// Everything that was acknowledged holds. Returns how many objects could be read.
    fn check(&self, store: &Store) -> usize {
        let mut read = 0;
        for (id, length) in &self.stored {
            let ended = id.expires_at().unwrap() <= store.now();
            let mut bytes = Vec::new();
            match store.read(id, None) {
                Ok(mut found) => {
                    assert!(!ended, "{id} is readable after its end");
                    assert!(!self.erased.contains(id), "{id} is readable after erasure");
                    found.read_to_end(&mut bytes).unwrap();
                    assert!(bytes == body(*length), "{id} came back changed");
                    read += 1;
                }
                Err(error) => {
                    assert_eq!(error, StoreError::Gone, "{id}");
                    assert!(
                        ended || self.erasing.contains(id),
                        "{id} was acknowledged and is lost"
                    );
                }
            }
        }
        read
    }
}

fn directories(root: &Path) -> Vec<PathBuf> {
    let mut list = Vec::new();
    for tag in fs::read_dir(root.join("cohorts")).unwrap() {
        for cohort in fs::read_dir(tag.unwrap().path()).unwrap() {
            list.push(cohort.unwrap().path());
        }
    }
    list
}

#[test]
fn what_was_acknowledged_outlives_sigkill_and_nothing_outlives_its_end() {
    let kills: u64 = std::env::var("CANDOR_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(20);
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("data");
    let mut known = Known {
        now: Instant::parse_rfc3339(START).unwrap().unix_millis(),
        ..Known::default()
    };
    let mut read = 0;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_is_killed", "--nocapture"])
            .env(ROOT, &root)
            .env(NOW, known.now.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Every fourth child is killed while it opens the store, the others at some moment of their work.
        if kill % 4 != 3 {
            for line in lines.by_ref() {
                let line = line.unwrap();
                known.hear(&line);
                if line.contains("ACK") {
                    break;
                }
            }
        }
        std::thread::sleep(Pause::from_micros(kill * 7_919 % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            known.hear(&line.unwrap());
        }
        let clock = ManualClock::at(Instant::from_unix_millis(known.now));
        let store = open(&root, &clock);
        read += known.check(&store);
        for left in directories(&root) {
            let end: i64 = left.file_name().unwrap().to_str().unwrap().parse().unwrap();
            assert!(
                end > store.now().unix_seconds(),
                "{left:?} outlived its end"
            );
        }
    }
    assert!(read > 0, "no object was ever there to be read");
    let clock = ManualClock::at(Instant::from_unix_millis(known.now + 3_600_000));
    let store = open(&root, &clock);
    assert_eq!(known.check(&store), 0);
    assert_eq!(directories(&root), Vec::<PathBuf>::new());
}

#[test]
fn child_that_fills_its_disk() {
    let Ok(root) = std::env::var(format!("{ROOT}_FULL")) else {
        return;
    };
    let clock = ManualClock::at(Instant::parse_rfc3339(START).unwrap());
    let store = open(Path::new(&root), &clock);
    // One body that fits beside the others, and one with a file of its own that can never fit.
    for length in [
        200_000, 200_000, 4_000_000, 200_000, 900_000, 900_000, 900_000, 10,
    ] {
        match store.put(new_object(&store), &mut body(length).as_slice()) {
            Ok(deposit) => say(&format!("ACK {} {length}", deposit.id)),
            Err(error) => say(&format!("REFUSED {}", error == StoreError::Full)),
        }
    }
}

#[test]
fn a_full_disk_refuses_and_keeps_what_was_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("data");
    // A limit on the size of files stands for the full disk: it needs no rights, and the ignored signal becomes the
    // system's error. 4,096 blocks of 512 bytes are 2 MiB.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_fills_its_disk", "--nocapture"])
        .env(format!("{ROOT}_FULL"), &root)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("REFUSED true"), "{told}");
    assert!(!told.contains("REFUSED false"), "{told}");
    let mut known = Known::default();
    told.lines().for_each(|line| known.hear(line));
    assert!(known.stored.len() >= 4, "{told}");
    let clock = ManualClock::at(Instant::parse_rfc3339(START).unwrap());
    let store = open(&root, &clock);
    assert_eq!(known.check(&store), known.stored.len());
    assert_eq!(store.ids_of(Kind::Object).len(), known.stored.len());
}
