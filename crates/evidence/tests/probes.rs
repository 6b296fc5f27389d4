//! The positive control of the probes: without headers every one of them arrives, and under the written ones none does.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

use std::path::Path;
use std::sync::Arc;

use candor_evidence::{
    Build, Cancel, Chromium, HeadersOf, HeadersTarget, Inspection, PathRules, Subject, ToolFiles,
    export, verify,
};

const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Tool</title>
<input type="file" id="file"><button id="run">Run</button><a id="save" hidden>Save</a><script src="app.js"></script></html>"#;

/// A tool with a worker of each kind. Each has begun before a file is chosen. A window of its own hides its page.
const APP: &str = r#"const work = new Worker("worker.js");
try { new SharedWorker("shared.js").port.start(); } catch {}
try { navigator.serviceWorker.register("service.js"); } catch {}
run.onclick = () => { open("help.html"); work.postMessage(file.files[0]); };
work.onmessage = ({ data }) => {
  save.href = URL.createObjectURL(data);
  save.download = "out.bin";
  save.hidden = false;
};"#;

const FILES: [(&str, &str); 6] = [
    ("index.html", PAGE),
    (
        "help.html",
        "<!doctype html><html lang=\"en\"><title>Help</title><p>Wait a moment.",
    ),
    ("app.js", APP),
    (
        "worker.js",
        "onmessage = async ({ data }) => postMessage(new Blob([new Uint8Array(await data.arrayBuffer()).reverse()]));",
    ),
    ("shared.js", "onconnect = () => {};"),
    (
        "service.js",
        "addEventListener(\"install\", () => skipWaiting());",
    ),
];

/// What is tried, and whether it was open.
fn probed(headers: HeadersOf) -> Vec<(String, bool)> {
    let directory = tempfile::tempdir().unwrap();
    let tool = directory.path().join("tool");
    std::fs::create_dir(&tool).unwrap();
    for (name, text) in FILES {
        std::fs::write(tool.join(name), text).unwrap();
    }
    let inspection = Inspection {
        subject: Subject::Build(Build {
            root: directory.path().to_owned(),
            entry: "tool/index.html".to_owned(),
            headers,
        }),
        scenario: Vec::new(),
        explained: Vec::new(),
        probed: true,
        switches: Vec::new(),
        at_once: 3,
    };
    let report = verify(
        &Chromium::find(&Cancel::default()).unwrap(),
        &inspection,
        &[9; 32],
        &Cancel::default(),
    );
    let report = report.unwrap();
    let run = report.timelines.iter().find(|run| run.label == "probes");
    assert_eq!(run.unwrap().trouble, None);
    let probes = report.probes.into_iter();
    probes.map(|probe| (probe.name, probe.is_open)).collect()
}

/// The headers that are written for this tool, as a server reads them.
fn written(path: &str, origin: &str) -> Vec<(String, String)> {
    let folder = "/tool/";
    if !Path::new(path).starts_with(folder) {
        return Vec::new();
    }
    let mut files: Vec<String> = FILES.map(|(name, _)| format!("{folder}{name}")).into();
    files.push(folder.to_owned());
    let rules = PathRules {
        origin: origin.to_owned(),
        tools: vec![ToolFiles {
            folder: folder.to_owned(),
            files,
        }],
    };
    let text = export(HeadersTarget::Netlify, &rules).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
    lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn every_probe_arrives_without_headers_and_none_under_the_written_ones() {
    let (open, closed) = std::thread::scope(|scope| {
        let open = scope.spawn(|| probed(Arc::new(|_, _| Vec::new())));
        let closed = scope.spawn(|| probed(Arc::new(written)));
        (open.join().unwrap(), closed.join().unwrap())
    });
    let never: Vec<&str> = open
        .iter()
        .filter(|(_, is_open)| !is_open)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(never, [""; 0], "a probe that cannot arrive proves nothing");
    let through: Vec<&str> = closed
        .iter()
        .filter(|(_, is_open)| *is_open)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(through, [""; 0], "the written headers close every way out");
    assert!(open.len() > 35, "{}", open.len());
    // What runs only where a worker is alive is tried in both.
    for name in ["in-worker", "in-shared_worker", "in-service_worker"] {
        for (tried, headers) in [(&open, "none"), (&closed, "written")] {
            assert!(
                tried.iter().any(|(own, _)| own == name),
                "{name} under {headers}"
            );
        }
    }
}
