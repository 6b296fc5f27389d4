//! Public promises.

use crate::vocabulary::{ActivityLocation, CheckedBy, NeverDo};
use crate::{DataCategory, Id, Located, Origin, Ref, Territory, Text, Tool};

/// A public commitment, bound to a predicate over the facts.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its id.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// The words of the promise.
    pub says: Text,
    /// What it is about.
    pub about: Located<About>,
    /// What is never done.
    pub never: Vec<Located<Never>>,
    /// Where it is done only.
    pub only_in: Vec<Located<Territory>>,
    /// The tools for which it holds; empty means everything that is done.
    pub tools: Vec<Located<Ref<Tool>>>,
    /// The location for which it holds, such as only what runs in the browser.
    pub location: Option<Located<ActivityLocation>>,
    /// Whether it binds the vendors too.
    pub includes_vendors: bool,
    /// What it is checked against.
    pub checked_by: Vec<Located<CheckedBy>>,
    /// Where the document says it.
    pub at: Option<Text>,
}

/// What a promise is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// All personal data.
    All,
    /// What is stored on the visitor's device.
    DeviceStorage,
    /// These categories.
    Data(Vec<Located<Ref<DataCategory>>>),
}

/// Something that is never done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Never {
    /// An act of the closed list.
    Do(NeverDo),
    /// Use of this product or company, by name.
    Use(String),
}
