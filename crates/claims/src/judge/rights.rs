//! Requests are answered within a length of time.

use candor_model::{Duration, Origin};

use super::facts::{Facts, meets};
use super::said::Said;
use super::{Judgement, Verdict, days};

pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let Some(stated) = said
        .claim
        .value
        .as_deref()
        .and_then(|value| Duration::parse(value).ok())
    else {
        return Judgement::new(
            Verdict::Vague,
            "the text promises an answer and no time for it; write the declared time",
        );
    };
    let Some(rights) = &facts.policy.rights else {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text promises an answer within {stated}, and policies/rights.yaml is missing; declare `answer_within`"
            ),
        );
    };
    let answer = &rights.answer_within;
    let Some(declared) = answer.known() else {
        return Judgement::new(Verdict::Unverified, format!("the text promises an answer within {stated}, and `answer_within` is not stated; state it"))
            .at(&answer.origin);
    };
    let stated = days::read(stated, &said.lower);
    let trace = [format!("rights.answer_within: {declared}")];
    if days::is_open(declared, &stated) {
        return Judgement::new(
            Verdict::NotComparable,
            format!("the text promises an answer within {stated}, declared: {declared}; which is longer depends on the calendar: use one unit in both"),
        )
        .at(&answer.origin)
        .tracing(trace);
    }
    // The time of one right can be the one that is meant.
    let own = rights
        .rights
        .iter()
        .filter_map(|right| right.within.as_ref())
        .find(|within| meets(&within.value, &stated));
    let objection = said
        .has(&[
            "objection",
            "object ",
            "widerspruch",
            "opposition",
            "oposición",
        ])
        .then(|| objection(facts, &stated))
        .flatten();
    if let Some(origin) = objection {
        return Judgement::new(
            Verdict::Declared,
            format!("the text gives {stated} to object to a change, and so do the declarations"),
        )
        .at(origin)
        .tracing(trace);
    }
    let fits = declared.longest_seconds() <= stated.longest_seconds() || meets(declared, &stated);
    match (fits, own) {
        (true, _) => Judgement::new(Verdict::Backed, format!("the text promises an answer within {stated}, declared: {declared}")).at(&answer.origin),
        (false, Some(within)) => Judgement::new(Verdict::Narrowed, format!("the text promises {stated}, which is declared for one right, and {declared} for the others; name the right")).at(&within.origin),
        (false, None) => Judgement::new(
            Verdict::Contradicted,
            format!("the text promises an answer within {stated}, and {declared} is declared; write {declared}, or declare the shorter time"),
        )
        .at(&answer.origin),
    }
    .tracing(trace)
}

/// Where this time to object to a change is declared.
fn objection<'p>(facts: &Facts<'p>, stated: &Duration) -> Option<&'p Origin> {
    let changes = facts.policy.changes.as_ref()?;
    let notices = [changes.policy.as_ref(), changes.subprocessors.as_ref()];
    notices.into_iter().flatten().find_map(|notice| {
        let within = notice.objection_within.as_ref()?;
        meets(within.known()?, stated).then_some(&within.origin)
    })
}
