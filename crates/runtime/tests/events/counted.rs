//! Counts, until the bucket ends.

use candor_model::Date;
use candor_runtime::{EVENTS_MEDIA_TYPE, MAX_EVENTS};

use crate::bench::new_object;
use crate::counter::Counter;

#[test]
fn counts_are_by_day_and_values_and_end_with_the_bucket() {
    let counter = Counter::new();
    let first = counter
        .lines(
            "usage-count",
            "{\"tool\":\"a\",\"outcome\":\"worked\"}\n{\"tool\":\"a\"}\n{\"tool\":\"b\",\"day\":\"2026-11-21\"}\n{\"day\":\"2026-11-01\"}\n",
        )
        .unwrap();
    // An upload of the same category by another way, another category, and another object of events.
    counter.lines("log-line", "{\"status\":200}\n").unwrap();
    counter.bench.clock.advance_seconds(18 * 3600);
    let second = counter
        .lines("usage-count", "{\"tool\":\"a\"}\n".repeat(3).as_str())
        .unwrap();
    assert!(second.expires_at > first.expires_at);
    let all = ("2026-11-20", "2026-11-30");
    let count = |by: &[&str]| counter.counts("usage-count", by, all.0, all.1);
    assert_eq!(
        count(&[]),
        ["2026-11-21 [] 1", "2026-11-23 [] 2", "2026-11-24 [] 3"]
    );
    assert_eq!(
        count(&["tool", "day", "OUTCOME", "tool"]),
        [
            "2026-11-21 [\"b\",null] 1",
            "2026-11-23 [\"a\",\"worked\"] 1",
            "2026-11-23 [\"a\",null] 1",
            "2026-11-24 [\"a\",null] 3",
        ]
    );
    assert_eq!(
        counter.counts("usage-count", &[], "2026-11-23", "2026-11-23"),
        ["2026-11-23 [] 2"]
    );
    assert_eq!(
        counter.counts("log-line", &["status"], all.0, all.1),
        ["2026-11-23 [200] 1"]
    );
    // At E, before any sweep, the events of the first bucket do not count any more.
    counter.bench.clock.set(first.expires_at);
    assert_eq!(count(&[]), ["2026-11-24 [] 3"]);
    assert_eq!(counter.runtime.sweep().unwrap().buckets, 1);
    assert_eq!(count(&[]), ["2026-11-24 [] 3"]);
    counter.runtime.erase(&second.id).unwrap();
    assert_eq!(count(&[]), Vec::<String>::new());
}

#[test]
fn a_count_that_cannot_be_answered_is_refused() {
    let counter = Counter::new();
    let day = |text: &str| Date::parse(text).unwrap();
    let ask = |category: &str, by: &[&str], from: &str| {
        let until = day("2026-11-23");
        counter
            .runtime
            .count_events(category, by, day(from), until)
            .map_err(|refusal| refusal.rule)
    };
    assert_eq!(
        ask("nothing", &[], "2026-11-23").err(),
        Some("boundary/undeclared-category")
    );
    assert_eq!(
        ask("usage-count", &["colour"], "2026-11-23").err(),
        Some("events/undeclared-field")
    );
    assert_eq!(
        ask("usage-count", &["ip-address"], "2026-11-23").err(),
        Some("events/never-stored")
    );
    assert_eq!(
        ask("usage-count", &[], "2026-11-24").err(),
        Some("events/invalid-day")
    );
    assert_eq!(
        ask("ticket", &["open"], "2026-11-23").err(),
        Some("events/no-day")
    );
    let line = |number: u64| format!("{{\"tool\":\"{number}\"}}\n");
    let most: String = (0..MAX_EVENTS).map(line).collect();
    counter.lines("usage-count", &most).unwrap();
    assert_eq!(
        ask("usage-count", &["tool"], "2026-11-23")
            .unwrap()
            .groups
            .len(),
        10_000
    );
    counter.lines("usage-count", &line(MAX_EVENTS)).unwrap();
    assert_eq!(
        ask("usage-count", &["tool"], "2026-11-23").err(),
        Some("events/too-many-groups")
    );
    assert_eq!(
        ask("usage-count", &[], "2026-11-23").unwrap().total,
        MAX_EVENTS + 1
    );
}

