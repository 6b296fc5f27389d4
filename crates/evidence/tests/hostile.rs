//! Pages that do not want to be looked at: nothing is cleared, time is bounded, and no process or file stays behind.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use candor_evidence::{Build, Cancel, Chromium, Inspection, Report, Subject, Verdict, verify};

/// A page with a file input, a button and a script.
fn page(body: &str, script: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tool</title>{body}<script>{script}</script></html>"
    );
    std::fs::write(directory.path().join("index.html"), html).unwrap();
    directory
}

const BODY: &str = "<input type=\"file\" id=\"file\"><button id=\"run\">Run</button>";

fn looked_at(root: &Path, switches: &[&str], cancel: &Cancel) -> Result<Report, String> {
    let inspection = Inspection {
        subject: Subject::Build(Build {
            root: root.to_owned(),
            entry: "index.html".to_owned(),
            headers: Arc::new(|_, _| Vec::new()),
        }),
        scenario: Vec::new(),
        explained: Vec::new(),
        probed: false,
        switches: switches.iter().map(|one| (*one).to_owned()).collect(),
        at_once: 5,
    };
    verify(
        &Chromium::find(&Cancel::default()).unwrap(),
        &inspection,
        &[3; 32],
        cancel,
    )
}

/// Tests that count what is left behind do not run beside each other.
static ALONE: Mutex<()> = Mutex::new(());

/// Directories of runs that are still there.
fn left_behind() -> usize {
    let prefix = format!("candor-verify-{}-", std::process::id());
    let mine = |name: &str| name.starts_with(&prefix);
    let entries = std::fs::read_dir(std::env::temp_dir()).unwrap();
    let own = entries.filter(|entry| mine(&entry.as_ref().unwrap().file_name().to_string_lossy()));
    own.count()
}

fn is_never_cleared(body: &str, script: &str, switches: &[&str]) -> Report {
    let directory = page(body, script);
    let started = Instant::now();
    let report = looked_at(directory.path(), switches, &Cancel::default()).unwrap();
    assert!(
        started.elapsed() < Duration::from_secs(200),
        "bounded time: {:?}",
        started.elapsed()
    );
    assert_ne!(report.verdict, Verdict::Local, "{report:?}");
    report
}

#[test]
fn pages_that_resist_are_not_cleared() {
    let _alone = ALONE.lock();
    let pages = [
        (
            "dialogs",
            BODY,
            "run.onclick = () => { for (;;) alert('again'); }",
        ),
        ("a loop", BODY, "file.onchange = () => { for (;;) {} }"),
        ("no input", "<p>Drop something.</p>", ""),
        ("nothing made", BODY, "run.onclick = () => {}"),
        (
            "endless requests",
            BODY,
            "let at = 0; setInterval(() => { for (let i = 0; i < 50; i += 1) fetch('/x?' + (at += 1)).catch(() => {}); }, 5)",
        ),
        (
            "frames without end",
            BODY,
            "setInterval(() => { const frame = document.createElement('iframe'); frame.srcdoc = '<script>new Worker(URL.createObjectURL(new Blob([\"1\"])))<\\/script>'; document.body.append(frame); }, 2)",
        ),
        (
            "going away",
            BODY,
            "setInterval(() => { location.href = '/?' + Math.random(); }, 100)",
        ),
        (
            "huge bodies",
            BODY,
            "setInterval(() => fetch('/x', {method: 'POST', body: new Blob([new Uint8Array(1e8)])}).catch(() => {}), 500)",
        ),
        (
            "windows without end",
            BODY,
            "setInterval(() => open('/?' + Math.random()), 20)",
        ),
    ];
    // Each look starts five browsers; four looks at once are enough for a small machine.
    for some in pages.chunks(4) {
        std::thread::scope(|scope| {
            for (name, body, script) in some {
                scope.spawn(move || {
                    let report = is_never_cleared(body, script, &[]);
                    if report.verdict == Verdict::Inconclusive {
                        assert!(report.reason.is_some(), "{name}: it is said why");
                    }
                });
            }
        });
    }
    assert_eq!(left_behind(), 0, "profiles are gone");
}

#[test]
fn a_tab_that_crashes_clears_nothing() {
    let _alone = ALONE.lock();
    let report = is_never_cleared(
        BODY,
        "file.onchange = () => { const all = []; for (;;) all.push({ one: [1, 2, 3] }); }",
        &["--js-flags=--max-old-space-size=64"],
    );
    assert_eq!(report.verdict, Verdict::Inconclusive);
    let reason = report.reason.unwrap();
    assert!(reason.contains("crashed"), "{reason}");
    assert_eq!(left_behind(), 0, "profiles are gone");
}

#[test]
fn an_interrupted_run_ends_at_once() {
    let _alone = ALONE.lock();
    let directory = page(BODY, "file.onchange = () => { for (;;) {} }");
    let cancel = Cancel::default();
    let other = cancel.clone();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(3));
        other.cancel();
        Instant::now()
    });
    assert!(looked_at(directory.path(), &[], &cancel).is_err());
    let stopped = stopper.join().unwrap();
    assert!(
        stopped.elapsed() < Duration::from_secs(5),
        "{:?}",
        stopped.elapsed()
    );
}

#[test]
fn a_browser_that_is_none_is_told() {
    let none = Chromium::at(Path::new("/nowhere/chromium"), &Cancel::default()).unwrap_err();
    assert!(none.contains("cannot be started"), "{none}");
    let other = Chromium::at(Path::new("/bin/true"), &Cancel::default()).unwrap_err();
    assert!(other.contains("version"), "{other}");
}
