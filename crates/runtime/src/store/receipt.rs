//! The sets of what was destroyed.

use super::sweep::Ended;
use super::{Store, StoreError};

impl Store {
    /// Writes down the commitments of what a bucket's end destroys, before its files go.
    pub(super) fn write_set(&self, _ended: &Ended) -> Result<(), StoreError> {
        Ok(())
    }
}
