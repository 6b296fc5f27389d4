//! Signed records of checks: in-toto Statement v1 in a DSSE envelope, signed with Ed25519.
//!
//! A record says what was looked at (digests), what was found (the predicate) and who vouches for it (the key). Reading
//! is total: any bytes give a record or a plain error.

mod digest;
mod envelope;
mod key;
mod marked;
mod statement;
mod tool_run;
mod window_status;

pub use digest::{fold, sha256_hex};
pub use envelope::{Envelope, MAX_BYTES, PAYLOAD_TYPE, Verdict, pae};
pub use key::{SigningKey, TrustedKey, random_bytes};
pub use marked::shipped_digest;
pub use statement::{STATEMENT_TYPE, Statement, Subject, version};
pub use tool_run::{Canary, HEADERS, TOOL_RUN, ToolRun};
pub use window_status::{LastEnd, WINDOW_STATUS, WindowState, WindowStatus};
