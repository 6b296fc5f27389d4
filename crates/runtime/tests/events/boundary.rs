//! What is let in at all: whole requests under a declared, enforced activity.

use candor_runtime::{EVENTS_MEDIA_TYPE, MAX_EVENTS, RefusalKind};

use crate::bench::files;
use crate::counter::Counter;

#[test]
fn a_request_is_stored_whole_or_not_at_all() {
    let counter = Counter::new();
    for (body, rule, told) in [
        (
            "{\"tool\":\"a\"}\n{\"tool\":\n",
            "events/malformed",
            "Line 2",
        ),
        (
            "{\"tool\":\"a\"}\n\n{\"colour\":1}\n",
            "events/undeclared-field",
            "Line 3",
        ),
        (
            "{\"tool\":{\"name\":\"a\"}}",
            "events/nested-value",
            "policies/data.yaml:4",
        ),
        (
            "{\"tool\":\"a\",\"Tool\":\"b\"}",
            "events/malformed",
            "twice",
        ),
        ("{\"day\":\"2026-11-24\"}", "events/invalid-day", "future"),
        ("{\"day\":\"yesterday\"}", "events/invalid-day", "a date"),
        ("{\"day\":7}", "events/invalid-day", "a date"),
        ("[]", "events/not-an-object", "Line 1"),
        ("", "events/empty", "no event"),
        ("{\"tool\":\"\\ud800\"}", "events/malformed", "column"),
    ] {
        let (kind, refused, text) = counter.refused("usage-count", body);
        assert_eq!(
            (kind, refused),
            (RefusalKind::Invalid, rule),
            "{body}: {text}"
        );
        assert!(text.contains(told), "{body}: {text}");
    }
    let undeclared = counter.lines("usage-count", "{\"colour\":1}").unwrap_err();
    let place = undeclared.policy.unwrap();
    assert_eq!((&*place.file, place.line), ("policies/data.yaml", 1));
    let long = format!("{{\"tool\":\"{}\"}}", "x".repeat(4097));
    assert_eq!(counter.refused("usage-count", &long).1, "events/too-long");
    // The refused line comes after more than a mebibyte, so the object had its own file already.
    let mut many = format!("{{\"tool\":\"{}\"}}\n", "x".repeat(400)).repeat(5_000);
    many.push_str("{\"colour\":1}\n");
    assert!(
        counter
            .refused("usage-count", &many)
            .2
            .contains("Line 5001")
    );
    let too_many = "{}\n".repeat(usize::try_from(MAX_EVENTS).unwrap() + 1);
    assert_eq!(
        counter.refused("usage-count", &too_many).0,
        RefusalKind::TooLarge
    );
    assert_eq!(counter.objects(), 0);
    assert_eq!(
        files(&counter.bench.root().join("cohorts")),
        Vec::<std::path::PathBuf>::new()
    );
    let refusals = counter.runtime.refusals();
    assert_eq!(refusals.get("events/undeclared-field"), Some(&3));
    let format = counter
        .send("usage-count", "text/plain", b"{}")
        .unwrap_err();
    assert_eq!(
        (format.kind, format.rule),
        (RefusalKind::UnsupportedFormat, "events/format")
    );
}

#[test]
fn the_boundary_is_that_of_uploads() {
    let counter = Counter::new();
    for (category, kind, rule, file) in [
        (
            "nothing",
            RefusalKind::Boundary,
            "boundary/undeclared-category",
            None,
        ),
        (
            "unused",
            RefusalKind::Boundary,
            "boundary/undeclared-category",
            Some("policies/data.yaml"),
        ),
        (
            "drawing",
            RefusalKind::Boundary,
            "boundary/local-activity",
            Some("policies/tools/draw.yaml"),
        ),
        (
            "elsewhere",
            RefusalKind::Boundary,
            "retention/unenforced-window",
            Some("policies/activities/other.yaml"),
        ),
        (
            "binned",
            RefusalKind::Boundary,
            "retention/end-not-enforced",
            Some("policies/retention.yaml"),
        ),
        (
            "abroad",
            RefusalKind::Boundary,
            "boundary/region",
            Some("policies/activities/abroad.yaml"),
        ),
        (
            "bare",
            RefusalKind::Boundary,
            "events/no-fields",
            Some("policies/data.yaml"),
        ),
        (
            "twice",
            RefusalKind::Ambiguous,
            "boundary/ambiguous-activity",
            Some("policies/data.yaml"),
        ),
    ] {
        let refusal = counter.lines(category, "{}").unwrap_err();
        assert_eq!(
            (refusal.kind, refusal.rule),
            (kind, rule),
            "{category}: {refusal}"
        );
        assert_eq!(
            refusal
                .policy
                .as_ref()
                .map(|place| place.file.to_string())
                .as_deref(),
            file,
            "{category}"
        );
    }
    let told = counter.lines("binned", "{}").unwrap_err();
    assert!(told.detail.contains("Write `at_end: erase`"), "{told}");
    assert_eq!(told.policy.map(|place| place.line), Some(3));
    let send = |category: &str, activity: &str| {
        let kind = Some(EVENTS_MEDIA_TYPE);
        counter
            .runtime
            .record_events(category, Some(activity), kind, None, &mut b"{}".as_slice())
    };
    assert_eq!(send("twice", "other").unwrap().accepted, 1);
    assert_eq!(
        send("twice", "nobody").unwrap_err().rule,
        "boundary/undeclared-activity"
    );
    assert_eq!(
        send("usage-count", "other").unwrap_err().rule,
        "boundary/undeclared-category"
    );
    assert_eq!(
        send("drawing", "draw").unwrap_err().rule,
        "boundary/local-activity"
    );
}
