//! A server over a small policy, and a client that speaks HTTP over TCP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use candor_check::{Options, Workspace, check};
use candor_model::Date;
use candor_model::clock::SystemClock;
use candor_runtime::{Runtime, Store, StoreOptions};
use candor_service::{Config, serve};
use serde_json::Value;

const FILES: [(&str, &str); 12] = [
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
        "uploaded-image: {label: The picture, identifies: maybe}\nresult-image: {label: The result, identifies: maybe}\n\
         usage-count: {label: Usage counts, identifies: anonymous, fields: {tool: {}, day: {}, ip-address: {kept: never}}}\n\
         disclosure: {label: What went to whom, identifies: anonymous, fields: {permit: {}, vendor: {}, data: {}, day: {}}}\n",
    ),
    (
        "policies/retention.yaml",
        "uploads: {delete_within: 24 hours, counted_from: processing, at_end: erase, enforced_by: candor}\n\
         results: {keep_at_least: 7 days, delete_within: 7 days 2 hours, counted_from: result, at_end: erase, enforced_by: candor}\n\
         moments: {delete_within: 4 seconds, counted_from: upload, at_end: erase, enforced_by: candor}\n\
         gallery: {delete_within: 1 day, counted_from: account-closed, at_end: erase, enforced_by: candor}\n\
         in-memory: {memory_only: true, at_end: erase, enforced_by: candor}\n",
    ),
    (
        "policies/activities/usage-counts.yaml",
        "name: Usage counts\nlocation: server\npurpose: service-improvement\nlegal_basis: legitimate-interests\n\
         interest: seeing what works\nsubjects: [visitor]\nuses: [{data: usage-count, keep: uploads}]\n\
         storage: {medium: event-store, regions: [DE]}\nrecipients: none\n",
    ),
    (
        "policies/activities/disclosures.yaml",
        "name: Log of disclosures\nlocation: server\npurpose: legal-obligation\nlegal_basis: legal-obligation\n\
         subjects: [visitor]\nuses: [{data: disclosure, keep: uploads}]\n\
         storage: {medium: event-store, regions: [DE]}\nrecipients: none\n",
    ),
    (
        "subprocessors/nimbus.yaml",
        "legal_name: Nimbus GmbH\nrelation: processor\nstage: active\npurpose: enlarging\nestablished_in: [DE]\n\
         contact: {email: a@nimbus.example}\nprocesses_in: [{countries: [DE]}]\nreceives: [uploaded-image]\n\
         used: {when: always}\ntraining: never\n",
    ),
    (
        "subprocessors/stratus.yaml",
        "legal_name: Stratus GmbH\nrelation: processor\nstage: announced\npurpose: enlarging\nestablished_in: [DE]\n\
         contact: {email: a@stratus.example}\nprocesses_in: [{countries: [DE]}]\nreceives: [uploaded-image]\n\
         used: {when: planned}\ntraining: never\neffective: 2999-01-01\n",
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
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: [nimbus, stratus]\n",
    ),
    (
        "policies/tools/gallery.yaml",
        "name: Gallery\nlocation: server\nformats: [PNG]\npurpose: requested-service\nlegal_basis: contract\n\
         subjects: [account-holder]\nuses: [{data: uploaded-image, keep: gallery}]\n\
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: none\n",
    ),
    (
        "policies/tools/moment.yaml",
        "name: Moment\nlocation: hybrid\nactivities:\n  - {id: look, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}\n  \
         - {id: short, location: server, only_when: asked, purpose: requested-service, legal_basis: contract, subjects: [visitor], uses: [{data: uploaded-image, keep: moments}], storage: {medium: encrypted-disk, regions: [DE]}, recipients: none}\n  \
         - {id: none, location: server, only_when: asked, purpose: requested-service, legal_basis: contract, subjects: [visitor], uses: [{data: uploaded-image, keep: in-memory}], operations: [grayscale], recipients: none}\n",
    ),
];

/// How long a body may bring nothing in these tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) directory: tempfile::TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let prefix = format!("{}:", name.to_lowercase());
        self.head
            .lines()
            .find(|line| line.to_lowercase().starts_with(&prefix))
            .map(|line| line[prefix.len()..].trim().to_owned())
    }
}

pub(crate) fn policy() -> candor_model::Policy {
    let files = FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(Path::new("."), files);
    let outcome = check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap()));
    outcome
        .policy
        .unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

pub(crate) fn start(with_policy: bool) -> Server {
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
        base_url: None,
        runtime,
        store,
        patience: PATIENCE,
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
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
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

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    pub(crate) fn upload(&self, body: &[u8]) -> Answer {
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
pub(crate) fn picture() -> Vec<u8> {
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