#[test]
fn what_only_looks_like_events_is_told_apart() {
    let counter = Counter::new();
    counter.lines("usage-count", "{\"tool\":\"a\"}\n").unwrap();
    let store = counter.runtime.store();
    let tag = store.register_window("elsewhere", "24 hours").unwrap();
    let put = |category: &str, media_type: &str, body: &[u8]| {
        let mut new = new_object(store, tag, "24 hours");
        new.meta.category = category.to_owned();
        new.meta.media_type = media_type.to_owned();
        store.put(new, &mut &*body).unwrap();
    };
    let event = b"{\"day\":\"2026-11-23\"}\n";
    put("usage-count", "text/plain", event);
    put("log-line", EVENTS_MEDIA_TYPE, event);
    // Under a window of an earlier policy; lines that are no events, one of them without an end.
    put("Usage_Count", EVENTS_MEDIA_TYPE, event);
    put(
        "usage-count",
        EVENTS_MEDIA_TYPE,
        b"no event\n[1]\n{\"day\":7}\n",
    );
    put("usage-count", EVENTS_MEDIA_TYPE, &vec![b'x'; 3_000_000]);
    let day = Date::parse("2026-11-23").unwrap();
    let counts = counter
        .runtime
        .count_events("usage-count", &[], day, day)
        .unwrap();
    assert_eq!((counts.total, counts.undated), (2, 4));
}

#[test]
fn what_is_kept_and_not_used_is_not_counted() {
    let counter = Counter::new();
    let kept = counter.lines("usage-count", "{\"tool\":\"a\"}\n").unwrap();
    counter.lines("usage-count", "{\"tool\":\"a\"}\n").unwrap();
    let count = || counter.counts("usage-count", &[], "2026-11-20", "2026-11-30");
    assert_eq!(count(), ["2026-11-23 [] 2"]);
    counter.runtime.store().restrict(&kept.id, true).unwrap();
    assert_eq!(count(), ["2026-11-23 [] 1"]);
    counter.runtime.store().restrict(&kept.id, false).unwrap();
    assert_eq!(count(), ["2026-11-23 [] 2"]);
}

#[test]
fn a_count_reads_nothing_but_events_of_its_category() {
    let counter = Counter::new();
    let store = counter.runtime.store();
    let tag = store.register_window("elsewhere", "24 hours").unwrap();
    let put = |category: &str, media_type: &str| {
        let mut new = new_object(store, tag, "24 hours");
        new.meta.category = category.to_owned();
        new.meta.media_type = media_type.to_owned();
        store.put(new, &mut b"picture".as_slice()).unwrap();
    };
    put("uploaded-image", "image/png");
    put("log-line", EVENTS_MEDIA_TYPE);
    // Whoever decrypts the metadata of these two fails: it is damaged.
    let mut damaged = 0;
    for file in crate::bench::files(&counter.bench.root().join("cohorts")) {
        let mut bytes = std::fs::read(&file).unwrap();
        let starts: Vec<usize> = (0..bytes.len().saturating_sub(200))
            .filter(|at| &bytes[*at..*at + 4] == b"CREC")
            .collect();
        for at in starts {
            bytes[at + 128 + 60] ^= 1;
            damaged += 1;
        }
        std::fs::write(&file, &bytes).unwrap();
    }
    assert_eq!(damaged, 2);
    counter.lines("usage-count", "{\"tool\":\"a\"}\n").unwrap();
    let counts = counter.counts("usage-count", &[], "2026-11-20", "2026-11-30");
    assert_eq!(counts, ["2026-11-23 [] 1"]);
}
