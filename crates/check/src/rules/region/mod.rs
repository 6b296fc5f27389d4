//! Rules about regions.

pub(crate) mod missing_region;
pub(crate) mod vendor_elsewhere;
