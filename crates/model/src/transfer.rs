//! What allows a transfer to another country (GDPR chapter V).

use crate::time::Date;
use crate::vocabulary::{Mechanism, Regime};
use crate::{DataCategory, Located, Origin, Ref, Stated, Text};

/// The mechanism of one regime for one vendor.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Where it is declared.
    pub origin: Origin,
    /// The regime.
    pub regime: Located<Regime>,
    /// The mechanism.
    pub mechanism: Located<Stated<Mechanism>>,
    /// Day on which it was checked.
    pub checked: Option<Located<Date>>,
    /// What applies if the mechanism falls.
    pub fallback: Option<Located<Mechanism>>,
    /// What applies beside the mechanism, such as an addendum.
    pub in_addition: Vec<Located<Mechanism>>,
    /// The data that is meant; empty means all that the vendor gets.
    pub data: Vec<Located<Ref<DataCategory>>>,
    /// A remark that pages print.
    pub note: Option<Text>,
}
