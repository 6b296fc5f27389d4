//! Claims whose value stands in a span that names its fact (`data-fact`).

use candor_model::{Duration, Origin, Policy, Window};

use super::facts::{Facts, length_origin, meets};
use super::words::list;
use super::{Judgement, Verdict};
use crate::{Claim, Kind};

/// Holds a length of time against the facts that its sentence names; nothing where these are about something else.
pub(crate) fn judge_bound<'t>(
    claim: &Claim,
    paths: impl Iterator<Item = &'t str>,
    facts: &Facts<'_>,
) -> Option<Judgement> {
    let stated = Duration::parse(claim.value.as_deref()?).ok()?;
    let mut named = Vec::new();
    for path in paths {
        named.extend(lengths(claim.kind, path, facts.policy));
    }
    let (_, _, origin) = *named.first()?;
    let values = list(
        named
            .iter()
            .map(|(path, length, _)| format!("{path}: {length}")),
    );
    let carried = named.iter().find(|(_, length, _)| meets(length, &stated));
    Some(match carried {
        Some((path, length, origin)) => Judgement::new(
            Verdict::Declared,
            format!("the text says {stated}, and the fact that it names, `{path}`, is {length}"),
        )
        .at(origin),
        None => Judgement::new(
            Verdict::Contradicted,
            format!("the text says {stated}, and the facts that it names are other: {values}; build the pages anew"),
        )
        .at(origin),
    })
}

/// The lengths of time that a fact holds for a kind of claim.
fn lengths<'p>(kind: Kind, path: &str, policy: &'p Policy) -> Vec<(String, Duration, &'p Origin)> {
    let of = |length: Option<&Duration>, origin: &'p Origin| {
        length
            .map(|length| (path.to_owned(), length.clone(), origin))
            .into_iter()
            .collect()
    };
    match (kind, path.split_once('.')) {
        (Kind::RetentionDuration, Some(("window", rest))) => {
            let name = rest.split('.').next().unwrap_or(rest).replace('_', "-");
            let window = policy.window(&name);
            window.map_or_else(Vec::new, |window| of_window(path, window, policy))
        }
        (Kind::NoticePeriod, Some(("notice", name))) => {
            let changes = policy.changes.as_ref();
            let notice = changes.and_then(|changes| match name {
                "policy" => changes.policy.as_ref(),
                _ => changes.subprocessors.as_ref(),
            });
            notice.map_or_else(Vec::new, |notice| {
                of(notice.at_least.known(), &notice.at_least.origin)
            })
        }
        (Kind::RightsResponseTime, Some(("rights", _))) => {
            policy.rights.as_ref().map_or_else(Vec::new, |rights| {
                of(rights.answer_within.known(), &rights.answer_within.origin)
            })
        }
        _ => Vec::new(),
    }
}

/// A window's own ends, and that with the copies and stages behind it.
fn of_window<'p>(
    path: &str,
    window: &'p Window,
    policy: &Policy,
) -> Vec<(String, Duration, &'p Origin)> {
    let ends = [
        window.maximum().cloned(),
        window.minimum().cloned(),
        policy.longest_through_stages(window),
    ];
    // The row of a window also says how long its copies last, and in which steps it ends.
    let copies = window.copies.iter();
    let copies = copies.map(|copy| copy.delete_within.known().cloned());
    ends.into_iter()
        .chain(copies)
        .flatten()
        .map(|length| (path.to_owned(), length, length_origin(window)))
        .collect()
}
