//! What had been acknowledged before a cut, and whether a store on the disk after it keeps to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_runtime::tlog::verify;
use candor_runtime::{Kind, ObjectId, Store, StoreError};
use data_encoding::HEXLOWER;

use crate::driver::{CANARY, START, body, open};

#[derive(Clone, Debug, Default)]
pub struct Known {
    pub now: i64,
    stored: BTreeMap<ObjectId, (usize, [u8; 32])>,
    erasing: BTreeSet<ObjectId>,
    erased: BTreeSet<ObjectId>,
    held: BTreeSet<ObjectId>,
    /// A hold or its end was asked for and not answered.
    unsure: BTreeSet<ObjectId>,
    closing: BTreeSet<ObjectId>,
    closed: BTreeMap<ObjectId, i64>,
    /// The records of jobs, and what each works on.
    jobs: BTreeMap<ObjectId, ObjectId>,
    /// Objects with two events each, of which counts are to stay.
    events: BTreeSet<ObjectId>,
    /// What the process found wrong itself.
    wrong: Vec<String>,
}

impl Known {
    pub fn new() -> Self {
        Self {
            now: START,
            ..Self::default()
        }
    }

    pub fn note(&mut self, text: &str) {
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let id = words.get(1).and_then(|word| ObjectId::parse(word));
            match (words[0], id) {
                ("NOW", _) => self.now = words[1].parse().unwrap(),
                ("PUT", Some(id)) => {
                    let commitment = HEXLOWER.decode(words[3].as_bytes()).unwrap();
                    let length = words[2].parse().unwrap();
                    self.stored
                        .insert(id, (length, commitment.try_into().unwrap()));
                }
                ("ERASING", Some(id)) => {
                    self.erasing.insert(id);
                }
                ("ERASED", Some(id)) => {
                    self.erased.insert(id);
                }
                ("HOLDING" | "RELEASING", Some(id)) => {
                    self.unsure.insert(id);
                }
                ("HELD", Some(id)) => {
                    self.unsure.remove(&id);
                    self.held.insert(id);
                }
                ("RELEASED", Some(id)) => {
                    self.unsure.remove(&id);
                    self.held.remove(&id);
                }
                ("CLOSING", Some(id)) => {
                    self.closing.insert(id);
                }
                ("CLOSED", Some(id)) => {
                    self.closed.insert(id, words[2].parse().unwrap());
                }
                ("USING", Some(id)) => {
                    self.closing.insert(id);
                    self.closed.remove(&id);
                }
                ("JOB", Some(id)) => {
                    self.jobs.insert(id, ObjectId::parse(words[2]).unwrap());
                }
                ("EVENTS", Some(id)) => {
                    self.events.insert(id);
                }
                ("WRONG", _) => self.wrong.push(line.to_owned()),
                ("REOPEN", _) => {}
                _ => panic!("{line}"),
            }
        }
    }

    /// E, where it is known.
    fn end(&self, id: &ObjectId) -> Option<i64> {
        let own = id.expires_at().map(Instant::unix_millis);
        own.or_else(|| self.closed.get(id).copied())
    }

    /// Opens the store and holds it against what is known.
    pub fn check(&self, root: &Path) {
        assert_eq!(self.wrong, Vec::<String>::new());
        let clock = ManualClock::at(Instant::from_unix_millis(self.now));
        let store = open(root, &clock).unwrap_or_else(|error| panic!("it does not open: {error}"));
        self.check_objects(&store, self.now);
        self.check_receipts(&store, self.now);
        self.check_events(root, &store, self.now);
        check_files(root);
        // Everything that can end has ended a day later; a store that was closed all the time sees that when it opens.
        drop(store);
        let later = self.now + 86_400_000;
        clock.set(Instant::from_unix_millis(later));
        let store =
            open(root, &clock).unwrap_or_else(|error| panic!("it does not open later: {error}"));
        self.check_objects(&store, later);
        self.check_receipts(&store, later);
        self.check_events(root, &store, later);
        check_cohorts(root, &store);
        self.check_work(&store);
        assert_eq!(store.receipt_fault(), None);
        assert_eq!(store.stats().oldest_undestroyed_millis, 0);
        drop(store);
        check_files(root);
    }

    fn check_objects(&self, store: &Store, now: i64) {
        for (id, (length, _)) in &self.stored {
            let read = store.read_for_subject(id).map(|mut reader| {
                let mut bytes = Vec::new();
                reader.read_to_end(&mut bytes).map(|_| bytes)
            });
            let ended = self.end(id).is_some_and(|end| end <= now);
            let may_be_gone = self.erasing.contains(id)
                || self.closing.contains(id) && !self.closed.contains_key(id);
            match read {
                Ok(bytes) => {
                    assert!(!ended, "{id} is read after its end");
                    assert!(!self.erased.contains(id), "{id} is read after its erasure");
                    assert!(bytes.unwrap() == body(*length), "{id} changed");
                }
                Err(StoreError::Gone) => {
                    assert!(ended || may_be_gone, "{id} was acknowledged and is gone");
                }
                Err(error) => panic!("{id}: {error}"),
            }
            let moves = !self.erasing.contains(id);
            if let Some(end) = self.closed.get(id).filter(|end| moves && **end > now) {
                let known = store.head(id).unwrap().term.expires_at.unwrap();
                assert_eq!(known.unix_millis(), *end, "{id} has lost its end");
            }
        }
        let jobs = store.ids_of(Kind::Job);
        for (job, upload) in &self.jobs {
            let ended = self.end(upload).is_some_and(|end| end <= now);
            if jobs.contains(job) {
                assert!(!ended && !self.erased.contains(upload), "{job} is left");
            } else {
                assert!(ended || self.erasing.contains(upload), "{job} is lost");
            }
        }
        let held: BTreeSet<ObjectId> = store.held().into_iter().map(|held| held.id).collect();
        for id in &self.held {
            if !self.unsure.contains(id) {
                assert!(held.contains(id), "{id} is not held any more");
                let mut bytes = Vec::new();
                store
                    .read_held(id, None)
                    .unwrap()
                    .read_to_end(&mut bytes)
                    .unwrap();
                assert!(bytes == body(self.stored[id].0));
            }
        }
        for id in &held {
            assert!(
                self.held.contains(id) || self.unsure.contains(id),
                "{id} was released"
            );
        }
    }

    /// No receipt without absence, and no absence without a receipt.
    fn check_receipts(&self, store: &Store, now: i64) {
        let keys = store.log_keys().unwrap();
        let held: BTreeSet<ObjectId> = store.held().into_iter().map(|held| held.id).collect();
        for (id, (_, commitment)) in &self.stored {
            let is_there = store.head(id).is_ok() || held.contains(id);
            match store.receipt(id, Some(commitment)) {
                Ok(receipt) => {
                    let verified = verify(&receipt.to_string(), &keys).unwrap();
                    assert_eq!(verified.member, Some(*commitment));
                    assert!(!is_there, "{id} has a receipt at {now} and is there");
                }
                Err(StoreError::Unknown) => {
                    assert!(is_there, "{id} is absent at {now} without a receipt")
                }
                Err(error) => panic!("{id}: {error}"),
            }
        }
    }

    /// Events are there until their end, and then their counts are, once.
    fn check_events(&self, root: &Path, store: &Store, now: i64) {
        let mut by_bucket: BTreeMap<String, u64> = BTreeMap::new();
        for id in &self.events {
            let end = id.expires_at().unwrap();
            assert_eq!(store.head(id).is_ok(), end.unix_millis() > now, "{id}");
            if end.unix_millis() <= now {
                let name = format!("{}-{}", id.window_tag().0, end.unix_seconds());
                *by_bucket.entry(name).or_default() += 2;
            }
        }
        for (name, least) in by_bucket {
            let text = std::fs::read(root.join("counts").join(&name))
                .unwrap_or_else(|error| panic!("the counts of {name} are lost: {error}"));
            let kept: serde_json::Value = serde_json::from_slice(&text).unwrap();
            let day = &kept["categories"]["visit"]["days"]["2026-11-18"];
            let events = day["events"].as_u64().unwrap();
            // What was stored and not acknowledged may be counted, too.
            assert!(
                events >= least && events <= 8,
                "{name}: {events} of {least}"
            );
            // Of less than three of a kind only the number stays.
            let (place, north) = (&day["fields"]["place"], events / 2);
            let kept = place["values"]["\"north\""].as_u64().unwrap_or(0);
            assert_eq!(kept, if north < 3 { 0 } else { north }, "{name}: {day}");
            assert_eq!(
                kept + place["other"].as_u64().unwrap(),
                north,
                "{name}: {day}"
            );
        }
    }

    fn check_work(&self, store: &Store) {
        let tag = store
            .register_window("uploads", crate::driver::UPLOADS)
            .unwrap();
        let new = candor_runtime::NewObject {
            tag,
            expiry: candor_model::Definition::parse(crate::driver::UPLOADS)
                .unwrap()
                .schedule()
                .unwrap()
                .unwrap()
                .expiry(store.now()),
            kind: candor_runtime::Kind::Object,
            meta: candor_runtime::Meta::default(),
            max_size: None,
            known_length: None,
        };
        let id = store.put(new, &mut body(9).as_slice()).unwrap().id;
        let mut bytes = Vec::new();
        store
            .read(&id, None)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        assert!(bytes == body(9));
        store.erase(&id, true).unwrap();
        store.sweep().unwrap();
    }
}

