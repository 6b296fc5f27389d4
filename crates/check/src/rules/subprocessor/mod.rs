//! Rules about vendors.

pub(crate) mod contact_missing;
pub(crate) mod undeclared_data;
