//! Nothing identifies a person.

use candor_model::vocabulary::Identifies;
use candor_model::{DataCategory, Kept, Origin};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::subject::{Data, Subject, subject};
use super::words::list;
use super::{Judgement, Scope, Verdict};

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

/// Fields that lead to a person together with what somebody else knows (GDPR Article 4(5)).
const PSEUDONYMS: &[&str] = &[
    "workspace-namespace",
    "workspace",
    "account",
    "customer-id",
    "session-id",
    "canonical-url",
];

/// Data that visits leave behind.
const VISITS: Classes = Classes::USAGE.or(Classes::LOG).or(Classes::IP);

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let named = match subject(said, facts) {
        Subject::Data(data) => data,
        Subject::Field(category, _) => Data::one(category, facts),
        _ => Classes::PERSONAL.into(),
    };
    // "Anonymous data" without a name for the data speaks of what is noticed about every visit, and so does a cookie.
    let general = !named.is_named() && named.classes.meets(Classes::PERSONAL.or(Classes::COOKIE));
    let requests = said.has(REQUESTS);
    let data = if general || requests {
        VISITS.into()
    } else {
        named.clone()
    };
    let what = &named.words;
    let seen = seen(scope, &data, facts);
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
    let mut against: Vec<(&DataCategory, String, &Origin)> = seen
        .iter()
        .filter_map(|category| identifies(category))
        .collect();
    if against.is_empty() {
        against.extend(beside(scope, &data, &seen, facts));
    }
    let judgement = if let Some((_, _, origin)) = against.first() {
        let some = said.claim.hedged && against.len() < seen.len();
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

/// Words for what visits send, whose records are meant rather than the content.
const REQUESTS: &[&str] = &[
    "associate requests",
    "requests with",
    "requests to",
    "anfragen",
    "requêtes",
    "solicitudes",
];

/// The categories of which a server activity has data.
fn seen<'p>(scope: &Scope, data: &Data, facts: &Facts<'p>) -> Vec<&'p DataCategory> {
    let mut seen: Vec<&DataCategory> = Vec::new();
    for activity in facts.activities(scope, data) {
        if !activity.is_server() {
            continue;
        }
        for used in activity.data_uses() {
            let category = &facts.policy[used.data.value];
            if data.is(used.data.value, facts) && seen.iter().all(|known| known.id != category.id) {
                seen.push(category);
            }
        }
    }
    seen
}

/// Counts of visits that say nothing about the address, beside logs of the same visits that keep it.
fn beside<'p>(
    scope: &Scope,
    data: &Data,
    seen: &[&'p DataCategory],
    facts: &Facts<'p>,
) -> Option<(&'p DataCategory, String, &'p Origin)> {
    let is_settled = seen.iter().all(|category| {
        let settled = |name: &str| {
            category
                .field(name)
                .is_some_and(|field| !is_stored(field.kept.as_ref().map(|kept| &kept.value)))
        };
        settled("ip-address") || settled("ip")
    });
    if is_settled || !data.classes.meets(VISITS) {
        return None;
    }
    let logs = self::seen(scope, &VISITS.into(), facts);
    logs.into_iter()
        .filter(|log| seen.iter().all(|own| own.id != log.id))
        .find_map(|log| {
            let field = log.field("ip-address")?;
            is_stored(field.kept.as_ref().map(|kept| &kept.value)).then(|| {
                (
                    log,
                    format!("keeps `{}` of the same visits", field.name),
                    &field.origin,
                )
            })
        })
}

fn is_stored(kept: Option<&Kept>) -> bool {
    match kept {
        None | Some(Kept::Hashed | Kept::Encrypted) => true,
        Some(Kept::NotReceived | Kept::Never | Kept::Truncated | Kept::Note(_)) => false,
    }
}

/// What speaks against a category being anonymous.
fn identifies(category: &DataCategory) -> Option<(&DataCategory, String, &Origin)> {
    let kept = category.fields.iter().find(|field| {
        let name = field.name.as_str();
        let listed = IDENTIFIERS.contains(&name)
            || (category.identifies.known() != Some(&Identifies::Anonymous)
                && PSEUDONYMS.contains(&name));
        listed && is_stored(field.kept.as_ref().map(|kept| &kept.value))
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
