//! A least age.

use super::facts::Facts;
use super::{Judgement, Verdict};
use crate::Claim;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Judgement {
    let Some(stated) = claim
        .value
        .as_deref()
        .and_then(|value| value.parse::<u8>().ok())
    else {
        return Judgement::new(
            Verdict::Vague,
            "the text speaks of a least age and names none; write the declared age",
        );
    };
    let Some(audience) = &facts.policy.audience else {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text names the least age {stated}, and policies/audience.yaml is missing; declare `minimum_age`"
            ),
        );
    };
    let age = &audience.minimum_age;
    match age.known() {
        Some(declared) if *declared == stated => Judgement::new(Verdict::Backed, format!("the text and the declaration name the least age {stated}")),
        Some(declared) => Judgement::new(
            Verdict::Contradicted,
            format!("the text names the least age {stated}, and {declared} is declared; use the same age in both"),
        ),
        None => Judgement::new(Verdict::Unverified, format!("the text names the least age {stated}, and `minimum_age` is not stated; state it")),
    }
    .at(&age.origin)
}
