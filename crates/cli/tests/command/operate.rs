//! Operating a store: the same answers from a running server and from a store at rest, and receipts that anybody verifies.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::serve::Server;
use crate::workspace::{Copy, candor};

/// Runs a command in a workspace; gives its exit code, its answer and what it said.
fn run(workspace: &Path, words: &[&str]) -> (i32, String, String) {
    let output = candor()
        .arg("-C")
        .arg(workspace)
        .args(words)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json(workspace: &Path, words: &[&str]) -> Value {
    let (code, text, error) = run(workspace, &[words, &["--format", "json"]].concat());
    assert!(code == 0 || code == 1 || code == 3, "{words:?}: {error}");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{words:?}: {text}"))
}

fn objects(status: &Value, window: &str) -> u64 {
    let windows = status["windows"].as_array().unwrap();
    let own = windows.iter().filter(|one| one["window"] == window);
    own.map(|one| one["objects"].as_u64().unwrap()).sum()
}

#[test]
fn a_store_is_operated_while_it_is_served_and_at_rest() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let (code, _, error) = run(root, &["status"]);
    assert_eq!(code, 2, "there is no store yet");
    assert!(error.contains("candor serve"), "{error}");
    let server = Server::start(root);
    let control = root.join(".candor/control");
    assert_eq!(
        std::fs::metadata(&control).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let (_, kept) = server.upload("enlarge", b"kept");
    let (_, gone) = server.upload("enlarge", b"gone");
    let id = |stored: &Value| stored["id"].as_str().unwrap().to_owned();
    let status = json(root, &["status"]);
    assert_eq!(
        (objects(&status, "uploads"), &status["policy_state"]),
        (2, &Value::from("same"))
    );
    let (code, _, error) = run(
        root,
        &["hold", &id(&kept), "--reason", "case 7", "--by", "legal"],
    );
    assert_eq!(code, 0, "{error}");
    assert_eq!(json(root, &["hold", "--list"])[0]["reason"], "case 7");
    assert_eq!(json(root, &["erase", &id(&gone)])["erased"], 1);
    let (code, _, error) = run(root, &["erase", &id(&gone)]);
    assert_eq!(code, 2);
    assert!(error.contains("gone"), "{error}");
    assert_eq!(
        server
            .send("GET", &format!("/v1/objects/{}", id(&gone)), b"")
            .0,
        410
    );
    // The window of eight seconds ends, and the held object with it for everybody but an operator.
    let started = Instant::now();
    while objects(&json(root, &["status"]), "uploads") > 0 {
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "the window never ended"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(json(root, &["release", &id(&kept)])["destroyed"], true);
    json(root, &["sweep"]);
    let (_, keys) = server.send("GET", "/v1/log/keys", b"");
    let receipts: Vec<(String, String)> = [&kept, &gone]
        .into_iter()
        .map(|stored| {
            let commitment = stored["commitment"].as_str().unwrap().to_owned();
            let path = format!("/v1/receipts/{}?commitment={commitment}", id(stored));
            let (status, receipt) = server.send("GET", &path, b"");
            assert_eq!(status, 200, "{}", String::from_utf8_lossy(&receipt));
            (String::from_utf8(receipt).unwrap(), commitment)
        })
        .collect();
    drop(server);
    // The erasure, the bucket that ended without the held object, and the hold that was lifted.
    assert_eq!(json(root, &["status"])["receipts"], 3);
    verify_receipts(root, &receipts, &keys);
}

#[test]
fn a_log_is_proved_to_continue_an_earlier_checkpoint_of_it() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let server = Server::start(root);
    let erase = |body: &[u8]| {
        let (_, stored) = server.upload("enlarge", body);
        let url = stored["erase_url"].as_str().unwrap();
        assert_eq!(server.send("DELETE", url, b"").0, 204);
        let commitment = stored["commitment"].as_str().unwrap();
        let id = stored["id"].as_str().unwrap();
        let path = format!("/v1/receipts/{id}?commitment={commitment}");
        assert_eq!(server.send("GET", &path, b"").0, 200);
    };
    let save = |name: &str, path: &str| {
        let (status, bytes) = server.send("GET", path, b"");
        assert_eq!(status, 200);
        std::fs::write(root.join(name), &bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    (0..3_u8).for_each(|one| erase(&[one]));
    let earlier = save("earlier", "/v1/log/checkpoint");
    let keys = save("keys", "/v1/log/keys");
    (3..8_u8).for_each(|one| erase(&[one]));
    let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let prove = |name: &str| {
        let words = [
            "receipts",
            "continue",
            &path(name),
            "--key",
            &path("keys"),
            "--data",
            &path(".candor"),
        ];
        run(root, &words)
    };
    let (code, text, error) = prove("earlier");
    assert_eq!(code, 0, "{text}{error}");
    assert!(
        text.contains("the 3 entries") && text.contains("5 more"),
        "{text}"
    );
    let (code, _, _) = run(
        root,
        &[
            "receipts",
            "continue",
            &path("earlier"),
            "--data",
            &path(".candor"),
        ],
    );
    assert_eq!(code, 3, "without a key nobody knows who signed it");
    // The same at rest, also by a log that was begun anew and a checkpoint that somebody changed.
    drop(server);
    assert_eq!(prove("earlier").0, 0);
    std::fs::write(root.join("changed"), earlier.replacen("\n3\n", "\n2\n", 1)).unwrap();
    assert_eq!(prove("changed").0, 1);
    let other = Copy::of("tests/workspaces/seconds");
    let server = Server::start(other.directory.path());
    (0..9_u8).for_each(|one| {
        let (_, stored) = server.upload("enlarge", &[one]);
        server.send("DELETE", stored["erase_url"].as_str().unwrap(), b"");
    });
    std::fs::write(
        root.join("keys"),
        [
            keys,
            String::from_utf8(server.send("GET", "/v1/log/keys", b"").1).unwrap(),
        ]
        .concat(),
    )
    .unwrap();
    let data = other.path(".candor").to_str().unwrap().to_owned();
    let words = [
        "receipts",
        "continue",
        &path("earlier"),
        "--key",
        &path("keys"),
        "--data",
        &data,
    ];
    let (code, text, _) = run(root, &words);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("does not continue"), "{text}");
}

fn verify_receipts(root: &Path, receipts: &[(String, String)], keys: &[u8]) {
    let key_file = root.join("keys");
    std::fs::write(&key_file, keys).unwrap();
    let key = key_file.to_str().unwrap();
    for (receipt, commitment) in receipts {
        let file = root.join("receipt.tlog-proof");
        let verify = |text: &str, more: &[&str]| {
            std::fs::write(&file, text).unwrap();
            let words = [&["receipts", "verify", file.to_str().unwrap()], more].concat();
            run(Path::new("/"), &words).0
        };
        assert_eq!(
            verify(receipt, &["--key", key, "--commitment", commitment]),
            0
        );
        assert_eq!(
            verify(receipt, &[]),
            3,
            "without a key the signature could not be checked"
        );
        assert_eq!(
            verify(receipt, &["--key", key, "--commitment", &"00".repeat(32)]),
            1
        );
        assert_eq!(
            verify(&receipt.replacen("index ", "index 1", 1), &["--key", key]),
            1
        );
        assert_eq!(verify("nonsense", &["--key", key]), 2);
    }
}

#[test]
fn hostile_lines_on_the_control_socket_are_answered_and_harm_nothing() {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let _server = Server::start(root);
    let long = vec![b'x'; 200_000];
    let lines: [&[u8]; 5] = [
        b"\n",
        b"{\"status\"\n",
        b"\xff\xfe\n",
        &long,
        b"{\"erase\":{\"ids\":[\"..\"],\"cascade\":true}}\n",
    ];
    for line in lines {
        let mut socket = UnixStream::connect(root.join(".candor/control")).unwrap();
        // The server may stop reading what is too long.
        let _ = socket.write_all(line);
        let _ = socket.shutdown(std::net::Shutdown::Write);
        let mut answer = String::new();
        let _ = socket.read_to_string(&mut answer);
        if !answer.is_empty() {
            assert!(answer.contains("refused"), "{answer}");
        }
    }
    assert_eq!(json(root, &["status"])["held"], 0);
}

#[test]
fn a_shorter_window_asks_before_it_holds_for_stored_data() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let retention = copy.path("policies/retention.yaml");
    let text = std::fs::read_to_string(&retention).unwrap();
    std::fs::write(&retention, text.replacen("8 seconds", "8 hours", 1)).unwrap();
    let server = Server::start(root);
    let (_, stored) = server.upload("enlarge", b"kept for long");
    drop(server);
    std::fs::write(&retention, &text).unwrap();
    assert_eq!(json(root, &["status"])["policy_state"], "differs");
    let server = Server::start(root);
    let (code, told, _) = run(root, &["sweep", "--shorten", "uploads"]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("1 objects") && told.contains("--confirm"),
        "{told}"
    );
    let url = stored["erase_url"].as_str().unwrap();
    assert_eq!(
        server.send("GET", url, b"").0,
        200,
        "it keeps what it was promised"
    );
    let (code, _, error) = run(root, &["sweep", "--shorten", "uploads", "--confirm"]);
    assert_eq!(code, 0, "{error}");
    let started = Instant::now();
    while server.send("GET", url, b"").0 != 410 {
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "the shorter window never ended"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    drop(Server::start(root));
    let data = root.join(".candor");
    std::fs::set_permissions(
        data.join("root.key"),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    std::fs::write(data.join("stray"), b"x").unwrap();
    let report = json(root, &["doctor"]);
    let problems: Vec<&str> = report
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["verdict"] == "problem")
        .map(|one| one["what"].as_str().unwrap())
        .collect();
    assert!(
        problems.iter().any(|what| what.contains("root.key")),
        "{problems:?}"
    );
    assert!(
        problems.iter().any(|what| what.contains("file belongs")),
        "{problems:?}"
    );
    assert_eq!(run(root, &["doctor"]).0, 1);
    // The killed server left its socket and an open write-ahead log; the next command takes both in.
    assert_eq!(run(root, &["sweep"]).0, 0);
}

#[test]
fn a_token_is_shown_once_and_can_be_revoked() {
    let copy = Copy::of("tests/workspaces/seconds");
    let root = copy.directory.path();
    let (code, secret, _) = run(
        root,
        &[
            "token",
            "new",
            "--kind",
            "admin",
            "--label",
            "ops",
            "--until",
            "2099-01-01",
        ],
    );
    assert_eq!(code, 0);
    assert!(secret.starts_with("candor_admin_"));
    let list = json(root, &["token", "list"]);
    assert_eq!(
        (&list[0]["label"], &list[0]["kind"]),
        (&Value::from("ops"), &Value::from("admin"))
    );
    assert!(!list.to_string().contains(secret.trim()));
    assert_eq!(run(root, &["token", "revoke", "nobody"]).0, 2);
    assert_eq!(run(root, &["token", "revoke", "ops"]).0, 0);
    assert_eq!(json(root, &["token", "list"]), Value::Array(Vec::new()));
}
