//! A real server on a loopback port, spoken to over TCP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod client;
mod disclosures;
mod events;
mod full;
mod persons;
mod robust;

use std::path::Path;
use std::time::{Duration, Instant};

use client::{picture, start};
use serde_json::Value;

#[test]
fn a_local_tool_refuses_an_upload_with_the_line_of_the_policy() {
    let server = start(true);
    let answer = server.send(
        "POST",
        "/v1/tools/resize/uploads",
        &[("Content-Type", "image/png")],
        &picture(),
    );
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.header("content-type").as_deref(),
        Some("application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["rule"], "boundary/local-activity");
    assert_eq!(problem["policy"]["file"], "policies/tools/resize.yaml");
    assert_eq!(problem["policy"]["line"], 2);
    assert_eq!(problem["status"], 403);
    assert!(
        !server.directory.path().join("data/cohorts").exists(),
        "nothing was stored"
    );
}

#[test]
fn an_upload_is_processed_read_and_erased() {
    let server = start(true);
    let picture = picture();
    let stored = server.upload(&picture);
    assert_eq!(
        stored.status,
        201,
        "{}",
        String::from_utf8_lossy(&stored.body)
    );
    let stored = stored.json();
    let id = stored["id"].as_str().unwrap().to_owned();
    assert_eq!(stored["window"], "uploads");
    assert_eq!(stored["category"], "uploaded-image");
    assert_eq!(stored["available_until"], Value::Null);
    assert_eq!(stored["erase_url"], format!("/v1/objects/{id}"));
    for key in ["expires_at", "erased_by", "commitment", "salt"] {
        assert!(stored[key].is_string(), "{key}");
    }
    let read = server.get(&format!("/v1/objects/{id}"));
    assert_eq!((read.status, &read.body), (200, &picture));
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox"),
        ("content-disposition", "attachment"),
        ("content-type", "image/png"),
    ] {
        assert_eq!(read.header(name).as_deref(), Some(value));
    }
    let part = server.send(
        "GET",
        &format!("/v1/objects/{id}"),
        &[("Range", "bytes=1-3")],
        b"",
    );
    assert_eq!(
        (part.status, part.body.as_slice()),
        (206, b"PNG".as_slice())
    );
    assert_eq!(
        part.header("content-range"),
        Some(format!("bytes 1-3/{}", picture.len()))
    );
    let head = server.send("HEAD", &format!("/v1/objects/{id}"), &[], b"");
    assert_eq!(
        (head.status, head.header("content-length")),
        (200, Some(picture.len().to_string()))
    );

    let order = format!(
        "{{\"upload\":\"{id}\",\"operation\":\"enlarge\",\"parameters\":{{\"factor\":2}}}}"
    );
    let job = server.send(
        "POST",
        "/v1/tools/enlarge/jobs",
        &[("Content-Type", "application/json")],
        order.as_bytes(),
    );
    assert_eq!(job.status, 202, "{}", String::from_utf8_lossy(&job.body));
    let job_id = job.json()["id"].as_str().unwrap().to_owned();
    let deadline = Instant::now() + Duration::from_secs(30);
    let done = loop {
        let job = server.get(&format!("/v1/jobs/{job_id}")).json();
        match job["state"].as_str().unwrap() {
            "queued" | "running" if Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(20))
            }
            _ => break job,
        }
    };
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(done["result"]["window"], "results");
    assert!(done["result"]["available_until"].is_string());
    let result_id = done["result"]["id"].as_str().unwrap().to_owned();
    let result = server.get(&format!("/v1/objects/{result_id}"));
    assert_eq!(result.status, 200);
    assert_eq!(
        &result.body[16..24],
        [0, 0, 0, 16, 0, 0, 0, 12],
        "the picture is twice as wide and high"
    );

    assert_eq!(
        server
            .send("DELETE", &format!("/v1/objects/{id}"), &[], b"")
            .status,
        204
    );
    assert_eq!(server.get(&format!("/v1/objects/{id}")).status, 410);
    assert_eq!(
        server.get(&format!("/v1/objects/{result_id}")).status,
        410,
        "the result is still the person's picture"
    );
    assert_eq!(
        server
            .send("DELETE", &format!("/v1/objects/{id}"), &[], b"")
            .status,
        410
    );
}

#[test]
fn a_window_of_seconds_ends_for_real() {
    let server = start(true);
    let path = "/v1/tools/moment/uploads?activity=short";
    let stored = server
        .send(
            "POST",
            path,
            &[("Content-Type", "text/plain")],
            b"MOMENT-CANARY",
        )
        .json();
    let id = stored["id"].as_str().unwrap().to_owned();
    let url = format!("/v1/objects/{id}");
    assert_eq!(server.get(&url).body, b"MOMENT-CANARY");
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.get(&url).status == 200 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    let gone = server.get(&url);
    assert_eq!(
        (gone.status, gone.json()["rule"].as_str()),
        (410, Some("object/gone"))
    );
    let cohorts = server.directory.path().join("data/cohorts");
    let is_empty = || walk(&cohorts).is_empty();
    while !is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(is_empty(), "the bytes are gone: {:?}", walk(&cohorts));
    let metrics = String::from_utf8(server.get("/metrics").body).unwrap();
    assert!(
        metrics.contains("candor_expiry_lag_seconds_count{step=\"key\"} 1"),
        "{metrics}"
    );
}

