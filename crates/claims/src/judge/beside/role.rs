//! As whom the organisation acts, and what it uses data for.

use candor_model::vocabulary::{Purpose, Role};

use super::super::facts::Facts;
use super::super::said::Said;
use super::super::words::{any, list};
use super::super::{Judgement, Verdict};
use super::first;

const PROCESSOR: &[&str] = &[
    "acts as a data processor",
    "acts as a processor",
    "act as a data processor",
    "act as a processor",
    "we are a data processor",
    "we are a processor",
    "ist auftragsverarbeiter",
    "sind auftragsverarbeiter",
    "agit en tant que sous-traitant",
    "actúa como encargado",
];

/// Words that leave room for the other role.
const BOTH: &[&str] = &[
    "primarily",
    "mainly",
    "as a data controller",
    "as a controller",
    "and controller",
    "for our customers' content",
    "zugleich",
    "verantwortlicher",
    "principalement",
    "principalmente",
];

/// Phrases of which a sentence has one where `find_role` finds anything.
pub(super) const SIGNS_OF_ROLE: &[&[&str]] = &[PROCESSOR];

pub(super) fn find_role(lower: &str) -> Option<&'static str> {
    first(lower, PROCESSOR).filter(|_| !any(lower, BOTH))
}

/// A role that is stated as the only one, beside another that is declared.
pub(super) fn role(facts: &Facts<'_>) -> Option<Judgement> {
    let roles = facts.policy.organisation.roles.known()?;
    let of = |wanted: Role| roles.iter().find(|one| one.role.value == wanted);
    of(Role::Processor)?;
    let controller = of(Role::Controller).or_else(|| of(Role::JointController))?;
    let scope = controller.scope.as_ref().map_or("", |scope| scope.first());
    Some(
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text names the organisation a processor and nothing else; declared besides: controller ({scope}); say \
                 for which data each role holds"
            ),
        )
        .at(&controller.origin),
    )
}

const ONLY_TO: &[&str] = &[
    "only process it to",
    "only process your data to",
    "process your data only to",
    "only use it to",
    "only use your data to",
    "use your data only to",
    "use it only to",
    "nur, um",
    "ausschließlich, um",
    "uniquement pour",
    "solo para",
];

/// Phrases of which a sentence has one where `find_purpose` finds anything.
pub(super) const SIGNS_OF_PURPOSE: &[&[&str]] = &[ONLY_TO];

pub(super) fn find_purpose(lower: &str) -> Option<&'static str> {
    first(lower, ONLY_TO)
}

/// Purposes that nobody reads out of "to provide the service".
pub(super) fn purpose(said: &Said<'_>, facts: &Facts<'_>) -> Option<Judgement> {
    const NAMED: &[(Purpose, &[&str])] = &[
        (
            Purpose::Marketing,
            &["market", "newsletter", "promot", "werb", "publicit"],
        ),
        (
            Purpose::ServiceImprovement,
            &[
                "improv",
                "analy",
                "develop",
                "verbesser",
                "amélior",
                "mejor",
            ],
        ),
        (
            Purpose::Research,
            &["research", "forsch", "recherche", "investig"],
        ),
    ];
    let beyond: Vec<_> = facts
        .policy
        .activities()
        .iter()
        .filter(|activity| {
            activity.is_server()
                && NAMED.iter().any(|(purpose, words)| {
                    activity.purpose.known() == Some(purpose) && !said.has(words)
                })
        })
        .collect();
    let first = beyond.first()?;
    Some(
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says what data is used for and for nothing else; declared for other purposes: {}; name them",
                list(beyond.iter().map(|activity| facts.policy.activity_name(activity)))
            ),
        )
        .at(&first.purpose.origin),
    )
}
