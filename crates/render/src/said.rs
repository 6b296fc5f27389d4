//! What people wrote on the site beside the generated pages, for the promise ledger.

use candor_model::Origin;
use candor_model::vocabulary::Strength;

/// A sentence of published text that claims something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidClaim {
    /// The sentence.
    pub says: String,
    /// Its language, as a tag such as `en`.
    pub language: String,
    /// The file in which it stands first. A line would move with every note that a build writes above it.
    pub said: String,
    /// In how many further places it stands.
    pub further: usize,
    /// The line that declares what carries it or speaks against it.
    pub declared: Option<Origin>,
    /// How well it is carried.
    pub strength: Strength,
}
