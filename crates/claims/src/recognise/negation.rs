//! How far a negation reaches: to the right through its clause, and to the left where the language or the word says so.

use super::class::{Class, Classes};
use super::token::Token;

/// How many words to the left of "nothing" or "nobody" its verb may stand.
const LEFT: usize = 6;

/// Marks the tokens that a negation reaches. In German, French and Spanish "nicht", "pas" or "ni" may follow the verb.
pub(super) fn mark(tokens: &mut [Token<'_>], follows_verb: bool) {
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at) else { break };
        let without = token.is(Class::WITHOUT);
        let determiner = token.is(Class::NODET);
        if !(without || determiner || token.is(Class::NEG)) {
            continue;
        }
        if restricts(tokens, at) {
            continue;
        }
        if without && doubled(tokens, at) {
            continue;
        }
        let clause = token.clause;
        right(tokens, at, clause, without);
        let with = at
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .is_some_and(|before| before.is(Class::WITHOUT) || before.is(Class::WITH));
        let recipient = tokens
            .iter()
            .skip(at)
            .take(4)
            .any(|token| token.is(Class::RECIPIENT));
        if token_is(tokens, at, Class::VOID) || (determiner && answers(tokens, at)) {
            whole(tokens, at, clause);
        } else if (determiner && (!with || recipient)) || (follows_verb && !without) {
            left(tokens, at, clause, determiner);
        }
    }
}

/// What starts anew behind "and": "it is not shared and is deleted after a week", "we do not share it and delete it".
const ANEW: Classes = Classes::of(&[
    Class::COPULA,
    Class::WILL,
    Class::MAY,
    Class::DELETE,
    Class::REL,
]);

/// Verbs that are listed before what they share.
const ACTS: Classes = Classes::of(&[
    Class::STORE,
    Class::SEND,
    Class::UPLOAD,
    Class::SHARE,
    Class::SELL,
    Class::COLLECT,
    Class::PROCESS,
]);

/// "It does not work without a connection": two negations in one phrase need what the second one names.
fn doubled(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    tokens
        .iter()
        .take(at)
        .rev()
        .take(LEFT)
        .take_while(|before| before.clause == token.clause && !joins(before))
        .any(|before| before.is(Class::NEG))
}

/// Whether something new may stand behind it.
const fn joins(token: &Token<'_>) -> bool {
    token.is(Class::COMMA)
        || token.is(Class::COLON)
        || token.is(Class::STOP)
        || token.is(Class::AND)
}

/// French "ne ... que" means only, unless another negation stands between.
fn restricts(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(first) = tokens.get(at).filter(|token| token.is(Class::NE)) else {
        return false;
    };
    let behind = tokens.iter().skip(at + 1).take(7);
    behind
        .take_while(|token| {
            token.clause == first.clause && !token.is(Class::NEG) && !token.is(Class::NODET)
        })
        .any(|token| token.is(Class::QUE))
}

