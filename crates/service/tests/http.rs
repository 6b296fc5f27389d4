//! A real server on a loopback port, spoken to over TCP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use candor_check::{Options, Workspace, check};
use candor_model::Date;
use candor_model::clock::SystemClock;
use candor_runtime::{Runtime, Store, StoreOptions};
use candor_service::{Config, serve};
use serde_json::Value;

const FILES: [(&str, &str); 7] = [
    (
        "candor.yaml",
        "candor: 1\nworkspace: test\nlanguages: [en]\nregimes: [gdpr]\nstore: {region: DE}\n",
    ),
    (
        "policies/organisation.yaml",
        "legal_name: Test GmbH\naddress: {city: Berlin, country: DE}\ncontact: {email: a@test.example}\n\
         data_protection_officer: not-applicable\neu_representative: not-applicable\n\
         uk_representative: not-applicable\nsupervisory_authority: {name: Authority}\n\
         roles: [{role: controller, for: visitor}]\ndata_privacy_framework: not-applicable\n",
    ),
    (
        "policies/data.yaml",
        "uploaded-image: {label: The picture, identifies: maybe}\nresult-image: {label: The result, identifies: maybe}\n",
    ),
    (
        "policies/retention.yaml",
        "uploads: {delete_within: 24 hours, counted_from: processing, at_end: erase, enforced_by: candor}\n\
         results: {keep_at_least: 7 days, delete_within: 7 days 2 hours, counted_from: result, at_end: erase, enforced_by: candor}\n\
         moments: {delete_within: 4 seconds, counted_from: upload, at_end: erase, enforced_by: candor}\n\
         in-memory: {memory_only: true, at_end: erase, enforced_by: candor}\n",
    ),
    (
        "policies/tools/resize.yaml",
        "name: Resize\nlocation: local\npurpose: requested-service\nuses: [{data: uploaded-image, keep: nothing}]\n",
    ),
    (
        "policies/tools/enlarge.yaml",
        "name: Enlarge\nlocation: server\nformats: [PNG]\nmax_size: 1 MB\npurpose: requested-service\nlegal_basis: contract\n\
         subjects: [visitor]\nuses: [{data: uploaded-image, keep: uploads}]\n\
         creates: [{data: result-image, keep: results, from: uploaded-image}]\noperations: [enlarge]\n\
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: none\n",
    ),
    (
        "policies/tools/moment.yaml",
        "name: Moment\nlocation: hybrid\nactivities:\n  - {id: look, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}\n  \
         - {id: short, location: server, only_when: asked, purpose: requested-service, legal_basis: contract, subjects: [visitor], uses: [{data: uploaded-image, keep: moments}], storage: {medium: encrypted-disk, regions: [DE]}, recipients: none}\n  \
         - {id: none, location: server, only_when: asked, purpose: requested-service, legal_basis: contract, subjects: [visitor], uses: [{data: uploaded-image, keep: in-memory}], operations: [grayscale], recipients: none}\n",
    ),
];

struct Server {
    address: SocketAddr,
    directory: tempfile::TempDir,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    fn header(&self, name: &str) -> Option<String> {
        let prefix = format!("{}:", name.to_lowercase());
        self.head
            .lines()
            .find(|line| line.to_lowercase().starts_with(&prefix))
            .map(|line| line[prefix.len()..].trim().to_owned())
    }
}

fn policy() -> candor_model::Policy {
    let files = FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(Path::new("."), files);
    let outcome = check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap()));
    outcome
        .policy
        .unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

fn start(with_policy: bool) -> Server {
    let directory = tempfile::tempdir().unwrap();
    let site = directory.path().join("site");
    std::fs::create_dir_all(site.join("privacy")).unwrap();
    std::fs::write(site.join("privacy/index.html"), "<h1>Privacy</h1>").unwrap();
    std::fs::write(
        site.join("_headers"),
        "/*\n  X-Frame-Options: DENY\n/privacy/*\n  X-Robots-Tag: all\n",
    )
    .unwrap();
    std::fs::write(site.join(".candor-manifest.json"), "{}").unwrap();
    let store = Arc::new(
        Store::open(
            &directory.path().join("data"),
            Arc::new(SystemClock),
            StoreOptions::default(),
        )
        .unwrap(),
    );
    let runtime =
        with_policy.then(|| Arc::new(Runtime::new(Arc::new(policy()), store.clone()).unwrap()));
    let headers = Some(site.join("_headers"));
    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        site,
        headers,
        runtime,
        store,
    };
    let (told, address) = channel();
    std::thread::spawn(move || {
        let engine = tokio::runtime::Runtime::new().unwrap();
        engine
            .block_on(serve(config, |address| told.send(address).unwrap()))
            .unwrap();
    });
    Server {
        address: address.recv_timeout(Duration::from_secs(20)).unwrap(),
        directory,
    }
}

impl Server {
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        if !headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("host"))
        {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(b"\r\n").unwrap();
        // A refusal may come before the whole body was sent.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("an answer with a head");
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap();
        let mut body = bytes[at + 4..].to_vec();
        if head.to_lowercase().contains("transfer-encoding: chunked") {
            body = dechunk(&body);
        }
        Answer { status, head, body }
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    fn upload(&self, body: &[u8]) -> Answer {
        self.send(
            "POST",
            "/v1/tools/enlarge/uploads",
            &[("Content-Type", "image/png")],
            body,
        )
    }
}

fn dechunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(at) = bytes.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..at]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&bytes[at + 2..at + 2 + size]);
        bytes = &bytes[at + 4 + size..];
    }
    whole
}

/// A small real PNG, made by the processors themselves from raw pixels written as an uncompressed one.
fn picture() -> Vec<u8> {
    fn part(kind: &[u8; 4], content: &[u8], png: &mut Vec<u8>) {
        png.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        let start = png.len();
        png.extend_from_slice(kind);
        png.extend_from_slice(content);
        let mut sum = u32::MAX;
        for byte in &png[start..] {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = if sum & 1 == 1 {
                    sum >> 1 ^ 0xedb8_8320
                } else {
                    sum >> 1
                };
            }
        }
        png.extend_from_slice(&(!sum).to_be_bytes());
    }
    let (width, height) = (8u8, 6u8);
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            rows.extend_from_slice(&[x * 30, y * 40, 120]);
        }
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let length = u16::try_from(rows.len()).unwrap();
    let mut zlib = vec![0x78, 0x01, 0x01];
    zlib.extend_from_slice(&length.to_le_bytes());
    zlib.extend_from_slice(&(!length).to_le_bytes());
    zlib.extend_from_slice(&rows);
    zlib.extend_from_slice(&(b << 16 | a).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&u32::from(width).to_be_bytes());
    header.extend_from_slice(&u32::from(height).to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    part(b"IHDR", &header, &mut png);
    part(b"IDAT", &zlib, &mut png);
    part(b"IEND", b"", &mut png);
    png
}

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
