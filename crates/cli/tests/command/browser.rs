//! The pages in a real Chromium: they are laid out, work without JavaScript, and load nothing from elsewhere.

use std::path::PathBuf;
use std::process::Command;

use crate::serve::Server;
use crate::workspace::{Copy, files};

/// The browser that `cargo xtask test` names, or the one on the path.
fn chromium() -> PathBuf {
    std::env::var_os("CANDOR_CHROMIUM").map_or_else(|| PathBuf::from("chromium"), PathBuf::from)
}

fn dump(url: &str) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(chromium())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--dump-dom", url])
        .output()
        .expect("Chromium starts; `cargo xtask test` installs it");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn pages_are_whole_in_a_browser() {
    let copy = Copy::of("");
    let server = Server::start(copy.directory.path());
    let privacy = dump(&server.url("/privacy/"));
    for part in [
        "<h1>Privacy</h1>",
        "24 hours",
        "at least 7 days, at most 7 days 2 hours",
        "data-fact=\"window.uploads\"",
        "<caption>",
    ] {
        assert!(privacy.contains(part), "{part} is missing");
    }
    let tool = dump(&server.url("/privacy/tools/enlarge/"));
    assert!(tool.contains("Your file is sent to a server."));
    let german = dump(&server.url("/de/privacy/"));
    assert!(german.contains("<html lang=\"de\">") && german.contains("24 Stunden"));
}

#[test]
fn pages_load_nothing_from_elsewhere_and_run_no_script() {
    let copy = Copy::of("");
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    for path in files(&copy.path("site"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("<script"), "{}", path.display());
        assert!(
            !text.contains("{{") && !text.contains("{data}"),
            "{} has a gap",
            path.display()
        );
        for tag in ["src=\"", "<link rel=\"stylesheet\" href=\""] {
            for part in text.split(tag).skip(1) {
                let target = part.split('"').next().unwrap();
                assert!(!target.contains("://"), "{} loads {target}", path.display());
            }
        }
        // No text falls out of its page: every named hole was filled, so no brace is left.
        let body = text.split("<main").nth(1).unwrap_or_default();
        assert!(
            !body.contains('{') && !body.contains('}'),
            "{} has a hole",
            path.display()
        );
        assert!(
            text.len() < 60_000,
            "{} has {} bytes",
            path.display(),
            text.len()
        );
    }
}
