//! The promise ledger in words, for commands.

use candor_model::vocabulary::Strength;
use candor_model::{Commitment, Origin, Policy, Proofs};

use crate::{languages, sites};

/// One commitment in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// `promise`, `local` or `window`.
    pub kind: &'static str,
    /// The id of the promise, tool or window.
    pub id: String,
    /// The path of the fact, such as `window.uploads`.
    pub fact: String,
    /// The commitment as pages print it.
    pub says: String,
    /// The line that declares it.
    pub declared: Origin,
    /// What it rests on.
    pub links: Vec<LedgerLink>,
    /// Its weakest link.
    pub weakest: Strength,
}

/// One link in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLink {
    /// The fact.
    pub says: String,
    /// The line that declares it.
    pub declared: Origin,
    /// How well it carries.
    pub strength: Strength,
}

/// The ledger of a policy in its binding language.
pub fn ledger(policy: &Policy, proofs: &Proofs) -> Vec<LedgerRow> {
    let languages = languages(policy);
    let Some(site) = sites(policy, proofs, &[], &languages).next() else {
        return Vec::new();
    };
    policy
        .ledger(proofs)
        .iter()
        .map(|entry| {
            let (kind, id) = match entry.commitment {
                Commitment::Promise(promise) => ("promise", &promise.id),
                Commitment::Local(tool) => ("local", &tool.id),
                Commitment::Window(window) => ("window", &window.id),
            };
            let commitment = site.commitment(entry);
            LedgerRow {
                kind,
                id: id.to_string(),
                fact: commitment.fact.unwrap_or_default(),
                says: commitment.text,
                declared: entry.declared.clone(),
                links: entry
                    .links
                    .iter()
                    .map(|link| LedgerLink {
                        says: site.link_text(link),
                        declared: link.origin.clone(),
                        strength: link.strength,
                    })
                    .collect(),
                weakest: entry.weakest(),
            }
        })
        .collect()
}
