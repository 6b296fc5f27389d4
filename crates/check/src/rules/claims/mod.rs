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

use candor_claims::{Kind, Verdict};
use candor_model::Date;

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::{JudgedClaim, Sentence, Suppressions, Texts};

/// Whether a claim is about where files are worked on.
fn is_local(claim: &JudgedClaim) -> bool {
    matches!(
        claim.stated.claim.kind,
        Kind::LocalProcessing | Kind::NoUpload
    )
}

/// The rule under which a claim is reported by itself; none where the facts do not object.
fn rule_of(claim: &JudgedClaim) -> Option<&'static Rule> {
    match (claim.judgement.verdict, is_local(claim)) {
        (Verdict::Contradicted, true) => Some(&contradicted_local::RULE),
        (Verdict::Contradicted, false) => Some(&contradicted::RULE),
        (Verdict::Unverified, true) => Some(&unverified_local::RULE),
        (Verdict::Unverified, false) => Some(&unverified::RULE),
        (Verdict::Narrowed, _) => Some(&narrowed::RULE),
        (Verdict::Vague, _) => Some(&vague::RULE),
        (Verdict::Backed | Verdict::Declared | Verdict::NotComparable | Verdict::Listed, _) => None,
    }
}

/// Reports the claims that fit, one by one; equal sentences become one finding later.
fn report(rule: &Rule, facts: &Facts<'_>, findings: &mut Findings<'_>, because: &str) {
    let claims = facts.texts.files.iter().flat_map(|text| &text.claims);
    let fits = |claim: &&JudgedClaim| {
        // Bound text has a finding of its own.
        rule_of(claim).is_some_and(|own| own.card.id == rule.card.id) && !claim.judgement.is_bound
    };
    for claim in claims.filter(fits) {
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

impl Texts {
    /// The claims that neither a comment nor the file beside a text sets aside on the day of a run.
    ///
    /// What is set aside there is somebody else's sentence, or stands for a reason that is told with the findings. A
    /// ledger that quoted it would say it anew.
    pub fn standing(&self, as_of: Date) -> Vec<&JudgedClaim> {
        let mut suppressions = Suppressions::of(self, as_of);
        let claims = self.files.iter().flat_map(|text| &text.claims);
        claims
            .filter(|claim| {
                rule_of(claim).is_none_or(|rule| {
                    let sentence = Sentence::of_claim(claim);
                    suppressions.of_finding(&rule.card, &sentence).is_none()
                })
            })
            .collect()
    }
}
