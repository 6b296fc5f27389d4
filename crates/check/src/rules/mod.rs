//! The rules: one per file, by group.

use crate::findings::Rule;

/// Every rule.
pub(crate) const ALL: &[&Rule] = &[];