fn walk(directory: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    entries
        .flatten()
        .flat_map(|entry| {
            if entry.path().is_dir() {
                walk(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect()
}

#[test]
fn what_the_policy_does_not_declare_is_refused() {
    let server = start(true);
    let picture = picture();
    let refused = |path: &str, kind: &str, body: &[u8]| {
        let answer = server.send("POST", path, &[("Content-Type", kind)], body);
        let problem = answer.json();
        (
            answer.status,
            problem["rule"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let told = |status, rule: &str| (status, rule.to_owned());
    assert_eq!(
        refused("/v1/tools/nothing/uploads", "image/png", &picture),
        told(404, "boundary/unknown-tool")
    );
    assert_eq!(
        refused("/v1/tools/enlarge/uploads", "image/gif", &picture),
        told(415, "boundary/undeclared-format")
    );
    assert_eq!(
        refused(
            "/v1/tools/enlarge/uploads",
            "image/png",
            &vec![0; 1_000_001]
        ),
        told(413, "boundary/too-large")
    );
    assert_eq!(
        refused(
            "/v1/tools/enlarge/uploads?category=result-image",
            "image/png",
            &picture
        ),
        told(403, "boundary/undeclared-category")
    );
    assert_eq!(
        refused(
            "/v1/tools/enlarge/uploads?activity=other",
            "image/png",
            &picture
        ),
        told(403, "boundary/undeclared-activity")
    );
    assert_eq!(
        refused("/v1/tools/moment/uploads", "image/png", &picture),
        told(409, "boundary/ambiguous-activity")
    );
    assert_eq!(
        refused(
            "/v1/tools/moment/uploads?activity=look",
            "image/png",
            &picture
        ),
        told(403, "boundary/local-activity")
    );
    assert_eq!(
        refused(
            "/v1/tools/moment/uploads?activity=none",
            "image/png",
            &picture
        ),
        told(403, "boundary/memory-only")
    );
    let id = server.upload(&picture).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let order = |operation: &str| format!("{{\"upload\":\"{id}\",\"operation\":\"{operation}\"}}");
    assert_eq!(
        refused(
            "/v1/tools/enlarge/jobs",
            "application/json",
            order("resize").as_bytes()
        ),
        told(403, "boundary/undeclared-operation")
    );
    assert_eq!(
        refused(
            "/v1/tools/moment/jobs",
            "application/json",
            order("enlarge").as_bytes()
        ),
        told(403, "boundary/upload-of-another-tool")
    );
    assert_eq!(
        refused("/v1/tools/enlarge/jobs", "application/json", b"{}"),
        told(400, "runtime/invalid-order")
    );
    assert_eq!(server.get("/v1/objects/none").status, 404);
}

#[test]
fn memory_only_data_is_run_and_never_stored() {
    let server = start(true);
    let path = "/v1/tools/moment/run?activity=none&operation=grayscale";
    let answer = server.send("POST", path, &[("Content-Type", "image/png")], &picture());
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    assert!(answer.body.starts_with(b"\x89PNG"));
    assert_eq!(
        walk(&server.directory.path().join("data/cohorts")),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn pages_of_other_sites_cannot_write() {
    let server = start(true);
    let cross = [
        ("Content-Type", "image/png"),
        ("Origin", "https://elsewhere.example"),
    ];
    assert_eq!(
        server
            .send("POST", "/v1/tools/enlarge/uploads", &cross, &picture())
            .status,
        403
    );
    let rebound = [("Host", "rebound.example")];
    assert_eq!(server.send("GET", "/healthz", &rebound, b"").status, 403);
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
    let openapi = server.get("/v1/openapi.json").json();
    assert!(openapi["paths"]["/v1/objects/{id}"]["delete"].is_object());
}

#[test]
fn the_site_ships_its_headers_and_hides_its_own_files() {
    let server = start(true);
    let page = server.get("/privacy/");
    assert_eq!(
        (page.status, page.body.as_slice()),
        (200, b"<h1>Privacy</h1>".as_slice())
    );
    assert_eq!(page.header("x-frame-options").as_deref(), Some("DENY"));
    assert_eq!(page.header("x-robots-tag").as_deref(), Some("all"));
    for hidden in [
        "/.candor-manifest.json",
        "/_headers",
        "/../data/root.key",
        "/%2e%2e/data/root.key",
        "/missing",
    ] {
        assert_eq!(server.get(hidden).status, 404, "{hidden}");
    }
}

#[test]
fn without_a_policy_only_deletion_goes_on() {
    let server = start(false);
    let refused = server.upload(&picture());
    assert_eq!(
        (refused.status, refused.json()["rule"].as_str()),
        (503, Some("runtime/sweep-only"))
    );
    assert_eq!(server.get("/readyz").status, 503);
    assert_eq!(server.get("/healthz").status, 200);
}
