//! Something is encrypted.

use candor_model::vocabulary::Medium;
use candor_model::{Origin, SecurityMeasure};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::subject::{Data, Subject, subject};
use super::words::list;
use super::{Judgement, Scope, Verdict};

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    // What a sentence about encryption names besides data, such as a password, is protected with the rest.
    let data = match subject(said, facts) {
        Subject::Data(data) => data,
        Subject::Field(category, _) => Data::one(category, facts),
        _ => Classes::PERSONAL.or(Classes::WORK).into(),
    };
    match said.claim.value.as_deref() {
        Some("at-rest") => at_rest(said, scope, facts, &data),
        Some("end-to-end") => end_to_end(scope, facts, &data),
        Some("in-transit") => by_measure(
            facts,
            &["transit", "tls", "https", "transport"],
            "on the way",
            "encryption-in-transit",
        ),
        _ => by_measure(
            facts,
            &["encrypt", "tls", "https"],
            "encrypted",
            "encryption-at-rest",
        ),
    }
}

fn measure<'p>(facts: &Facts<'p>, words: &[&str]) -> Option<&'p SecurityMeasure> {
    facts.policy.security.iter().find(|measure| {
        let name = measure.measure.value.to_lowercase();
        let how = measure
            .how
            .as_ref()
            .is_some_and(|how| super::sale::mentions(how, words));
        how || words.iter().any(|word| name.contains(word))
    })
}

fn by_measure(facts: &Facts<'_>, words: &[&str], what: &str, name: &str) -> Judgement {
    match measure(facts, words) {
        Some(measure) => Judgement::new(
            Verdict::Declared,
            format!("the measure `{}` says the same", measure.measure.value),
        )
        .at(&measure.measure.origin),
        None => Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that data is protected ({what}), and policies/security.yaml declares no such measure; declare `{name}` with how it is done"
            ),
        ),
    }
}

fn at_rest(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>, data: &Data) -> Judgement {
    let holdings = facts.holdings(scope, data);
    if let Some(first) = holdings.first()
        && holdings.iter().all(|held| held.rests() == Some(false))
    {
        return Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that stored data is encrypted, and none is declared to be stored: {}; write that it is \
                 not stored, or declare what is",
                list(holdings.iter().map(super::holding::Holding::words))
            ),
        )
        .at(first.origin());
    }
    let mut plain: Vec<(String, &Origin)> = Vec::new();
    let mut encrypted: Vec<(String, &Origin)> = Vec::new();
    for activity in facts.activities(scope, data) {
        if !activity.is_server() || !facts.touches(activity, data) {
            continue;
        }
        let media = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
            .map_or(&[][..], |storage| &storage.medium);
        for medium in media {
            let name = facts.policy.activity_name(activity);
            match medium.value {
                Medium::Disk => plain.push((name, &medium.origin)),
                Medium::EncryptedCache | Medium::EncryptedDisk => {
                    encrypted.push((name, &medium.origin))
                }
                _ => {}
            }
        }
    }
    if let Some((_, origin)) = plain.first() {
        let verdict = if said.is_hedged() && !encrypted.is_empty() {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        return Judgement::new(
            verdict,
            format!("the text says that stored data is encrypted; declared on disks that are not encrypted by us: {}; encrypt them, or name what is encrypted", list(plain.iter().map(|(name, _)| name))),
        )
        .at(origin);
    }
    if let Some((_, origin)) = encrypted.first() {
        return Judgement::new(
            Verdict::Declared,
            format!(
                "declared on encrypted media: {}",
                list(encrypted.iter().map(|(name, _)| name))
            ),
        )
        .at(origin);
    }
    by_measure(
        facts,
        &[
            "at-rest",
            "at rest",
            "disk encryption",
            "storage encryption",
        ],
        "stored data is encrypted",
        "encryption-at-rest",
    )
}

/// End to end means that we cannot read it, so a server activity of ours on the data speaks against it.
fn end_to_end(scope: &Scope, facts: &Facts<'_>, data: &Data) -> Judgement {
    let reader = facts
        .activities(scope, data)
        .into_iter()
        .find(|activity| activity.is_server() && facts.touches(activity, data));
    match reader {
        Some(activity) => Judgement::new(
            Verdict::Contradicted,
            format!("the text says that nobody but the ends can read the data, and `{}` works on it on a server; write \"encrypted on the way\" instead", facts.policy.activity_name(activity)),
        )
        .at(&activity.location.origin),
        None => by_measure(facts, &["end-to-end", "end to end"], "end to end", "end-to-end-encryption"),
    }
}
