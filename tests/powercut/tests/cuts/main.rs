//! Power cuts after every step of a real process: what it acknowledged holds on every disk that a cut can leave.
//!
//! CANDOR_CUTS sets how many cuts are made, CANDOR_CUT_SEED which ones; a failure prints the seed of its cut.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test fails by panicking, and tells how many cuts it made"
)]

mod disk;
mod driver;
mod known;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::Command;

use candor_powercut::log::{Change, FAULT, LOG, ROOT};
use disk::{Chance, Disk, Fate};
use known::Known;

/// One test at a time: a child that is being started holds the locks of a store that another test has open.
static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// A directory in memory where there is one: nothing here needs a real disk.
fn directory() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// Runs the driver below a directory and gives what it did, and whether it ended well.
fn record(directory: &Path, fault: Option<(usize, i32, &str)>) -> (Vec<Change>, bool, String) {
    let log = directory.join("changes.log");
    let work = directory.join("work");
    std::fs::create_dir_all(&work).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_recorded_process", "--nocapture"])
        .env(ROOT, &work)
        .env(LOG, &log);
    if let Some((at, error, lasts)) = fault {
        command.env(FAULT, format!("{at} {error} {lasts}"));
    }
    let output = command.output().unwrap();
    let bytes = std::fs::read(&log).unwrap();
    let mut rest = bytes.as_slice();
    let mut changes = Vec::new();
    while let Some((change, left)) = Change::decode(rest) {
        changes.push(change);
        rest = left;
    }
    assert!(rest.is_empty(), "the log is cut short");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (changes, output.status.success(), text)
}

#[test]
fn the_recorded_process() {
    if let Ok(root) = std::env::var(ROOT) {
        driver::work(Path::new(&root));
    }
}

fn tree(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let own = path.strip_prefix(directory).unwrap().to_owned();
                files.insert(own, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn nothing_escapes_the_recorder() {
    let _alone = ALONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let directory = directory();
    let (changes, fine, text) = record(directory.path(), None);
    assert!(fine, "{text}");
    let mut disk = Disk::default();
    for change in &changes {
        disk.apply(change);
    }
    let copy = directory.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    disk.cut(Fate::AllKept, &mut Chance::new(1), &copy);
    let mut real = tree(&directory.path().join("work"));
    let mut copied = tree(&copy);
    // The notes are no file of the store, and SQLite maps its shared memory, which is rebuilt from its log.
    for name in ["notes", "data/catalogue.db-shm"] {
        real.remove(Path::new(name));
        copied.remove(Path::new(name));
    }
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&real), names(&copied));
    for (name, bytes) in &real {
        assert!(copied[name] == *bytes, "{} differs", name.display());
    }
}

#[test]
fn what_was_acknowledged_survives_every_power_cut() {
    let _alone = ALONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let number = |name: &str, default: u64| {
        let set = std::env::var(name).ok();
        set.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (cuts, seed) = (number("CANDOR_CUTS", 300), number("CANDOR_CUT_SEED", 0));
    let directory = directory();
    let (changes, fine, text) = record(directory.path(), None);
    assert!(fine, "{text}");
    let steps = changes.len() as u64;
    let mut wanted: Vec<(u64, u64)> = if seed != 0 {
        vec![(Chance::new(seed).below(steps), seed)]
    } else {
        let all = 1..=cuts;
        all.map(|seed| (Chance::new(seed).below(steps), seed))
            .collect()
    };
    wanted.sort_unstable();
    let mut made: BTreeMap<Fate, u64> = BTreeMap::new();
    let (mut disk, mut known) = (Disk::default(), Known::new());
    let mut applied = 0;
    let mut failed = Vec::new();
    for (after, seed) in wanted {
        while applied <= after {
            let change = &changes[applied as usize];
            disk.apply(change);
            if let Change::Note(text) = change {
                known.note(text);
            }
            applied += 1;
        }
        // The same draws as above, so that the place and the kind of a cut are independent.
        let mut chance = Chance::new(seed);
        assert_eq!(chance.below(steps), after);
        let fate = match chance.below(6) {
            0 => Fate::AllLost,
            1 => Fate::AllKept,
            _ => Fate::Any,
        };
        let copy = directory.path().join("cut");
        disk.cut(fate, &mut chance, &copy);
        if !copy.exists() {
            std::fs::create_dir_all(&copy).unwrap();
        }
        let checked =
            std::panic::catch_unwind(AssertUnwindSafe(|| known.check(&copy.join("data"))));
        if checked.is_err() {
            println!(
                "the cut of CANDOR_CUT_SEED={seed} after change {after} of {steps} ({fate:?}) failed"
            );
            failed.push(seed);
        }
        *made.entry(fate).or_default() += 1;
        std::fs::remove_dir_all(&copy).unwrap();
    }
    println!("{steps} changes; cuts: {made:?}");
    assert_eq!(
        failed,
        Vec::<u64>::new(),
        "set CANDOR_CUT_SEED to one of these"
    );
}

#[test]
fn an_error_of_the_disk_at_any_step_loses_nothing() {
    let _alone = ALONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let set = std::env::var("CANDOR_FAULTS").ok();
    let wanted: usize = set.and_then(|text| text.parse().ok()).unwrap_or(40);
    let directory = directory();
    let (changes, fine, text) = record(&directory.path().join("whole"), None);
    assert!(fine, "{text}");
    let steps = changes
        .iter()
        .filter(|change| !matches!(change, Change::Note(_)))
        .count();
    const EIO: i32 = 5;
    const ENOSPC: i32 = 28;
    let only = std::env::var("CANDOR_FAULT_AT").ok();
    let only: Option<usize> = only.map(|text| text.parse().unwrap());
    let (mut made, mut failed) = (0, Vec::new());
    for (round, at) in (0..steps).step_by((steps / wanted).max(1)).enumerate() {
        if only.is_some_and(|only| only != at) {
            continue;
        }
        made += 1;
        let own = directory.path().join(at.to_string());
        let error = if round % 2 == 0 { EIO } else { ENOSPC };
        // Half of the faults last, as a full or a failing disk does.
        let lasts = if round % 4 < 2 { "" } else { "on" };
        // The process may go on or end; what it acknowledged holds either way.
        let (changes, _, _) = record(&own, Some((at, error, lasts)));
        let mut known = Known::new();
        for change in &changes {
            if let Change::Note(text) = change {
                known.note(text);
            }
        }
        let root = own.join("work/data");
        let checked = std::panic::catch_unwind(AssertUnwindSafe(|| known.check(&root)));
        if checked.is_err() {
            println!("error {error} {lasts} at change {at} of {steps}");
            failed.push(at);
        }
        std::fs::remove_dir_all(&own).unwrap();
    }
    assert!(made > 0, "no error was made");
    assert_eq!(
        failed,
        Vec::<usize>::new(),
        "set CANDOR_FAULT_AT to one of these, with the same CANDOR_FAULTS"
    );
}
