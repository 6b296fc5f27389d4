//! Recordings as browsers and their drivers write them: what convicts, what is left open, and that nothing clears.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use candor_evidence::har::{HarReport, import};
use candor_evidence::{Canary, Channel, Explained, Verdict, canary};
use data_encoding::BASE64;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A directory with a recording and the file that was used for it.
struct Recording {
    directory: tempfile::TempDir,
    canary: Canary,
}

impl Recording {
    fn new() -> Self {
        let canary = canary::noise_png(&[7; 32], "recording");
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(&canary.name), &canary.bytes).unwrap();
        Self { directory, canary }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("recording.har")
    }

    fn import_bytes(&self, bytes: &[u8]) -> Result<HarReport, String> {
        std::fs::write(self.path(), bytes).unwrap();
        let file = self.directory.path().join(&self.canary.name);
        import(&self.path(), &[file], &[])
    }

    fn import(&self, har: &Value) -> HarReport {
        self.import_bytes(har.to_string().as_bytes()).unwrap()
    }
}

/// The page and further entries, in the style of Chrome's DevTools.
fn chrome(entries: &[Value]) -> Value {
    let mut all = vec![entry(
        0,
        json!({"method": "GET", "url": "https://tool.example/"}),
    )];
    all.extend_from_slice(entries);
    json!({"log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{"startedDateTime": "2026-11-24T10:00:00.000Z", "id": "page_1", "title": "https://tool.example/", "pageTimings": {"onContentLoad": 90.5, "onLoad": 200.25}}],
        "entries": all,
    }})
}

/// An entry so many milliseconds after the page began; it had loaded after 201.
fn entry(after: u64, request: Value) -> Value {
    json!({
        "pageref": "page_1",
        "startedDateTime": format!("2026-11-24T10:00:{:02}.{:03}Z", after / 1000, after % 1000),
        "time": 3.5,
        "_resourceType": "fetch",
        "_initiator": {"type": "script", "stack": {"callFrames": [{"functionName": "send", "url": "https://tool.example/app.js", "lineNumber": 11, "columnNumber": 4}]}},
        "request": request,
        "response": {"status": 200, "content": {"size": 2, "text": "ok"}},
    })
}

fn post(url: &str, data: Value, size: i64) -> Value {
    json!({"method": "POST", "url": url, "headers": [{"name": "Content-Type", "value": "text/plain"}], "bodySize": size, "postData": data})
}

#[test]
fn the_file_in_a_body_convicts_in_every_style() {
    let recording = Recording::new();
    let bytes = &recording.canary.bytes;
    let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let styles = [
        (
            "text that holds base64",
            json!({"text": format!("{{\"f\":\"{}\"}}", BASE64.encode(bytes))}),
        ),
        (
            "a body in base64",
            json!({"text": BASE64.encode(bytes), "encoding": "base64"}),
        ),
        ("a character for each byte", json!({"text": latin})),
        (
            "parameters of a form",
            json!({"params": [{"name": "f", "value": BASE64.encode(bytes)}]}),
        ),
    ];
    for (style, data) in styles {
        let har = chrome(&[entry(900, post("https://tool.example/up", data, -1))]);
        let found = recording.import(&har).report;
        assert_eq!(found.verdict, Verdict::Leak, "{style}");
        let leak = found.leaks.first().unwrap();
        assert_eq!(
            (leak.channel, leak.url.as_str()),
            (Channel::Fetch, "/up"),
            "{style}"
        );
        assert!(
            leak.note.contains("bytes of the file"),
            "{style}: {}",
            leak.note
        );
        let script = leak.script.as_ref().unwrap();
        assert_eq!((script.line, script.column), (12, 5), "counted from 1");
        assert_eq!(leak.after, 699, "from the loading of the page");
    }
}

#[test]
fn a_body_beside_the_recording_is_read_and_no_other_file_is() {
    let recording = Recording::new();
    std::fs::write(
        recording.directory.path().join("68900bd4.bin"),
        &recording.canary.bytes,
    )
    .unwrap();
    let attached = |name: &str| {
        let data = json!({"mimeType": "application/octet-stream", "text": "", "params": [], "_file": name});
        chrome(&[entry(900, post("https://tool.example/up", data, 10))])
    };
    assert_eq!(
        recording.import(&attached("68900bd4.bin")).report.verdict,
        Verdict::Leak
    );
    for name in ["../68900bd4.bin", "/etc/hostname", "absent.bin", "", "."] {
        let found = recording.import(&attached(name));
        assert_eq!(found.report.verdict, Verdict::Inconclusive, "{name}");
        assert!(
            found
                .cannot_clear
                .iter()
                .any(|why| why.starts_with("POST /up")),
            "{name}"
        );
    }
}

