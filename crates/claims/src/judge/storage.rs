//! Nothing is stored; what is stored is erased at once.

use candor_model::EnforcedBy;

use super::class::Classes;
use super::facts::Facts;
use super::holding::Holding;
use super::words::list;
use super::{Judgement, Scope, Verdict, object};
use crate::Claim;

/// How long "at once" may last at most, in seconds.
const AT_ONCE: u64 = 300;

pub(super) fn nothing(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let classes = meant(claim);
    let holdings = facts.holdings(scope, classes);
    let long = |holding: &Holding<'_>| holding.rests();
    held(
        claim,
        facts,
        scope,
        classes,
        &holdings,
        "is not stored",
        long,
    )
}

pub(super) fn at_once(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let classes = meant(claim);
    let holdings = facts.holdings(scope, classes);
    let long = |holding: &Holding<'_>| match holding.rests()? {
        false => Some(false),
        true => {
            let window = holding.window?;
            let longest = facts.policy.longest_through_stages(window)?;
            Some(longest.longest_seconds() > AT_ONCE)
        }
    };
    held(
        claim,
        facts,
        scope,
        classes,
        &holdings,
        "is erased at once",
        long,
    )
}

/// A promise about "your files" covers what was made of them.
fn meant(claim: &Claim) -> Classes {
    let classes = object(claim, Classes::WORK);
    if classes == Classes::FILE {
        Classes::WORK
    } else {
        classes
    }
}

fn held(
    claim: &Claim,
    facts: &Facts<'_>,
    scope: &Scope,
    classes: Classes,
    holdings: &[Holding<'_>],
    says: &str,
    long: impl Fn(&Holding<'_>) -> Option<bool>,
) -> Judgement {
    let what = classes.words();
    let trace: Vec<String> = holdings.iter().map(Holding::words).collect();
    let kept: Vec<&Holding<'_>> = holdings
        .iter()
        .filter(|held| long(held) == Some(true))
        .collect();
    let unknown: Vec<&Holding<'_>> = holdings
        .iter()
        .filter(|held| long(held).is_none())
        .collect();
    let judgement = if let Some(first) = kept.first() {
        let values = list(kept.iter().map(|held| held.words()));
        let (verdict, advice) = if claim.hedged && kept.len() < holdings.len() {
            (Verdict::Narrowed, "name what is kept and how long")
        } else {
            (Verdict::Contradicted, "write the declared time instead")
        };
        Judgement::new(
            verdict,
            format!("the text says of {what} that it {says}; declared: {values}; {advice}"),
        )
        .at(first.origin())
    } else if let Some(first) = unknown.first() {
        let values = list(unknown.iter().map(|held| held.words()));
        Judgement::new(
            Verdict::Unverified,
            format!("the text says of {what} that it {says}, and this is open: {values}; state a window, or `nothing`"),
        )
        .at(first.origin())
    } else if holdings.is_empty() {
        let local = facts
            .activities(scope, classes)
            .into_iter()
            .find(|activity| facts.touches(activity, classes));
        match local {
            Some(activity) => Judgement::new(
                Verdict::Declared,
                format!("no declared activity takes {what} off the device, so none is kept"),
            )
            .at(&activity.location.origin),
            None => Judgement::new(
                Verdict::Unverified,
                format!(
                    "the text says of {what} that it {says}, and no activity is declared that uses such data; declare \
                     it with what it keeps"
                ),
            ),
        }
    } else {
        let is_enforced = holdings.iter().all(|held| {
            held.window.is_some_and(|window| {
                matches!(
                    window.enforced_by.value,
                    EnforcedBy::Candor | EnforcedBy::Config(_)
                )
            })
        });
        let verdict = if is_enforced {
            Verdict::Backed
        } else {
            Verdict::Declared
        };
        let values = list(holdings.iter().map(Holding::words));
        Judgement::new(verdict, format!("declared the same: {values}"))
            .at_any(holdings.first().map(Holding::origin))
    };
    judgement.tracing(trace)
}
