//! Rules of the group `device-storage`.

pub(crate) mod aim;
pub(crate) mod analytics_without_consent;
pub(crate) mod lifetime_missing;
pub(crate) mod neither_consent_nor_exemption;
