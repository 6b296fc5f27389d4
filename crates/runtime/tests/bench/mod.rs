//! A store in a temporary directory, with a clock that is moved by hand.
#![allow(
    dead_code,
    missing_docs,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses its own part"
)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_model::Instant;
use candor_model::clock::{Clock, ManualClock};
use candor_model::duration::Duration;
use candor_model::schedule::{Limits, Schedule};
use candor_runtime::{
    Deposit, Kind, Meta, NewObject, ObjectId, Store, StoreError, StoreOptions, WindowTag,
};

pub const START: &str = "2026-11-23T12:00:00Z";

pub struct Bench {
    pub directory: tempfile::TempDir,
    pub clock: ManualClock,
}

impl Bench {
    pub fn new() -> Self {
        let clock = ManualClock::at(Instant::parse_rfc3339(START).unwrap());
        Self {
            directory: tempfile::tempdir().unwrap(),
            clock,
        }
    }

    pub fn root(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    pub fn open(&self) -> Store {
        self.try_open().unwrap()
    }

    pub fn open_with(&self, root_key: candor_runtime::RootKey) -> Result<Store, StoreError> {
        let options = StoreOptions {
            root_key,
            ..StoreOptions::default()
        };
        Store::open(&self.root(), Arc::new(self.clock.clone()), options)
    }

    pub fn try_open(&self) -> Result<Store, StoreError> {
        Store::open(
            &self.root(),
            Arc::new(self.clock.clone()),
            StoreOptions::default(),
        )
    }
}

pub fn schedule(maximum: &str) -> Schedule {
    let maximum = Duration::parse(maximum).unwrap();
    Schedule::new(Limits {
        delete_within: Some(&maximum),
        keep_at_least: None,
        granularity: None,
    })
    .unwrap()
}

pub fn new_object(store: &Store, tag: WindowTag, maximum: &str) -> NewObject {
    NewObject {
        tag,
        expiry: schedule(maximum).expiry(store.now()),
        kind: Kind::Object,
        meta: Meta {
            media_type: "image/png".to_owned(),
            category: "uploaded-image".to_owned(),
            subject: Some("SUBJECT-CANARY@person.example".to_owned()),
            ..Meta::default()
        },
        max_size: None,
        known_length: None,
    }
}

pub fn put(store: &Store, tag: WindowTag, body: &[u8]) -> Deposit {
    store
        .put(new_object(store, tag, "24 hours"), &mut &*body)
        .unwrap()
}

pub fn get(store: &Store, id: &ObjectId) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    store.read(id, None)?.read_to_end(&mut bytes).unwrap();
    Ok(bytes)
}

pub fn pattern(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from((at * 7 + at / 251) % 256).unwrap())
        .collect()
}

pub fn files(directory: &Path) -> Vec<PathBuf> {
    let mut list = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list.extend(files(&path))
        } else {
            list.push(path)
        }
    }
    list
}

pub fn contains(directory: &Path, needle: &[u8]) -> Vec<PathBuf> {
    files(directory)
        .into_iter()
        .filter(|path| {
            fs::read(path)
                .unwrap_or_default()
                .windows(needle.len())
                .any(|window| window == needle)
        })
        .collect()
}
