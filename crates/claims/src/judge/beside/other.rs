//! What another party is said not to do.

use candor_model::vocabulary::Training;

use super::super::facts::Facts;
use super::super::said::Said;
use super::super::{Judgement, Verdict};
use super::first;

/// Two parties at once: "neither we nor".
const NEITHER: &[&str] = &["neither ", "weder ", "ni nous", "ni nosotros"];

/// What they do not do.
const USES: &[&str] = &[
    "use", "analy", "mine", "train", "look", "nutz", "verwend", "utilis", "emple", "usa",
];

pub(super) fn find(lower: &str) -> Option<&'static str> {
    first(lower, NEITHER).filter(|_| first(lower, USES).is_some())
}

/// A promise for a vendor needs a fact about that vendor.
pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Option<Judgement> {
    let vendor = facts.vendor_named(&said.lower)?;
    let training = vendor
        .training
        .as_ref()
        .and_then(|training| training.known());
    if training == Some(&Training::Never) {
        return None;
    }
    Some(
        Judgement::new(
            Verdict::Unverified,
            format!(
                "the text promises for {} what its file does not say; declare `training` and what it keeps, or promise for \
                 yourself alone",
                vendor.name()
            ),
        )
        .at(&vendor.origin),
    )
}
