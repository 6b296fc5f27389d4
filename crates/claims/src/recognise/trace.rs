//! A claim made of a frame and the tokens that fitted it, with the words that explain it.

use super::class::Class;
use super::frame::Frame;
use super::token::{Token, Value};
use crate::{Bound, Claim, Kind};

/// The value that a fit gives to its claim.
pub(super) fn value<'t>(
    frame: &'t Frame,
    fit: &[usize],
    tokens: &'t [Token<'_>],
) -> Option<&'t str> {
    if let Some(value) = &frame.value {
        return Some(value);
    }
    match &slot(fit, tokens).and_then(|at| tokens.get(at))?.value {
        Value::Word(word) => Some(word),
        Value::Length(length) => Some(length),
        Value::Number(_) | Value::None => None,
    }
}

/// The first of the words that can hold a value.
fn slot(fit: &[usize], tokens: &[Token<'_>]) -> Option<usize> {
    let holds = |at: &usize| {
        tokens.get(*at).is_some_and(|token| {
            token.is(Class::DUR) || token.is(Class::PLACE) || token.is(Class::AGENUM)
        })
    };
    fit.iter().copied().filter(holds).min()
}

/// Makes the claim.
pub(super) fn claim(frame: &Frame, fit: &[usize], tokens: &[Token<'_>], sentence: &str) -> Claim {
    let mut places: Vec<usize> = Vec::with_capacity(fit.len());
    places.extend(fit.iter().copied().filter(|at| *at < tokens.len()));
    places.sort_unstable();
    places.dedup();
    let mut used: Vec<&Token<'_>> = Vec::with_capacity(places.len());
    used.extend(places.iter().filter_map(|at| tokens.get(*at)));
    let clause = used.first().map_or(0, |token| token.clause);
    let inside = || tokens.iter().filter(|token| token.clause == clause);
    let slot = slot(fit, tokens);
    let timed = matches!(
        frame.kind,
        Kind::RetentionDuration | Kind::RightsResponseTime | Kind::NoticePeriod
    );
    let bound = slot.filter(|_| timed).map(|at| bound(tokens, at, &used));
    let negation = inside().find(|token| {
        token.negated
            && (token.is(Class::NEG) || token.is(Class::NODET) || token.is(Class::WITHOUT))
    });
    let mut trace: Vec<String> = Vec::with_capacity(used.len() + 1);
    if let Some(negation) = negation
        && used.iter().any(|token| token.negated)
        && !used.iter().any(|token| token.range == negation.range)
    {
        trace.extend(spelled(negation, sentence));
    }
    trace.extend(used.iter().filter_map(|token| spelled(token, sentence)));
    let everywhere = |class: Class| tokens.iter().any(|token| token.is(class));
    Claim {
        kind: frame.kind,
        polarity: frame.polarity(),
        sentence: 0..sentence.len(),
        value: value(frame, fit, tokens).map(str::to_owned),
        bound,
        object: object(tokens, clause),
        recipient: inside()
            .find(|token| {
                (token.is(Class::RECIPIENT) || token.is(Class::VENDOR)) && !token.is(Class::NODET)
            })
            .map(|token| token.word.to_owned()),
        anchor: if timed { anchor(tokens) } else { None },
        absolute: negation.is_some() || everywhere(Class::ABSOLUTE) || everywhere(Class::NEG),
        hedged: everywhere(Class::HEDGE)
            || everywhere(Class::EXCEPT)
            || everywhere(Class::MAY)
            || slot.is_some_and(|at| is_rough(tokens, at)),
        trace,
    }
}

fn spelled(token: &Token<'_>, sentence: &str) -> Option<String> {
    sentence.get(token.range.clone()).map(str::to_owned)
}

fn bound(tokens: &[Token<'_>], at: usize, used: &[&Token<'_>]) -> Bound {
    let near = |class: Class| {
        tokens
            .iter()
            .take(at + 3)
            .skip(at.saturating_sub(3))
            .any(|token| token.is(class))
    };
    if near(Class::ATLEAST) && !near(Class::ATMOST) {
        Bound::AtLeast
    } else if near(Class::ATMOST)
        || near(Class::EACH)
        || used.iter().any(|token| token.is(Class::DELETE))
    {
        Bound::AtMost
    } else {
        Bound::Exactly
    }
}

/// "about 30 days" is no exact length.
fn is_rough(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .iter()
        .take(at)
        .skip(at.saturating_sub(2))
        .any(|token| token.is(Class::ABOUT))
}

/// What the claim is about: the class of the first object, in its own clause before the whole sentence. Something that
/// belongs to no class of data, such as a card number, is its own word.
fn object(tokens: &[Token<'_>], clause: u16) -> Option<String> {
    // "Log" and "record" are verbs more often than things.
    let is_verb = |token: &Token<'_>| token.is(Class::LOG) && token.is(Class::STORE);
    let inside = || tokens.iter().filter(|token| token.clause == clause);
    inside()
        .filter(|token| !is_verb(token))
        .find_map(named)
        .or_else(|| inside().find_map(named))
        .or_else(|| tokens.iter().find_map(named))
        .map(str::to_owned)
}

/// What a word names as an object.
fn named<'t>(token: &Token<'t>) -> Option<&'t str> {
    let word = token.word;
    if token.is(Class::IP) {
        return Some("ip");
    }
    let class = [
        (Class::ACCOUNT, "account"),
        (Class::LOG, "log"),
        (Class::COOKIE, "cookie"),
        (Class::RESULT, "result"),
        (Class::FILE, "file"),
        (Class::USAGE, "usage"),
        (Class::PERSONAL, "personal"),
    ]
    .into_iter()
    .find(|(class, _)| token.is(*class))
    .map(|(_, name)| name);
    class.or_else(|| {
        token
            .is(Class::DATA)
            .then_some(if token.is(Class::GENERAL) {
                "personal"
            } else {
                word
            })
    })
}

/// What a length of time counts from.
fn anchor(tokens: &[Token<'_>]) -> Option<String> {
    let has = |class: Class| tokens.iter().any(|token| token.is(class));
    let name = if has(Class::REQUEST) {
        "request"
    } else if has(Class::ACCOUNT) {
        "closure"
    } else if has(Class::UPLOAD) {
        "upload"
    } else if has(Class::DONE) {
        "completion"
    } else {
        return None;
    };
    Some(name.to_owned())
}
