//! Rules about what a notice must say.

pub(crate) mod ambiguous_date;
pub(crate) mod anonymous_with_identifiers;
pub(crate) mod missing_legal_basis;
pub(crate) mod not_stated;
pub(crate) mod placeholder_text;
pub(crate) mod unnamed_recipient;
mod walk;
