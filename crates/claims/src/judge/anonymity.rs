//! Nothing identifies a person.

use candor_model::vocabulary::Identifies;
use candor_model::{DataCategory, Kept, Origin};

use super::class::Classes;
use super::facts::Facts;
use super::words::list;
use super::{Judgement, Scope, Verdict, object};
use crate::Claim;

/// Fields that single somebody out wherever they are kept as they are or hashed.
const IDENTIFIERS: &[&str] = &[
    "ip-address",
    "ip",
    "device-id",
    "email",
    "name",
    "account-id",
    "user-id",
    "phone",
];

pub(super) fn judge(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let named = object(claim, Classes::PERSONAL);
    // "Anonymous data" without a name for the data speaks of what is noticed about every visit.
    let classes = if named == Classes::PERSONAL {
        Classes::USAGE.or(Classes::LOG).or(Classes::IP)
    } else {
        named
    };
    let what = named.words();
    let mut seen: Vec<&DataCategory> = Vec::new();
    for activity in facts.activities(scope, classes) {
        if !activity.is_server() {
            continue;
        }
        for data in activity.data_uses() {
            let category = &facts.policy[data.data.value];
            if facts.classes(data.data.value).meets(classes)
                && seen.iter().all(|known| known.id != category.id)
            {
                seen.push(category);
            }
        }
    }
    let trace: Vec<String> = seen
        .iter()
        .map(|category| {
            format!(
                "{}: {}",
                category.id,
                category
                    .identifies
                    .known()
                    .map_or("not stated", |known| candor_model::Vocabulary::word(*known))
            )
        })
        .collect();
    let against: Vec<(&DataCategory, String, &Origin)> = seen
        .iter()
        .filter_map(|category| identifies(category))
        .collect();
    let judgement = if let Some((_, _, origin)) = against.first() {
        let some = claim.hedged && against.len() < seen.len();
        let verdict = if some {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        Judgement::new(
            verdict,
            format!(
                "the text calls {what} anonymous; declared: {}; data that can lead to a person is not anonymous (GDPR \
                 recital 26): write what is collected instead",
                list(against.iter().map(|(category, why, _)| format!("`{}` {why}", category.id)))
            ),
        )
        .at(origin)
    } else if let Some(open) = seen
        .iter()
        .find(|category| category.identifies.known().is_none())
    {
        Judgement::new(Verdict::Unverified, format!("the text calls {what} anonymous, and `{}` does not state what it identifies; state `identifies`", open.id))
            .at(&open.identifies.origin)
    } else if let Some(first) = seen.first() {
        Judgement::new(
            Verdict::Backed,
            format!(
                "declared anonymous: {}",
                list(seen.iter().map(|category| category.id.as_str()))
            ),
        )
        .at(&first.identifies.origin)
    } else {
        Judgement::new(
            Verdict::Unverified,
            format!(
                "the text calls {what} anonymous, and no such data is declared; declare the category with `identifies: anonymous` and its fields"
            ),
        )
    };
    judgement.tracing(trace)
}

/// What speaks against a category being anonymous.
fn identifies(category: &DataCategory) -> Option<(&DataCategory, String, &Origin)> {
    let kept = category.fields.iter().find(|field| {
        let stored = match field.kept.as_ref().map(|kept| &kept.value) {
            None | Some(Kept::Hashed | Kept::Encrypted) => true,
            Some(Kept::NotReceived | Kept::Never | Kept::Truncated | Kept::Note(_)) => false,
        };
        stored && IDENTIFIERS.contains(&field.name.as_str())
    });
    if let Some(field) = kept {
        return Some((category, format!("keeps `{}`", field.name), &field.origin));
    }
    match category.identifies.known() {
        Some(Identifies::Anonymous) | None => None,
        Some(other) => Some((
            category,
            format!("is declared {other}"),
            &category.identifies.origin,
        )),
    }
}
