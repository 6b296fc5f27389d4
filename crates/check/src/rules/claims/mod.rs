//! What published text claims, against what is declared.

mod beside;
pub(crate) mod bound_value;
pub(crate) mod broken_binding;
pub(crate) mod broken_suppression;
pub(crate) mod contradicted;
pub(crate) mod contradicted_local;
pub(crate) mod immediacy_beside_window;
pub(crate) mod local_storage_beside_cookie;
pub(crate) mod narrowed;
pub(crate) mod no_storage_beside_encryption;
pub(crate) mod no_text;
pub(crate) mod not_assessed;
pub(crate) mod only_list;
pub(crate) mod passed_over;
pub(crate) mod region_beside_place;
pub(crate) mod translation_missing;
pub(crate) mod translation_value;
mod translations;
pub(crate) mod two_values;
pub(crate) mod unverified;
pub(crate) mod unverified_local;
pub(crate) mod vague;

use candor_claims::Kind;

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::{JudgedClaim, Sentence};

/// Whether a claim is about where files are worked on.
fn is_local(claim: &JudgedClaim) -> bool {
    matches!(
        claim.stated.claim.kind,
        Kind::LocalProcessing | Kind::NoUpload
    )
}

/// Reports the claims that fit, one by one; equal sentences become one finding later.
fn report(
    rule: &Rule,
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    because: &str,
    fits: impl Fn(&JudgedClaim) -> bool,
) {
    let claims = facts.texts.files.iter().flat_map(|text| &text.claims);
    // Bound text has a finding of its own.
    for claim in claims.filter(|claim| fits(claim) && !claim.judgement.is_bound) {
        let kind = claim.stated.claim.kind.word();
        let message = format!("{kind}: {}", claim.judgement.why);
        let mut reported = findings
            .report_sentence(rule, &Sentence::of_claim(claim), message)
            .subject(claim.scope.as_str())
            .because(because);
        if let Some(fact) = &claim.judgement.fact {
            reported = reported.related(fact, "this is declared");
        }
    }
}
