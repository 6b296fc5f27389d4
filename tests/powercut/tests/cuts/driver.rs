//! The process whose files are recorded: it stores, erases, holds, ends and sweeps, and says what was acknowledged.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use candor_model::clock::ManualClock;
use candor_model::duration::Duration;
use candor_model::schedule::{Limits, Schedule};
use candor_model::{Definition, Instant};
use candor_powercut::log::{FAULT, NOTES};
use candor_runtime::{
    Anchor, Deposit, EVENTS_MEDIA_TYPE, Enforced, Hold, Kind, Meta, NewObject, NewWaiting,
    ObjectId, RootKey, Store, StoreError, StoreOptions, SubjectEvent, Waiting,
};
use data_encoding::HEXLOWER;

pub const START: i64 = 1_795_000_000_000;
pub const UPLOADS: &str = "fixed max=1 hour keep=none granularity=default from=upload end=erase";
pub const RESULTS: &str = "fixed max=2 hours keep=none granularity=default from=result end=erase";
pub const ACCOUNT: &str =
    "fixed max=1 hour keep=none granularity=default from=account-closed end=erase";
pub const USED: &str =
    "fixed max=30 minutes keep=none granularity=default from=last-use at-most=1 hour end=erase";
pub const VISITS: &str =
    "fixed max=1 hour keep=none granularity=default from=collection end=anonymise";
/// What may stay of the events; the field with the canary may not.
const STAYING: &str = r#"[{"category":"visit","dated_by":"day","fields":{"place":true}}]"#;
/// The events of one request.
const EVENTS: &str = "{\"day\":\"2026-11-18\",\"place\":\"north\",\"visitor\":\"POWER-CANARY\"}\n\
                      {\"day\":\"2026-11-18\",\"visitor\":\"POWER-CANARY\"}\n";
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
    stored: Vec<Deposit>,
}

/// Does something, and once more where the disk has an error: there is one at most, and the process goes on after it.
fn again<T>(work: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    match work() {
        Err(_) if std::env::var_os(FAULT).is_some() => work(),
        result => result,
    }
}

fn put_line(deposit: &Deposit) -> String {
    let commitment = HEXLOWER.encode(&deposit.commitment);
    let length = deposit.length - CANARY.len() as u64;
    format!("PUT {} {length} {commitment}", deposit.id)
}

