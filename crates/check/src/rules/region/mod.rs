//! Rules about regions.

pub(crate) mod missing_region;
pub(crate) mod provider_region_elsewhere;
