//! Whom the notice covers.

use crate::vocabulary::Subject;
use crate::{Located, Origin, Stated, Text};

/// Whom the notice covers and whom it does not.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Where it is declared.
    pub origin: Origin,
    /// Whom it covers.
    pub covers: Vec<Located<Subject>>,
    /// Whom it does not cover.
    pub does_not_cover: Vec<NotCovered>,
    /// Least age in years.
    pub minimum_age: Located<Stated<u8>>,
    /// What is said of children.
    pub children: Option<Children>,
}

/// People whom the notice does not cover.
#[derive(Clone, Debug)]
pub struct NotCovered {
    /// Who.
    pub who: Located<Subject>,
    /// Why.
    pub because: Text,
}

/// What is said of children.
#[derive(Clone, Debug)]
pub struct Children {
    /// Whether the service is directed at them.
    pub directed_at: Located<Stated<bool>>,
    /// What happens when a child's data is found.
    pub on_discovery: Option<Located<String>>,
    /// Further words of the notice.
    pub note: Option<Text>,
}
