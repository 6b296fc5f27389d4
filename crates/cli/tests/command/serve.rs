//! `serve` on the workspace with windows of seconds: refusals, expiry, SIGKILL, residue.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace::{Copy, candor, files};

/// A running server; it is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts a server on a free port and waits until it says where.
    pub(crate) fn start(workspace: &Path) -> Self {
        Self::start_by(candor(), workspace)
    }

    /// The same by a command that runs the binary.
    pub(crate) fn start_by(mut command: Command, workspace: &Path) -> Self {
        let child = command
            .arg("-C")
            .arg(workspace)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Whatever goes wrong from here on, the process is ended and waited for.
        let mut server = Self {
            child,
            address: String::new(),
        };
        for line in BufReader::new(server.child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(rest) = line.strip_prefix("Serving http://") {
                rest.split('/')
                    .next()
                    .unwrap()
                    .clone_into(&mut server.address);
                return server;
            }
        }
        panic!("the server ended before it served");
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// SIGKILL: no handler runs, no buffer is flushed.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Status and body of one request.
    pub(crate) fn send(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("a whole answer");
        let status = String::from_utf8_lossy(&bytes[9..12]).parse().unwrap();
        (status, bytes[at + 4..].to_vec())
    }

    pub(crate) fn upload(&self, tool: &str, body: &[u8]) -> (u16, serde_json::Value) {
        let (status, body) = self.send("POST", &format!("/v1/tools/{tool}/uploads"), body);
        (status, serde_json::from_slice(&body).unwrap())
    }
}

pub(crate) fn found_in(directory: &Path, needle: &[u8]) -> Vec<std::path::PathBuf> {
    let holds = |path: &Path| {
        std::fs::read(path)
            .unwrap_or_default()
            .windows(needle.len())
            .any(|window| window == needle)
    };
    files(directory)
        .into_iter()
        .filter(|path| holds(path))
        .collect()
}

/// How many keys of buckets are in the ring. The store's own secrets stand under tag 0.
pub(crate) fn bucket_keys(data: &Path) -> usize {
    let bytes = std::fs::read(data.join("keyring")).unwrap();
    let entries = bytes[8..bytes.len() - 4].chunks(70);
    entries.filter(|entry| entry[..2] != [0, 0]).count()
}

