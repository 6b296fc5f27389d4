//! Lengths of time and ages: numbers in digits and words, units, and their canonical form, which the model reads.

use super::class::Class;
use super::length::{Length, Span};
use super::token::{Buffer, Token, Value};

/// The largest number that is one of time.
const LARGEST: u64 = 9_999_000;

/// A figure in thousandths: `24`, `1,000`, `1.000`, `1.5`, `1,5`. A mark before three digits parts thousands.
pub(super) fn figure(word: &str) -> Option<u64> {
    let Some((whole, part)) = word.split_once(['.', ',']) else {
        return word.parse::<u64>().ok()?.checked_mul(1000);
    };
    if part.contains(['.', ',']) || part.is_empty() || part.len() > 3 {
        return None;
    }
    let digits: u64 = part.parse().ok()?;
    let whole = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    match part.len() {
        1 => whole.checked_add(digits * 100),
        2 => whole.checked_add(digits * 10),
        _ => whole.checked_add(digits)?.checked_mul(1000),
    }
}

/// Joins numbers and units into lengths of time, and marks least ages.
pub(super) fn join<'t>(tokens: Vec<Token<'t>>, buffer: &'t Buffer) -> Vec<Token<'t>> {
    let counts =
        |token: &Token<'_>| token.is(Class::UNIT) || token.is(Class::NUM) || token.is(Class::DUR);
    if !tokens.iter().any(counts) {
        return tokens;
    }
    let ages = tokens
        .iter()
        .any(|token| token.is(Class::AGEWORD) || token.is(Class::OLDER));
    let mut out: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(used) = age(&tokens, at, &out, ages) {
            let mut age = widen(token, &tokens, used, at, buffer);
            age.classes = Class::AGENUM.set();
            age.value = Value::Length((number(token).unwrap_or_default() / 1000).to_string());
            out.push(age);
            at += used;
            continue;
        }
        if let Some((used, value)) = length(&tokens, at) {
            let mut joined = widen(token, &tokens, used, at, buffer);
            joined.classes = Class::DUR.set();
            if token.is(Class::EACH) {
                joined.classes = joined.classes.or(Class::EACH.set());
            }
            joined.value = Value::Length(value);
            if is_unusual(&tokens, at + used, &out) {
                joined.classes = Class::QUOTA.set();
                joined.value = Value::None;
            }
            out.push(joined);
            at += used;
            continue;
        }
        out.push(token.clone());
        at += 1;
    }
    out
}

/// Whether a length is a quota, an offer or a look back.
fn is_unusual(tokens: &[Token<'_>], next: usize, before: &[Token<'_>]) -> bool {
    let near =
        |count: usize, class: Class| before.iter().rev().take(count).any(|token| token.is(class));
    near(1, Class::PAST)
        // "One month, extended by two more": what is added is not the length that is promised.
        || (near(4, Class::EXTEND) && !near(1, Class::TO))
        || near(1, Class::QUOTA)
        // "Of any change 30 days before": what is announced is no quota.
        || (near(2, Class::QUOTA) && !near(1, Class::CHANGE))
        || tokens
            .iter()
            .skip(next)
            .take(2)
            .any(|after| after.is(Class::OFFER))
}

/// The token with as many behind it as belong to it.
fn widen<'t>(
    first: &Token<'t>,
    tokens: &[Token<'t>],
    used: usize,
    at: usize,
    buffer: &'t Buffer,
) -> Token<'t> {
    let mut token = first.clone();
    if let Some(last) = tokens.get(at + used - 1) {
        token.range.end = last.range.end.max(token.range.end);
        token.word = buffer
            .text
            .get(first.at..last.at + last.word.len())
            .unwrap_or(first.word);
    }
    token
}

/// The number that a token stands for, in thousandths.
pub(super) fn number(token: &Token<'_>) -> Option<u64> {
    if !token.is(Class::NUM) {
        return None;
    }
    let number = match &token.value {
        Value::Number(number) => *number,
        Value::Word(word) => figure(word)?,
        Value::Length(_) | Value::None => return None,
    };
    (number <= LARGEST).then_some(number)
}

fn span(token: &Token<'_>) -> Option<Span> {
    if !token.is(Class::UNIT) {
        return None;
    }
    Span::named(token.stands_for()?)
}

