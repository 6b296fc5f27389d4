//! The validated domain of Candor: what a workspace declares, after every reference is known to hold.
//!
//! One noun per file. A [`Policy`] is total: every [`Ref`] in it points at a noun, every closed list holds a known
//! word, and what a document leaves open is the explicit [`Stated::NotStated`]. The crate knows no YAML, no JSON, no
//! files and no network; calendar arithmetic and the clock are here because windows need them.

mod activity;
mod audience;
mod change;
pub mod clock;
mod contact;
mod data_category;
mod definition;
mod device_storage;
mod document;
pub mod duration;
mod enforcement;
mod evidence_plan;
mod fact;
mod id;
mod ledger;
mod organisation;
mod origin;
mod page;
mod policy;
mod promise;
mod proof;
mod rights;
pub mod schedule;
mod security;
mod settings;
mod storage;
mod territory;
mod text;
pub mod time;
mod tool;
mod transfer;
mod vendor;
pub mod vocabulary;
mod waiver;
mod window;

pub use activity::{Activity, DataUse, Keep, Recipient, Recipients};
pub use audience::{Audience, Children, NotCovered};
pub use change::{Changes, Notice, Version};
pub use contact::{Address, Channel, Contact};
pub use data_category::{DataCategory, Field, Kept, built_in_categories};
pub use definition::Definition;
pub use device_storage::{DeviceStorage, Lifetime, OptOut};
pub use document::Document;
pub use duration::Duration;
pub use evidence_plan::{Build, EvidencePlan, ExplainedMessage, ScenarioStep};
pub use fact::{DeclaredFact, FactValue};
pub use id::{Id, Ref};
pub use ledger::{Commitment, LedgerEntry, Link, LinkedFact};
pub use organisation::{Organisation, Representative, RoleStatement, SupervisoryAuthority};
pub use origin::{Located, Origin, Stated};
pub use page::Page;
pub use policy::{Noun, Nouns, Parts, Policy};
pub use promise::{About, Never, Promise};
pub use proof::{Proofs, ToolProof, WindowProof};
pub use rights::{NotNeeded, Right, Rights};
pub use security::SecurityMeasure;
pub use settings::{EvidenceSettings, Settings, SiteSettings, StoreSettings};
pub use storage::{HeldBy, Storage};
pub use territory::Territory;
pub use text::{Language, Text};
pub use time::{Date, Instant};
pub use tool::{Control, Question, Tool};
pub use transfer::Transfer;
pub use vendor::{Certification, Contract, Parent, ProcessingPlace, Used, Vendor, VendorKeeps};
pub use vocabulary::Vocabulary;
pub use waiver::{RuleLevel, Waiver};
pub use window::{AlsoStated, CopyWindow, EnforcedBy, Extent, Window};
