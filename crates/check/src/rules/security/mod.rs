//! Rules of the group `security`.

pub(crate) mod password_not_hashed;
