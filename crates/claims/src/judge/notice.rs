//! Changes are announced a length of time before: of the policy, or of the subprocessors, which are two facts.

use candor_model::{Duration, Notice};

use super::facts::{Facts, meets};
use super::said::Said;
use super::{Judgement, Verdict, days};

/// Beginnings of words that make a notice one about subprocessors.
const VENDORS: &[&str] = &[
    "subprocess",
    "sub-process",
    "sub process",
    "processor",
    "vendor",
    "unterauftrag",
    "auftragsverarbeiter",
    "sous-traitant",
    "subencargad",
];

pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let Some(stated) = said
        .claim
        .value
        .as_deref()
        .and_then(|value| Duration::parse(value).ok())
    else {
        return Judgement::new(
            Verdict::Vague,
            "the text promises a notice and no time for it; write the declared time",
        );
    };
    let stated = days::read(stated, &said.lower);
    let vendors = said.is_near(VENDORS);
    let changes = facts.policy.changes.as_ref();
    let policy = changes
        .and_then(|changes| changes.policy.as_ref())
        .map(|notice| ("the policy", notice));
    let lists = changes
        .and_then(|changes| changes.subprocessors.as_ref())
        .map(|notice| ("the subprocessors", notice));
    let wanted = if vendors { lists } else { policy };
    let other = if vendors { policy } else { lists };
    let Some((subject, notice)) = wanted else {
        let subject = if vendors {
            "the subprocessors"
        } else {
            "the policy"
        };
        let beside = other.map_or(String::new(), |(other, _)| {
            format!("; a notice of changes of {other} is another promise")
        });
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text promises {stated} of notice before changes of {subject}, and none is declared{beside}; declare it in policies/changes.yaml"
            ),
        );
    };
    compare(&stated, subject, notice, other)
}

fn compare(
    stated: &Duration,
    subject: &str,
    notice: &Notice,
    other: Option<(&str, &Notice)>,
) -> Judgement {
    let origin = &notice.at_least.origin;
    let Some(declared) = notice.at_least.known() else {
        return Judgement::new(Verdict::Unverified, format!("the text promises {stated} of notice, and the time for {subject} is not stated; state it")).at(origin);
    };
    if days::is_open(declared, stated) {
        return Judgement::new(
            Verdict::NotComparable,
            format!("the text promises {stated} of notice, declared for {subject}: {declared}; which is longer depends on the calendar: use one unit in both"),
        )
        .at(origin);
    }
    let judgement = if declared.shortest_seconds() >= stated.shortest_seconds()
        || meets(declared, stated)
    {
        Judgement::new(
            Verdict::Backed,
            format!("the text promises {stated} of notice, declared for {subject}: {declared}"),
        )
    } else {
        let mixed = other
            .filter(|(_, notice)| {
                notice
                    .at_least
                    .known()
                    .is_some_and(|length| meets(length, stated))
            })
            .map_or(String::new(), |(other, _)| {
                format!(" ({stated} is the notice of changes of {other})")
            });
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text promises {stated} of notice, and {declared} is declared for {subject}{mixed}; write {declared}, or declare the longer time"
            ),
        )
    };
    judgement
        .at(origin)
        .tracing([format!("{subject}: {declared}")])
}