impl Driver {
    /// Lines, written at once, so that the recorder sees them as one note.
    fn say(&mut self, line: &str) {
        self.notes
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    fn say_all(&mut self, word: &str, ids: &[ObjectId]) {
        for id in ids {
            self.say(&format!("{word} {id}"));
        }
    }

    fn pass(&mut self, seconds: i64) {
        self.now += seconds * 1000;
        self.say(&format!("NOW {}", self.now));
        self.clock.set(Instant::from_unix_millis(self.now));
    }

    fn sweep(&self) {
        again(|| self.store.sweep()).unwrap();
    }

    fn note(&mut self, deposit: Deposit) -> ObjectId {
        let id = deposit.id;
        self.say(&put_line(&deposit));
        self.stored.push(deposit);
        id
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
            tag: again(|| self.store.register_window(window, line)).unwrap(),
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
        let put = || self.store.put(new.clone(), &mut body(length).as_slice());
        let deposit = again(put).unwrap();
        self.note(deposit)
    }

    fn put_waiting(
        &mut self,
        window: &str,
        line: &str,
        waiting: Waiting,
        length: usize,
    ) -> Deposit {
        let new = NewWaiting {
            tag: again(|| self.store.register_window(window, line)).unwrap(),
            waiting,
            kind: Kind::Object,
            meta: Meta::default(),
            max_size: None,
            known_length: None,
        };
        let put = || {
            let body = body(length);
            self.store.put_waiting(new.clone(), &mut body.as_slice())
        };
        again(put).unwrap()
    }

    /// Events of which counts are to stay.
    fn put_events(&mut self) {
        let tag = again(|| self.store.register_window("visits", VISITS)).unwrap();
        let enforced = Enforced {
            // The name that a log has before a policy names it: a log keeps its name.
            log: "store.invalid/candor".to_owned(),
            staying: [(tag, serde_json::from_str(STAYING).unwrap())].into(),
            ..Enforced::default()
        };
        again(|| self.store.enforce(&enforced)).unwrap();
        let schedule = Definition::parse(VISITS).unwrap().schedule();
        let new = NewObject {
            tag,
            expiry: schedule.unwrap().unwrap().expiry(self.store.now()),
            kind: Kind::Object,
            meta: Meta {
                media_type: EVENTS_MEDIA_TYPE.to_owned(),
                category: "visit".to_owned(),
                ..Meta::default()
            },
            max_size: None,
            known_length: None,
        };
        let put = || self.store.put(new.clone(), &mut EVENTS.as_bytes());
        let id = again(put).unwrap().id;
        self.say(&format!("EVENTS {id}"));
    }

    fn put_for(&mut self, subject: &str, length: usize) -> ObjectId {
        let waiting = Waiting {
            anchor: Anchor::Subject(subject.to_owned()),
            end: None,
            bound: None,
        };
        let deposit = self.put_waiting("account", ACCOUNT, waiting, length);
        self.note(deposit)
    }

    /// An object whose end moves with its use.
    fn put_used(&mut self, subject: &str, length: usize) -> ObjectId {
        let definition = Definition::parse(USED).unwrap();
        let end = |schedule: Schedule| Some(schedule.expiry(self.store.now()).expires_at);
        let waiting = Waiting {
            anchor: Anchor::Subject(subject.to_owned()),
            end: end(definition.schedule().unwrap().unwrap()),
            bound: end(definition.bound_schedule().unwrap().unwrap()),
        };
        let deposit = self.put_waiting("used", USED, waiting, length);
        let id = deposit.id;
        // One note: an object whose end nobody knows yet would seem to be lost when it ends.
        let lines = format!("{}\n{}", put_line(&deposit), self.end_line(&id));
        self.say(&lines);
        self.stored.push(deposit);
        id
    }

    fn end_line(&self, id: &ObjectId) -> String {
        let end = self.store.head(id).unwrap().term.expires_at.unwrap();
        format!("CLOSED {id} {}", end.unix_millis())
    }

    fn use_it(&mut self, subject: &str, id: &ObjectId) {
        self.say(&format!("USING {id}"));
        let now = self.store.now();
        again(|| {
            self.store
                .subject_event(subject, SubjectEvent::LastUse, now)
        })
        .unwrap();
        let line = self.end_line(id);
        self.say(&line);
    }

    /// The record of a job, which goes with what the job works on.
    fn order(&mut self, upload: &ObjectId) {
        let meta = Meta {
            from: Some(*upload),
            ..Meta::default()
        };
        let put = || {
            self.store
                .put_beside(upload, Kind::Job, meta.clone(), b"an order")
        };
        let job = again(put).unwrap().id;
        self.say(&format!("JOB {job} {upload}"));
    }

    fn erase(&mut self, ids: &[ObjectId]) {
        self.say_all("ERASING", ids);
        match again(|| self.store.erase(&ids[0], true)) {
            Ok(_) => self.say_all("ERASED", ids),
            // It failed once, and was finished when it was asked for again.
            Err(StoreError::Gone) if std::env::var_os(FAULT).is_some() => {
                self.say_all("ERASED", ids);
            }
            Err(error) => panic!("{error}"),
        }
    }

    fn erase_subject(&mut self, subject: &str, ids: &[ObjectId]) {
        self.say_all("ERASING", ids);
        again(|| self.store.erase_subject(subject)).unwrap();
        self.say_all("ERASED", ids);
    }

    fn hold(&mut self, id: &ObjectId) {
        self.say(&format!("HOLDING {id}"));
        let hold = Hold {
            reason: "case 7".to_owned(),
            by: "legal".to_owned(),
        };
        again(|| self.store.hold(id, hold.clone())).unwrap();
        self.say(&format!("HELD {id}"));
    }

    fn release(&mut self, id: &ObjectId) {
        self.say(&format!("RELEASING {id}"));
        again(|| match self.store.release(id) {
            // It failed at its very last step, and was released.
            Err(StoreError::Unknown) if std::env::var_os(FAULT).is_some() => Ok(true),
            other => other,
        })
        .unwrap();
        self.say(&format!("RELEASED {id}"));
    }

    fn close(&mut self, subject: &str, ids: &[ObjectId]) {
        self.say_all("CLOSING", ids);
        let at = self.store.now();
        let event = || {
            self.store
                .subject_event(subject, SubjectEvent::AccountClosed, at)
        };
        let outcome = again(event).unwrap();
        let end = outcome[0].term.unwrap().expires_at.unwrap().unix_millis();
        for id in ids {
            self.say(&format!("CLOSED {id} {end}"));
        }
    }

    /// What the process itself says of every object, without being opened again: there, or destroyed with a receipt.
    fn look(&mut self) {
        self.sweep();
        for one in std::mem::take(&mut self.stored) {
            let held = self.store.held().iter().any(|held| held.id == one.id);
            let is_there = self.store.head(&one.id).is_ok() || held;
            let receipt = self.store.receipt(&one.id, Some(&one.commitment));
            // On a disk that takes nothing more, what could still be destroyed has its receipt later, and the store says so.
            let is_to_come = matches!(receipt, Err(ref error) if self.store.receipt_fault().as_ref() == Some(error));
            let has_receipt = receipt.is_ok();
            let is_gone_for_now = !is_there && is_to_come;
            if is_there == has_receipt && !is_gone_for_now {
                self.say(&format!("WRONG {} {is_there} {has_receipt}", one.id));
            }
        }
    }
}

/// Works below the directory until there is nothing more to do.
pub fn work(directory: &Path) {
    let clock = ManualClock::at(Instant::from_unix_millis(START));
    let notes = std::fs::File::create(directory.join(NOTES)).unwrap();
    let root = directory.join("data");
    let mut driver = Driver {
        store: again(|| open(&root, &clock)).unwrap(),
        clock: clock.clone(),
        now: START,
        notes,
        stored: Vec::new(),
    };
    driver.say(&format!("NOW {START}"));
    for round in 0..4_usize {
        let first = driver.put("uploads", UPLOADS, 700 + round, None);
        driver.order(&first);
        let large = driver.put("uploads", UPLOADS, 1_060_000 + round, None);
        let late = driver.put("uploads", UPLOADS, 800 + round, None);
        driver.order(&late);
        let result = driver.put("results", RESULTS, 3_000, Some(first));
        let account = format!("account-{round}");
        let mine = [
            driver.put_for(&account, 500),
            driver.put_for(&account, 20_000),
        ];
        let used = driver.put_used(&account, 600 + round);
        driver.put_events();
        driver.pass(300);
        driver.sweep();
        driver.use_it(&account, &used);
        let second = driver.put("uploads", UPLOADS, 90_000, None);
        driver.hold(&second);
        driver.erase(&[first, result]);
        if round % 2 == 0 {
            driver.erase(&[large]);
            driver.close(&account, &mine);
        }
        if round == 1 {
            driver.erase_subject(&account, &[mine[0], mine[1], used]);
            again(|| driver.store.change_root_key(&RootKey::File)).unwrap();
        }
        driver.pass(1_800);
        driver.sweep();
        if round == 2 {
            driver.release(&second);
            again(|| driver.store.change_log_key()).unwrap();
        }
        if round == 3 {
            // Held and erased: only its copy is left.
            driver.erase(&[second]);
        }
        // What is erased just before its bucket ends has a receipt of its own, and its bucket another.
        driver.erase(&[late]);
        if round == 2 {
            driver.erase_subject(&account, &mine);
        }
        driver.pass(1_800);
        driver.sweep();
        if round == 0 {
            driver.release(&second);
            driver.look();
            driver.say("REOPEN");
            drop(driver.store);
            driver.store = again(|| open(&root, &clock)).unwrap();
        }
    }
    driver.look();
}
