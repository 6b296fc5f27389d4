//! Anything at all as a request.

use std::cell::Cell;

use candor_model::Instant;
use candor_runtime::EVENTS_MEDIA_TYPE;
use proptest::prelude::*;
use serde_json::Value;

use crate::bench::START;
use crate::counter::Counter;

/// Values, objects and lists as a client could send them, with names that are declared and names that are not.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,24}".prop_map(Value::from),
        "203\\.0\\.113\\.(25[0-5]|[1-9][0-9])".prop_map(Value::from),
        "2026-1[01]-[0-3][0-9]".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        let name = prop_oneof![
            Just("tool".to_owned()),
            Just("day".to_owned()),
            Just("browser".to_owned()),
            Just("ip-address".to_owned()),
            Just("Device_ID".to_owned()),
            ".{0,6}",
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name, inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn whatever_comes_nothing_undeclared_is_stored() {
    let counter = Counter::new();
    let stored = Cell::new(0);
    let declared = ["tool", "outcome", "day", "browser"];
    let is_clean = |body: &[u8], kind: &str| {
        let Ok(accepted) = counter.send("usage-count", kind, body) else {
            return true;
        };
        stored.set(stored.get() + 1);
        let today = Instant::parse_rfc3339(START).unwrap().date().to_string();
        let events = counter.stored(&accepted);
        counter.runtime.erase(&accepted.id).unwrap();
        events.len() as u64 == accepted.accepted
            && events.iter().all(|event| {
                let members = event.as_object().unwrap();
                let day = members.get("day").and_then(Value::as_str).unwrap_or("9999");
                day <= today.as_str()
                    && members.iter().all(|(name, value)| {
                        declared.contains(&name.as_str())
                            && !value.is_object()
                            && !value.is_array()
                            && !value.to_string().contains("203.0.113.")
                    })
            })
    };
    proptest!(ProptestConfig::with_cases(300), |(
        events in proptest::collection::vec(any_json(), 1..4),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        cut in any::<proptest::sample::Index>(),
    )| {
        let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
        prop_assert!(is_clean(lines.as_bytes(), EVENTS_MEDIA_TYPE));
        let document = Value::from(events).to_string();
        prop_assert!(is_clean(document.as_bytes(), "application/json"));
        prop_assert!(is_clean(&document.as_bytes()[..cut.index(document.len() + 1)], "application/json"));
        prop_assert!(is_clean(&bytes, EVENTS_MEDIA_TYPE));
        prop_assert!(is_clean(&bytes, "application/json"));
    });
    assert!(
        stored.get() > 10,
        "only {} requests were let in",
        stored.get()
    );
}
