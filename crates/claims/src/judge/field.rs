//! "Your card number never reaches us": one field of a category.

use candor_model::{DataCategory, Field, Kept};

use super::facts::Facts;
use super::{Judgement, Verdict};
use crate::{Claim, Kind};

/// Holds a sentence about one field against how the field is kept; nothing where the kind is another matter.
pub(super) fn judge(
    claim: &Claim,
    category: &DataCategory,
    field: &Field,
    facts: &Facts<'_>,
) -> Option<Judgement> {
    let name = format!("`{}` of `{}`", field.name, category.id);
    let kept = field.kept.as_ref().map(|kept| &kept.value);
    let says = match claim.kind {
        Kind::NoStorage => "is not stored",
        Kind::NoUpload => "does not reach us",
        _ => return None,
    };
    let carried = match (claim.kind, kept) {
        (_, Some(Kept::NotReceived)) | (Kind::NoStorage, Some(Kept::Never)) => true,
        (Kind::NoUpload, Some(Kept::Never)) => {
            return Some(
                Judgement::new(
                    Verdict::Narrowed,
                    format!("the text says that it does not reach us; {name} is declared to be seen and never stored; write that"),
                )
                .at(&field.origin),
            );
        }
        _ => false,
    };
    if carried {
        return Some(
            Judgement::new(
                Verdict::Declared,
                format!("{name} is declared {}", kept.map_or("", Kept::word)),
            )
            .at(&field.origin),
        );
    }
    let used = facts.policy.activities().iter().any(|activity| {
        activity.is_server()
            && activity
                .data_uses()
                .any(|data| facts.policy[data.data.value].id == category.id)
    });
    Some(if used {
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that it {says}, and {name} is declared to be collected; correct the text, or declare \
                 `kept: never` or `kept: not-received`"
            ),
        )
        .at(&field.origin)
    } else {
        Judgement::new(
            Verdict::Unverified,
            format!("the text says that it {says}, and no activity is declared that uses {name}; declare `kept`"),
        )
        .at(&field.origin)
    })
}
