//! What the runtime answers when it has stored events.

use std::collections::BTreeMap;

use candor_model::Instant;

use crate::object_id::ObjectId;

/// The events of one request, stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsAccepted {
    /// The object that holds them; whoever knows it may read and erase them.
    pub id: ObjectId,
    /// The data category.
    pub category: String,
    /// How many events were stored.
    pub accepted: u64,
    /// How often each field came that the policy says is never stored. It was dropped.
    pub dropped: BTreeMap<String, u64>,
    /// The window.
    pub window: String,
    /// E: reads are refused from here on.
    pub expires_at: Instant,
    /// By then key and bytes are gone.
    pub erased_by: Instant,
}