#[test]
fn a_local_tool_refuses_and_a_server_tool_keeps_its_window_to_the_second() {
    let copy = Copy::of("tests/workspaces/seconds");
    let server = Server::start(copy.directory.path());
    let (status, problem) = server.upload("resize", b"a picture");
    assert_eq!(status, 403);
    assert_eq!(problem["policy"]["file"], "policies/tools/resize.yaml");
    let line = usize::try_from(problem["policy"]["line"].as_u64().unwrap()).unwrap();
    let text = std::fs::read_to_string(copy.path("policies/tools/resize.yaml")).unwrap();
    assert!(
        text.lines().nth(line - 1).unwrap().contains("local"),
        "line {line} decides"
    );

    let body = b"CANARY-OF-SECONDS".repeat(50);
    let (status, stored) = server.upload("enlarge", &body);
    assert_eq!(status, 201, "{stored}");
    let url = stored["erase_url"].as_str().unwrap().to_owned();
    let data = copy.path(".candor");
    let started = Instant::now();
    let mut reads = 0;
    loop {
        assert_eq!(
            found_in(&data, b"CANARY-OF-SECONDS"),
            Vec::<std::path::PathBuf>::new(),
            "plain text on disk"
        );
        let (status, read) = server.send("GET", &url, b"");
        if status == 410 {
            break;
        }
        assert_eq!((status, read.len()), (200, body.len()));
        reads += 1;
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "the window of 8 seconds never ended"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(reads > 0, "it was readable for a while");
    while !files(&data.join("cohorts")).is_empty() {
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "the bytes never went"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(bucket_keys(&data), 0, "no key of a bucket is left");
}

#[test]
fn a_contradiction_is_not_enforced_and_a_typo_never_stops_deletion() {
    let contradicted = Copy::of("tests/seeds/imgigo");
    let refused = contradicted.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!contradicted.path(".candor").exists(), "nothing was begun");

    let copy = Copy::of("tests/workspaces/seconds");
    let server = Server::start(copy.directory.path());
    let (_, stored) = server.upload("enlarge", b"still goes");
    server.kill();
    copy.write(
        "policies/tools/resize.yaml",
        "name: Resize\nlocation: locl\n",
    );
    let server = Server::start(copy.directory.path());
    assert_eq!(server.upload("enlarge", b"new").0, 503);
    let url = stored["erase_url"].as_str().unwrap();
    let started = Instant::now();
    while server.send("GET", url, b"").0 != 410 || !files(&copy.path(".candor/cohorts")).is_empty()
    {
        assert!(started.elapsed() < Duration::from_secs(15));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn pages_that_cannot_be_written_refuse_new_data_and_never_stop_deletion() {
    let copy = Copy::of("tests/workspaces/seconds");
    // Without a store nothing depends on going on.
    let page = copy.path("site/privacy/index.html");
    let _ = std::fs::remove_file(&page);
    std::fs::create_dir_all(page.join("in-the-way")).unwrap();
    let refused = copy.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("index.html"), "{told}");
    assert!(!copy.path(".candor").exists(), "nothing was begun");

    std::fs::remove_dir_all(&page).unwrap();
    let server = Server::start(copy.directory.path());
    let (_, stored) = server.upload("enlarge", b"still goes");
    server.kill();
    std::fs::remove_file(&page).unwrap();
    std::fs::create_dir_all(page.join("in-the-way")).unwrap();
    let server = Server::start(copy.directory.path());
    assert_eq!(server.send("GET", "/readyz", b"").0, 503);
    assert_eq!(server.upload("enlarge", b"new").0, 503);
    // The other pages are the old ones.
    assert_eq!(server.send("GET", "/privacy/retention/", b"").0, 200);
    let url = stored["erase_url"].as_str().unwrap();
    let started = Instant::now();
    while server.send("GET", url, b"").0 != 410 || !files(&copy.path(".candor/cohorts")).is_empty()
    {
        assert!(started.elapsed() < Duration::from_secs(15));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_address_that_others_reach_is_refused() {
    let copy = Copy::of("tests/workspaces/seconds");
    let refused = copy.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("127.0.0.1"));
}

/// What the log of a server says, gathered while it runs.
fn logged(server: &mut Server) -> std::sync::Arc<std::sync::Mutex<String>> {
    let told = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let (own, mut log) = (told.clone(), server.child.stderr.take().unwrap());
    std::thread::spawn(move || {
        let mut bytes = [0; 1024];
        while let Ok(read @ 1..) = log.read(&mut bytes) {
            own.lock()
                .unwrap()
                .push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    });
    told
}

#[test]
fn a_sweep_that_fails_is_told_once_and_goes_on_by_itself() {
    let copy = Copy::of("tests/workspaces/seconds");
    let data = copy.path(".candor");
    let mut command = candor();
    command.stderr(Stdio::piped());
    let mut server = Server::start_by(command, copy.directory.path());
    let told = logged(&mut server);
    let (_, stored) = server.upload("enlarge", b"picture");
    // A directory where the new key ring would be written.
    std::fs::create_dir(data.join("keyring.new")).unwrap();
    let url = stored["erase_url"].as_str().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    let until = |done: &dyn Fn() -> bool| {
        while !done() {
            assert!(Instant::now() < deadline, "{}", told.lock().unwrap());
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    until(&|| told.lock().unwrap().contains("the sweep failed"));
    assert_eq!(
        server.send("GET", url, b"").0,
        410,
        "it is refused all the same"
    );
    // Many rounds of the loop, and no second line.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(told.lock().unwrap().matches("the sweep failed").count(), 1);
    std::fs::remove_dir(data.join("keyring.new")).unwrap();
    until(&|| {
        told.lock()
            .unwrap()
            .contains("the sweep goes through again")
    });
    until(&|| files(&data.join("cohorts")).is_empty());
}

#[test]
fn a_stop_does_not_wait_for_whoever_stalls() {
    let copy = Copy::of("tests/workspaces/seconds");
    let mut server = Server::start(copy.directory.path());
    let address = server.address.clone();
    let begin = |text: String| {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let head = format!(
        "POST /v1/tools/enlarge/uploads HTTP/1.1\r\nHost: {address}\r\nContent-Type: image/png\r\n"
    );
    let _half_a_head = begin(head.clone());
    let _half_a_body = begin(format!(
        "{head}Content-Length: 4000000\r\n\r\nthe beginning"
    ));
    // Both have been taken in when an answer comes to somebody who came after them.
    assert_eq!(server.send("GET", "/healthz", b"").0, 200);
    let pid = server.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    let deadline = Instant::now() + Duration::from_secs(240);
    let status = loop {
        if let Some(status) = server.child.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < deadline, "it never stopped");
        std::thread::sleep(Duration::from_millis(100));
    };
    assert!(status.success(), "{status}");
}
