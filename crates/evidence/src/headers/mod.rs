//! The headers that confine a tool: which ways out they close, which stay open, and how to write them for a server.

mod allowlist;
mod confinement;
mod export;
mod policy;
mod target;

pub use confinement::{Confinement, Gap};
pub use export::{PathRules, ToolFiles, export};
pub use target::HeadersTarget;
