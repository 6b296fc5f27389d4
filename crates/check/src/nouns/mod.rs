//! One noun per file: its declared shape, and its lowering to the model.

pub(crate) mod activity;
pub(crate) mod audience;
pub(crate) mod candor;
pub(crate) mod changes;
pub(crate) mod contact;
pub(crate) mod data;
pub(crate) mod device_storage;
pub(crate) mod evidence_plan;
pub(crate) mod organisation;
pub(crate) mod page;
pub(crate) mod promises;
pub(crate) mod retention;
pub(crate) mod rights;
pub(crate) mod security;
pub(crate) mod tool;
pub(crate) mod vendor;