/// Every directory of a bucket and every key in the ring is that of a living bucket.
fn check_cohorts(root: &Path, store: &Store) {
    let living: BTreeSet<(u16, i64)> = store
        .buckets()
        .iter()
        .map(|bucket| (bucket.tag.0, bucket.end.unix_seconds()))
        .collect();
    let numbers = |directory: &Path| -> Vec<i64> {
        let entries = std::fs::read_dir(directory).into_iter().flatten();
        let names = entries.map(|entry| entry.unwrap().file_name());
        names
            .map(|name| name.to_string_lossy().parse().unwrap())
            .collect()
    };
    let cohorts = root.join("cohorts");
    for tag in numbers(&cohorts) {
        for end in numbers(&cohorts.join(tag.to_string())) {
            let place = (u16::try_from(tag).unwrap(), end);
            assert!(end == 0 || living.contains(&place), "{place:?} is left");
        }
    }
    let ring = std::fs::read(root.join("keyring")).unwrap();
    for entry in ring[8..ring.len() - 4].chunks(70) {
        let tag = u16::from_le_bytes([entry[0], entry[1]]);
        let end = i64::from_le_bytes(entry[2..10].try_into().unwrap());
        assert!(
            tag == 0 || living.contains(&(tag, end)),
            "the key of ({tag}, {end}) is left"
        );
    }
}

/// Every file belongs to the store, none holds plain text, and no directory of an ended bucket is left.
fn check_files(root: &Path) {
    let mut waiting = vec![root.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            assert!(
                !bytes.windows(CANARY.len()).any(|window| window == CANARY),
                "{} holds plain text",
                path.display()
            );
            let own = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let known = [
                "FORMAT",
                "lock",
                "root.key",
                "keyring",
                "reserve",
                "catalogue.db",
                "log/",
                "holds/",
                "cohorts/",
                "counts/",
            ];
            assert!(
                known.iter().any(|name| own.starts_with(name)),
                "{own} belongs to nothing"
            );
            assert!(
                !own.ends_with(".new") || own.starts_with("log/"),
                "{own} is left over"
            );
        }
    }
}
