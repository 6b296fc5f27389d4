//! Rules of the group `ccpa`.

pub(crate) mod right_missing;
