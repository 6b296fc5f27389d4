//! A process that stores, erases and sweeps is killed at random moments; what it acknowledged must hold afterwards.
//! The child is this test binary itself, started with an environment variable. CANDOR_KILLS sets the number of kills.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
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
use candor_runtime::{
    Anchor, Deposit, Hold, Kind, Meta, NewObject, NewWaiting, ObjectId, Store, StoreError,
    StoreOptions, Waiting,
};
use data_encoding::HEXLOWER;

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
        acknowledge(&deposit, length);
        if round % 9 == 4 {
            say(&format!("ERASING {}", deposit.id));
            store.erase(&deposit.id, true).unwrap();
            say(&format!("ERASED {}", deposit.id));
        } else if round % 11 == 6 {
            say(&format!("HOLDING {}", deposit.id));
            store.hold(&deposit.id, hold()).unwrap();
            say(&format!("HELD {}", deposit.id));
        }
        if round % 7 == 2 {
            for_a_person(&store, now, round);
        }
    }
}

fn hold() -> Hold {
    Hold {
        reason: "case 7".to_owned(),
        by: "legal".to_owned(),
    }
}

fn acknowledge(deposit: &Deposit, length: usize) {
    let commitment = HEXLOWER.encode(&deposit.commitment);
    say(&format!("ACK {} {length} {commitment}", deposit.id));
}

/// An object that waits until an account is closed; every second person is erased at once.
fn for_a_person(store: &Store, now: i64, round: usize) {
    const ACCOUNT: &str =
        "fixed max=1 hour keep=none granularity=default from=account-closed end=erase";
    let person = format!("person-{now}-{round}");
    let length = 100 + round;
    let new = NewWaiting {
        tag: store.register_window("account", ACCOUNT).unwrap(),
        waiting: Waiting {
            anchor: Anchor::Subject(person.clone()),
            end: None,
            bound: None,
        },
        kind: Kind::Object,
        meta: Meta::default(),
        max_size: None,
        known_length: None,
    };
    let deposit = store
        .put_waiting(new, &mut body(length).as_slice())
        .unwrap();
    acknowledge(&deposit, length);
    if round.is_multiple_of(2) {
        say(&format!("ERASING {}", deposit.id));
        store.erase_subject(&person).unwrap();
        say(&format!("ERASED {}", deposit.id));
    }
}

#[derive(Default)]
struct Known {
    now: i64,
    stored: BTreeMap<ObjectId, (usize, [u8; 32])>,
    erasing: BTreeSet<ObjectId>,
    erased: BTreeSet<ObjectId>,
    holding: BTreeSet<ObjectId>,
    held: BTreeSet<ObjectId>,
}

impl Known {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            // The name of the test stands before the first line that the child writes.
            [.., "NOW", now] => self.now = now.parse().unwrap(),
            [.., "ACK", id, length, commitment] => {
                let id = ObjectId::parse(id).unwrap();
                let commitment = HEXLOWER.decode(commitment.as_bytes()).unwrap();
                let commitment = commitment.try_into().unwrap();
                self.stored
                    .insert(id, (length.parse().unwrap(), commitment));
            }
            [.., word, id] => {
                let list = match *word {
                    "ERASING" => &mut self.erasing,
                    "ERASED" => &mut self.erased,
                    "HOLDING" => &mut self.holding,
                    "HELD" => &mut self.held,
                    _ => return,
                };
                list.insert(ObjectId::parse(id).unwrap());
            }
            _ => {}
        }
    }

    /// Lifts all holds, and erases what waits for an event, so that neither grows with the number of kills.
    fn let_go(&mut self, store: &Store) {
        for held in store.held() {
            store.release(&held.id).unwrap();
        }
        self.held.clear();
        for id in self.stored.keys().filter(|id| id.expires_at().is_none()) {
            if store.head(id).is_ok() {
                assert_eq!(store.erase(id, true).unwrap(), 1);
            }
            self.erasing.insert(*id);
            self.erased.insert(*id);
        }
    }

    /// Everything that was acknowledged holds, and what is absent has a receipt and nothing else has one. Returns how many
    /// objects could be read. What is over is not looked at again.
    fn check(&mut self, store: &Store) -> usize {
        let held: BTreeSet<ObjectId> = store.held().into_iter().map(|one| one.id).collect();
        assert!(self.held.is_subset(&held), "a hold was lost");
        let mut read = 0;
        let mut over = Vec::new();
        for (id, (length, commitment)) in &self.stored {
            let ended = id.expires_at().is_some_and(|end| end <= store.now());
            let receipt = store.receipt(id, Some(commitment));
            let mut bytes = Vec::new();
            match store.read(id, None) {
                Ok(mut found) => {
                    assert!(!ended, "{id} is readable after its end");
                    assert!(!self.erased.contains(id), "{id} is readable after erasure");
                    found.read_to_end(&mut bytes).unwrap();
                    assert!(bytes == body(*length), "{id} came back changed");
                    assert!(receipt.is_err(), "{id} is there and has a receipt");
                    read += 1;
                }
                Err(error) => {
                    // What waits for an event is in no id, so what has ended is told from what never was by nothing.
                    let waited = id.expires_at().is_none() && error == StoreError::Unknown;
                    assert!(error == StoreError::Gone || waited, "{id}: {error}");
                    assert!(
                        ended || self.erasing.contains(id),
                        "{id} was acknowledged and is lost"
                    );
                    if held.contains(id) {
                        assert!(receipt.is_err(), "{id} is held and has a receipt");
                    } else {
                        assert!(receipt.is_ok(), "{id} is gone: {receipt:?}");
                        over.push(*id);
                    }
                }
            }
        }
        for id in over {
            self.stored.remove(&id);
        }
        read
    }
}

/// The directories of buckets with their ends.
fn directories(root: &Path) -> Vec<(i64, PathBuf)> {
    let mut list = Vec::new();
    for tag in fs::read_dir(root.join("cohorts")).unwrap() {
        for cohort in fs::read_dir(tag.unwrap().path()).unwrap() {
            let path = cohort.unwrap().path();
            let end = path.file_name().unwrap().to_str().unwrap().parse().unwrap();
            // What waits for an event is below 0.
            if end != 0 {
                list.push((end, path));
            }
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
        for (end, left) in directories(&root) {
            assert!(
                end > store.now().unix_seconds(),
                "{left:?} outlived its end"
            );
        }
        if kill % 20 == 19 {
            known.let_go(&store);
        }
    }
    assert!(read > 0, "no object was ever there to be read");
    let clock = ManualClock::at(Instant::from_unix_millis(known.now + 3_600_000));
    let store = open(&root, &clock);
    known.let_go(&store);
    assert_eq!(known.check(&store), 0);
    assert!(
        known.stored.is_empty(),
        "everything is gone, and has a receipt"
    );
    assert_eq!(directories(&root), []);
    assert_eq!(fs::read_dir(root.join("holds")).unwrap().count(), 0);
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
            Ok(deposit) => acknowledge(&deposit, length),
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
