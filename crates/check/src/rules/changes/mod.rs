//! Rules of the group `changes`.

pub(crate) mod effective_before_published;
pub(crate) mod notice_shorter_than_promised;
