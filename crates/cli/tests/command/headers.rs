//! `candor export headers` on Darkroom's own tools.

use crate::workspace::{Copy, repository};

fn export(copy: &Copy, more: &[&str]) -> (Option<i32>, String) {
    let output = copy.run(&[&["export", "headers", "--target"], more].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), text + &error)
}

#[test]
fn the_site_ships_what_the_command_writes() {
    let copy = Copy::with_tools(".");
    copy.run(&["build"]);
    let (code, text) = export(&copy, &["netlify"]);
    assert_eq!(code, Some(0), "{text}");
    let shipped = std::fs::read_to_string(repository().join("site/_headers")).unwrap();
    let first = text.lines().next().unwrap();
    let at = shipped
        .find(first)
        .expect("site/_headers marks where the written part begins");
    assert_eq!(
        shipped[at..],
        text,
        "write it anew: candor export headers --target netlify"
    );
    for tool in ["compress", "convert", "crop", "image-to-pdf", "resize"] {
        assert!(text.contains(&format!("\n/tools/{tool}/*\n")), "{tool}");
    }
    assert!(
        !text.contains("background-removal"),
        "it must reach its server"
    );
    assert!(
        !text.contains("127.0.0.1"),
        "no result in memory is a file of the site"
    );
}

#[test]
fn every_host_gets_its_own_form() {
    let copy = Copy::with_tools(".");
    copy.run(&["build"]);
    for (host, start) in [
        ("cloudflare", "/tools/resize/*\n  Content-Security-Policy: "),
        ("vercel", "\"source\": \"/tools/resize/(.*)\""),
        (
            "nginx",
            "location ^~ /tools/resize/ {\n    add_header Content-Security-Policy \"",
        ),
        (
            "apache",
            "<Location \"/tools/resize/\">\n    Header always set Content-Security-Policy \"",
        ),
        (
            "caddy",
            "header /tools/resize/* {\n\t\tContent-Security-Policy `",
        ),
    ] {
        let (code, text) = export(&copy, &[host, "resize"]);
        assert_eq!(code, Some(0), "{host}: {text}");
        assert!(text.contains(start), "{host}: {text}");
        assert!(text.contains("Connection-Allowlist"), "{host}: {text}");
        assert!(
            text.contains("https://darkroom.example/tools/resize/worker.js"),
            "{host}: {text}"
        );
        assert!(!text.contains("127.0.0.1"), "{host}: {text}");
    }
    let (code, text) = export(&copy, &["netlify", "background-removal"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("works on a server"), "{text}");
}
