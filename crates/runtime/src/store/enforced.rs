//! What of the policy a store remembers, so that it can also be said while no policy is in force.

use std::collections::BTreeMap;

use super::kept_counts::staying_fact;
use super::{Store, StoreError, WindowTag, lock};
use crate::events::Staying;
use crate::tlog::NotCovered;

/// What a receipt says of the policy, kept in the catalogue so that it can also be said while no policy is in force.
#[derive(Clone, Debug, Default)]
pub struct Enforced {
    /// The digest of the policy, in hexadecimal.
    pub policy: String,
    /// The name of the log, such as `darkroom.example/candor`. Only the first one counts: a log keeps its name.
    pub log: String,
    /// Per window, the copies that its end does not cover.
    pub not_covered: BTreeMap<WindowTag, Vec<NotCovered>>,
    /// Per window that ends in `anonymise`, what may stay of each category under it.
    pub staying: BTreeMap<WindowTag, Vec<Staying>>,
}

impl Store {
    /// Notes what is enforced, for the receipts to come.
    ///
    /// # Errors
    /// Where the catalogue cannot be written.
    pub fn enforce(&self, enforced: &Enforced) -> Result<(), StoreError> {
        let mut catalogue = lock(&self.catalogue);
        catalogue.set_fact("policy", &enforced.policy)?;
        if catalogue.fact("log")?.is_none() {
            catalogue.set_fact("log", &enforced.log)?;
        }
        for (tag, copies) in &enforced.not_covered {
            let text = serde_json::to_string(copies).unwrap_or_default();
            catalogue.set_fact(&format!("not-covered {}", tag.0), &text)?;
        }
        for (tag, rules) in &enforced.staying {
            let text = serde_json::to_string(rules).unwrap_or_default();
            catalogue.set_fact(&staying_fact(*tag), &text)?;
        }
        Ok(())
    }

    /// The digest of the policy that was enforced last, in hexadecimal; nothing where none ever was.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn enforced_policy(&self) -> Result<Option<String>, StoreError> {
        lock(&self.catalogue).fact("policy")
    }
}
