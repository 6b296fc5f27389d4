//! Evidence records: whether they can be read, are signed, are of our days, and speak of what is here.

pub(crate) mod broken_record;
pub(crate) mod build_changed;
pub(crate) mod inconclusive;
pub(crate) mod leak;
pub(crate) mod level_too_low;
pub(crate) mod not_recomputable;
pub(crate) mod policy_changed;
pub(crate) mod stale;
pub(crate) mod untrusted_key;
