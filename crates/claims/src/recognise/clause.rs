//! Clauses: the stretches of a sentence inside which the words of a claim must stand together.

use super::class::{Class, Classes};
use super::token::Token;

/// Numbers the clauses of a sentence.
pub(super) fn split(tokens: &mut [Token<'_>]) {
    let mut clause: u16 = 0;
    // "Unless you agree, we share nothing" has its condition in front as well.
    let mut conditional = opens_condition(tokens.first())
        || tokens
            .first()
            .is_some_and(|token| token.is(Class::EXCEPT) || token.is(Class::WHERE));
    // "Unlike others, who keep everything, we keep nothing": what is said of the others is part of the comparison.
    let compared = tokens.first().is_some_and(|token| token.is(Class::UNLIKE));
    let mut fresh = true;
    let mut lacks = false;
    for at in 0..tokens.len() {
        let (before, rest) = tokens.split_at_mut(at);
        let Some((token, after)) = rest.split_first_mut() else {
            break;
        };
        let next = after.first();
        let boundary = if token.is(Class::STOP) {
            true
        } else if token.is(Class::COMMA) {
            let told = compared && clause == 0 && next.is_some_and(|next| next.is(Class::REL));
            (conditional && !told)
                // "Nobody has to register, no cookies are set": each lack stands by itself.
                || (lacks && says_anew(after))
                || next.is_some_and(|next| {
                    next.is(Class::PRON)
                        || (next.is(Class::AND)
                            && after.get(1).is_some_and(|token| token.is(Class::PRON)))
                })
        } else if token.is(Class::AND) {
            // "Neither the file nor its name" goes on in one breath.
            !token.is(Class::NOR) && next.is_some_and(|next| next.is(Class::PRON))
        } else if conditional && token.is(Class::SELF) && token.is(Class::PRON) {
            // "If a change is material we will tell you" has no comma.
            !fresh && next.is_some_and(|next| next.is(Class::WILL))
        } else if token.is(Class::IF) {
            !fresh
        } else {
            !fresh && token.is(Class::BUT) && !before.is_empty()
        };
        lacks = token.is(Class::NODET) || (lacks && !boundary);
        if boundary {
            clause = clause.saturating_add(1);
            // "Although we rent machines, which are in Ireland, nothing is shared": the clause in between ends nothing.
            let relative = token.is(Class::COMMA)
                && after
                    .iter()
                    .take(2)
                    .find(|next| !next.is(Class::GOVERN))
                    .is_some_and(|next| next.is(Class::REL) && !next.is(Class::PRON));
            conditional = (conditional && relative)
                || opens_condition(if token.is(Class::IF) || token.is(Class::BUT) {
                    Some(&*token)
                } else {
                    next
                });
        }
        fresh = boundary && !token.is(Class::IF) && !token.is(Class::BUT);
        token.clause = clause;
    }
}

/// Whether a lack begins that has a verb of its own; without one it goes on with a list of what is lacking.
fn says_anew(tokens: &[Token<'_>]) -> bool {
    let lack = |token: &Token<'_>| token.is(Class::NODET) && !token.is(Class::NOR);
    let mut own = tokens.iter().take(6).take_while(|token| !token.is_mark());
    tokens.first().is_some_and(lack) && own.any(|token| token.is(Class::COPULA))
}

/// What a visitor does with a thing: "the video you record" names a video, and records nothing.
const ACTS: Classes = Classes::of(&[
    Class::PROCESS,
    Class::STORE,
    Class::SHARE,
    Class::GIVE,
    Class::SEND,
    Class::DELETE,
    Class::SELL,
    Class::SEE,
    Class::COLLECT,
    // "The entries you log in the app" are no login.
    Class::ACCOUNT,
    Class::DO,
]);

/// Takes from the verbs of relative clauses what they would mean if the speaker did it.
pub(super) fn relate(tokens: &mut [Token<'_>]) {
    for at in 1..tokens.len() {
        let (before, rest) = tokens.split_at_mut(at);
        let (Some(noun), Some((reader, behind))) = (before.last(), rest.split_first_mut()) else {
            continue;
        };
        // "What you write" is noun and pronoun in one.
        if !reader.is(Class::READER) || !(noun.is_noun() || reader.is_noun()) {
            continue;
        }
        // "The data you provide" is about the data; "with this photo you can" is about the visitor.
        if behind.first().is_some_and(|next| !next.is(Class::MODAL)) {
            reader.classes = reader.classes.without(Class::YOU.set());
        }
        let verb = behind.iter_mut().find(|token| !token.is(Class::HAVE));
        if let Some(verb) = verb {
            verb.classes = verb.classes.without(ACTS);
        }
    }
}

fn opens_condition(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| {
        token.is(Class::IF)
            || token.is(Class::WHEN)
            || token.is(Class::UNLIKE)
            || token.is(Class::BUT)
    })
}
