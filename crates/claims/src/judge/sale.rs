//! Nothing is sold.

use candor_model::vocabulary::NeverDo;
use candor_model::{Never, Origin, Promise, Text};

use super::facts::Facts;
use super::said::Said;
use super::{Judgement, Verdict};

/// Beginnings of words that make a purpose one of advertising or trade in data.
pub(super) const TRADE: &[&str] = &[
    "advertis",
    "ad network",
    "data broker",
    "retarget",
    "werbung",
    "publicit",
    "publicidad",
];

/// Beginnings of words for renting data out, which is a sale for a time.
pub(super) const RENT: &[&str] = &[
    "rent", "lend", "lent", "vermiet", "verleih", "lou", "alquil",
];

pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    if let Some(traded) = traded(said, facts, "data is not sold") {
        return traded;
    }
    match promised(facts, NeverDo::Sell) {
        Some((promise, origin)) => Judgement::new(
            Verdict::Declared,
            format!(
                "the promise `{}` says the same, and no declared purpose speaks against it",
                promise.id
            ),
        )
        .at(origin),
        None => Judgement::new(
            Verdict::Unverified,
            "the text says that data is not sold, and no promise declares it; add a promise with `never: [sell]` to \
             policies/promises.yaml",
        ),
    }
}

/// "We do not share data with advertisers", "no advertising cookies": what the declared purposes say.
pub(super) fn advertising(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    if let Some(traded) = traded(said, facts, "nothing serves advertising") {
        return traded;
    }
    let promise = promised(facts, NeverDo::Advertise).map(|(_, origin)| origin);
    Judgement::new(
        Verdict::Declared,
        "no declared vendor and no declared item on the device serves advertising",
    )
    .at_any(promise)
}

/// A declared purpose of advertising or trade in data.
fn traded(said: &Said<'_>, facts: &Facts<'_>, says: &str) -> Option<Judgement> {
    let policy = facts.policy;
    let vendors = policy
        .vendors()
        .iter()
        .map(|vendor| (vendor.name().to_owned(), &vendor.purpose));
    let items = policy.device_storage.iter().map(|item| {
        let name = item
            .name
            .known()
            .map_or("an item of device storage", String::as_str);
        (name.to_owned(), &item.purpose)
    });
    let (name, purpose) = vendors
        .chain(items)
        .find(|(_, purpose)| mentions(purpose, TRADE))?;
    let verdict = if said.is_hedged() {
        Verdict::Narrowed
    } else {
        Verdict::Contradicted
    };
    Some(
        Judgement::new(
            verdict,
            format!(
                "the text says that {says}, and the declared purpose of {name} is \"{}\": giving data away for \
                 advertising counts as a sale under several laws; describe it in the text, or end it",
                purpose.first()
            ),
        )
        .at(&purpose.origin),
    )
}

/// Whether a text mentions one of these words in any language of the workspace.
pub(super) fn mentions(text: &Text, words: &[&str]) -> bool {
    text.variants().any(|(_, text)| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    })
}

/// The promise never to do something.
pub(super) fn promised<'p>(facts: &Facts<'p>, act: NeverDo) -> Option<(&'p Promise, &'p Origin)> {
    facts.policy.promises.iter().find_map(|promise| {
        let never = promise
            .never
            .iter()
            .find(|never| never.value == Never::Do(act))?;
        Some((promise, &never.origin))
    })
}
