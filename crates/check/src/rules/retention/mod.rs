//! Rules about windows.

pub(crate) mod contradictory_statement;
pub(crate) mod end_not_enforced;
pub(crate) mod keep_from_processing;
pub(crate) mod last_use_unbounded;
pub(crate) mod missing_config;
pub(crate) mod missing_window;
pub(crate) mod no_room;
pub(crate) mod start_not_enforced;
pub(crate) mod storage_contradiction;
pub(crate) mod sum_differs;
pub(crate) mod then_missing;
mod total;
pub(crate) mod trash_says_erased;
pub(crate) mod unenforced_window;
pub(crate) mod vendor_window_older;
