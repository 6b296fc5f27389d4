//! The roles of GDPRbench: controller, customer and processor with the mixes of its maintained fork, the regulator with
//! that of its paper (the fork has none). Persons and records are chosen uniformly.
//!
//! Objects here are immutable, so a change is a new object and the erasure of the old one, for every system.

mod own;
mod postgres;
mod redis;
mod sqlite;

use std::time::Instant as Watch;

use serde_json::{Value, json};

use super::row::rates;
use super::{Chance, Outcome};

/// Bytes of a body.
const BYTES: usize = 256;
/// Records of a person.
const EACH: u64 = 10;
/// Of so many records one was erased before the regulator comes.
const ERASED: u64 = 10;

/// One operation.
#[derive(Clone, Copy)]
enum Operation {
    Read,
    /// The metadata of all that is kept of a person.
    ReadPerson,
    Change,
    Erase,
    Store,
    /// What is written down of an erasure.
    ReadLog,
    /// Whether something that was erased is gone.
    VerifyErased,
}

/// Operations of a role, in parts of 100.
type Mix = &'static [(Operation, u64)];

const ROLES: [(&str, Mix); 4] = [
    (
        "customer",
        &[
            (Operation::Read, 20),
            (Operation::ReadPerson, 20),
            (Operation::Change, 40),
            (Operation::Erase, 20),
        ],
    ),
    (
        "processor",
        &[(Operation::Read, 80), (Operation::ReadPerson, 20)],
    ),
    (
        "controller",
        &[
            (Operation::ReadPerson, 50),
            (Operation::Erase, 25),
            (Operation::Store, 25),
        ],
    ),
    (
        "regulator",
        &[
            (Operation::ReadPerson, 46),
            (Operation::ReadLog, 31),
            (Operation::VerifyErased, 23),
        ],
    ),
];

/// What each system can do. A record is named by its number in the order of storing.
trait Kept {
    /// Stores one record of each of these persons; not measured, so the way does not matter.
    fn load(&mut self, persons: &[u64]) -> Outcome<()>;
    fn store(&mut self, person: u64) -> Outcome<()>;
    /// What was erased before is answered as gone.
    fn read(&mut self, at: u64) -> Outcome<()>;
    fn read_person(&mut self, person: u64) -> Outcome<()>;
    fn erase(&mut self, at: u64) -> Outcome<()>;
    /// Erases and writes down that it did, as the regulator needs it.
    fn erase_on_record(&mut self, at: u64) -> Outcome<()>;
    /// Fails where nothing is written down.
    fn read_log(&mut self, at: u64) -> Outcome<()>;
    /// Fails where the record is still there.
    fn verify_erased(&mut self, at: u64) -> Outcome<()>;
}

/// Opens a system; nothing where it is not installed.
type Open = fn() -> Outcome<Option<Box<dyn Kept>>>;

const SYSTEMS: [(&str, Open); 4] = [
    ("candor store", || Ok(Some(Box::new(own::Own::open()?)))),
    ("sqlite, secure delete", || {
        Ok(Some(Box::new(sqlite::Rows::open()?)))
    }),
    ("postgres", postgres::Rows::open),
    ("redis", redis::Keys::open),
];

/// Runs every role on each system; the records are loaded anew for each.
pub(crate) fn measure(records: u64, operations: u64) -> Outcome<Vec<Value>> {
    let mut rows = Vec::new();
    for (role, mix) in ROLES {
        eprintln!("measuring the {role}");
        let mut measured = Vec::new();
        for (system, open) in SYSTEMS {
            let rate = match open()? {
                Some(mut kept) => Some(run(kept.as_mut(), records, operations, role, mix)?),
                None => None,
            };
            measured.push((system, rate));
        }
        let facts = [
            ("role", json!(role)),
            ("records", json!(records)),
            ("operations", json!(operations)),
        ];
        rows.extend(rates("roles", &facts, &measured));
    }
    Ok(rows)
}

fn run(kept: &mut dyn Kept, records: u64, operations: u64, role: &str, mix: Mix) -> Outcome<f64> {
    let mut chance = Chance::new();
    let persons = (records / EACH).max(1);
    let loaded: Vec<u64> = (0..records).map(|_| chance.below(persons)).collect();
    kept.load(&loaded)?;
    if role == "regulator" {
        for at in (0..records).step_by(usize::try_from(ERASED)?) {
            kept.erase_on_record(at)?;
        }
    }
    let begun = Watch::now();
    for _ in 0..operations {
        let (part, at) = (chance.below(100), chance.below(records));
        let person = chance.below(persons);
        let erased = at - at % ERASED;
        match chosen(mix, part)? {
            Operation::Read => kept.read(at)?,
            Operation::ReadPerson => kept.read_person(person)?,
            Operation::Change => {
                kept.store(person)?;
                kept.erase(at)?;
            }
            Operation::Erase => kept.erase(at)?,
            Operation::Store => kept.store(person)?,
            Operation::ReadLog => kept.read_log(erased)?,
            Operation::VerifyErased => kept.verify_erased(erased)?,
        }
    }
    let count = u32::try_from(operations)?;
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

fn chosen(mix: Mix, mut part: u64) -> Outcome<Operation> {
    for (operation, share) in mix {
        if part < *share {
            return Ok(*operation);
        }
        part -= share;
    }
    Err("the parts of a mix are not 100".into())
}

fn name(person: u64) -> String {
    format!("person-{person}")
}
