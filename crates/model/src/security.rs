//! Technical and organisational measures (GDPR Article 32).

use crate::time::Date;
use crate::vocabulary::{Availability, Subject};
use crate::{DataCategory, Located, Origin, Ref, Stated, Text};

/// One measure.
#[derive(Clone, Debug)]
pub struct SecurityMeasure {
    /// Where it is declared.
    pub origin: Origin,
    /// Its short name, such as `encryption-at-rest`.
    pub measure: Located<String>,
    /// How it is done.
    pub how: Option<Text>,
    /// The data that it protects; empty means all.
    pub applies_to: Vec<Located<Ref<DataCategory>>>,
    /// The point of Article 32, such as `32(1)(a)`.
    pub article: Option<Located<String>>,
    /// Who carries it out, where it is not the organisation.
    pub by: Option<Text>,
    /// When it was last done.
    pub last: Option<Located<Stated<Date>>>,
    /// How one gets its report.
    pub report: Option<Located<Availability>>,
    /// Who can use it, where it is a feature for others.
    pub offered_to: Option<Located<Subject>>,
}
