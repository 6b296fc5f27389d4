//! What another party is said to do or not to do.

use candor_model::vocabulary::Training;
use candor_model::{Duration, Vendor};

use super::super::facts::{Facts, meets};
use super::super::said::Said;
use super::super::words::{any, list, whole};
use super::super::{Judgement, Verdict};
use super::first;
use crate::recognise::{Language, durations};

/// Two parties at once: "neither we nor".
const NEITHER: &[&str] = &["neither ", "weder ", "ni nous", "ni nosotros"];

/// What they do not do.
const USES: &[&str] = &[
    "use", "analy", "mine", "train", "look", "nutz", "verwend", "utilis", "emple", "usa",
];

/// What one other party does: it never trains, it erases after a time.
const ACTS: &[&str] = &[
    "never trains",
    "does not train",
    "deletes",
    "erases",
    "trainiert nie",
    "trainiert nicht",
    "löscht",
    "n'entraîne",
    "supprime",
    "no entrena",
    "nunca entrena",
    "elimina",
];

/// Phrases of which a sentence has one where `find` finds anything.
pub(super) const SIGNS: &[&[&str]] = &[NEITHER, ACTS];

pub(super) fn find(lower: &str) -> Option<&'static str> {
    first(lower, NEITHER)
        .filter(|_| first(lower, USES).is_some())
        .or_else(|| first(lower, ACTS))
}

/// A promise for a vendor needs a fact about that vendor.
pub(super) fn judge(said: &Said<'_>, facts: &Facts<'_>) -> Option<Judgement> {
    let vendor = facts.vendor_named(&said.lower)?;
    let training = vendor
        .training
        .as_ref()
        .and_then(|training| training.known());
    let acts = !said.has(NEITHER);
    if acts && whole(&said.lower, &vendor.name().to_lowercase()) != Some(0) {
        return None;
    }
    if acts && !any(&said.lower, &["train", "entra", "entren"]) {
        return window(said, vendor, facts);
    }
    if training == Some(&Training::Never) {
        return None;
    }
    Some(unsaid(vendor, "`training` and what it keeps"))
}

/// "It erases pictures after 30 days" needs a window of that vendor.
fn window(said: &Said<'_>, vendor: &Vendor, facts: &Facts<'_>) -> Option<Judgement> {
    let stated = durations(said.text, Language::En);
    let stated: Vec<Duration> = stated
        .iter()
        .filter_map(|length| Duration::parse(length).ok())
        .collect();
    stated.first()?;
    let windows = vendor
        .keeps
        .iter()
        .filter_map(|kept| kept.keep.value.window());
    let declared: Vec<Duration> = windows
        .filter_map(|window| facts.policy[window].maximum().cloned())
        .collect();
    if declared.is_empty() {
        return Some(unsaid(vendor, "the window of what it keeps"));
    }
    let is_carried = stated
        .iter()
        .all(|stated| declared.iter().any(|declared| meets(declared, stated)));
    (!is_carried).then(|| {
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says another time for {} than is declared: {}; correct one of them",
                vendor.name(),
                list(declared.iter().map(ToString::to_string))
            ),
        )
        .at(&vendor.origin)
    })
}

fn unsaid(vendor: &Vendor, what: &str) -> Judgement {
    Judgement::new(
        Verdict::Unverified,
        format!(
            "the text promises for {} what its file does not say; declare {what}, or promise for yourself alone",
            vendor.name()
        ),
    )
    .at(&vendor.origin)
}
