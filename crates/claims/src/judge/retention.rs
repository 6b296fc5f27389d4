//! Lengths of time for which data is kept, or within which it is erased.

use candor_model::vocabulary::{RightKind, StorageKind};
use candor_model::{Duration, Lifetime, Origin};

use super::class::Classes;
use super::facts::{Facts, meets};
use super::said::Said;
use super::subject::Data;
use super::words::{list, whole};
use super::{Judgement, Scope, Verdict, data, days};
use crate::Bound;

/// One declared length with its name and its line.
struct Length<'p> {
    name: String,
    /// What holds from the start event on.
    own: Option<Duration>,
    /// With the copies and stages that follow.
    whole: Option<Duration>,
    /// The promise to keep.
    least: Option<Duration>,
    origin: &'p Origin,
}

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    let Some(value) = &claim.value else {
        return Judgement::new(
            Verdict::Vague,
            "the text speaks of keeping or erasing data and gives no length of time; write the declared window",
        );
    };
    let Ok(stated) = Duration::parse(value) else {
        return Judgement::new(
            Verdict::Vague,
            format!("the text's length of time, {value}, cannot be compared"),
        );
    };
    let stated = days::read(stated, &said.lower);
    let named = claim.object.as_deref().and_then(Classes::named);
    let otherwise = if claim.anchor.as_deref() == Some("closure") {
        Classes::ACCOUNT
    } else {
        Classes::WORK
    };
    let mut data = match data(said, otherwise, facts) {
        Ok(data) => data,
        Err(judgement) => return judgement,
    };
    if data.classes == Classes::PERSONAL && otherwise == Classes::ACCOUNT && !data.is_named() {
        data = otherwise.into();
    }
    let is_certain = data.is_named()
        || named.is_some_and(|named| named != Classes::PERSONAL)
        || data.classes == Classes::ACCOUNT;
    let mut lengths = lengths(scope, &data, facts);
    let only_file = !data.is_named() && data.classes == Classes::FILE;
    if lengths.is_empty() && only_file {
        lengths = self::lengths(scope, &Classes::RESULT.into(), facts);
    }
    let asked = claim.anchor.as_deref() == Some("request")
        || (lengths.iter().all(|length| length.own.is_none()) && said.is_near(ASKED));
    if asked && let Some(erasure) = erasure(facts) {
        lengths = vec![erasure];
    }
    let trace: Vec<String> = lengths.iter().map(Length::words).collect();
    let judgement = compare(said, &stated, &data, &lengths, is_certain);
    if judgement.verdict == Verdict::Contradicted && only_file {
        // "Files" may be what was made of them.
        let results = self::lengths(scope, &Classes::RESULT.into(), facts);
        let bound = claim.bound.unwrap_or(Bound::Exactly);
        if let Some(result) = results
            .iter()
            .find(|one| one.carries(&stated, bound) == Some(true))
        {
            return Judgement::new(
                Verdict::Narrowed,
                format!(
                    "the text says {stated} for files, which holds for results ({}); write both times",
                    result.words()
                ),
            )
            .at(result.origin)
            .tracing(trace);
        }
    }
    judgement.tracing(trace)
}

/// Words for erasure that people ask for.
const ASKED: &[&str] = &[
    "request",
    "erasure",
    "antrag",
    "anfrage",
    "demande",
    "solicitud",
    "effacement",
    "supresión",
];

fn lengths<'p>(scope: &Scope, data: &Data, facts: &Facts<'p>) -> Vec<Length<'p>> {
    if data.classes == Classes::COOKIE {
        let cookies = facts.policy.device_storage.iter();
        return cookies
            .filter(|item| item.kind.value == StorageKind::Cookie)
            .map(|item| {
                let own = match item.lifetime.known() {
                    Some(Lifetime::For(length)) => Some(length.clone()),
                    _ => None,
                };
                let name = item.name.known().map_or("a cookie", String::as_str);
                Length {
                    name: format!("cookie `{name}`"),
                    whole: own.clone(),
                    least: None,
                    own,
                    origin: &item.lifetime.origin,
                }
            })
            .collect();
    }
    let mut found: Vec<Length<'p>> = Vec::new();
    for holding in facts.holdings(scope, data) {
        if holding.rests() == Some(false) {
            continue;
        }
        let name = format!("{} `{}`", holding.holder, holding.category.id);
        found.push(match holding.window {
            Some(window) => Length {
                name: format!("window `{}` ({name})", window.id),
                own: window.maximum().cloned(),
                whole: facts.policy.longest_through_stages(window),
                least: window.minimum().cloned(),
                origin: window.length_origin(),
            },
            None => Length {
                name,
                own: None,
                whole: None,
                least: None,
                origin: &holding.keep.origin,
            },
        });
    }
    found
}

