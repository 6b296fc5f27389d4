//! Windows and boundaries on real data.
//!
//! A [`Runtime`] puts one checked policy in force on one [`Store`]: it refuses what the policy does not declare, keeps
//! what it takes encrypted, and ends it on time. An application embeds it; `examples/embed.rs` shows how. The crate
//! links no YAML parser, no template engine, no picture decoder and no HTTP server.

mod accepted;
pub mod boundary;
pub mod chunked;
mod disclosure;
mod events;
mod export;
mod job;
mod jobs;
mod media_type;
mod object_id;
mod persons;
mod queue;
mod refusal;
mod runtime;
mod store;
pub mod tlog;
mod tokens;

pub use accepted::Accepted;
pub use disclosure::{Disclosure, Permit};
pub use events::{
    EVENTS_MEDIA_TYPE, EventCounts, EventGroup, EventsAccepted, MAX_EVENT_BYTES, MAX_EVENTS,
    MAX_GROUPS, MAX_REQUEST_BYTES, MAX_TEXT_BYTES, Staying,
};
pub use export::Exported;
pub use job::{Job, JobState, Order};
pub use jobs::JobFault;
pub use object_id::ObjectId;
pub use refusal::{Refusal, RefusalKind};
pub use runtime::{Runtime, Upload};
pub use store::{
    Anchor, Body, Bucket, Carried, ClockState, Damage, Deposit, Enforced, EventOutcome, Fact,
    HeldObject, Hold, Inspection, Instants, Kind, Lags, LastResort, Meta, NewObject, NewWaiting,
    Options as StoreOptions, RootKey, Shortening, Stats, Store, StoreError, Stored, SubjectEvent,
    SweepReport, Term, Waiting, WindowHistory, WindowStats, WindowTag, WindowTerms, inspect,
};
pub use tokens::{Token, TokenKind, Tokens};
