//! One finding for one sentence, wherever it stands.

use std::collections::HashMap;

use candor_syntax::Diagnostic;

/// So many further places of one sentence are named; how many there are is always said.
const MOST_PLACES: usize = 50;

/// Makes one finding of those that say the same of the same words; findings come in the order of their places.
pub(crate) fn merge(findings: &mut Vec<Diagnostic>) {
    let mut first_of: HashMap<(&'static str, String, String), usize> = HashMap::new();
    let mut kept: Vec<(Diagnostic, usize)> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let key = finding
            .sentence
            .as_deref()
            .map(|sentence| (finding.rule, normalised(sentence), finding.message.clone()));
        let known = key.as_ref().and_then(|key| first_of.get(key)).copied();
        match (known.and_then(|index| kept.get_mut(index)), finding.place) {
            (Some((first, copies)), Some(place)) => {
                *copies += 1;
                if *copies <= MOST_PLACES {
                    let with = first.clone().related(place, "it stands here, too");
                    *first = with;
                }
            }
            (_, place) => {
                if let Some(key) = key {
                    first_of.insert(key, kept.len());
                }
                kept.push((Diagnostic { place, ..finding }, 0));
            }
        }
    }
    findings.extend(kept.into_iter().map(|(mut finding, copies)| {
        if copies > 0 {
            let places = if copies == 1 { "place" } else { "places" };
            finding
                .message
                .push_str(&format!(" (it stands in {copies} more {places})"));
        }
        finding
    }));
}

/// The words of a sentence, whatever the case and the white space.
pub(crate) fn normalised(sentence: &str) -> String {
    let words: Vec<String> = sentence.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
