//! Sentences of published text beside each other, where the declarations alone decide nothing.

use candor_claims::{Kind, Polarity, Verdict};
use candor_model::Duration;

use crate::facts::Facts;
use crate::texts::{JudgedClaim, normalised};

/// All claims of a kind that say what the kind says, in the order of their places. What Candor writes itself is of one
/// piece with the declarations.
pub(super) fn claims<'t>(facts: &Facts<'t>, kind: Kind) -> Vec<&'t JudgedClaim> {
    let texts: &'t crate::texts::Texts = facts.texts;
    texts
        .of_people()
        .flat_map(|text| &text.claims)
        .filter(|claim| {
            let own = &claim.stated.claim;
            own.kind == kind && own.polarity == Polarity::Asserts && !claim.stated.unit.generated
        })
        .collect()
}

/// Whether a claim already has a finding of its own that shows the declaration.
pub(super) fn is_settled(claim: &JudgedClaim) -> bool {
    matches!(
        claim.judgement.verdict,
        Verdict::Contradicted | Verdict::Narrowed
    )
}

/// What a claim is about: its tools and its class of data; for classes as wide as "personal data", with the words that
/// the sentence begins with.
pub(super) fn matter(claim: &JudgedClaim) -> (&str, &str, String) {
    let object = claim.stated.claim.object.as_deref().unwrap_or_default();
    let words = match object {
        "file" | "result" | "log" | "usage" | "account" | "cookie" | "ip" => String::new(),
        _ => {
            let words = normalised(&claim.stated.text);
            let words: Vec<&str> = words.split(' ').take(2).collect();
            words.join(" ")
        }
    };
    (&claim.scope, object, words)
}

/// The length of time of a claim.
pub(super) fn length(claim: &JudgedClaim) -> Option<Duration> {
    Duration::parse(claim.stated.claim.value.as_deref()?).ok()
}
