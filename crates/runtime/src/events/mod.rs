//! Events: what a product counts instead of writing log files.
//!
//! A request brings events of one data category. Only the fields that the policy declares are ever stored, in the form
//! in which it says they are kept; the rest is refused or dropped before a byte is written. The events of one request
//! become one object under the category's window, encrypted, and end with its bucket like everything else.

mod accepted;
mod counting;
mod counts;
mod faults;
mod format;
mod intake;
mod members;
mod personal;
mod reader;
mod record;
mod screen;
mod screened_body;
mod source;
mod staying;
mod truncated;

pub use accepted::EventsAccepted;
pub use counts::{EventCounts, EventGroup};
pub(crate) use staying::KeptCategory;
pub use staying::Staying;

/// The largest event in bytes, as it is sent.
pub const MAX_EVENT_BYTES: usize = 64 * 1024;
/// The most events of one request.
pub const MAX_EVENTS: u64 = 10_000;
/// The largest body of a request in bytes.
pub const MAX_REQUEST_BYTES: u64 = 8 * 1024 * 1024;
/// The longest text of a field in bytes.
pub const MAX_TEXT_BYTES: usize = 4 * 1024;
/// The most groups that a count answers with.
pub const MAX_GROUPS: usize = 10_000;
/// The media type under which events are stored.
pub const EVENTS_MEDIA_TYPE: &str = "application/x-ndjson";
