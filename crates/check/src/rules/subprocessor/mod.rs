//! Rules about vendors.

pub(crate) mod contact_missing;
pub(crate) mod no_agreement;
pub(crate) mod not_effective;
pub(crate) mod notice_incomplete;
pub(crate) mod notice_too_short;
pub(crate) mod self_hosted_listed;
pub(crate) mod serves_controller_only;
pub(crate) mod undeclared_data;
pub(crate) mod unused;