/// A length of time that starts at a token: how many tokens it takes, and its value.
fn length(tokens: &[Token<'_>], at: usize) -> Option<(usize, String)> {
    let first = tokens.get(at)?;
    if first.is(Class::DUR) {
        return Some((1, first.stands_for()?.to_owned()));
    }
    let (mut used, mut whole, mut smallest) =
        article(tokens, at).or_else(|| counted(tokens, at))?;
    loop {
        let next = at + used;
        let token = tokens.get(next);
        // "7 days to 2 weeks" counts as its longer end.
        if token.is_some_and(|token| token.is(Class::TO) && !token.is(Class::AND))
            && let Some((more, other, unit)) = counted(tokens, next + 1)
            && unit > smallest
        {
            return Some((used + 1 + more, other.canonical()?));
        }
        // "1 year and 6 months" is one length, "a day or 24 hours" is two.
        let joins = |token: &Token<'_>| token.is(Class::AND) && !token.is(Class::OR);
        let joint = usize::from(token.is_some_and(joins));
        let Some((more, other, unit)) = counted(tokens, next + joint) else {
            break;
        };
        if unit >= smallest {
            break;
        }
        whole = whole.plus(&other);
        smallest = unit;
        used += joint + more;
    }
    Some((used, whole.canonical()?))
}

/// "a month", "each day".
fn article(tokens: &[Token<'_>], at: usize) -> Option<(usize, Length, Span)> {
    let first = tokens.get(at)?;
    if !first.is(Class::ART) && !first.is(Class::EACH) {
        return None;
    }
    let unit = tokens.get(at + 1)?;
    let span = span(unit)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let timed = first.is(Class::EACH)
        || before.is_some_and(|token| {
            [
                Class::TPREP,
                Class::ATMOST,
                Class::ATLEAST,
                Class::ABOUT,
                Class::STORE,
                Class::RETENTION,
                Class::NEG,
            ]
            .into_iter()
            .any(|class| token.is(class))
        })
        || tokens
            .get(at + 2)
            .is_some_and(|token| token.is(Class::BEFORE) || token.is(Class::AFTER));
    (timed && unit.word.len() > 1).then(|| Some((2, Length::of(1000, span)?, span)))?
}

/// "30 days", "thirty (30) days", "30 to 60 days".
fn counted(tokens: &[Token<'_>], at: usize) -> Option<(usize, Length, Span)> {
    let first = tokens.get(at)?;
    let mut count = number(first)?;
    let mut next = at + 1;
    // A range counts as its longer end, and a figure in brackets repeats the word before it.
    for _ in 0..2 {
        let token = tokens.get(next)?;
        if let Some(other) = number(token) {
            count = other.max(count);
            next += 1;
        } else if token.is(Class::OPEN) {
            let inner = tokens.get(next + 1).and_then(number)?;
            tokens
                .get(next + 2)
                .filter(|close| close.is(Class::CLOSE))?;
            count = inner;
            next += 3;
        } else if (token.is(Class::AND) || token.is(Class::TO))
            && let Some(other) = tokens.get(next + 1).and_then(number)
        {
            count = other.max(count);
            next += 2;
        }
    }
    let mut unit = tokens.get(next)?;
    if !unit.is(Class::UNIT) {
        if !unit.is(Class::FILLER) {
            return None;
        }
        next += 1;
        unit = tokens.get(next)?;
    }
    if unit.word.len() < 2 && !first.in_digits() {
        return None;
    }
    let span = span(unit)?;
    Some((next + 1 - at, Length::of(count, span)?, span))
}

/// An age that starts at a token, told from a length of time by the words around it.
fn age(tokens: &[Token<'_>], at: usize, before: &[Token<'_>], ages: bool) -> Option<usize> {
    let first = tokens.get(at)?;
    let years = number(first)? / 1000;
    // Of a version, "11.0", and of an amount, "10Gi", nobody is that old.
    let whole = first.word.bytes().all(|byte| byte.is_ascii_digit());
    let glued = tokens.get(at + 1).is_some_and(|next| {
        next.range.start == first.range.end && !next.is_mark() && !next.is(Class::UNIT)
    });
    if !(10..=21).contains(&years) || (first.in_digits() && (!whole || glued)) {
        return None;
    }
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| token.is(Class::OPEN)) {
        next += 3;
    }
    if let Some(unit) = tokens.get(next).filter(|unit| unit.is(Class::UNIT)) {
        // "Over-18s" are people, and no seconds.
        let people = unit.word == "s"
            && matches!(years, 13 | 14 | 16 | 18 | 21)
            && before.last().is_some_and(|token| token.is(Class::AGEPREP));
        if people {
            return Some(next + 1 - at);
        }
        if unit.stands_for() != Some("Y") {
            return None;
        }
        next += 1;
    }
    let older = tokens
        .iter()
        .skip(next)
        .take(2)
        .any(|token| token.is(Class::OLDER));
    let led = before.last().is_some_and(|token| token.is(Class::AGEWORD))
        || before
            .iter()
            .rev()
            .take(3)
            .any(|token| token.is(Class::AGEPREP));
    // "Sixteen is the minimum age."
    let named = before.is_empty()
        && tokens
            .get(next)
            .is_some_and(|token| token.is(Class::COPULA))
        && tokens
            .iter()
            .skip(next)
            .take(5)
            .any(|token| token.is(Class::AGEWORD));
    let ends = |at: usize, classes: &[Class]| {
        tokens.get(at).is_none_or(|token| {
            [Class::STOP, Class::COMMA, Class::CLOSE]
                .iter()
                .chain(classes)
                .any(|class| token.is(*class))
        })
    };
    // Without any word about age, "under 16" at the end of a phrase still is one, and so is "18+".
    let alone = years >= 13 && next == at + 1;
    let copulas = tokens
        .get(next)
        .map_or(0, |token| usize::from(token.is(Class::COPULA)));
    let bare = alone
        && before
            .last()
            .is_some_and(|token| token.is(Class::AGEPREP) && !token.is(Class::GOVERN))
        && ends(
            next + copulas,
            &[
                Class::MODAL,
                Class::NEG,
                Class::NEED,
                Class::MAY,
                Class::BUT,
                Class::IF,
                Class::UNTIL,
            ],
        );
    // "Anyone under 13 needs a parent": whoever it is stands right before it.
    let whose = |token: &Token<'_>| {
        token.is(Class::IDENTITY) || token.is(Class::RECIPIENT) || token.is(Class::YOU)
    };
    let people = alone
        && before.last().is_some_and(|token| token.is(Class::BELOW))
        && before.iter().rev().skip(1).take(2).any(whose)
        && tokens.get(next).is_none_or(|token| {
            !token.is_noun()
                && ![Class::NUM, Class::LIMIT, Class::UNIT]
                    .iter()
                    .any(|class| token.is(*class))
        });
    let plus = alone
        && tokens.get(next).is_some_and(|token| token.is(Class::PLUS))
        && ends(next + 1, &[Class::ONLY]);
    let used = (next - at + usize::from(plus)).min(tokens.len() - at);
    ((ages && (older || led || named)) || bare || people || plus).then_some(used)
}
