//! One file per command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod claims;
pub(crate) mod doctor;
pub(crate) mod erase;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod hold;
pub(crate) mod init;
pub(crate) mod keys;
pub(crate) mod ledger;
pub(crate) mod new;
pub(crate) mod receipts;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod sweep;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod why;
