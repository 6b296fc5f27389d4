//! Places that are named twice, each time closer: "in the EU (Ireland)".

use candor_model::Territory;

use super::class::Class;
use super::token::Token;

/// How many words may stand between the names of one place.
const APART: usize = 3;

/// Takes the wider name from a place that is named by both. A country of the Union lies in the Union anyway, and "Germany
/// and the EU" are two.
pub(super) fn narrow(tokens: &mut [Token<'_>]) {
    let mut before: Option<(usize, Territory)> = None;
    for at in 0..tokens.len() {
        let Some(place) = tokens.get(at).and_then(territory) else {
            continue;
        };
        if let Some((first, known)) = before
            && known != place
            && joined(tokens.get(first + 1..at).unwrap_or_default())
        {
            let wider = if place.is_within(known) {
                Some(first)
            } else {
                known.is_within(place).then_some(at)
            };
            if let Some(token) = wider.and_then(|wider| tokens.get_mut(wider)) {
                token.classes = token.classes.without(Class::PLACE.set());
            }
        }
        before = Some((at, place));
    }
}

fn territory(token: &Token<'_>) -> Option<Territory> {
    if !token.is(Class::PLACE) {
        return None;
    }
    Territory::parse(token.stands_for()?)
}

/// Whether nothing but marks and small words stands between two names.
fn joined(between: &[Token<'_>]) -> bool {
    between.len() <= APART
        && between.iter().all(|token| {
            !token.is(Class::AND)
                && !token.is(Class::STOP)
                && (token.is_mark() || token.is(Class::IN) || token.is(Class::SUBJ))
        })
}
