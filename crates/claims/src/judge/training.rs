//! Nothing trains models.

use candor_model::vocabulary::Training;
use candor_model::{Located, Origin, Stated};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::words::list;
use super::{Judgement, Scope, Verdict, data};

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let data = match data(said, Classes::WORK.or(Classes::PERSONAL), facts) {
        Ok(data) => data,
        Err(judgement) => return judgement,
    };
    let what = &data.words;
    let mut answers: Vec<(String, Option<Training>, &Origin)> = Vec::new();
    let answer = |training: &Option<Located<Stated<Training>>>| {
        training
            .as_ref()
            .and_then(|training| training.known().copied())
    };
    for activity in facts.activities(scope, &data) {
        // What stays on the device trains nobody's model.
        let is_meant = matches!(scope, Scope::Activity(_)) || facts.touches(activity, &data);
        if activity.is_server() && is_meant {
            let origin = activity
                .training
                .as_ref()
                .map_or(&activity.origin, |known| &known.origin);
            answers.push((
                facts.policy.activity_name(activity),
                answer(&activity.training),
                origin,
            ));
        }
    }
    for vendor in facts.vendors(scope, &data) {
        let origin = vendor
            .training
            .as_ref()
            .map_or(&vendor.origin, |known| &known.origin);
        answers.push((vendor.name().to_owned(), answer(&vendor.training), origin));
    }
    let trace: Vec<String> = answers
        .iter()
        .map(|(name, training, _)| {
            format!(
                "{name}: {}",
                training.map_or("not stated".to_owned(), |known| known.to_string())
            )
        })
        .collect();
    let of = |wanted: Option<Training>| -> Vec<&(String, Option<Training>, &Origin)> {
        answers
            .iter()
            .filter(|(_, training, _)| *training == wanted)
            .collect()
    };
    let names = |list_of: &[&(String, Option<Training>, &Origin)]| {
        list(list_of.iter().map(|(name, _, _)| name))
    };
    let (yes, consent, open) = (
        of(Some(Training::Yes)),
        of(Some(Training::WithConsent)),
        of(None),
    );
    let judgement = if let Some((_, _, origin)) = yes.first() {
        let verdict = if said.is_hedged() && yes.len() < answers.len() {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        Judgement::new(
            verdict,
            format!(
                "the text says that {what} trains no models, and this may: {}; write so, or end it",
                names(&yes)
            ),
        )
        .at(origin)
    } else if let Some((_, _, origin)) = consent.first() {
        Judgement::new(
            Verdict::Narrowed,
            format!("the text says that {what} trains no models, and with consent it does: {}; add \"without your consent\"", names(&consent)),
        )
        .at(origin)
    } else if let Some((_, _, origin)) = open.first() {
        Judgement::new(
            Verdict::Unverified,
            format!("the text says that {what} trains no models, and this is not stated for {}; state `training: never`", names(&open)),
        )
        .at(origin)
    } else if let Some((_, _, origin)) = answers.first() {
        Judgement::new(
            Verdict::Declared,
            format!(
                "`training: never` is declared for {}",
                list(answers.iter().map(|(name, _, _)| name))
            ),
        )
        .at(origin)
    } else {
        let local = facts
            .activities(scope, &data)
            .into_iter()
            .find(|activity| facts.touches(activity, &data));
        match local {
            Some(activity) => Judgement::new(
                Verdict::Declared,
                format!("no declared activity takes {what} off the device"),
            )
            .at(&activity.location.origin),
            None => Judgement::new(
                Verdict::Unverified,
                format!(
                    "the text says that {what} trains no models, and no activity with such data is declared; declare it with `training: never`"
                ),
            ),
        }
    };
    judgement.tracing(trace)
}
