//! Rules about promises.

pub(crate) mod bound_to_nothing;
pub(crate) mod contradicted;
mod deeds;
mod gaps;
pub(crate) mod never_stored;
pub(crate) mod not_checkable;
pub(crate) mod vendor_without_source;
