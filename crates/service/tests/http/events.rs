//! Events over HTTP.

use std::path::Path;

use candor_model::clock::{Clock, SystemClock};
use serde_json::json;

use crate::client::{Answer, Server, start};

const LINES: (&str, &str) = ("Content-Type", "application/x-ndjson");

fn send(server: &Server, body: &str) -> Answer {
    server.send("POST", "/v1/events/usage-count", &[LINES], body.as_bytes())
}

/// Asks for counts, which only an administrator may.
fn count(server: &Server, query: &str) -> Answer {
    let path = format!("/v1/events/usage-count/counts{query}");
    assert_eq!(server.get(&path).status, 401, "counts need a token");
    let admin = crate::persons::token(server, candor_runtime::TokenKind::Admin);
    server.send("GET", &path, &[("Authorization", &admin)], b"")
}

fn told(answer: &Answer) -> (u16, String) {
    let rule = answer.json()["rule"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status, rule)
}

/// Whether any file under a directory holds these bytes.
fn is_in_a_file(directory: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(directory)
        .unwrap()
        .flatten()
        .any(|entry| {
            if entry.path().is_dir() {
                return is_in_a_file(&entry.path(), needle);
            }
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
}

#[test]
fn events_are_stored_counted_and_hold_no_address() {
    let server = start(true);
    let address = "203.0.113.77";
    let stored = send(
        &server,
        &format!(
            "{{\"tool\":\"resize\",\"ip-address\":\"{address}\"}}\n{{\"tool\":\"resize\"}}\n{{\"tool\":\"crop\"}}\n"
        ),
    );
    assert_eq!(
        stored.status,
        202,
        "{}",
        String::from_utf8_lossy(&stored.body)
    );
    assert_eq!(stored.header("cache-control").as_deref(), Some("no-store"));
    let answer = stored.json();
    assert_eq!(
        (&answer["accepted"], &answer["dropped"], &answer["window"]),
        (&json!(3), &json!({"ip-address": 1}), &json!("uploads"))
    );
    assert!(answer["expires_at"].is_string() && answer["erased_by"].is_string());
    assert!(answer.get("id").is_none(), "sending is not reading");
    let one = server.send(
        "POST",
        "/v1/events/usage-count?activity=usage-counts",
        &[("Content-Type", "application/json")],
        b"{\"tool\":\"resize\"}",
    );
    assert_eq!(one.json()["accepted"], 1);

    let today = SystemClock.now().date();
    // The day may have changed between sending and counting.
    let query = format!("by=tool&from=2026-01-01&until={today}");
    let counted = count(&server, &format!("?{query}"));
    assert_eq!(
        counted.status,
        200,
        "{}",
        String::from_utf8_lossy(&counted.body)
    );
    let counted = counted.json();
    assert_eq!(
        (&counted["total"], &counted["undated"]),
        (&json!(4), &json!(0))
    );
    let of = |tool: &str| -> u64 {
        let groups = counted["counts"].as_array().unwrap();
        let own = groups
            .iter()
            .filter(|group| group["values"]["tool"] == tool);
        own.map(|group| group["count"].as_u64().unwrap()).sum()
    };
    assert_eq!((of("resize"), of("crop")), (3, 1));

    // Counting made a token, so sending needs one from here on.
    let write = crate::persons::token(&server, candor_runtime::TokenKind::Write);
    for body in [
        format!("{{\"tool\":\"{address}\"}}"),
        format!("{{\"colour\":\"{address}\"}}"),
        format!("{{\"tool\":\"{address}\""),
    ] {
        let headers = [LINES, ("Authorization", &*write)];
        let answer = server.send("POST", "/v1/events/usage-count", &headers, body.as_bytes());
        assert_eq!(answer.status, 400);
        assert!(!String::from_utf8_lossy(&answer.body).contains(address));
    }
    assert!(!String::from_utf8_lossy(&stored.body).contains(address));
    assert!(!is_in_a_file(
        &server.directory.path().join("data"),
        address.as_bytes()
    ));
}

#[test]
fn events_that_the_policy_does_not_declare_are_refused_with_its_line() {
    let server = start(true);
    let undeclared = send(&server, "{\"tool\":\"resize\"}\n{\"colour\":\"blue\"}\n");
    let problem = undeclared.json();
    assert_eq!(
        told(&undeclared),
        (400, "events/undeclared-field".to_owned())
    );
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("Line 2: `colour`"),
        "{problem}"
    );
    assert_eq!(
        problem["policy"],
        json!({"file": "policies/data.yaml", "line": 3, "column": 1})
    );
    let post =
        |path: &str, headers: &[(&str, &str)]| told(&server.send("POST", path, headers, b"{}"));
    let refused = |status, rule: &str| (status, rule.to_owned());
    assert_eq!(
        post("/v1/events/nothing", &[LINES]),
        refused(403, "boundary/undeclared-category")
    );
    assert_eq!(
        post("/v1/events/result-image", &[LINES]),
        refused(403, "events/no-fields")
    );
    assert_eq!(
        post("/v1/events/uploaded-image", &[LINES]),
        refused(409, "boundary/ambiguous-activity")
    );
    assert_eq!(
        post("/v1/events/usage-count", &[]),
        refused(415, "events/format")
    );
    let elsewhere = [LINES, ("Origin", "https://elsewhere.example")];
    assert_eq!(
        post("/v1/events/usage-count", &elsewhere),
        refused(403, "runtime/foreign-request")
    );
    let subject = [LINES, ("Candor-Subject", "person-1")];
    assert_eq!(
        post("/v1/events/usage-count", &subject),
        refused(403, "events/subject-of-anonymous")
    );
    let large = server.send(
        "POST",
        "/v1/events/usage-count",
        &[LINES],
        &vec![b'\n'; 8 * 1024 * 1024 + 1],
    );
    assert_eq!(told(&large), refused(413, "events/too-large"));
    let ask = |query: &str| told(&count(&server, query));
    assert_eq!(ask(""), refused(400, "events/invalid-day"));
    assert_eq!(
        ask("?from=2026-11-01&until=tomorrow"),
        refused(400, "events/invalid-day")
    );
    assert_eq!(
        ask("?from=2026-11-01&until=2026-11-02&by=tool,ip_address"),
        refused(400, "events/never-stored")
    );
    let calls = &server.get("/v1/openapi.json").json()["paths"];
    assert!(calls["/v1/events/{category}"]["post"]["responses"]["202"].is_object());
    assert!(calls["/v1/events/{category}/counts"]["get"].is_object());
    let closed = start(false);
    assert_eq!(
        told(&send(&closed, "{}")),
        refused(503, "runtime/sweep-only")
    );
}
