//! What is never stored is nowhere.

use serde_json::json;

use crate::bench::{contains, files};
use crate::counter::Counter;

#[test]
fn what_is_never_stored_is_in_no_file_at_any_time() {
    let counter = Counter::new();
    let canaries = [
        "203.0.113.77",
        "DEVICE-CANARY",
        "VISITOR-CANARY",
        "usage-count",
        "TOOL-CANARY",
    ];
    let gone = |when: &str| {
        for canary in canaries {
            assert_eq!(
                contains(&counter.bench.root(), canary.as_bytes()),
                Vec::<std::path::PathBuf>::new(),
                "{when}: {canary}"
            );
        }
    };
    let line = "{\"tool\":\"TOOL-CANARY\",\"ip-address\":\"203.0.113.77\",\"device-id\":\"DEVICE-CANARY\"}\n";
    let accepted = counter.lines("usage-count", line).unwrap();
    let hashed = counter
        .lines(
            "log-line",
            "{\"visitor\":\"VISITOR-CANARY\",\"ip-address\":\"203.0.113.77\"}\n",
        )
        .unwrap();
    // Large enough for a file of its own, and refused at its last line.
    let large = format!(
        "{}{{\"ip-address\":\"203.0.113.77\",\"no\":1}}\n",
        line.repeat(9_000)
    );
    counter.lines("usage-count", &line.repeat(9_000)).unwrap();
    counter.lines("usage-count", &large).unwrap_err();
    gone("stored");
    assert_eq!(
        counter.stored(&accepted),
        [json!({"tool": "TOOL-CANARY", "day": "2026-11-23"})]
    );
    let kept = counter.stored(&hashed).remove(0).to_string();
    assert!(
        !kept.contains("VISITOR-CANARY") && kept.contains("203.0.113.0"),
        "{kept}"
    );
    counter.bench.clock.set(accepted.expires_at);
    counter.runtime.sweep().unwrap();
    gone("ended");
    assert_eq!(
        files(&counter.bench.root().join("cohorts")),
        Vec::<std::path::PathBuf>::new()
    );
}