#[test]
fn frames_headers_cookies_and_addresses_are_searched() {
    let recording = Recording::new();
    let name = &recording.canary.name;
    let digest = recording.canary.sha256();
    let socket = json!({
        "startedDateTime": "2026-11-24T10:00:01.000Z",
        "request": {"method": "GET", "url": "wss://tool.example/live"},
        "_webSocketMessages": [
            {"type": "receive", "time": 1.0, "opcode": 1, "data": "hello"},
            {"type": "send", "time": 1.1, "opcode": 2, "data": BASE64.encode(&recording.canary.bytes)},
        ],
    });
    let get = |request: Value| entry(900, request);
    let cases = [
        (Channel::Websocket, socket),
        (
            Channel::Fetch,
            get(json!({"method": "GET", "url": format!("https://tool.example/s?n={name}")})),
        ),
        (
            Channel::Fetch,
            get(
                json!({"method": "GET", "url": "https://tool.example/s", "headers": [{"name": "X-Sum", "value": digest}]}),
            ),
        ),
        (
            Channel::Fetch,
            get(
                json!({"method": "GET", "url": "https://tool.example/s", "cookies": [{"name": "last", "value": name}]}),
            ),
        ),
    ];
    for (channel, one) in cases {
        let found = recording.import(&chrome(std::slice::from_ref(&one))).report;
        assert_eq!(found.verdict, Verdict::Leak, "{one}");
        assert_eq!(found.leaks.first().unwrap().channel, channel, "{one}");
    }
}

#[test]
fn another_host_after_the_page_had_loaded_convicts_unless_it_is_explained() {
    let recording = Recording::new();
    let beat = |after| {
        chrome(&[entry(
            after,
            json!({"method": "GET", "url": "https://count.example/beat?n=1"}),
        )])
    };
    assert_eq!(
        recording.import(&beat(100)).report.verdict,
        Verdict::Inconclusive,
        "while it loads"
    );
    assert_eq!(recording.import(&beat(900)).report.verdict, Verdict::Leak);
    let explained = [Explained {
        to: "https://count.example/beat".to_owned(),
        why: "counts".to_owned(),
    }];
    let found = import(&recording.path(), &[], &explained).unwrap();
    assert_eq!(found.report.verdict, Verdict::Inconclusive);
    // Where the time of loading is not known, nobody is convicted by it.
    let mut har = beat(900);
    har["log"]["pages"][0]["pageTimings"]["onLoad"] = json!(-1);
    let found = recording.import(&har);
    assert_eq!(found.report.verdict, Verdict::Inconclusive);
    assert!(
        found
            .cannot_clear
            .iter()
            .any(|why| why.contains("does not say when the page had loaded"))
    );
}

#[test]
fn nothing_clears() {
    let recording = Recording::new();
    // Real recordings of uploads: no body, and a size of 0.
    let empty = recording.import(&chrome(&[entry(
        900,
        json!({"method": "POST", "url": "https://tool.example/raw", "bodySize": 0}),
    )]));
    assert_eq!(empty.report.verdict, Verdict::Inconclusive);
    assert!(
        empty
            .cannot_clear
            .iter()
            .any(|why| why.starts_with("POST /raw")),
        "{:?}",
        empty.cannot_clear
    );
    let missing = recording.import(&chrome(&[entry(
        900,
        post("https://tool.example/buf", json!({"text": ""}), 40_000),
    )]));
    assert!(
        missing
            .cannot_clear
            .iter()
            .any(|why| why.contains("40000 bytes were not all recorded"))
    );
    let clean = recording.import(&chrome(&[]));
    assert_eq!(clean.report.verdict, Verdict::Inconclusive);
    let reason = clean.report.reason.unwrap();
    for word in ["WebTransport", "workers", "cookie"] {
        assert!(reason.contains(word), "{reason}");
    }
}

