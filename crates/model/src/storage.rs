//! Where stored data lives.

use crate::vocabulary::Medium;
use crate::{Located, Origin, Ref, Stated, Territory, Text, Vendor};

/// The store of an activity.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Where it is declared.
    pub origin: Origin,
    /// What holds the data.
    pub medium: Vec<Located<Medium>>,
    /// Countries or areas.
    pub regions: Located<Stated<Vec<Located<Territory>>>>,
    /// Who chooses the place, where it is not fixed, such as "the customer, by their own bucket".
    pub chosen_by: Option<Text>,
    /// City or building, where stated.
    pub place: Option<Text>,
    /// The vendor that holds it, where it is not us.
    pub held_by: Option<Located<HeldBy>>,
}

/// Who holds a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldBy {
    /// The organisation itself.
    Us,
    /// The customer, in a store of the customer's.
    Customer,
    /// A vendor.
    Vendor(Ref<Vendor>),
}
