//! Pages that do not want to be looked at: nothing is cleared, time is bounded, and no process or file stays behind.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

mod tool;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use candor_evidence::{Cancel, Chromium, Report, Verdict, verify};
use tool::{BODY, WORKS, inspection, looked_at, page};

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
    let inspection = inspection(directory.path(), Vec::new(), switches);
    let report = looked_at(&inspection, &Cancel::default()).unwrap();
    assert_ne!(report.verdict, Verdict::Local, "{report:?}");
    report
}

/// The address of a server that sends everybody on to itself, for as long as the program lives.
fn round_and_round() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let mut head = [0; 2048];
                // Who hangs up early is sent nowhere.
                let _ = stream.read(&mut head);
                let _ = stream.write_all(
                    b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                );
            });
        }
    });
    address
}

#[test]
fn pages_that_resist_are_not_cleared() {
    let _alone = ALONE.lock();
    let turn = round_and_round();
    let redirects = format!(
        "setInterval(() => {{ fetch('{turn}', {{ mode: 'no-cors' }}).catch(() => {{}}); const frame = document.createElement('iframe'); frame.src = '{turn}'; document.body.append(frame); }}, 50)"
    );
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
        ("redirects without end", BODY, redirects.as_str()),
        (
            "thousands of workers",
            BODY,
            "for (let at = 0; at < 3000; at += 1) new Worker(URL.createObjectURL(new Blob(['setInterval(() => {}, 10)'])))",
        ),
        (
            "a question before it goes",
            BODY,
            "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; }); setInterval(() => prompt('again'), 10)",
        ),
        (
            "downloads without end",
            BODY,
            "setInterval(() => { const link = document.createElement('a'); link.download = 'x'; link.href = URL.createObjectURL(new Blob([new Uint8Array(5e7)])); link.click(); }, 20)",
        ),
        (
            "windows without end",
            BODY,
            "setInterval(() => open('/?' + Math.random()), 20)",
        ),
    ];
    // Every page in `cargo xtask soak`; each takes the whole of its time.
    let step = if std::env::var_os("CANDOR_BATTERY").is_some_and(|wish| wish == "all") {
        1
    } else {
        2
    };
    let pages: Vec<_> = pages.into_iter().step_by(step).collect();
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
fn an_interrupted_run_ends_and_leaves_nothing() {
    let _alone = ALONE.lock();
    let directory = page(BODY, "file.onchange = () => { for (;;) {} }");
    let cancel = Cancel::default();
    let other = cancel.clone();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(3));
        other.cancel();
    });
    assert!(looked_at(&inspection(directory.path(), Vec::new(), &[]), &cancel).is_err());
    stopper.join().unwrap();
    assert_eq!(left_behind(), 0, "profiles are gone");
}

#[test]
fn a_browser_that_is_none_is_told() {
    let none = Chromium::at(Path::new("/nowhere/chromium"), &Cancel::default()).unwrap_err();
    assert!(none.contains("cannot be started"), "{none}");
    let other = Chromium::at(Path::new("/bin/true"), &Cancel::default()).unwrap_err();
    assert!(other.contains("version"), "{other}");
}

/// A program in the place of a browser.
fn fake(directory: &Path, script: &str) -> PathBuf {
    let path = directory.join("chromium");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_program_that_never_says_its_version_is_ended() {
    let directory = tempfile::tempdir().unwrap();
    let cancel = Cancel::default();
    let hangs = fake(directory.path(), "sleep 3600 & sleep 3600");
    let other = cancel.clone();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        other.cancel();
    });
    let why = Chromium::at(&hangs, &cancel).unwrap_err();
    assert!(why.contains("interrupted"), "{why}");
    stopper.join().unwrap();
    let why = Chromium::at(&hangs, &Cancel::default()).unwrap_err();
    assert!(why.contains("did not say its version"), "{why}");
    let endless = fake(directory.path(), "yes Chromium");
    assert!(Chromium::at(&endless, &Cancel::default()).is_err());
    let daemon = fake(directory.path(), "sleep 3600 & echo Chromium 156.0.0.0");
    let found = Chromium::at(&daemon, &Cancel::default()).unwrap();
    assert_eq!(found.version, "Chromium 156.0.0.0");
}

#[test]
fn a_program_that_is_no_browser_clears_nothing() {
    let _alone = ALONE.lock();
    let directory = tempfile::tempdir().unwrap();
    let tool = page(BODY, WORKS);
    // Files of zeros that take no room: only their length is looked at.
    let grows = |file: &str, length: &str| {
        format!(
            "for one in \"$@\"; do case $one in --log-net-log=*) truncate -s {length} \"$(dirname \"${{one#*=}}\")/{file}\";; esac; done; sleep 3600"
        )
    };
    let (log, saved) = (
        grows("net-log.json", "300M"),
        grows("downloads/picture.png", "1100M"),
    );
    for (name, script, words) in [
        ("hangs", "sleep 3600", "browser"),
        ("ends at once", "exit 0", "browser"),
        (
            "says nonsense",
            "printf 'nonsense\\000{\\000\\001\\000' >&4; sleep 3600",
            "browser",
        ),
        (
            "says nonsense without end",
            "yes '{\"id\": 7}' >&4",
            "browser",
        ),
        (
            "writes a log without end",
            &log,
            "the log of the network is too large",
        ),
        ("saves without end", &saved, "saved more than can be kept"),
    ] {
        let version =
            format!("[ \"$1\" = --version ] && {{ echo Chromium 156.0.0.0; exit; }}\n{script}");
        let chromium = Chromium::at(&fake(directory.path(), &version), &Cancel::default()).unwrap();
        let inspection = inspection(tool.path(), Vec::new(), &[]);
        let report = verify(&chromium, &inspection, &[3; 32], &Cancel::default()).unwrap();
        assert_eq!(report.verdict, Verdict::Inconclusive, "{name}");
        let reason = report.reason.unwrap();
        assert!(reason.contains(words), "{name}: {reason}");
        assert_eq!(left_behind(), 0, "{name}: profiles are gone");
    }
}
