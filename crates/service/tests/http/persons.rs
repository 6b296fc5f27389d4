//! What a person can ask for, over HTTP: only with a token of that kind.

use std::io::Read;

use candor_model::clock::{Clock, SystemClock};
use candor_runtime::{Hold, ObjectId, TokenKind, Tokens};
use serde_json::Value;

use crate::client::{Server, picture, start};

/// A token of a kind for a running server.
pub(crate) fn token(server: &Server, kind: TokenKind) -> String {
    let tokens = Tokens::of(&server.directory.path().join("data"));
    let (secret, _) = tokens.issue(kind, None, None, SystemClock.now()).unwrap();
    format!("Bearer {secret}")
}

fn upload(server: &Server, tool: &str, token: &str, subject: &str) -> Value {
    let headers = [
        ("Content-Type", "image/png"),
        ("Authorization", token),
        ("Candor-Subject", subject),
    ];
    let path = format!("/v1/tools/{tool}/uploads");
    let answer = server.send("POST", &path, &headers, &picture());
    assert_eq!(
        answer.status,
        201,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    answer.json()
}

#[test]
fn only_a_token_of_that_kind_asks_for_a_person() {
    let server = start(true);
    let refused = server.send("DELETE", "/v1/subjects/ada", &[], b"");
    assert_eq!(refused.status, 401, "also while there are no tokens at all");
    assert_eq!(refused.json()["rule"], "runtime/token");
    let write = token(&server, TokenKind::Write);
    let refused = server.send(
        "DELETE",
        "/v1/subjects/ada",
        &[("Authorization", &write)],
        b"",
    );
    assert_eq!(refused.status, 401);
    for other in ["Bearer candor_subject_AAAA", "Bearer", "Basic YTpi"] {
        let answer = server.send(
            "DELETE",
            "/v1/subjects/ada",
            &[("Authorization", other)],
            b"",
        );
        assert_eq!(answer.status, 401, "{other}");
    }
    let without = server.upload(&picture());
    assert_eq!(
        without.status, 401,
        "once there are tokens, writing needs one"
    );
    let subject = token(&server, TokenKind::Subject);
    let erased = server.send(
        "DELETE",
        "/v1/subjects/ada",
        &[("Authorization", &subject)],
        b"",
    );
    assert_eq!(
        (erased.status, &erased.json()["erased"]),
        (200, &Value::from(0))
    );
}

#[test]
fn a_person_gets_everything_restricts_it_and_has_it_erased() {
    let server = start(true);
    let admin = token(&server, TokenKind::Admin);
    let own = [("Authorization", admin.as_str())];
    let mine = upload(&server, "enlarge", &admin, "ada lovelace");
    let other = upload(&server, "enlarge", &admin, "bob");
    let url = mine["erase_url"].as_str().unwrap();
    let archive = server.send("GET", "/v1/subjects/ada%20lovelace/export", &own, b"");
    assert_eq!(
        archive.header("content-type").as_deref(),
        Some("application/x-tar")
    );
    let mut names = Vec::new();
    for entry in tar::Archive::new(archive.body.as_slice())
        .entries()
        .unwrap()
    {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name.starts_with("objects/") {
            assert_eq!(bytes, picture());
        }
        if name == "manifest.json" {
            let manifest: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(manifest["subject"], "ada lovelace");
            assert_eq!(manifest["objects"][0]["id"], mine["id"]);
            assert_eq!(manifest["objects"].as_array().unwrap().len(), 1);
        }
        names.push(name);
    }
    let picture_name = format!("objects/{}.png", mine["id"].as_str().unwrap());
    assert_eq!(names, ["manifest.json", &picture_name, "SHA256SUMS"]);
    let path = "/v1/subjects/ada%20lovelace/restriction";
    assert_eq!(server.send("PUT", path, &own, b"").json()["changed"], 1);
    let refused = server.get(url);
    assert_eq!(
        (refused.status, &refused.json()["rule"]),
        (403, &Value::from("object/restricted"))
    );
    assert_eq!(server.send("DELETE", path, &own, b"").json()["changed"], 1);
    assert_eq!(server.get(url).status, 200);
    let erased = server.send("DELETE", "/v1/subjects/ada%20lovelace", &own, b"");
    assert_eq!(erased.json()["erased"], 1);
    assert_eq!(server.get(url).status, 410);
    assert_eq!(server.get(other["erase_url"].as_str().unwrap()).status, 200);
}

#[test]
fn closing_an_account_ends_its_data() {
    let server = start(true);
    let admin = token(&server, TokenKind::Admin);
    let own = [("Authorization", admin.as_str())];
    let unnamed = server.send(
        "POST",
        "/v1/tools/gallery/uploads",
        &[("Content-Type", "image/png"), own[0]],
        &picture(),
    );
    assert_eq!(
        (unnamed.status, &unnamed.json()["rule"]),
        (400, &Value::from("retention/whose-data"))
    );
    let stored = upload(&server, "gallery", &admin, "ada");
    assert_eq!(
        (&stored["expires_at"], &stored["erased_by"]),
        (&Value::Null, &Value::Null)
    );
    let url = stored["erase_url"].as_str().unwrap();
    let path = "/v1/subjects/ada/events";
    for (body, status) in [
        ("{\"event\":\"account-opened\"}", 400),
        ("{\"event\":\"account-closed\",\"at\":\"yesterday\"}", 400),
        ("[]", 400),
    ] {
        assert_eq!(
            server.send("POST", path, &own, body.as_bytes()).status,
            status,
            "{body}"
        );
    }
    let closed = server
        .send("POST", path, &own, b"{\"event\":\"account-closed\"}")
        .json();
    let window = &closed["windows"][0];
    assert_eq!(
        (&window["window"], &window["erased"]),
        (&Value::from("gallery"), &Value::from(false))
    );
    assert!(window["expires_at"].is_string(), "{closed}");
    assert_eq!(server.get(url).status, 200, "until then it is there");
    let late = b"{\"event\":\"account_closed\",\"at\":\"2020-01-01T00:00:00Z\"}";
    let closed = server.send("POST", path, &own, late).json();
    assert_eq!(closed["windows"][0]["erased"], true);
    assert_eq!(server.get(url).status, 410);
}

#[test]
fn the_status_page_is_for_operators() {
    let server = start(true);
    let page = server.get("/status");
    assert_eq!(
        page.status, 200,
        "while there are no tokens, this machine may look"
    );
    let admin = token(&server, TokenKind::Admin);
    let stored = upload(&server, "enlarge", &admin, "ada");
    assert_eq!(server.get("/status").status, 401);
    let page = server.send("GET", "/status", &[("Authorization", &admin)], b"");
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert_eq!(page.header("cache-control").as_deref(), Some("no-store"));
    assert!(text.contains("uploads") && text.contains("<svg"), "{text}");
    assert!(
        !text.contains(stored["id"].as_str().unwrap()),
        "it names no object"
    );
    assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("<script"));
}

