//! Rules about windows.

pub(crate) mod contradictory_statement;
pub(crate) mod missing_window;
pub(crate) mod no_room;
pub(crate) mod storage_contradiction;
pub(crate) mod unenforced_window;
