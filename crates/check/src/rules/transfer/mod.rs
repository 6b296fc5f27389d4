//! Rules of the group `transfer`.

mod abroad;
pub(crate) mod adequacy_not_known;
pub(crate) mod adequacy_unconfirmed;
pub(crate) mod clauses_do_not_fit;
pub(crate) mod derogation_as_rule;
pub(crate) mod framework_not_american;
pub(crate) mod framework_unchecked;
pub(crate) mod mechanism_missing;
pub(crate) mod not_needed_outside;
pub(crate) mod place_unknown;
pub(crate) mod uk_clauses_alone;
