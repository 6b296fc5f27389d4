//! Rules about what a notice must say.

pub(crate) mod ambiguous_date;
pub(crate) mod anonymous_with_identifiers;
pub(crate) mod change_notice_missing;
pub(crate) mod erasure_narrower;
pub(crate) mod missing_legal_basis;
pub(crate) mod not_stated;
pub(crate) mod officer_by_mailbox_only;
pub(crate) mod placeholder_text;
pub(crate) mod response_not_comparable;
pub(crate) mod response_too_late;
pub(crate) mod right_missing;
pub(crate) mod rights_channel_missing;
pub(crate) mod source_not_stated;
pub(crate) mod unnamed_recipient;
pub(crate) mod unusable_address;
mod walk;
pub(crate) mod withdrawal_missing;
