//! Rules about where data is processed.

pub(crate) mod hybrid_without_branches;
pub(crate) mod local_with_recipients;
pub(crate) mod local_wording;
pub(crate) mod location_mismatch;
pub(crate) mod unverified_local;
