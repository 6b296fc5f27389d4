//! What is stored of an event.

use std::collections::BTreeMap;

use candor_runtime::{EVENTS_MEDIA_TYPE, RefusalKind};
use serde_json::json;

use crate::counter::Counter;

#[test]
fn only_declared_fields_are_stored_and_never_those_that_are_never_kept() {
    let counter = Counter::new();
    let accepted = counter
        .lines(
            "usage_count",
            "{\"TOOL\":\"resize\",\"ip_address\":\"203.0.113.77\",\"outcome\":null}\n\
             {\"tool\":\"crop\",\"day\":\"2026-11-20\",\"ip-address\":[\"203.0.113.77\"],\"device-id\":\"d-1\"}\n",
        )
        .unwrap();
    assert_eq!(accepted.accepted, 2);
    let dropped = [("device-id".to_owned(), 1), ("ip-address".to_owned(), 2)];
    assert_eq!(accepted.dropped, BTreeMap::from(dropped));
    assert_eq!(
        (accepted.category.as_str(), accepted.window.as_str()),
        ("usage-count", "short")
    );
    assert_eq!(
        counter.stored(&accepted),
        [
            json!({"tool": "resize", "outcome": null, "day": "2026-11-23"}),
            json!({"tool": "crop", "day": "2026-11-20"}),
        ]
    );
    let stored = counter.runtime.store().head(&accepted.id).unwrap();
    assert_eq!(stored.meta.media_type, EVENTS_MEDIA_TYPE);
    assert_eq!(stored.meta.activity, "counts");
    assert_eq!(stored.term.expires_at, Some(accepted.expires_at));
    let array = br#"[{"tool":"resize"},
        {"tool":"crop"}]"#;
    assert_eq!(
        counter
            .send("usage-count", "application/json; charset=utf-8", array)
            .unwrap()
            .accepted,
        2
    );
}

#[test]
fn fields_are_kept_in_the_declared_form() {
    let counter = Counter::new();
    let send = |line: &str| {
        let accepted = counter.lines("log-line", line).unwrap();
        (counter.stored(&accepted).remove(0), accepted.expires_at)
    };
    let line = "{\"ip-address\":\"2001:db8:1:2::3\",\"visitor\":\"v-1\",\"page\":\"https://shop.example/maria?x=1\",\"status\":404}";
    let (first, end) = send(line);
    assert_eq!(first["ip-address"], "2001:db8:1::");
    assert_eq!(first["page"], "https://shop.example");
    assert_eq!(
        (&first["status"], &first["time"]),
        (&json!(404), &json!("2026-11-23T12:00:00Z"))
    );
    let tag = first["visitor"].as_str().unwrap();
    assert_eq!(tag.len(), 32);
    assert_ne!(send("{\"visitor\":\"v-2\"}").0["visitor"], tag);
    assert_eq!(send(line).0["visitor"], tag, "equal in the same bucket");
    // A restart changes nothing; another bucket does.
    counter.bench.clock.advance_seconds(600);
    let (later, other_end) = send(line);
    assert!(other_end > end);
    assert_ne!(later["visitor"], tag, "not to be joined across buckets");
    assert_eq!(
        counter
            .refused("log-line", "{\"ip-address\":\"unknown\"}")
            .1,
        "events/not-an-address"
    );
    assert_eq!(
        counter.refused("log-line", "{\"page\":7}").1,
        "events/cannot-shorten"
    );
}

#[test]
fn what_looks_like_a_person_is_refused_where_nobody_may_be_identified() {
    let counter = Counter::new();
    for value in [
        "from 203.0.113.77",
        "maria@person.example",
        "Mozilla/5.0 (X11; Linux) Gecko",
    ] {
        for category in ["usage-count", "log-line"] {
            let field = if category == "usage-count" {
                "browser"
            } else {
                "route"
            };
            let (kind, rule, text) =
                counter.refused(category, &format!("{{\"{field}\":\"{value}\"}}"));
            assert_eq!(
                (kind, rule),
                (RefusalKind::Invalid, "events/looks-personal"),
                "{value}"
            );
            assert!(!text.contains(value), "a refusal repeats no value: {text}");
        }
        assert!(
            counter
                .lines("ticket", &format!("{{\"message\":\"{value}\"}}"))
                .is_ok()
        );
    }
    let (_, rule, text) = counter.refused("usage-count", "{\"maria@person.example\":1}");
    assert!(
        rule == "events/undeclared-field" && !text.contains("maria"),
        "{text}"
    );
    let mut body = b"{}".as_slice();
    let refusal = counter
        .runtime
        .record_events(
            "usage-count",
            None,
            Some(EVENTS_MEDIA_TYPE),
            Some("person-1"),
            &mut body,
        )
        .unwrap_err();
    assert_eq!(
        (refusal.kind, refusal.rule),
        (RefusalKind::Boundary, "events/subject-of-anonymous")
    );
    let mut body = b"{\"open\":true}".as_slice();
    let accepted = counter
        .runtime
        .record_events(
            "ticket",
            None,
            Some(EVENTS_MEDIA_TYPE),
            Some("person-1"),
            &mut body,
        )
        .unwrap();
    assert!(
        counter
            .runtime
            .store()
            .head(&accepted.id)
            .unwrap()
            .meta
            .subject_tag
            .is_some()
    );
}
