//! A recording that somebody made of a tool: it convicts, it supports, and it never clears.

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::workspace::Copy;

/// A file that no other text is part of.
const FILE: &[u8] = b"Runa Halvorsen of Lindvik, harbour at dusk, 7731, and so on until it is long enough to be found again.";

fn entry(seconds: u64, request: Value) -> Value {
    json!({
        "pageref": "page_1",
        "startedDateTime": format!("2026-11-24T10:00:{seconds:02}.000Z"),
        "time": 3.5,
        "_resourceType": "fetch",
        "request": request,
        "response": {"status": 200, "content": {"size": 2, "text": "ok"}},
    })
}

/// What `verify --har` says of a recording with these requests after the page had loaded.
fn looked_at(copy: &Copy, requests: &[Value]) -> (i32, Value) {
    let page = entry(
        0,
        json!({"method": "GET", "url": "https://darkroom.example/tools/resize/"}),
    );
    let more = requests.iter().map(|request| entry(9, request.clone()));
    let har = json!({"log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{"startedDateTime": "2026-11-24T10:00:00.000Z", "id": "page_1", "title": "x",
            "pageTimings": {"onContentLoad": 90.5, "onLoad": 200.25}}],
        "entries": std::iter::once(page).chain(more).collect::<Vec<_>>(),
    }});
    copy.write("recording.har", &har.to_string());
    std::fs::write(copy.path("dusk.txt"), FILE).unwrap();
    let (har, file) = (copy.path("recording.har"), copy.path("dusk.txt"));
    let (har, file) = (har.to_str().unwrap(), file.to_str().unwrap());
    let (code, mut found) = copy.json(&["verify", "resize", "--har", har, "--file", file]);
    (code, found["tools"][0].take())
}

#[test]
fn a_recording_convicts_and_clears_nothing() {
    let copy = Copy::of(".");
    let leak = json!({"method": "POST", "url": "https://collector.example/up", "bodySize": 140,
        "postData": {"mimeType": "text/plain", "text": BASE64.encode(FILE)}});
    let (code, tool) = looked_at(&copy, &[leak]);
    assert_eq!(
        (code, tool["verdict"].as_str()),
        (1, Some("leak")),
        "{tool}"
    );
    let found = &tool["leaks"][0];
    assert_eq!(found["url"], "https://collector.example/up", "{tool}");
    assert_eq!(found["encoding"], "base64", "{tool}");
    assert_eq!(tool["level"], "declared");

    // Nothing but the page itself: that supports the claim, and a recording does not see everything.
    let (code, tool) = looked_at(&copy, &[]);
    assert_eq!(
        (code, tool["verdict"].as_str()),
        (3, Some("inconclusive")),
        "{tool}"
    );
    assert_eq!(tool["requests"], 0, "{tool}");
    assert_eq!(tool["leaks"].as_array().unwrap().len(), 0);
    assert!(
        tool["reason"].as_str().unwrap().contains("clears nothing"),
        "{tool}"
    );
    assert_eq!(tool["level"], "declared");
    assert!(tool["record"].is_null() && !copy.path("evidence").exists());

    // An upload whose body was not recorded may be the file.
    let hidden = json!({"method": "POST", "url": "https://collector.example/up", "bodySize": 0});
    let (code, tool) = looked_at(&copy, &[hidden]);
    assert_ne!(tool["verdict"], "local", "{tool}");
    assert_ne!(code, 0, "{tool}");
}

#[test]
fn a_recording_is_of_one_tool_and_leaves_no_record() {
    let copy = Copy::of(".");
    copy.write("recording.har", "{}");
    let har = copy.path("recording.har");
    let har = har.to_str().unwrap();
    for words in [
        &["verify", "--har", har][..],
        &["verify", "resize", "--har", har],
        &["verify", "resize", "--har", har, "--write"],
        &[
            "verify",
            "resize",
            "--har",
            har,
            "--url",
            "https://darkroom.example/",
        ],
    ] {
        let output = copy.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}
