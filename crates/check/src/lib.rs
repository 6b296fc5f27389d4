//! Source files to a policy and findings.
//!
//! Reading returns what could be made *and* all findings. Only a policy without structural faults leaves this crate.

mod announce;
mod baseline;
mod broken;
mod cards;
mod check;
mod doubt;
mod expectation;
mod facts;
mod findings;
mod front_matter;
mod ids;
mod kind;
mod listing;
mod literate;
mod load;
mod lowering;
mod nouns;
mod placeholder;
mod reading;
mod records;
mod registry;
mod repair;
mod rules;
mod schema;
mod schema_faults;
mod shape;
mod tables;
mod texts;
mod waivers;

pub use baseline::Baseline;
pub use check::{Observed, Options, Outcome, PublishedText, check, check_with};
pub use facts::Facts;
pub use findings::{Findings, Rule};
pub use literate::{Example, examples};
pub use load::{LoadError, Workspace};
pub use records::{Doubt, DoubtKind, Records};
pub use registry::{cards, rules};
pub use schema::{kinds, schema, schema_files};
pub use texts::{
    Content, JudgedBinding, JudgedClaim, JudgedRemark, JudgedText, Listed, NotAssessed, SideEntry,
    TextFile, Texts, below, moved, read as read_texts, shown,
};
