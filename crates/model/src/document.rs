//! Further documents that the notice speaks of.

use crate::vocabulary::Availability;
use crate::{Id, Located, Origin, Text};

/// A document beside the notice, such as a data processing addendum.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// Its title.
    pub title: Text,
    /// How one gets it.
    pub availability: Located<Availability>,
    /// Where it stands.
    pub url: Option<Located<String>>,
    /// What it contains, such as `scc`.
    pub includes: Vec<Located<String>>,
    /// The documents over which it prevails.
    pub prevails_over: Vec<Located<String>>,
    /// What it says that matters here.
    pub about: Option<Text>,
}
