//! What stays of events at the end of a window that anonymises.

use candor_runtime::anonymise;

use crate::counter::policy;

fn faded(category: &str, events: &str) -> String {
    let policy = policy();
    let mut text = Vec::new();
    let category = policy.data_category(category).unwrap();
    let window = policy.window("faded").unwrap();
    let lines = anonymise(&mut events.as_bytes(), category, window, &mut text).unwrap();
    assert_eq!(lines, text.split(|byte| *byte == b'\n').count() as u64 - 1);
    String::from_utf8(text).unwrap()
}

#[test]
fn anonymised_events_keep_what_leads_to_nobody() {
    assert_eq!(
        faded(
            "log-line",
            "{\"ip-address\":\"203.0.113.0\",\"visitor\":\"6f\",\"page\":\"https://shop.example/x\",\"status\":404,\
             \"time\":\"2026-11-23T12:00:00Z\",\"route\":\"product\"}\nnot an event\n{\"visitor\":\"6f\"}\n\
             {\"ip-address\":\"203.0.113.9\",\"gone\":\"x\",\"route\":\"maria@person.example\"}\n"
        ),
        "{\"ip-address\":\"203.0.113.0\",\"page\":\"https://shop.example\",\"time\":\"2026-11-23\",\"route\":\"product\"}\n\
         {\"ip-address\":\"203.0.113.0\"}\n"
    );
    assert_eq!(
        faded(
            "ticket",
            "{\"email\":\"a@b.example\",\"message\":\"hello\",\"open\":true}\n"
        ),
        "{\"open\":true}\n"
    );
    assert_eq!(
        faded(
            "usage-count",
            "{\"tool\":\"a\",\"outcome\":3,\"day\":\"2026-11-23\",\"device-id\":\"d\",\"ip-address\":\"203.0.113.9\"}"
        ),
        "{\"tool\":\"a\",\"outcome\":3,\"day\":\"2026-11-23\"}\n"
    );
    let policy = policy();
    let category = policy.data_category("ticket").unwrap();
    let window = policy.window("short").unwrap();
    let refusal = anonymise(&mut b"{}".as_slice(), category, window, &mut Vec::new()).unwrap_err();
    assert_eq!(refusal.rule, "retention/end-not-enforced");
}
