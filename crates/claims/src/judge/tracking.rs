//! No cookies are set; nobody is followed.

use candor_model::vocabulary::{Identifies, NeverDo, Party, Purpose, StorageKind};
use candor_model::{DeviceStorage, Origin};

use super::facts::Facts;
use super::sale::{mentions, promised};
use super::words::list;
use super::{Judgement, Verdict};
use crate::Claim;

/// Beginnings of words that make a purpose one of following people.
const FOLLOWS: &[&str] = &[
    "analytic",
    "advertis",
    "tracking",
    "marketing",
    "retarget",
    "audience measure",
    "statisti",
    "werbung",
    "publicit",
    "publicidad",
    "mesure d'audience",
];

fn name(item: &DeviceStorage) -> String {
    item.name
        .known()
        .cloned()
        .unwrap_or_else(|| item.kind.value.to_string())
}

pub(super) fn cookies(claim: &Claim, facts: &Facts<'_>) -> Judgement {
    let theirs = claim.recipient.is_some();
    let set: Vec<&DeviceStorage> = facts
        .policy
        .device_storage
        .iter()
        .filter(|item| {
            item.kind.value == StorageKind::Cookie && (!theirs || item.party.value == Party::Third)
        })
        .collect();
    let Some(first) = set.first() else {
        return Judgement::new(
            Verdict::Declared,
            "no cookie is declared in policies/device-storage.yaml",
        );
    };
    let names = list(set.iter().map(|item| name(item)));
    let sometimes = set.iter().all(|item| item.set_when.is_some());
    let verdict = if claim.hedged || (sometimes && !claim.absolute) {
        Verdict::Narrowed
    } else {
        Verdict::Contradicted
    };
    Judgement::new(
        verdict,
        format!("the text says that no cookies are set; declared: {names}; name them and what they are for, such as \"only the cookies that sign-in needs\""),
    )
    .at(&first.origin)
    .tracing(set.iter().map(|item| name(item)))
}

pub(super) fn tracking(claim: &Claim, facts: &Facts<'_>) -> Judgement {
    let policy = facts.policy;
    let mut found: Vec<(String, &Origin)> = policy
        .device_storage
        .iter()
        .filter(|item| mentions(&item.purpose, FOLLOWS))
        .map(|item| {
            (
                format!("{}: {}", name(item), item.purpose.first()),
                &item.purpose.origin,
            )
        })
        .collect();
    let mut counts: Vec<(String, &Origin)> = Vec::new();
    for activity in policy.activities() {
        let measures = matches!(
            activity.purpose.known(),
            Some(Purpose::ServiceImprovement | Purpose::Marketing)
        );
        if !measures || !activity.is_server() {
            continue;
        }
        let personal = activity.data_uses().find(|data| {
            policy[data.data.value].identifies.known() != Some(&Identifies::Anonymous)
        });
        let name = policy.activity_name(activity);
        match personal {
            Some(data) => found.push((
                format!("{name} uses `{}`", policy[data.data.value].id),
                &data.origin,
            )),
            None => counts.push((name, &activity.origin)),
        }
    }
    found.extend(
        policy
            .vendors()
            .iter()
            .filter(|vendor| mentions(&vendor.purpose, FOLLOWS))
            .filter(|vendor| !vendor.receives().is_empty() || !vendor.can_see().is_empty())
            .map(|vendor| {
                (
                    format!("{}: {}", vendor.name(), vendor.purpose.first()),
                    &vendor.purpose.origin,
                )
            }),
    );
    let trace: Vec<String> = found
        .iter()
        .chain(&counts)
        .map(|(words, _)| words.clone())
        .collect();
    let judgement = if let Some((_, origin)) = found.first() {
        let verdict = if claim.hedged {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        Judgement::new(
            verdict,
            format!("the text says that nobody is followed; declared: {}; write what is measured, by whom and how to say no", list(found.iter().map(|(words, _)| words))),
        )
        .at(origin)
    } else {
        let promise = promised(facts, NeverDo::Track).map(|(_, origin)| origin);
        let counted = match counts.is_empty() {
            true => "nothing is declared that follows a person".to_owned(),
            false => format!(
                "only anonymous counts are declared: {}",
                list(counts.iter().map(|(words, _)| words))
            ),
        };
        Judgement::new(Verdict::Declared, counted)
            .at_any(promise.or(counts.first().map(|(_, origin)| *origin)))
    };
    judgement.tracing(trace)
}
