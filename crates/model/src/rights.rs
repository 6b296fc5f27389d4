//! The rights of people and the ways to use them.

use crate::duration::Duration;
use crate::vocabulary::{How, RightKind, Subject};
use crate::{Channel, DataCategory, Located, Origin, Ref, Stated, Text};

/// The rights that a notice offers.
#[derive(Clone, Debug)]
pub struct Rights {
    /// Where they are declared.
    pub origin: Origin,
    /// How fast requests are answered.
    pub answer_within: Located<Stated<Duration>>,
    /// Whether requests are free of charge.
    pub free_of_charge: Option<Located<Stated<bool>>>,
    /// Where requests go.
    pub channels: Vec<Channel>,
    /// The rights.
    pub rights: Vec<Right>,
    /// A limit that the notice states, such as the laws under which further rights exist.
    pub note: Option<Text>,
}

/// One right.
#[derive(Clone, Debug)]
pub struct Right {
    /// Where it is declared.
    pub origin: Origin,
    /// Which right.
    pub kind: RightKind,
    /// How one uses it.
    pub how: Option<Located<Stated<How>>>,
    /// The way in words, such as "the unsubscribe link in each message".
    pub by: Option<Text>,
    /// How fast it is carried out.
    pub within: Option<Located<Duration>>,
    /// The data that it covers; empty means all.
    pub scope: Vec<Located<Ref<DataCategory>>>,
    /// The people who have it; empty means all whom the notice covers.
    pub who: Vec<Located<Subject>>,
    /// When it applies.
    pub condition: Option<Text>,
    /// The form of what one gets.
    pub format: Option<Text>,
    /// The uses that it is about, such as marketing.
    pub uses: Vec<Located<String>>,
    /// Whom one turns to, where it is not the organisation.
    pub to: Option<Text>,
    /// The state of the runtime that carries it out.
    pub runtime: Option<Located<String>>,
    /// Data for which no request is needed, and why.
    pub not_needed: Vec<NotNeeded>,
}

/// Data for which no request is needed.
#[derive(Clone, Debug)]
pub struct NotNeeded {
    /// The data.
    pub data: Located<Ref<DataCategory>>,
    /// The reason that the notice gives.
    pub because: Text,
}