/// How fast a request for erasure is carried out.
fn erasure<'p>(facts: &Facts<'p>) -> Option<Length<'p>> {
    let rights = facts.policy.rights.as_ref()?;
    let right = rights
        .rights
        .iter()
        .find(|right| right.kind == RightKind::Erasure);
    let (own, origin) = match right.and_then(|right| right.within.as_ref()) {
        Some(within) => (within.value.clone(), &within.origin),
        None => (
            rights.answer_within.known()?.clone(),
            &rights.answer_within.origin,
        ),
    };
    Some(Length {
        name: "erasure on request".to_owned(),
        whole: Some(own.clone()),
        own: Some(own),
        least: None,
        origin,
    })
}

impl Length<'_> {
    fn words(&self) -> String {
        match &self.own {
            Some(own) => format!("{}: {own}", self.name),
            None => format!("{}: not stated", self.name),
        }
    }

    /// Whether the sentence names this length, too.
    fn is_said(&self, said: &Said<'_>) -> bool {
        self.own.as_ref().is_some_and(|own| {
            ["en", "de", "fr", "es"]
                .into_iter()
                .any(|language| whole(&said.lower, &own.words(language).to_lowercase()).is_some())
        })
    }

    /// Whether the text's length holds for this one; nothing where none is stated.
    fn carries(&self, stated: &Duration, bound: Bound) -> Option<bool> {
        if self
            .own
            .as_ref()
            .is_some_and(|own| days::is_open(own, stated))
        {
            return None;
        }
        match bound {
            Bound::AtMost => {
                let own = self.own.as_ref()?;
                Some(own.longest_seconds() <= stated.longest_seconds() || meets(own, stated))
            }
            Bound::Exactly => Some(meets(self.own.as_ref()?, stated)),
            Bound::AtLeast => {
                let least = self.least.as_ref();
                if let Some(least) = least {
                    return Some(
                        least.shortest_seconds() >= stated.shortest_seconds()
                            || meets(least, stated),
                    );
                }
                let own = self.own.as_ref()?;
                (own.longest_seconds() < stated.shortest_seconds()).then_some(false)
            }
        }
    }
}

fn compare(
    said: &Said<'_>,
    stated: &Duration,
    data: &Data,
    lengths: &[Length<'_>],
    is_certain: bool,
) -> Judgement {
    let what = data.words.as_str();
    let bound = said.claim.bound.unwrap_or(Bound::Exactly);
    let Some(first) = lengths.first() else {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says {stated} for {what}, and no activity keeps such data under a window; declare the window \
                 in policies/retention.yaml and name it under `keep`"
            ),
        );
    };
    let others: Vec<&Length<'_>> = lengths
        .iter()
        .filter(|length| length.carries(stated, bound) == Some(false))
        .collect();
    let carried: Vec<&Length<'_>> = lengths
        .iter()
        .filter(|length| length.carries(stated, bound) == Some(true))
        .collect();
    let declared = list(lengths.iter().map(Length::words));
    match (carried.first(), others.first()) {
        (None, None) => Judgement::new(
            Verdict::Unverified,
            format!("the text says {stated} for {what}; declared without a length that could carry it: {declared}"),
        )
        .at(first.origin),
        // Several lengths in one sentence: this one belongs to something else in it.
        (None, Some(_)) if others.iter().all(|other| other.is_said(said)) => Judgement::new(
            Verdict::NotComparable,
            format!(
                "the text gives several lengths of time, the declared one of {what} among them; which data {stated} \
                 belongs to is not said"
            ),
        )
        .at(first.origin),
        (None, Some(_)) if !is_certain => Judgement::new(
            Verdict::NotComparable,
            format!(
                "the text says {stated} and not of which data; declared: {declared}; name the data, or bind the \
                 sentence with data-claim"
            ),
        )
        .at(first.origin),
        (None, Some(other)) => Judgement::new(
            Verdict::Contradicted,
            format!("the text says {stated} for {what}; declared: {declared}; write the declared time, or change the window"),
        )
        .at(other.origin),
        // "1 year for pictures, 24 hours for answers": each declared length stands in the sentence.
        (Some(carried), Some(_)) if others.iter().all(|other| other.is_said(said)) => {
            copies(carried, stated, bound, what)
        }
        (Some(_), Some(other)) if is_certain => Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says {stated} for {what}, which holds for a part of it; declared otherwise: {}; write both \
                 times",
                list(others.iter().map(|length| length.words()))
            ),
        )
        .at(other.origin),
        (Some(carried), _) => copies(carried, stated, bound, what),
    }
}

/// The window fits; copies may outlive it.
fn copies(length: &Length<'_>, stated: &Duration, bound: Bound, what: &str) -> Judgement {
    let longer = length.whole.as_ref().filter(|whole| {
        bound != Bound::AtLeast
            && whole.shortest_seconds() > stated.longest_seconds()
            && length.own.as_ref() != Some(*whole)
    });
    match longer {
        Some(whole) => Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says {stated} for {what}; {} and copies of it can last {whole} in all; write that copies \
                 remain until then",
                length.words()
            ),
        ),
        None => Judgement::new(Verdict::Backed, format!("the text says {stated} for {what}, declared: {}", length.words())),
    }
    .at(length.origin)
}
