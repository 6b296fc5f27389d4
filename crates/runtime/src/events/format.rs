//! The format of a request of events.

use crate::media_type::essence;
use crate::refusal::{Refusal, RefusalKind};

/// How the events of a request follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON object, or one array of objects.
    Document,
    /// One JSON object on each line.
    Lines,
}

impl Format {
    /// The format that a `Content-Type` names.
    ///
    /// # Errors
    /// Refuses what is neither JSON nor NDJSON, and a request that does not say.
    pub(super) fn of(content_type: Option<&str>) -> Result<Self, Refusal> {
        let given = content_type.map(essence).unwrap_or_default();
        match given.as_str() {
            "application/json" => Ok(Self::Document),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Ok(Self::Lines),
            _ => Err(Refusal::new(
                RefusalKind::UnsupportedFormat,
                "events/format",
                "Format not taken",
                "Events are taken as application/json (one object, or an array of objects) or as \
                 application/x-ndjson (one object on each line). Say which in Content-Type.",
            )),
        }
    }
}