#[test]
fn firefox_is_read_without_members_of_its_own() {
    let recording = Recording::new();
    let har = json!({"log": {
        "version": "1.2",
        "creator": {"name": "Firefox", "version": "140.0"},
        "browser": {"name": "Firefox", "version": "140.0"},
        "pages": [{"id": "page_1", "startedDateTime": "2026-11-24T11:00:00.000+01:00", "title": "t", "pageTimings": {"onLoad": 300}}],
        "entries": [
            {"pageref": "page_1", "startedDateTime": "2026-11-24T11:00:00.010+01:00", "request": {"method": "GET", "url": "https://tool.example/", "bodySize": 0}, "response": {"status": 200}},
            {"pageref": "page_1", "startedDateTime": "2026-11-24T11:00:02.000+01:00", "request": {"method": "GET", "url": "https://pixel.example/p.gif", "headers": [{"name": "Sec-Fetch-Dest", "value": "image"}]}, "response": {"status": 200}},
        ],
    }});
    let found = recording.import(&har).report;
    let leak = found.leaks.first().unwrap();
    assert_eq!(
        (found.verdict, leak.channel, leak.after),
        (Verdict::Leak, Channel::Image, 1700)
    );
    assert!(found.browser.contains("Firefox 140.0"));
}

#[test]
fn what_is_no_recording_is_named() {
    let recording = Recording::new();
    let broken: [&[u8]; 7] = [
        b"",
        b"{}",
        b"[]",
        b"not json",
        b"{\"log\": {\"entries\": 7}}",
        b"{\"log\": []}",
        b"{\"log\": {\"entries\": [\"\xff\"]}}",
    ];
    for bytes in broken {
        let error = recording.import_bytes(bytes).unwrap_err();
        assert!(error.contains("HAR file"), "{error}");
    }
    let deep = format!("{{\"log\":{{\"entries\":[{}", "[".repeat(1 << 20));
    assert!(recording.import_bytes(deep.as_bytes()).is_err());
    assert!(import(&recording.directory.path().join("absent.har"), &[], &[]).is_err());
}

#[test]
fn a_recording_that_ends_early_still_convicts() {
    let recording = Recording::new();
    let data = json!({"text": BASE64.encode(&recording.canary.bytes)});
    let har = chrome(&[
        entry(900, post("https://tool.example/up", data, -1)),
        json!({"request": {}}),
    ]);
    let text = har.to_string();
    let end = text.rfind("{\"request\":{}}").unwrap();
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend_from_slice(&text.as_bytes()[..end]);
    let found = recording.import_bytes(&bytes).unwrap();
    assert_eq!(found.report.verdict, Verdict::Leak);
    assert!(
        found
            .cannot_clear
            .iter()
            .any(|why| why.contains("to its end"))
    );
}

#[test]
fn a_recording_of_very_many_entries_is_cut_and_says_so() {
    let recording = Recording::new();
    let text = format!("{{\"log\":{{\"entries\":[{}0]}}}}", "{},".repeat(150_000));
    let found = recording.import_bytes(text.as_bytes()).unwrap();
    assert!(
        found
            .cannot_clear
            .iter()
            .any(|why| why.contains("50001 entries beyond")),
        "{:?}",
        found.cannot_clear
    );
}

/// Any JSON, with the words of the format, so that every reader is met.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("2026-11-24T10:00:00Z")),
        Just(json!("https://tool.example/")),
    ];
    let words = prop::sample::select(vec![
        "log",
        "entries",
        "pages",
        "request",
        "response",
        "url",
        "method",
        "headers",
        "name",
        "value",
        "postData",
        "text",
        "params",
        "_file",
        "encoding",
        "bodySize",
        "_webSocketMessages",
        "data",
        "opcode",
        "startedDateTime",
        "pageTimings",
        "onLoad",
        "_initiator",
        "stack",
        "callFrames",
        "lineNumber",
        "status",
        "redirectURL",
    ]);
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(words.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_recording_clears_or_panics(entries in prop::collection::vec(any_json(), 0..5), pages in any_json(), cut in 0_usize..4_000) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("r.har");
        let text = json!({"log": {"pages": pages, "entries": entries}}).to_string();
        for length in [text.len(), cut.min(text.len())] {
            std::fs::write(&path, &text.as_bytes()[..length]).unwrap();
            if let Ok(found) = import(&path, &[], &[]) {
                prop_assert_ne!(found.report.verdict, Verdict::Local);
                prop_assert!(!found.cannot_clear.is_empty());
            }
        }
    }
}
