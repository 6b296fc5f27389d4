//! The numbers of a log: which event is which, and when it was.

use std::collections::HashMap;

use serde_json::Value;

/// What the head of a log says about its numbers.
pub(super) struct Names {
    events: HashMap<u64, String>,
    /// Ticks to milliseconds since the Unix epoch.
    offset: i64,
}

impl Names {
    /// Reads the head; nothing where it is none.
    pub(super) fn read(head: &[u8]) -> Option<Self> {
        let head: Value = serde_json::from_slice(head).ok()?;
        let constants = &head["constants"];
        let types = constants["logEventTypes"].as_object()?;
        let events = types
            .iter()
            .filter_map(|(name, number)| Some((number.as_u64()?, name.clone())))
            .collect();
        let offset = &constants["timeTickOffset"];
        let offset = offset.as_f64().or_else(|| offset.as_str()?.parse().ok())?;
        Some(Self {
            events,
            offset: offset as i64,
        })
    }

    /// The name of an event.
    pub(super) fn of(&self, event: &Value) -> &str {
        let number = event["type"].as_u64().unwrap_or(u64::MAX);
        self.events.get(&number).map_or("", String::as_str)
    }

    /// When it was, in milliseconds since the Unix epoch.
    pub(super) fn instant(&self, event: &Value) -> i64 {
        let time = &event["time"];
        let ticks = time.as_f64().or_else(|| time.as_str()?.parse().ok());
        self.offset.saturating_add(ticks.unwrap_or(0.0) as i64)
    }
}