#[test]
fn every_metric_of_the_alert_rules_is_there() {
    let server = start(true);
    let metrics = String::from_utf8(server.get("/metrics").body).unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/alerts.yml");
    let rules = std::fs::read_to_string(path).unwrap();
    let named: std::collections::BTreeSet<&str> = rules
        .split(|one: char| !(one.is_ascii_alphanumeric() || one == '_'))
        .filter(|word| word.starts_with("candor_"))
        .collect();
    assert!(named.len() >= 5, "{named:?}");
    for name in named {
        let family = name
            .trim_end_matches("_bucket")
            .trim_end_matches("_sum")
            .trim_end_matches("_count");
        assert!(
            metrics.contains(&format!("# TYPE {family} ")),
            "no metric {name}"
        );
    }
}

#[test]
fn what_is_held_is_read_by_an_administrator_alone_once_it_is_gone() {
    let server = start(true);
    let (admin, write) = (
        token(&server, TokenKind::Admin),
        token(&server, TokenKind::Write),
    );
    let stored = upload(&server, "enlarge", &write, "ada");
    let id = stored["id"].as_str().unwrap();
    let (path, held) = (format!("/v1/objects/{id}"), ObjectId::parse(id).unwrap());
    let hold = Hold {
        reason: "case 7".to_owned(),
        by: "legal".to_owned(),
    };
    server.store.hold(&held, hold).unwrap();
    let get = |token: &str| server.send("GET", &path, &[("Authorization", token)], b"");
    assert_eq!(server.send("DELETE", &path, &[], b"").status, 204);
    assert_eq!(server.get(&path).status, 410);
    assert_eq!(get(&write).status, 410);
    let answer = get(&admin);
    assert_eq!(answer.status, 200);
    assert!(answer.body == picture());
    let part = [("Authorization", admin.as_str()), ("Range", "bytes=1-3")];
    let answer = server.send("GET", &path, &part, b"");
    assert_eq!((answer.status, &*answer.body), (206, &picture()[1..4]));
    assert!(server.store.release(&held).unwrap());
    assert_eq!(get(&admin).status, 410, "nobody holds it any more");
}
