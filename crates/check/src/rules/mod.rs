//! The rules: one per file, by group; and one line each in the list.

mod boundary;
mod ccpa;
mod changes;
mod children;
mod claims;
mod device_storage;
mod evidence;
mod notice;
mod promise;
mod region;
mod retention;
#[cfg(test)]
mod sample;
mod security;
mod subprocessor;
mod transfer;

use crate::findings::Rule;

/// Every rule, in the order of the names.
pub(crate) const ALL: &[&Rule] = &[
    &boundary::hybrid_without_branches::RULE,
    &boundary::local_with_recipients::RULE,
    &boundary::local_wording::RULE,
    &boundary::location_mismatch::RULE,
    &boundary::unverified_local::RULE,
    &ccpa::right_missing::RULE,
    &changes::effective_before_published::RULE,
    &changes::notice_shorter_than_promised::RULE,
    &children::age_limit_contradiction::RULE,
    &children::consent_age::RULE,
    &claims::bound_value::RULE,
    &claims::broken_binding::RULE,
    &claims::broken_suppression::RULE,
    &claims::contradicted::RULE,
    &claims::contradicted_local::RULE,
    &claims::immediacy_beside_window::RULE,
    &claims::local_storage_beside_cookie::RULE,
    &claims::narrowed::RULE,
    &claims::no_storage_beside_encryption::RULE,
    &claims::no_text::RULE,
    &claims::not_assessed::RULE,
    &claims::only_list::RULE,
    &claims::passed_over::RULE,
    &claims::region_beside_place::RULE,
    &claims::translation_missing::RULE,
    &claims::translation_value::RULE,
    &claims::two_values::RULE,
    &claims::unverified::RULE,
    &claims::unverified_local::RULE,
    &claims::vague::RULE,
    &device_storage::analytics_without_consent::RULE,
    &device_storage::lifetime_missing::RULE,
    &device_storage::neither_consent_nor_exemption::RULE,
    &evidence::broken_record::RULE,
    &evidence::build_changed::RULE,
    &evidence::inconclusive::RULE,
    &evidence::leak::RULE,
    &evidence::level_too_low::RULE,
    &evidence::not_recomputable::RULE,
    &evidence::policy_changed::RULE,
    &evidence::stale::RULE,
    &evidence::untrusted_key::RULE,
    &notice::ambiguous_date::RULE,
    &notice::anonymous_with_identifiers::RULE,
    &notice::change_notice_missing::RULE,
    &notice::erasure_narrower::RULE,
    &notice::missing_legal_basis::RULE,
    &notice::not_stated::RULE,
    &notice::officer_by_mailbox_only::RULE,
    &notice::placeholder_text::RULE,
    &notice::response_not_comparable::RULE,
    &notice::response_too_late::RULE,
    &notice::right_missing::RULE,
    &notice::rights_channel_missing::RULE,
    &notice::source_not_stated::RULE,
    &notice::unnamed_recipient::RULE,
    &notice::unusable_address::RULE,
    &notice::withdrawal_missing::RULE,
    &promise::bound_to_nothing::RULE,
    &promise::contradicted::RULE,
    &promise::never_stored::RULE,
    &promise::not_checkable::RULE,
    &promise::vendor_without_source::RULE,
    &region::missing_region::RULE,
    &region::vendor_elsewhere::RULE,
    &retention::contradictory_statement::RULE,
    &retention::end_not_enforced::RULE,
    &retention::keep_from_processing::RULE,
    &retention::last_use_unbounded::RULE,
    &retention::missing_config::RULE,
    &retention::missing_window::RULE,
    &retention::no_room::RULE,
    &retention::start_not_enforced::RULE,
    &retention::storage_contradiction::RULE,
    &retention::sum_differs::RULE,
    &retention::then_missing::RULE,
    &retention::trash_says_erased::RULE,
    &retention::unenforced_window::RULE,
    &retention::vendor_window_older::RULE,
    &security::password_not_hashed::RULE,
    &subprocessor::contact_missing::RULE,
    &subprocessor::no_agreement::RULE,
    &subprocessor::not_effective::RULE,
    &subprocessor::notice_incomplete::RULE,
    &subprocessor::notice_too_short::RULE,
    &subprocessor::self_hosted_listed::RULE,
    &subprocessor::serves_controller_only::RULE,
    &subprocessor::undeclared_data::RULE,
    &subprocessor::unused::RULE,
    &transfer::adequacy_not_known::RULE,
    &transfer::adequacy_unconfirmed::RULE,
    &transfer::clauses_do_not_fit::RULE,
    &transfer::derogation_as_rule::RULE,
    &transfer::framework_not_american::RULE,
    &transfer::framework_unchecked::RULE,
    &transfer::mechanism_missing::RULE,
    &transfer::not_needed_outside::RULE,
    &transfer::place_unknown::RULE,
    &transfer::uk_clauses_alone::RULE,
];
