//! The rules: one per file, by group; and one line each in the list.

mod boundary;
mod notice;
mod promise;
mod region;
mod retention;
mod subprocessor;

use crate::findings::Rule;

/// Every rule, in the order of the names.
pub(crate) const ALL: &[&Rule] = &[
    &boundary::hybrid_without_branches::RULE,
    &boundary::local_with_recipients::RULE,
    &boundary::local_wording::RULE,
    &boundary::location_mismatch::RULE,
    &boundary::unverified_local::RULE,
    &notice::ambiguous_date::RULE,
    &notice::anonymous_with_identifiers::RULE,
    &notice::missing_legal_basis::RULE,
    &notice::not_stated::RULE,
    &notice::placeholder_text::RULE,
    &notice::unnamed_recipient::RULE,
    &promise::contradicted::RULE,
    &region::missing_region::RULE,
    &retention::contradictory_statement::RULE,
    &retention::missing_window::RULE,
    &retention::no_room::RULE,
    &retention::storage_contradiction::RULE,
    &retention::unenforced_window::RULE,
    &subprocessor::contact_missing::RULE,
    &subprocessor::undeclared_data::RULE,
];
