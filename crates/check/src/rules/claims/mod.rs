//! What published text claims, against what is declared.

pub(crate) mod broken_suppression;
pub(crate) mod contradicted;
pub(crate) mod contradicted_local;
pub(crate) mod narrowed;
pub(crate) mod no_text;
pub(crate) mod not_assessed;
pub(crate) mod unverified;
pub(crate) mod unverified_local;
pub(crate) mod vague;

use std::collections::BTreeMap;

use candor_claims::Kind;

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::JudgedClaim;

/// So many further places of one sentence are named; how many there are is always said.
const MOST_PLACES: usize = 50;

/// Whether a claim is about where files are worked on.
fn is_local(claim: &JudgedClaim) -> bool {
    matches!(
        claim.stated.claim.kind,
        Kind::LocalProcessing | Kind::NoUpload
    )
}

/// A name of the claim in its file that stays when lines move: its key in a translation file, else its first words.
fn pointer(claim: &JudgedClaim) -> String {
    const WORDS: usize = 12;
    if let Some(key) = &claim.stated.unit.key_path {
        return key.clone();
    }
    let text = claim.stated.text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(WORDS).collect();
    words.join("-")
}

/// Reports the claims that fit: one finding for one sentence, wherever it stands.
fn report(
    rule: &Rule,
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    because: &str,
    fits: impl Fn(&JudgedClaim) -> bool,
) {
    let mut found: BTreeMap<_, Vec<&JudgedClaim>> = BTreeMap::new();
    let files = facts.texts.files.iter();
    for claim in files
        .flat_map(|text| &text.claims)
        .filter(|claim| fits(claim))
    {
        let words: Vec<String> = claim
            .stated
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let own = &claim.stated.claim;
        let key = (words.join(" "), own.kind, &own.value, &claim.judgement.why);
        found.entry(key).or_default().push(claim);
    }
    for claims in found.values() {
        let Some((first, others)) = claims.split_first() else {
            continue;
        };
        let kind = first.stated.claim.kind.word();
        let mut message = format!("{kind}: {}", first.judgement.why);
        if !others.is_empty() {
            let places = if others.len() == 1 { "place" } else { "places" };
            message.push_str(&format!(" (it stands in {} more {places})", others.len()));
        }
        let mut reported = findings
            .report_place(rule, first.place.clone(), message)
            .subject(first.scope.as_str())
            .pointer(pointer(first))
            .because(because);
        if let Some(fact) = &first.judgement.fact {
            reported = reported.related(fact, "this is declared");
        }
        for other in others.iter().take(MOST_PLACES) {
            reported = reported.related_place(other.place.clone(), "it stands here, too");
        }
    }
}