fn right(tokens: &mut [Token<'_>], at: usize, clause: u16, without: bool) {
    if let Some(token) = tokens.get_mut(at) {
        token.negated = true;
    }
    let verbal = !without && tokens.get(at).is_some_and(|token| !token.is(Class::NODET));
    let inverted = tokens
        .get(at + 1)
        .is_some_and(|next| next.is(Class::COPULA));
    let mut noun = false;
    let (mut comma, mut before, mut joined) = (false, false, false);
    let mut bracket = false;
    let (mut yours, mut led, mut related, mut after_relative) = (false, false, false, false);
    for (index, token) in tokens.iter_mut().enumerate().skip(at + 1) {
        let ends = token.clause != clause
            || token.is(Class::STOP)
            || token.is(Class::COLON)
            || token.is(Class::EXCEPT)
            || (token.is(Class::CLOSE) && !bracket)
            || token.is(Class::UNTIL)
            // "Data that cannot identify you may be shared": a possibility begins anew.
            || (verbal && token.is(Class::MAY) && index > at + 2 && !after_relative)
            || (verbal && token.is(Class::WITHOUT) && !comma)
            || (token.is(Class::WHEN) && index > at + 1)
            || (joined && token.classes.meets(ANEW))
            || ((comma || before) && (token.is(Class::SUBJ) || token.is(Class::PRON)))
            || (comma && without && !token.is(Class::AND) && !token.is(Class::NEG));
        if ends {
            break;
        }
        // "We collect no data, and all photos stay with you": "and" behind the comma joins a new subject.
        comma = token.is(Class::COMMA)
            || (comma && token.is(Class::AND) && !token.is(Class::OR) && !token.is(Class::NOR));
        // What is put into brackets behind the denied noun does not end what is said of it.
        bracket |= token.is(Class::OPEN);
        before = token.is(Class::BEFORE);
        joined = token.is(Class::AND) && !token.is(Class::OR) && !token.is(Class::NOR);
        // "We do not verify what you share": the verb is the visitor's, and stands outside of the denial.
        // "We do not check files uploaded by others": what was done to the noun is not what is denied.
        // "The data that is sent to us": it is the same behind a relative pronoun.
        after_relative = token.is(Class::REL) || token.is(Class::AND);
        let relative = noun && token.is(Class::REL) || related && token.is(Class::COPULA);
        let done_to = verbal && !inverted && (noun || related) && token.is(Class::PARTICIPLE);
        related = relative;
        token.negated = !yours && !done_to;
        noun = token.is_noun() && index > at + 1;
        yours = (token.is(Class::READER) && !led) || (yours && token.is(Class::HAVE));
        led = token.is(Class::GOVERN);
    }
}

fn token_is(tokens: &[Token<'_>], at: usize, class: Class) -> bool {
    tokens.get(at).is_some_and(|token| token.is(class))
}

/// "Data sales: none." The word behind the colon denies what stands before it.
fn answers(tokens: &[Token<'_>], at: usize) -> bool {
    let colon = at
        .checked_sub(1)
        .is_some_and(|before| token_is(tokens, before, Class::COLON));
    colon
        && tokens
            .get(at + 1)
            .is_none_or(|next| next.is(Class::STOP) || next.is(Class::COMMA))
}

/// "A transfer of data to third parties does not take place": the subject is denied, however long it is.
fn whole(tokens: &mut [Token<'_>], at: usize, clause: u16) {
    let before = tokens.get_mut(..at).unwrap_or_default();
    let own = before.iter_mut().rev();
    for token in own.take_while(|token| token.clause == clause && !token.is(Class::STOP)) {
        token.negated = true;
    }
}

fn left(tokens: &mut [Token<'_>], at: usize, clause: u16, determiner: bool) {
    for index in (at.saturating_sub(LEFT)..at).rev() {
        // "Les fichiers envoyés ne sont pas gardés": what was done to the noun is not what is denied.
        let beside = index
            .checked_sub(1)
            .into_iter()
            .chain([index + 1])
            .any(|near| tokens.get(near).is_some_and(Token::is_noun));
        // "We collect, store or send no data" denies all three.
        let acts = |at: Option<usize>| {
            let token = at.and_then(|at| tokens.get(at));
            token.is_some_and(|token| token.classes.meets(ACTS))
        };
        let listed = determiner && acts(index.checked_sub(1)) && acts(Some(index + 1));
        let Some(token) = tokens.get_mut(index) else {
            return;
        };
        if listed && token.clause == clause && (token.is(Class::AND) || token.is(Class::COMMA)) {
            continue;
        }
        let ends = token.clause != clause
            || token.is(Class::STOP)
            || token.is(Class::COMMA)
            || token.is(Class::COLON)
            || token.is(Class::AND);
        if ends {
            break;
        }
        token.negated |= determiner || !(beside && token.is(Class::PARTICIPLE));
    }
}
