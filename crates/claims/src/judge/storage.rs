//! Nothing is stored; what is stored is erased at once.

use candor_model::EnforcedBy;

use super::class::Classes;
use super::facts::Facts;
use super::holding::Holding;
use super::said::Said;
use super::subject::Data;
use super::words::list;
use super::{Judgement, Scope, Verdict, data};

/// How long "at once" may last at most, in seconds.
const AT_ONCE: u64 = 300;

pub(super) fn nothing(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    if said.has(THERE) && said.is_near(ON_DEVICE) {
        return Judgement::new(
            Verdict::NotComparable,
            "the text speaks of what is stored on the device, which is declared item by item in \
             policies/device-storage.yaml",
        );
    }
    let meant = match meant(said, facts) {
        Ok(meant) => meant,
        Err(judgement) => return judgement,
    };
    let long = |holding: &Holding<'_>| holding.rests();
    let judgement = held(said, facts, scope, &meant, "is not stored", long);
    let is_part = matches!(scope, Scope::Activity(_) | Scope::OnDevice);
    if is_part && said.has(ALL) && matches!(judgement.verdict, Verdict::Declared | Verdict::Backed)
    {
        return beyond(said, facts, judgement);
    }
    judgement
}

/// Words for a place that the text around names.
const THERE: &[&str] = &["there", "dort", "allí"];
const ON_DEVICE: &[&str] = &[
    "on your device",
    "auf ihrem gerät",
    "sur votre appareil",
    "en su dispositivo",
];

/// Words that reach beyond the heading under which they stand.
const ALL: &[&str] = &[
    "no data",
    "any data",
    "no information",
    "keine daten",
    "aucune donnée",
    "ningún dato",
];

/// "No data is kept" under a heading about one way of working: what is kept elsewhere limits it.
fn beyond(said: &Said<'_>, facts: &Facts<'_>, judgement: Judgement) -> Judgement {
    let everything = Data::from(
        Classes::PERSONAL
            .or(Classes::WORK)
            .or(Classes::USAGE)
            .or(Classes::LOG),
    );
    let holdings = facts.holdings(&Scope::Product, &everything);
    let kept: Vec<&Holding<'_>> = holdings
        .iter()
        .filter(|held| held.rests() != Some(false))
        .collect();
    let Some(first) = kept.first() else {
        return judgement;
    };
    Judgement::new(
        Verdict::Narrowed,
        format!(
            "the text says that no data is kept, which holds for the part of which it speaks ({}); declared elsewhere: \
             {}; write \"no files\" or name the data",
            said.text.trim(),
            list(kept.iter().map(|held| held.words()))
        ),
    )
    .at(first.origin())
}

pub(super) fn at_once(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    if said.is_by_people() || facts.is_control(&said.lower) {
        return Judgement::new(
            Verdict::NotComparable,
            "the text says what people can do themselves, which is no promise about when data is erased without them",
        );
    }
    if said.is_near(CHILDREN) {
        return Judgement::new(
            Verdict::NotComparable,
            "the text says what is done about the data of a child, which no window carries",
        );
    }
    let meant = match meant(said, facts) {
        Ok(meant) => meant,
        Err(judgement) => return judgement,
    };
    let long = |holding: &Holding<'_>| match holding.rests()? {
        false => Some(false),
        true => {
            let window = holding.window?;
            let longest = facts.policy.longest_through_stages(window)?;
            Some(longest.longest_seconds() > AT_ONCE)
        }
    };
    held(said, facts, scope, &meant, "is erased at once", long)
}

const CHILDREN: &[&str] = &[
    "child", "minor", "kindes", "kinder", "kind ", "enfant", "niño", "niña", "menor",
];

/// A promise about "your files" covers what was made of them.
fn meant(said: &Said<'_>, facts: &Facts<'_>) -> Result<Data, Judgement> {
    let data = data(said, Classes::WORK, facts)?;
    Ok(if !data.is_named() && data.classes == Classes::FILE {
        Classes::WORK.into()
    } else {
        data
    })
}

/// Words for the speaker's own machines, on which a vendor's copies do not lie.
const OWN: &[&str] = &[
    "our own servers",
    "own servers",
    "our own disks",
    "eigenen servern",
    "nos propres serveurs",
    "nuestros propios servidores",
];

fn held(
    said: &Said<'_>,
    facts: &Facts<'_>,
    scope: &Scope,
    data: &Data,
    says: &str,
    long: impl Fn(&Holding<'_>) -> Option<bool>,
) -> Judgement {
    let what = &data.words;
    let mut holdings = facts.holdings(scope, data);
    if said.has(OWN) {
        holdings.retain(|held| !held.vendor);
    }
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
        let (verdict, advice) = if said.is_hedged() && kept.len() < holdings.len() {
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
            .activities(scope, data)
            .into_iter()
            .find(|activity| facts.touches(activity, data));
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
