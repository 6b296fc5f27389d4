//! However `candor verify` ends, no browser and no profile stays behind.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace::{Copy, candor};

/// A machine may be slow; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// A run whose profiles stand in a directory of its own.
struct Run {
    copy: Copy,
    profiles: tempfile::TempDir,
    child: Child,
}

impl Run {
    fn begin() -> Self {
        let copy = Copy::with_tools(".");
        let profiles = tempfile::tempdir().unwrap();
        let child = spawn(&copy, profiles.path());
        Self {
            copy,
            profiles,
            child,
        }
    }

    /// A run in which a browser is at work.
    fn under_way() -> Self {
        let run = Self::begin();
        until("a browser is at work", || {
            browsers(run.profiles.path()).len() > 3
        });
        run
    }

    fn signal(&self, signal: &str) {
        kill(signal, self.child.id());
    }

    fn end(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    fn is_clean(&self) {
        until("no browser is left", || {
            browsers(self.profiles.path()).is_empty()
        });
        assert_eq!(left(self.profiles.path()), Vec::<String>::new());
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // One that has ended already refuses, and that is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(copy: &Copy, profiles: &Path) -> Child {
    candor()
        .arg("-C")
        .arg(copy.directory.path())
        .args(["verify", "resize"])
        .env("TMPDIR", profiles)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn kill(signal: &str, process: u32) {
    let sent = Command::new("kill")
        .args([&format!("-{signal}"), &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let late = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < late, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The processes whose command line names the directory: browsers with all of their helpers.
fn browsers(profiles: &Path) -> Vec<u32> {
    let name = profiles.to_str().unwrap().as_bytes();
    let names = |path: &Path| {
        let line = fs::read(path.join("cmdline")).unwrap_or_default();
        line.windows(name.len()).any(|part| part == name)
    };
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| names(&entry.path()))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

fn left(profiles: &Path) -> Vec<String> {
    let entries = fs::read_dir(profiles).unwrap().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("candor-verify-"))
        .collect()
}

#[test]
fn a_run_that_ends_leaves_nothing() {
    let mut run = Run::under_way();
    assert!(run.end().is_some());
    run.is_clean();
}

#[test]
fn a_run_that_is_interrupted_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let mut run = Run::under_way();
        run.signal(signal);
        assert_eq!(run.end(), Some(2), "SIG{signal}");
        run.is_clean();
    }
}

#[test]
fn a_second_signal_ends_the_program_and_its_browsers_with_it() {
    let mut run = Run::under_way();
    run.signal("INT");
    run.signal("INT");
    let code = run.end();
    // The first may have been enough.
    assert!([Some(2), Some(130)].contains(&code), "{code:?}");
    until("no browser is left", || {
        browsers(run.profiles.path()).is_empty()
    });
}

#[test]
fn a_browser_that_is_killed_clears_nothing_and_leaves_nothing() {
    let mut run = Run::under_way();
    // The oldest process of each browser has no other one above it that names the directory.
    let all = browsers(run.profiles.path());
    let parent = |process: u32| -> u32 {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let behind = stat.rsplit(')').next().unwrap_or_default();
        let word = behind.split_whitespace().nth(1).unwrap_or_default();
        word.parse().unwrap_or_default()
    };
    let main: Vec<u32> = all
        .iter()
        .copied()
        .filter(|process| !all.contains(&parent(*process)))
        .collect();
    assert!(!main.is_empty());
    for process in main {
        // It may have ended by itself just now.
        let _ = Command::new("kill")
            .args(["-KILL", &process.to_string()])
            .status();
    }
    assert_eq!(run.end(), Some(3), "nothing could be said");
    run.is_clean();
}

#[test]
fn what_a_killed_run_leaves_is_removed_by_the_next() {
    let mut run = Run::under_way();
    run.signal("KILL");
    assert_eq!(run.end(), None);
    until("browsers end with the program", || {
        browsers(run.profiles.path()).is_empty()
    });
    let before = left(run.profiles.path());
    assert!(!before.is_empty(), "there is something to remove");
    let mut next = spawn(&run.copy, run.profiles.path());
    next.wait().unwrap();
    assert_eq!(left(run.profiles.path()), Vec::<String>::new());
}
