//! The scan of a build, on files of which every way out is known by line and column.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::fs;
use std::path::{Path, PathBuf};

use candor_evidence::{Scan, scan};
use proptest::prelude::*;

fn build() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scan/build")
}

fn sinks(scan: &Scan, file: &str) -> Vec<(usize, usize, String)> {
    let own = scan.sinks.iter().filter(|sink| sink.file == file);
    own.map(|sink| (sink.line, sink.column, sink.kind.word().to_owned()))
        .collect()
}

fn has_fault(scan: &Scan, file: &str, words: &str) -> bool {
    let mut faults = scan.faults.iter();
    faults.any(|fault| fault.file == file && fault.message.contains(words))
}

#[test]
fn every_sink_is_found_at_its_place_and_none_beside_it() {
    let text = fs::read_to_string(build().join("js/sinks.js")).unwrap();
    let mut expected = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some((_, marks)) = line.split_once("//~") else {
            continue;
        };
        let words: Vec<&str> = marks.split_whitespace().collect();
        for pair in words.chunks(2) {
            expected.push((at + 1, pair[1].parse().unwrap(), pair[0].to_owned()));
        }
    }
    let found = sinks(&scan(&build(), "index.html"), "js/sinks.js");
    assert_eq!(found, expected);
}

#[test]
fn look_alikes_are_no_sinks() {
    let scan = scan(&build(), "index.html");
    assert!(scan.files.iter().any(|file| file.path == "js/alike.js"));
    assert_eq!(sinks(&scan, "js/alike.js"), []);
    assert!(
        !scan
            .external
            .iter()
            .any(|host| host.host.ends_with(".invalid"))
    );
}

#[test]
fn elements_that_can_send_are_found_at_their_places() {
    let found = sinks(&scan(&build(), "index.html"), "index.html");
    let expected = [
        (3, 1, "dns"),
        (4, 1, "dns"),
        (5, 1, "other"),
        (6, 1, "navigation"),
        (8, 1, "other"),
        (11, 1, "form"),
        (12, 33, "beacon"),
        (13, 4, "fetch"),
        (13, 4, "dynamic-code"),
        (14, 1, "navigation"),
        (15, 6, "image"),
        (17, 14, "fetch"),
    ];
    let expected = expected.map(|(line, column, kind)| (line, column, kind.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn everything_that_is_named_is_read_and_what_cannot_be_read_is_told() {
    let scan = scan(&build(), "index.html");
    let files: Vec<&str> = scan.files.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "codec.wasm",
        "css/more.css",
        "css/page.css",
        "frame.html",
        "index.html",
        "js/alike.js",
        "js/binary.js",
        "js/broken.js",
        "js/imported.js",
        "js/lazy.js",
        "js/same.js",
        "js/shared.js",
        "js/sinks.js",
        "js/worker.js",
        "sw.js",
    ];
    assert_eq!(files, expected);
    assert_eq!(sinks(&scan, "codec.wasm"), [(1, 1, "fetch".to_owned())]);
    assert_eq!(sinks(&scan, "js/imported.js"), [(1, 1, "fetch".to_owned())]);
    assert_eq!(
        sinks(&scan, "frame.html"),
        [(1, 26, "websocket".to_owned())]
    );
    assert!(has_fault(&scan, "js/broken.js", "does not parse"));
    assert!(has_fault(&scan, "js/binary.js", "no text"));
    assert!(has_fault(&scan, "index.html", "no such file"));
    assert!(has_fault(&scan, "css/more.css", "no such file"));
    let hosts: Vec<&str> = scan
        .external
        .iter()
        .map(|host| host.host.as_str())
        .collect();
    for host in [
        "dns.example",
        "connect.example",
        "moved.example",
        "form.example",
        "link.example",
        "ping.example",
        "image.example",
        "style.example",
        "sink.example",
    ] {
        assert!(hosts.contains(&host), "{host} is not in {hosts:?}");
    }
}

/// A build of one script.
fn of_script(text: &[u8]) -> Scan {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("index.html"),
        "<script src=a.js></script>",
    )
    .unwrap();
    fs::write(folder.path().join("a.js"), text).unwrap();
    scan(folder.path(), "index.html")
}

#[test]
fn hostile_scripts_are_bounded_and_reported() {
    for deep in [
        "[", "(", "{", "!", "a=>", "a?b:", "if(a)", "new ", "`${", "a+", "a.", "-",
    ] {
        let scan = of_script(deep.repeat(1_000_000 / deep.len()).as_bytes());
        assert!(!scan.faults.is_empty(), "{deep}");
    }
    let just = of_script(format!("x={}1;fetch(x)", "!".repeat(15_000)).as_bytes());
    assert_eq!(sinks(&just, "a.js").len(), 1, "{:?}", just.faults);
    let nested = format!("x={}1{};fetch(x)", "[".repeat(15_000), "]".repeat(15_000));
    assert_eq!(sinks(&of_script(nested.as_bytes()), "a.js").len(), 1);
    let minified = of_script("a(1);fetch(b);".repeat(80_000).as_bytes());
    assert_eq!(minified.sinks.len(), 10_000);
    assert!(has_fault(&minified, "a.js", "ways out"));
    let packed = format!("x=\"{}\";fetch(x)", "A+/b".repeat(400_000));
    assert_eq!(sinks(&of_script(packed.as_bytes()), "a.js").len(), 1);
    assert!(has_fault(&of_script(b"\0\x01\xff"), "a.js", "no text"));
}

#[test]
fn nothing_outside_the_root_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(folder.path().join("secret.js"), "fetch(1)").unwrap();
    let page = "<script src=link.js></script><script src=../secret.js></script>";
    fs::write(root.join("index.html"), page).unwrap();
    std::os::unix::fs::symlink("../secret.js", root.join("link.js")).unwrap();
    let scan = scan(&root, "index.html");
    assert_eq!(scan.files.len(), 1);
    assert_eq!(scan.sinks, []);
    assert_eq!(scan.faults.len(), 2, "{:?}", scan.faults);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics(text in "[<>a-z=\"'(){};:/*@!. \\\\é\n-]{0,200}", bytes: Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let page = format!("<script src=a.js></script><link rel=stylesheet href=a.css><img src=a.wasm>{text}<style>{text}</style>");
        fs::write(folder.path().join("index.html"), page).unwrap();
        fs::write(folder.path().join("a.js"), &text).unwrap();
        fs::write(folder.path().join("a.css"), format!("url({text}")).unwrap();
        fs::write(folder.path().join("a.wasm"), [b"\0asm\x01\0\0\0".as_slice(), &bytes].concat()).unwrap();
        let scan = scan(folder.path(), "index.html");
        prop_assert!(scan.files.len() >= 4 || !scan.faults.is_empty());
    }
}
