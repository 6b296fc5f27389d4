//! The headers that confine a tool, judged and written; the real servers read what is written where they are installed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what it expects, and what it could not check"
)]

use std::fs;
use std::process::Command;

use candor_evidence::{Channel, Confinement, HeadersTarget, PathRules, ToolFiles, export};
use proptest::prelude::*;

const ALLOW: &str = "(\"https://darkroom.example/tools/resize/app.js\\\\?\")";

const STRICT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; worker-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-src 'none'; object-src 'none'";

fn rules() -> PathRules {
    let files = [
        "/tools/resize/",
        "/tools/resize/app.js",
        "/tools/resize/worker.js",
    ];
    PathRules {
        origin: "https://darkroom.example".to_owned(),
        tools: vec![
            ToolFiles {
                folder: "/tools/resize/".to_owned(),
                files: files.map(str::to_owned).to_vec(),
            },
            ToolFiles {
                folder: "/tools/crop/".to_owned(),
                files: vec!["/tools/crop/".to_owned()],
            },
        ],
    }
}

fn judged(policy: Option<&str>, allow: Option<&str>) -> Confinement {
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let policy = policy.map(|value| named("content-security-policy", value));
    let allow = allow.map(|value| named("Connection-Allowlist", value));
    Confinement::of(&policy.into_iter().chain(allow).collect::<Vec<_>>())
}

fn opens(found: &Confinement, channel: Channel, words: &str) -> bool {
    let mut gaps = found.gaps.iter();
    gaps.any(|gap| gap.channel == channel && gap.reason.contains(words) && !gap.instead.is_empty())
}

#[test]
fn both_headers_are_tight_and_one_alone_never_is() {
    let both = judged(Some(STRICT), Some(ALLOW));
    assert!(both.is_tight(), "{:?}", both.gaps);
    assert!(opens(&both, Channel::Webrtc, "data channel"));
    assert!(both.closed.contains(&Channel::Navigation) && both.closed.contains(&Channel::Dns));
    let policy = judged(Some(STRICT), None);
    assert!(!policy.is_tight());
    assert!(
        opens(&policy, Channel::Navigation, "popups") && opens(&policy, Channel::Dns, "prefetch")
    );
    assert!(!policy.closed.contains(&Channel::Navigation));
    let allow = judged(None, Some(ALLOW));
    assert!(!allow.is_tight() && opens(&allow, Channel::Other, "no Content-Security-Policy"));
}

#[test]
fn each_weakness_is_named() {
    let weak = [
        (
            "form-action 'none'; ",
            "",
            Channel::Form,
            "form-action is missing",
        ),
        ("base-uri 'none'; ", "", Channel::Other, "base-uri"),
        (
            "frame-src 'none'",
            "frame-src 'self'",
            Channel::Navigation,
            "frame-src",
        ),
        (
            "connect-src 'none'",
            "connect-src 'self'",
            Channel::Fetch,
            "own routes",
        ),
        (
            "connect-src 'none'",
            "connect-src https:",
            Channel::Websocket,
            "schemes",
        ),
        (
            "script-src 'self'",
            "script-src 'nonce-abc'",
            Channel::Other,
            "nonce",
        ),
        (
            "script-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            Channel::Other,
            "inline",
        ),
        (
            "style-src 'self'",
            "style-src *",
            Channel::Other,
            "style-src",
        ),
        (
            "worker-src 'self'",
            "worker-src *",
            Channel::Worker,
            "worker-src",
        ),
        (
            "img-src 'self'",
            "img-src https:",
            Channel::Image,
            "img-src",
        ),
        (
            "object-src 'none'",
            "object-src 'none'; report-uri /r",
            Channel::Other,
            "report-uri",
        ),
        (
            "object-src 'none'",
            "object-src 'none'; report-to r",
            Channel::Other,
            "report-to",
        ),
    ];
    for (from, to, channel, words) in weak {
        let policy = STRICT.replace(from, to);
        assert_ne!(policy, STRICT);
        let found = judged(Some(&policy), Some(ALLOW));
        assert!(opens(&found, channel, words), "{policy}: {:?}", found.gaps);
        assert!(!found.is_tight());
    }
    for allow in [
        "(response-origin)",
        "(\"https://darkroom.example/app.js\")",
        "(\"https://darkroom.example/*\\\\?\")",
        "(\"https://darkroom.example/a\\?\")",
        "response-origin",
        "(\"https://darkroom.example/a\\\\?\"), (response-origin)",
        "(\"https://a.example/a\\\\?\"\"https://b.example/b\\\\?\")",
    ] {
        let found = judged(Some(STRICT), Some(allow));
        assert!(!found.is_tight(), "{allow}");
        assert!(!found.closed.contains(&Channel::Navigation), "{allow}");
    }
}

