//! Findings that are set aside, and rules whose level is changed.

use crate::time::Date;
use crate::{Located, Origin};

/// A finding set aside, with a reason, an owner and an end.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it is declared.
    pub origin: Origin,
    /// The rule.
    pub rule: Located<String>,
    /// The file, or a file with `#` and a pointer.
    pub at: Located<String>,
    /// Why.
    pub reason: Located<String>,
    /// Who answers for it.
    pub owner: Located<String>,
    /// Last day on which it holds.
    pub until: Located<Date>,
}

/// How seriously a rule is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLevel {
    /// Its findings are errors.
    Deny,
    /// Its findings are warnings.
    Warn,
    /// Its findings are left out.
    Allow,
}
