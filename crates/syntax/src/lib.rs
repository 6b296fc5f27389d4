//! Files and the places in them: sources, positions, the spanned YAML tree, text edits, diagnostics and rule cards.
//!
//! The crate knows nothing about privacy and nothing about terminals. Reading always returns what could be read *and*
//! every fault; nothing here panics on input.

mod budget;
mod bullets;
mod card;
mod cause;
mod characters;
mod de;
mod decode;
mod diagnostic;
mod edit;
mod parallel;
mod parse;
mod patch;
mod place;
mod recover;
mod rules;
mod scalar;
mod set_aside;
mod source;
mod spanned;
mod suggest;
mod tree;

pub use card::RuleCard;
pub use de::from_node;
pub use decode::decode;
pub use diagnostic::{Diagnostic, Related, Severity};
pub use edit::{Edit, EditFault, apply};
pub use parallel::in_parallel;
pub use parse::parse;
pub use patch::patch;
pub use place::Place;
pub use rules::cards;
pub use set_aside::{Means, SetAside};
pub use source::{SourceFile, Sources};
pub use spanned::{Many, Map, OrWord, Spanned};
pub use suggest::{canonical, closest, same_word};
pub use tree::{Document, Entry, Node, Span, Value};
