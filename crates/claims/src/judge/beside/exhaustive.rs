//! "The only data we collect", "we share only with", "these services": lists that are said to be complete.

use candor_model::vocabulary::{Relation, Stage};
use candor_model::{DataCategory, Policy};

use super::super::facts::Facts;
use super::super::said::Said;
use super::super::words::{any, list, whole};
use super::super::{Judgement, Verdict};
use super::first;

/// Lists of data.
const DATA: &[&str] = &[
    "the only information we collect",
    "the only data we collect",
    "only information we collect",
    "we only collect",
    "we collect only",
    "all we collect",
    "the only personal data",
    "die einzigen daten",
    "wir erheben nur",
    "wir erheben ausschließlich",
    "les seules données",
    "nous ne collectons que",
    "los únicos datos",
    "solo recopilamos",
];

/// Lists of recipients.
const RECIPIENTS: &[&str] = &[
    "share your data only with",
    "share data only with",
    "only share your data with",
    "only share data with",
    "share your information only with",
    "share it only with",
    "uses the following third-party",
    "use the following third-party",
    "uses the following subprocessors",
    "use the following subprocessors",
    "complete list of our subprocessors",
    "geben ihre daten nur an",
    "geben daten nur an",
    "ausschließlich folgende dienstleister",
    "partageons vos données uniquement avec",
    "solo compartimos sus datos con",
];

/// Words for disclosure that a law asks for.
const LAW: &[&str] = &[
    "law",
    "legal",
    "court",
    "authorit",
    "gesetz",
    "behörd",
    "loi",
    "autorité",
    "ley",
    "autoridad",
];

/// Phrases of which a sentence has one where `find` finds anything.
pub(super) const SIGNS: &[&[&str]] = &[DATA, RECIPIENTS];

pub(super) fn find(lower: &str) -> Option<&'static str> {
    first(lower, DATA).or_else(|| first(lower, RECIPIENTS))
}

pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Option<Judgement> {
    let listed = format!("{} {}", said.lower, said.list.to_lowercase());
    if said.has(DATA) {
        return data(&listed, facts);
    }
    recipients(&listed, facts.policy)
}

/// Data that server activities use and the list does not name.
fn data(listed: &str, facts: &Facts<'_>) -> Option<Judgement> {
    let policy = facts.policy;
    let mut missing: Vec<&DataCategory> = Vec::new();
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server())
    {
        for used in &activity.uses {
            let category = &policy[used.data.value];
            if !names(listed, category) && missing.iter().all(|known| known.id != category.id) {
                missing.push(category);
            }
        }
    }
    let first = missing.first()?;
    Some(
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text calls its list of collected data complete; declared, and not in it: {}; add them, or take the \
                 word \"only\" away",
                list(missing.iter().map(|category| category.label.first()))
            ),
        )
        .at(&first.origin),
    )
}

/// Whether a list names a category: by its label, or by every word of its id.
fn names(listed: &str, category: &DataCategory) -> bool {
    let labelled = category.label.variants().any(|(_, label)| {
        let label = label.to_lowercase();
        whole(listed, &label).is_some()
    });
    labelled
        || category
            .id
            .as_str()
            .split('-')
            .all(|part| any(listed, &[part]))
}

/// Recipients that are declared and not in the list.
fn recipients(listed: &str, policy: &Policy) -> Option<Judgement> {
    let missing: Vec<_> = policy
        .vendors()
        .iter()
        .filter(|vendor| {
            vendor.stage.value == Stage::Active && vendor.relation.value != Relation::SelfHosted
        })
        .filter(|vendor| {
            let names = [vendor.name(), vendor.legal_name.value.as_str()];
            !names
                .into_iter()
                .any(|name| whole(listed, &name.to_lowercase()).is_some())
        })
        .collect();
    if let Some(first) = missing.first() {
        return Some(
            Judgement::new(
                Verdict::Contradicted,
                format!(
                    "the text calls its list of recipients complete; declared, and not in it: {}; add them",
                    list(missing.iter().map(|vendor| vendor.name()))
                ),
            )
            .at(&first.origin),
        );
    }
    let law = policy.organisation.disclosed_to_authorities_when.first()?;
    (!any(listed, LAW)).then(|| {
        Judgement::new(
            Verdict::Narrowed,
            "the text says with whom data is shared and with nobody else, and disclosure to authorities is declared; add \
             that exception to the sentence",
        )
        .at(&law.origin)
    })
}
