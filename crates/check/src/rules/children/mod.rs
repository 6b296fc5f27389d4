//! Rules of the group `children`.

pub(crate) mod age_limit_contradiction;
pub(crate) mod consent_age;
