//! What is stored on the visitor's device.

use crate::duration::Duration;
use crate::time::Date;
use crate::vocabulary::{Consent, Exemption, Party, StorageKind};
use crate::{DataCategory, Located, Origin, Ref, Stated, Territory, Text, Vendor};

/// One item of device storage, or a pattern of names.
#[derive(Clone, Debug)]
pub struct DeviceStorage {
    /// Where it is declared.
    pub origin: Origin,
    /// Its name; `*` stands for any characters.
    pub name: Located<Stated<String>>,
    /// The technique.
    pub kind: Located<StorageKind>,
    /// Who sets it.
    pub party: Located<Party>,
    /// The vendor, where somebody else sets it.
    pub vendor: Option<Located<Ref<Vendor>>>,
    /// What it is for.
    pub purpose: Text,
    /// What it holds.
    pub holds: Vec<Located<Ref<DataCategory>>>,
    /// How long it lasts.
    pub lifetime: Located<Stated<Lifetime>>,
    /// Where the visitors are for whom this holds; empty means everywhere.
    pub applies_in: Vec<Located<Territory>>,
    /// Why no consent is needed.
    pub exemption: Option<Located<Stated<Exemption>>>,
    /// Whether consent is asked for.
    pub consent: Option<Located<Stated<Consent>>>,
    /// How one says no.
    pub opt_out: Option<Located<OptOut>>,
    /// What the document calls it, such as "essential".
    pub label: Option<Text>,
    /// The event that sets it, where it is not set on every visit.
    pub set_when: Option<Text>,
    /// Whether its content stays on the device.
    pub never_leaves_device: bool,
}

/// How long an item lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// That long.
    For(Duration),
    /// Until that day, however early or late it was set.
    Until(Date),
    /// Until the browser session ends.
    Session,
    /// Until the visitor clears it.
    UntilCleared,
}

/// How one says no to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptOut {
    /// There is no way.
    None,
    /// In this way.
    How(Text),
    /// The document does not say.
    NotStated,
}
