//! A page that is served already: what the origin gives is held against the build, and what an edge inserts is found.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_service::HeaderRules;
use serde_json::Value;

use crate::workspace::{Copy, candor};

/// What an edge puts into every page that it passes on.
const INSERTED: &str = "<script src=\"/cdn-cgi/beacon.js\"></script></body>";

/// A host of static files with an edge before it.
struct Edge {
    root: PathBuf,
    rules: HeaderRules,
    origin: String,
    inserts: bool,
}

impl Edge {
    /// Serves the site of a workspace until the test ends; gives the origin.
    fn start(workspace: &Path, inserts: bool) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let root = workspace.join("site");
        let edge = Arc::new(Self {
            rules: HeaderRules::read(&root.join("_headers"))
                .unwrap()
                .with_base(Some("https://darkroom.example")),
            root,
            origin: origin.clone(),
            inserts,
        });
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let edge = Arc::clone(&edge);
                // A browser that goes away in the middle is no fault.
                std::thread::spawn(move || drop(edge.answer(stream)));
            }
        });
        origin
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? <= 2 {
                break;
            }
        }
        let target = request.split(' ').nth(1).unwrap_or("/");
        let path = target.split('?').next().unwrap_or(target);
        let (status, kind, body) = self.body(path);
        let mut head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n",
            body.len()
        );
        for (name, value) in self.rules.of(path, &self.origin) {
            if !(self.inserts && name.eq_ignore_ascii_case("connection-allowlist")) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        stream.write_all(head.as_bytes())?;
        stream.write_all(b"\r\n")?;
        stream.write_all(&body)
    }

    fn body(&self, path: &str) -> (&'static str, &'static str, Vec<u8>) {
        if self.inserts && path == "/cdn-cgi/beacon.js" {
            let beacon = "addEventListener('change', () => new Image().src = '/cdn-cgi/rum?at=' + Date.now());";
            return ("200 OK", "text/javascript", beacon.into());
        }
        let inside = path.trim_start_matches('/');
        let name = match inside.is_empty() || inside.ends_with('/') {
            true => format!("{inside}index.html"),
            false => inside.to_owned(),
        };
        let Ok(body) = std::fs::read(self.root.join(&name)) else {
            return ("404 Not Found", "text/plain", b"not found".to_vec());
        };
        let kind = match name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        if self.inserts && kind.starts_with("text/html") {
            let text = String::from_utf8(body).unwrap();
            return ("200 OK", kind, text.replace("</body>", INSERTED).into());
        }
        ("200 OK", kind, body)
    }
}

fn verify(workspace: &Path, origin: &str) -> (i32, Value) {
    let url = format!("{origin}/tools/resize/");
    let output = candor()
        .arg("-C")
        .arg(workspace)
        .args(["verify", "resize", "--format", "json", "--url", &url])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    let found = serde_json::from_str(&text);
    (
        output.status.code().unwrap(),
        found.unwrap_or_else(|_| panic!("{text}{error}")),
    )
}

#[test]
fn a_faithful_host_serves_the_build() {
    let copy = Copy::with_tools(".");
    let root = copy.directory.path();
    let (code, found) = verify(root, &Edge::start(root, false));
    let tool = &found["tools"][0];
    assert_eq!(tool["verdict"], "local", "{found}");
    assert_eq!(tool["origin"]["same"], true, "{found}");
    assert!(tool["origin"]["files"].as_array().unwrap().len() > 3);
    assert_eq!(code, 0);
}

#[test]
fn what_an_edge_inserts_is_found_and_what_it_sends_is_a_leak() {
    let copy = Copy::with_tools(".");
    let root = copy.directory.path();
    let (code, found) = verify(root, &Edge::start(root, true));
    let tool = &found["tools"][0];
    assert_eq!(code, 1, "{found}");
    assert_eq!(tool["verdict"], "leak", "{found}");
    let leak = &tool["leaks"][0];
    assert_eq!(leak["channel"], "image", "{found}");
    assert!(
        leak["url"].as_str().unwrap().contains("/cdn-cgi/rum"),
        "{found}"
    );
    assert_eq!(tool["origin"]["same"], false);
    let files = tool["origin"]["files"].as_array().unwrap();
    let of = |target: &str| {
        let mut files = files.iter();
        files.find(|file| file["target"] == target).unwrap()
    };
    let page = of("/tools/resize/");
    assert_eq!(page["state"], "differs");
    assert_eq!(page["found"][0], "<script src=\"/cdn-cgi/beacon.js\">");
    assert_eq!(page["headers"][0]["name"], "connection-allowlist");
    assert!(page["headers"][0]["arrived"].is_null());
    assert_eq!(of("/cdn-cgi/beacon.js")["state"], "not-in-build");
    assert_eq!(of("/tools/resize/app.js")["state"], "same");
}

#[test]
fn one_page_is_one_tool() {
    let copy = Copy::with_tools(".");
    let output = candor()
        .arg("-C")
        .arg(copy.directory.path())
        .args(["verify", "--url", "http://127.0.0.1:9/"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("candor verify TOOL --url"), "{error}");
}
