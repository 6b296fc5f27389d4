//! What published text says about people's data, found sentence by sentence and held against the facts.
//!
//! `extract` turns a file into [`Unit`]s, stretches of text whose every byte knows its place in the file; `recognise`
//! turns a unit into [`Claim`]s and needs no workspace. All of it is deterministic, and each claim tells in its trace
//! which words made it. `judge` holds a claim against the [`Facts`] of a workspace.

mod claim;
mod eight;
mod extract;
mod judge;
mod published;
mod recognise;
mod remark;
mod unit;
mod variable;

pub use claim::{Bound, Claim, Kind, Polarity};
pub use extract::{Extracted, Fault, FaultOf, Reach, Suppression, extract, language, sentences};
pub use judge::{Binding, Facts, Judgement, Said, Scope, Verdict, judge, judge_binding, nearest};
pub use published::{BoundBy, BoundText, Published, Stated, Unread};
pub use recognise::{Context, Language, recognise};
pub use remark::{About, Remark};
pub use unit::{Element, Unit};
