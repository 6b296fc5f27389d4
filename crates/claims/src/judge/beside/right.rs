//! What text says of people's rights and choices.

use candor_model::Right;
use candor_model::vocabulary::{Account, How, RightKind, ToolLocation};

use super::super::class::Classes;
use super::super::facts::Facts;
use super::super::holding::Holding;
use super::super::said::Said;
use super::super::words::{any, list};
use super::super::{Judgement, Scope, Verdict};
use super::first;

/// The right to erasure, talked away.
const TALKED_AWAY: &[&str] = &[
    "do not need to request deletion",
    "don't need to request deletion",
    "need not request deletion",
    "no need to request deletion",
    "no need to request erasure",
    "no deletion request is needed",
    "do not need to ask for deletion",
    "keine löschung zu beantragen",
    "keine löschung beantragen",
    "pas besoin de demander la suppression",
    "no necesita solicitar la eliminación",
    "no hace falta solicitar la supresión",
];

/// Erasure of everything.
const ALL: &[&str] = &[
    "full erasure",
    "complete erasure",
    "account and associated data",
    "account and all associated data",
    "konto und alle zugehörigen daten",
    "vollständige löschung",
    "effacement complet",
    "supresión completa",
];

/// Objection by leaving.
const LEAVING: &[&str] = &[
    "stop using",
    "nutzung beenden",
    "cesser d'utiliser",
    "dejar de usar",
];
const OBJECT: &[&str] = &[
    "object",
    "widersprechen",
    "widerspruch",
    "opposer",
    "opposition",
    "oponer",
    "oposición",
];

/// Saying no in the settings of an account.
const OPT_OUT: &[&str] = &[
    "opt out",
    "opt-out",
    "say no",
    "abwählen",
    "widersprechen",
    "refuser",
    "darse de baja",
    "rechazar",
];
const IN_ACCOUNT: &[&str] = &[
    "account settings",
    "settings of your account",
    "your account page",
    "kontoeinstellungen",
    "paramètres de votre compte",
    "ajustes de su cuenta",
    "configuración de su cuenta",
];

/// A choice between the ways of processing.
const CHOICE: &[&str] = &[
    "choose between",
    "wählen zwischen",
    "choisir entre",
    "elegir entre",
];

/// The ways of processing.
const WAYS: &[&str] = &[
    "client-side",
    "browser",
    "local",
    "lokal",
    "navigateur",
    "navegador",
];

/// Phrases of which a sentence has one where `find` finds anything.
pub(super) const SIGNS: &[&[&str]] = &[TALKED_AWAY, ALL, LEAVING, IN_ACCOUNT, CHOICE];

pub(super) fn find(lower: &str) -> Option<&'static str> {
    first(lower, TALKED_AWAY)
        .or_else(|| first(lower, ALL))
        .or_else(|| first(lower, LEAVING).filter(|_| any(lower, OBJECT)))
        .or_else(|| first(lower, OPT_OUT).filter(|_| any(lower, IN_ACCOUNT)))
        .or_else(|| first(lower, CHOICE).filter(|_| any(lower, WAYS)))
}

pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Option<Judgement> {
    if said.has(TALKED_AWAY) {
        return talked_away(facts);
    }
    if said.has(ALL) {
        return all(facts);
    }
    if said.has(LEAVING) {
        return leaving(facts);
    }
    if said.has(IN_ACCOUNT) {
        return in_account(facts);
    }
    choice(facts)
}

fn right<'p>(facts: &Facts<'p>, kind: RightKind) -> Option<&'p Right> {
    facts
        .policy
        .rights
        .as_ref()?
        .rights
        .iter()
        .find(|right| right.kind == kind)
}

/// What is kept can be asked to be erased, whatever the text says.
fn talked_away(facts: &Facts<'_>) -> Option<Judgement> {
    let holdings = facts.holdings(&Scope::Product, &Classes::WORK.into());
    let kept: Vec<&Holding<'_>> = holdings
        .iter()
        .filter(|held| held.rests() == Some(true))
        .collect();
    let first = kept.first()?;
    Some(
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that nobody needs to ask for erasure because nothing is stored; declared: {}; as long as it \
                 is kept, people can ask for it (GDPR Article 17): say how",
                list(kept.iter().map(|held| held.words()))
            ),
        )
        .at(first.origin()),
    )
}

/// "Full erasure" next to a right that covers a part.
fn all(facts: &Facts<'_>) -> Option<Judgement> {
    let erasure = right(facts, RightKind::Erasure)?;
    let covered = |held: &Holding<'_>| {
        erasure
            .scope
            .iter()
            .any(|one| facts.policy[one.value].id == held.category.id)
    };
    if erasure.scope.is_empty() {
        return None;
    }
    let everything = Classes::WORK
        .or(Classes::PERSONAL)
        .or(Classes::USAGE)
        .or(Classes::LOG);
    let holdings = facts.holdings(&Scope::Product, &everything.into());
    let beyond: Vec<&Holding<'_>> = holdings
        .iter()
        .filter(|held| held.rests() != Some(false) && !covered(held))
        .collect();
    beyond.first()?;
    Some(
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text promises to erase all of it, and the right is declared for {} alone; kept besides: {}; say what \
                 stays and how long",
                list(erasure.scope.iter().map(|one| facts.policy[one.value].label.first())),
                list(beyond.iter().map(|held| held.words()))
            ),
        )
        .at(&erasure.origin),
    )
}

/// Leaving a service is no way to object to what it does with data that it has.
fn leaving(facts: &Facts<'_>) -> Option<Judgement> {
    let objection = right(facts, RightKind::Objection);
    let origin = objection.map(|right| &right.origin);
    let open = objection.is_none_or(|right| {
        right
            .how
            .as_ref()
            .and_then(|how| how.known())
            .is_none_or(|how| *how == How::StopUsing)
    });
    open.then(|| {
        Judgement::new(
            Verdict::Contradicted,
            "the text offers to stop using the service in place of an objection; the right to object holds for data that is \
             already there (GDPR Article 21): name a way to object",
        )
        .at_any(origin)
    })
}

/// Who has no account cannot say no in its settings.
fn in_account(facts: &Facts<'_>) -> Option<Judgement> {
    let free = facts.policy.tools().iter().find(|tool| {
        tool.account
            .as_ref()
            .is_some_and(|account| matches!(account.value, Account::NotNeeded | Account::Optional))
    })?;
    let origin = free.account.as_ref().map(|account| &account.origin);
    Some(
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text lets people say no in the settings of their account, and {} works without an account: whoever has \
                 none cannot say no; offer a way for them, too",
                free.name.first()
            ),
        )
        .at_any(origin),
    )
}

/// A choice between browser and server, where the operation decides.
fn choice(facts: &Facts<'_>) -> Option<Judgement> {
    const CHOSEN: &[&str] = &["choose", "choice", "want", "press", "select", "ask"];
    let bound = facts.policy.activities().iter().find_map(|activity| {
        let tool = &facts.policy[activity.tool?];
        let when = activity.only_when.as_ref()?;
        let free = any(&when.first().to_lowercase(), CHOSEN);
        (tool.location.value == ToolLocation::Hybrid && activity.is_server() && !free)
            .then_some((activity, when))
    });
    let (activity, when) = bound?;
    Some(
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text lets people choose how their data is processed, and `{}` runs on a server when {}: for that there \
                 is no choice; say for which operations one can choose",
                facts.policy.activity_name(activity),
                when.first()
            ),
        )
        .at(&when.origin),
    )
}
