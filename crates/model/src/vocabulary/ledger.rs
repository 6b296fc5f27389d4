//! Words for the promise ledger.

use super::vocabulary;

vocabulary! {
    /// How well a fact carries a commitment, weakest first.
    Strength as "strength" {
        Contradicted = "contradicted": "A declared fact says the opposite.",
        Nothing = "nothing": "Nothing carries it out.",
        NotStated = "not-stated": "The document leaves the fact open.",
        Declared = "declared": "Somebody wrote it down.",
        Scanned = "scanned": "The shipped code was parsed.",
        Configured = "configured": "A configuration or the runtime is set up to do it.",
        Observed = "observed": "A real browser was driven and nothing left it.",
        Isolated = "isolated": "Observed, and it works without a network.",
        Enforced = "enforced": "A running system with the same policy, or the shipped headers, enforce it.",
        Receipted = "receipted": "Receipts prove that it was done.",
    }
}