#[test]
fn two_policies_are_both_enforced() {
    let policy = format!("default-src 'self', {STRICT}");
    assert!(judged(Some(&policy), Some(ALLOW)).is_tight());
}

/// Runs a server's own check; says loudly where it is not installed.
fn accepts(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program}: {words}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            eprintln!("could not check with {program}: {error}");
            None
        }
    }
}

#[test]
fn headers_files_are_what_was_meant() {
    for target in [HeadersTarget::Netlify, HeadersTarget::Cloudflare] {
        let text = export(target, &rules()).unwrap();
        let blocks: Vec<&str> = text.split("/tools/").collect();
        let block = text
            .lines()
            .skip_while(|line| *line != "/tools/resize/*")
            .skip(1);
        let block: Vec<(String, String)> = block
            .take_while(|line| line.starts_with("  "))
            .map(|line| line.trim().split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert!(blocks.len() > 3 && block.len() == 4);
        assert!(
            Confinement::of(&block).is_tight(),
            "{:?}",
            Confinement::of(&block).gaps
        );
    }
    let many = (0..100).map(|n| format!("/tools/resize/{n}.js")).collect();
    let mut rules = rules();
    rules.tools[0].files = many;
    assert!(
        export(HeadersTarget::Cloudflare, &rules)
            .unwrap_err()
            .contains("bundle")
    );
}

#[test]
fn vercel_reads_back() {
    let text = export(HeadersTarget::Vercel, &rules()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["headers"][0]["source"], "/tools/resize/(.*)");
    let list = json["headers"][0]["headers"].as_array().unwrap().iter();
    let word = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    let list: Vec<_> = list
        .map(|one| (word(one, "key"), word(one, "value")))
        .collect();
    assert!(Confinement::of(&list).is_tight());
}

#[test]
fn nginx_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display();
    let text = export(HeadersTarget::Nginx, &rules()).unwrap();
    let whole = format!(
        "pid {place}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ access_log off; server {{ listen unix:{place}/socket;\n{text}}} }}\n"
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, whole).unwrap();
    accepts("/usr/sbin/nginx", &["-t", "-c", file.to_str().unwrap()]);
}

#[test]
fn apache_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let modules = "/usr/lib/apache2/modules";
    let text = export(HeadersTarget::Apache, &rules()).unwrap();
    let whole = format!(
        "ServerRoot {0}\nServerName darkroom.example\nListen 127.0.0.1:8099\nErrorLog /dev/stderr\nPidFile {0}/pid\nLoadModule mpm_event_module {modules}/mod_mpm_event.so\nLoadModule headers_module {modules}/mod_headers.so\n{text}",
        folder.path().display()
    );
    let file = folder.path().join("apache.conf");
    fs::write(&file, whole).unwrap();
    accepts("/usr/sbin/apache2", &["-t", "-f", file.to_str().unwrap()]);
}

#[test]
fn caddy_reads_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let text = export(HeadersTarget::Caddy, &rules()).unwrap();
    let file = folder.path().join("Caddyfile");
    fs::write(
        &file,
        format!("{text}http://darkroom.example {{\n\timport candor\n}}\n"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let arguments = ["adapt", "--adapter", "caddyfile", "--config", file];
    let Some(json) = accepts("/usr/bin/caddy", &arguments) else {
        return;
    };
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let text = json.to_string();
    let allow = "(\"https://darkroom.example/tools/resize/\\\\?\" \"https://darkroom.example/tools/resize/app.js\\\\?\" \"https://darkroom.example/tools/resize/worker.js\\\\?\")";
    assert!(
        text.contains(&serde_json::json!(allow).to_string()),
        "{text}"
    );
    assert!(text.contains(STRICT) && text.contains("/tools/crop/*"));
}

#[test]
fn what_no_server_reads_alike_is_refused() {
    for path in [
        "/tools/a b/",
        "/tools/$x/",
        "/tools/\"/",
        "tools/a/",
        "/tools/a",
        "/",
        "/tools/é/",
    ] {
        let mut rules = rules();
        rules.tools[0].folder = path.to_owned();
        assert!(export(HeadersTarget::Nginx, &rules).is_err(), "{path}");
    }
    for origin in [
        "darkroom.example",
        "https://",
        "https://a.example/",
        "https://a\"b",
    ] {
        let mut rules = rules();
        rules.origin = origin.to_owned();
        assert!(export(HeadersTarget::Nginx, &rules).is_err(), "{origin}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(policy: String, allow in "\\(?[\"a-z:/\\\\? *é;,]{0,40}\\)?") {
        let found = judged(Some(&policy), Some(&allow));
        prop_assert!(!found.gaps.is_empty());
    }
}
