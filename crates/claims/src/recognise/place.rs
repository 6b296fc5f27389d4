//! Places that are named twice, each time closer: "in the EU (Ireland)".

use candor_model::Territory;

use super::class::Class;
use super::token::Token;

/// How many words may stand between the names of one place.
const APART: usize = 3;

/// Lets the first of two names of a place stand for the closer one, and the second for nothing. "Germany and the EU" are
/// two places.
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
            let closer = place.is_within(known);
            if closer || known.is_within(place) {
                let (head, tail) = tokens.split_at_mut(at);
                if let (Some(token), Some(second)) = (head.get_mut(first), tail.first_mut()) {
                    second.classes = second.classes.without(Class::PLACE.set());
                    if closer {
                        token.value = second.value.clone();
                        before = Some((first, place));
                    }
                }
                continue;
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
