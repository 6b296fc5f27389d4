//! Rules about promises.

pub(crate) mod contradicted;
