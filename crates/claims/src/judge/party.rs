//! What a text says of another party needs a fact about that party.

use candor_model::vocabulary::Training;
use candor_model::{Ref, Vendor};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::{Judgement, Scope, Verdict, data, region, retention, sharing, storage};
use crate::Kind;

/// Holds a claim about a vendor against what is declared of it.
pub(super) fn judge(
    said: &Said<'_>,
    vendor: Ref<Vendor>,
    scope: &Scope,
    facts: &Facts<'_>,
) -> Judgement {
    let declared = &facts.policy[vendor];
    match said.claim.kind {
        Kind::RetentionDuration => retention::judge(said, scope, facts),
        Kind::NoStorage => storage::nothing(said, scope, facts),
        Kind::DeletionImmediacy => storage::at_once(said, scope, facts),
        Kind::Region => region::judge(said, scope, facts),
        Kind::NoSharing | Kind::NoUpload => match data(said, Classes::PERSONAL.or(Classes::WORK), facts) {
            Ok(data) => sharing::with_one(declared, &data, facts),
            Err(judgement) => judgement,
        },
        Kind::NoTraining => training(declared),
        Kind::NoSale | Kind::NoTracking | Kind::Anonymity => Judgement::new(
            Verdict::Unverified,
            format!(
                "the text promises this for {}, and nothing is declared that shows it; promise only what you do \
                 yourself, or name the contract or certificate that says so",
                declared.name()
            ),
        )
        .at(&declared.origin),
        _ => Judgement::new(
            Verdict::NotComparable,
            format!("the text speaks of {}, and no fact of this kind is declared about a vendor", declared.name()),
        ),
    }
}

fn training(vendor: &Vendor) -> Judgement {
    let name = vendor.name();
    let known = vendor.training.as_ref();
    let origin = known.map_or(&vendor.origin, |training| &training.origin);
    match known.and_then(|training| training.known()) {
        Some(Training::Never) => Judgement::new(Verdict::Backed, format!("`training: never` is declared for {name}")),
        Some(Training::WithConsent) => Judgement::new(
            Verdict::Narrowed,
            format!("the text says that {name} trains no models, and with consent it does; add \"without your consent\""),
        ),
        Some(Training::Yes) => Judgement::new(
            Verdict::Contradicted,
            format!("the text says that {name} trains no models, and `training: yes` is declared for it; correct one of them"),
        ),
        None => Judgement::new(
            Verdict::Unverified,
            format!("the text says that {name} trains no models, and its file does not state it; state `training: never`"),
        ),
    }
    .at(origin)
}
