//! Programs that know FORMAT.md and the C2SP specification, and nothing of this program, read what it writes.
//! CANDOR_PYTHON names a Python with `cryptography`; CANDOR_SKIP_PYTHON lets a run do without and says so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use candor_runtime::chunked::{NotAuthentic, open, seal};
use candor_runtime::{Anchor, Kind, Meta, NewWaiting, Waiting};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

mod bench;
use bench::*;

const KEY: [u8; 32] = [0x5a; 32];
const CONTEXT: &[u8] = b"candor/body and an id";
const SIZES: [usize; 7] = [0, 1, 16_383, 16_384, 16_385, 100_000, 5 * 1024 * 1024];
/// What the script says where this Python has no class for the format.
const NO_NATIVE: i32 = 3;

fn run(script: &str, arguments: &[&str], input: &[u8]) -> Output {
    try_run(script, arguments, input).unwrap()
}

fn try_run(script: &str, arguments: &[&str], input: &[u8]) -> io::Result<Output> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    let python = std::env::var("CANDOR_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(python)
        .arg("-B")
        .arg(directory.join(script))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().unwrap();
    let given = input.to_vec();
    // Beside the reading, so that neither waits for the other. A script that fails early closes its end.
    let writer = std::thread::spawn(move || stdin.write_all(&given));
    let output = child.wait_with_output();
    let _ = writer.join().unwrap();
    output
}

/// Whether the scripts can run. Without them nothing is checked, and only a person's own choice makes that no failure.
fn can_check() -> bool {
    let arguments = ["seal", &"00".repeat(32), ""];
    let why = match try_run("chunked_encryption.py", &arguments, b"") {
        Ok(probe) if probe.status.success() => return true,
        Ok(probe) => format!(
            "{}: {}",
            probe.status,
            String::from_utf8_lossy(&probe.stderr)
        ),
        Err(error) => format!("Python does not start: {error}"),
    };
    assert!(
        std::env::var_os("CANDOR_SKIP_PYTHON").is_some(),
        "could not check: {why}\nInstall python3-cryptography, or set CANDOR_SKIP_PYTHON to go on without this proof."
    );
    eprintln!("could not check, and CANDOR_SKIP_PYTHON is set: {why}");
    false
}

fn convert(action: &str, context: &[u8], input: &[u8]) -> Output {
    let arguments = [action, &HEXLOWER.encode(&KEY), &HEXLOWER.encode(context)];
    run("chunked_encryption.py", &arguments, input)
}

#[test]
fn bodies_are_read_elsewhere_and_bodies_of_others_are_read_here() {
    if !can_check() {
        return;
    }
    let has_native = convert("native-seal", CONTEXT, b"").status.code() != Some(NO_NATIVE);
    eprintln!("Python's own class for the format is used: {has_native}");
    let prefixes: &[&str] = if has_native { &["", "native-"] } else { &[""] };
    for size in SIZES {
        let plain = pattern(size);
        let mut ours = Vec::new();
        seal(&KEY, CONTEXT, &plain, &mut ours).unwrap();
        for prefix in prefixes {
            let read = convert(&format!("{prefix}open"), CONTEXT, &ours);
            assert!(
                read.status.success() && read.stdout == plain,
                "{prefix}open of {size} bytes: {}",
                String::from_utf8_lossy(&read.stderr)
            );
            let theirs = convert(&format!("{prefix}seal"), CONTEXT, &plain);
            assert!(theirs.status.success(), "{prefix}seal of {size} bytes");
            assert!(
                open(&KEY, CONTEXT, &theirs.stdout).unwrap() == plain,
                "{prefix}seal of {size} bytes"
            );
            assert_eq!(
                open(&KEY, b"another", &theirs.stdout),
                Err(NotAuthentic),
                "{prefix}seal of {size} bytes"
            );
            let other = convert(&format!("{prefix}open"), b"another", &ours);
            assert!(!other.status.success(), "{prefix}open, other context");
            let cut = convert(&format!("{prefix}open"), CONTEXT, &ours[..ours.len() - 1]);
            assert!(!cut.status.success(), "{prefix}open of a cut message");
        }
    }
}

/// What the reader says of each record, by id.
fn read_store(root: &Path) -> Result<BTreeMap<String, serde_json::Value>, String> {
    let output = run("read_store.py", &[root.to_str().unwrap()], b"");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8(output.stdout).unwrap();
    Ok(text
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            (record["id"].as_str().unwrap().to_owned(), record)
        })
        .collect())
}

#[test]
fn a_whole_store_is_read_with_the_root_key_and_the_written_format_alone() {
    if !can_check() {
        return;
    }
    let bench = Bench::new();
    let store = bench.open();
    let tag = store.register_window("uploads", "24 hours").unwrap();
    let account = store
        .register_window(
            "accounts",
            "fixed max=30 days keep=none granularity=default from=account-closed end=erase",
        )
        .unwrap();
    let mut bodies = BTreeMap::new();
    for size in SIZES {
        let id = put(&store, tag, &pattern(size)).id;
        bodies.insert(id.to_string(), pattern(size));
    }
    let waiting = NewWaiting {
        tag: account,
        waiting: Waiting {
            anchor: Anchor::Subject("anna".to_owned()),
            end: None,
            bound: None,
        },
        kind: Kind::Object,
        meta: Meta {
            subject: Some("anna".to_owned()),
            media_type: "image/png".to_owned(),
            category: "uploaded-image".to_owned(),
            ..Meta::default()
        },
        max_size: None,
        known_length: None,
    };
    let kept = store.put_waiting(waiting, &mut b"settings".as_slice());
    bodies.insert(kept.unwrap().id.to_string(), b"settings".to_vec());
    let restricted = put(&store, tag, b"disputed").id;
    store.restrict(&restricted, true).unwrap();
    bodies.insert(restricted.to_string(), b"disputed".to_vec());
    let erased = put(&store, tag, &pattern(70_000)).id;
    store.erase(&erased, false).unwrap();
    drop(store);

    let records = read_store(&bench.root()).unwrap();
    assert_eq!(records.len(), bodies.len() + 1);
    assert_eq!(records[&erased.to_string()]["erased"], true);
    for (id, body) in &bodies {
        let record = &records[id];
        assert_eq!(record["length"], body.len(), "{id}");
        assert_eq!(record["sha256"], HEXLOWER.encode(&Sha256::digest(body)));
        assert_eq!(record["media_type"], "image/png");
        assert_eq!(record["category"], "uploaded-image");
        assert_eq!(record["restricted"], *id == restricted.to_string(), "{id}");
    }

    // The reader tells another key from the right one, so what it read above was proved by it.
    let path = bench.root().join("root.key");
    let key = fs::read_to_string(&path).unwrap();
    let (first, digits) = key.trim_end().split_once('\n').unwrap();
    let other: String = digits
        .chars()
        .map(|digit| if digit == '0' { '1' } else { '0' })
        .collect();
    fs::write(&path, format!("{first}\n{other}\n")).unwrap();
    assert!(
        read_store(&bench.root())
            .unwrap_err()
            .contains("InvalidTag")
    );
}
