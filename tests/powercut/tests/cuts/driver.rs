//! The process whose files are recorded: it stores, erases, holds, ends and sweeps, and says what was acknowledged.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_model::duration::Duration;
use candor_model::schedule::{Limits, Schedule};
use candor_powercut::log::NOTES;
use candor_runtime::{
    Anchor, Hold, Kind, Meta, NewObject, NewWaiting, ObjectId, RootKey, Store, StoreOptions,
    SubjectEvent, Waiting,
};
use data_encoding::HEXLOWER;

pub const START: i64 = 1_795_000_000_000;
pub const UPLOADS: &str = "fixed max=1 hour keep=none granularity=default from=upload end=erase";
pub const RESULTS: &str = "fixed max=2 hours keep=none granularity=default from=result end=erase";
pub const ACCOUNT: &str =
    "fixed max=1 hour keep=none granularity=default from=account-closed end=erase";
pub const CANARY: &[u8] = b"POWER-CANARY";

pub fn open(root: &Path, clock: &ManualClock) -> Result<Store, candor_runtime::StoreError> {
    let options = StoreOptions {
        largest_jump: i64::MAX / 1000,
        // Enough to be seen, and little to copy for every cut.
        reserve: 64 * 1024,
        ..StoreOptions::default()
    };
    Store::open(root, Arc::new(clock.clone()), options)
}

/// A body that its length alone determines; the canary stands at its beginning and all over it.
pub fn body(length: usize) -> Vec<u8> {
    const EVERY: usize = 400;
    let rest = (0..length).map(|at| match CANARY.get(at % EVERY) {
        Some(byte) => *byte,
        None => ((at * 31 + length) % 251) as u8,
    });
    CANARY.iter().copied().chain(rest).collect()
}

struct Driver {
    store: Store,
    clock: ManualClock,
    now: i64,
    notes: std::fs::File,
}

impl Driver {
    /// One line, written at once, so that the recorder sees it as one note.
    fn say(&mut self, line: &str) {
        self.notes
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    fn pass(&mut self, seconds: i64) {
        self.now += seconds * 1000;
        self.say(&format!("NOW {}", self.now));
        self.clock.set(Instant::from_unix_millis(self.now));
    }

    fn put(&mut self, window: &str, line: &str, length: usize, from: Option<ObjectId>) -> ObjectId {
        let maximum = Duration::parse(if window == "uploads" {
            "1 hour"
        } else {
            "2 hours"
        })
        .unwrap();
        let schedule = Schedule::new(Limits {
            delete_within: Some(&maximum),
            keep_at_least: None,
            granularity: None,
        })
        .unwrap();
        let new = NewObject {
            tag: self.store.register_window(window, line).unwrap(),
            expiry: schedule.expiry(self.store.now()),
            kind: Kind::Object,
            meta: Meta {
                subject: Some("somebody".to_owned()),
                from,
                ..Meta::default()
            },
            max_size: None,
            known_length: None,
        };
        let deposit = self.store.put(new, &mut body(length).as_slice()).unwrap();
        let commitment = HEXLOWER.encode(&deposit.commitment);
        self.say(&format!("PUT {} {length} {commitment}", deposit.id));
        deposit.id
    }

    fn put_for(&mut self, subject: &str, length: usize) -> ObjectId {
        let new = NewWaiting {
            tag: self.store.register_window("account", ACCOUNT).unwrap(),
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
        let deposit = self
            .store
            .put_waiting(new, &mut body(length).as_slice())
            .unwrap();
        let commitment = HEXLOWER.encode(&deposit.commitment);
        self.say(&format!("PUT {} {length} {commitment}", deposit.id));
        deposit.id
    }

    fn erase(&mut self, ids: &[ObjectId]) {
        for id in ids {
            self.say(&format!("ERASING {id}"));
        }
        self.store.erase(&ids[0], true).unwrap();
        for id in ids {
            self.say(&format!("ERASED {id}"));
        }
    }

    fn hold(&mut self, id: &ObjectId) {
        self.say(&format!("HOLDING {id}"));
        let hold = Hold {
            reason: "case 7".to_owned(),
            by: "legal".to_owned(),
        };
        self.store.hold(id, hold).unwrap();
        self.say(&format!("HELD {id}"));
    }

    fn release(&mut self, id: &ObjectId) {
        self.say(&format!("RELEASING {id}"));
        self.store.release(id).unwrap();
        self.say(&format!("RELEASED {id}"));
    }

    fn close(&mut self, subject: &str, ids: &[ObjectId]) {
        for id in ids {
            self.say(&format!("CLOSING {id}"));
        }
        let at = self.store.now();
        let outcome = self
            .store
            .subject_event(subject, SubjectEvent::AccountClosed, at)
            .unwrap();
        let end = outcome[0].term.unwrap().expires_at.unwrap().unix_millis();
        for id in ids {
            self.say(&format!("CLOSED {id} {end}"));
        }
    }
}

/// Works below the directory until there is nothing more to do.
pub fn work(directory: &Path) {
    let clock = ManualClock::at(Instant::from_unix_millis(START));
    let notes = std::fs::File::create(directory.join(NOTES)).unwrap();
    let root = directory.join("data");
    let mut driver = Driver {
        store: open(&root, &clock).unwrap(),
        clock: clock.clone(),
        now: START,
        notes,
    };
    driver.say(&format!("NOW {START}"));
    for round in 0..4_usize {
        let first = driver.put("uploads", UPLOADS, 700 + round, None);
        let large = driver.put("uploads", UPLOADS, 1_060_000 + round, None);
        let result = driver.put("results", RESULTS, 3_000, Some(first));
        let account = format!("account-{round}");
        let mine = [
            driver.put_for(&account, 500),
            driver.put_for(&account, 20_000),
        ];
        driver.pass(300);
        driver.store.sweep().unwrap();
        let second = driver.put("uploads", UPLOADS, 90_000, None);
        driver.hold(&second);
        driver.erase(&[first, result]);
        if round % 2 == 0 {
            driver.erase(&[large]);
            driver.close(&account, &mine);
        }
        for id in &mine {
            if round == 1 {
                driver.say(&format!("ERASING {id}"));
            }
        }
        if round == 1 {
            driver.store.erase_subject(&account).unwrap();
            for id in &mine {
                driver.say(&format!("ERASED {id}"));
            }
            driver.store.change_root_key(&RootKey::File).unwrap();
        }
        driver.pass(1_800);
        driver.store.sweep().unwrap();
        if round == 2 {
            driver.release(&second);
            driver.store.change_log_key().unwrap();
        }
        driver.pass(1_800);
        driver.store.sweep().unwrap();
        if round == 0 {
            driver.release(&second);
            let say = "REOPEN";
            driver.say(say);
            drop(driver.store);
            driver.store = open(&root, &clock).unwrap();
        }
    }
}
