//! Rules about regions.

pub(crate) mod missing_region;
