//! Lengths of time and ages: numbers in digits and words, units, and their canonical ISO 8601 form.

use super::class::Class;
use super::token::Token;

/// Joins numbers and units into lengths of time, and marks least ages.
pub(super) fn join(tokens: Vec<Token>) -> Vec<Token> {
    let ages = tokens
        .iter()
        .any(|token| token.is(Class::AGEWORD) || token.is(Class::OLDER));
    let tokens = numbers(tokens);
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(used) = age(&tokens, at, &out, ages) {
            let mut age = token.clone();
            age.classes = Class::AGENUM.set();
            widen(&mut age, &tokens, at, used);
            out.push(age);
            at += used;
            continue;
        }
        if let Some((used, value)) = length(&tokens, at) {
            let mut joined = token.clone();
            joined.classes = Class::DUR.set();
            joined.value = Some(value);
            widen(&mut joined, &tokens, at, used);
            let unusual = out.last().is_some_and(|before| before.is(Class::PAST))
                || out
                    .iter()
                    .rev()
                    .take(2)
                    .any(|before| before.is(Class::QUOTA))
                || tokens
                    .iter()
                    .skip(at + used)
                    .take(2)
                    .any(|after| after.is(Class::OFFER));
            if unusual {
                joined.classes = Class::QUOTA.set();
                joined.value = None;
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

fn widen(token: &mut Token, tokens: &[Token], at: usize, used: usize) {
    for part in tokens.iter().take(at + used).skip(at + 1) {
        token.range.end = part.range.end.max(token.range.end);
        token.word.push(' ');
        token.word.push_str(&part.word);
    }
}

/// "twenty" and "four" become one number, as do "vingt et un" and "treinta y uno".
fn numbers(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        if let Some(tens) = number(&token)
            && tens >= 20
            && tens % 10 == 0
            && !token.word.starts_with(|c: char| c.is_ascii_digit())
            && let Some(ones) = tokens.peek().and_then(number)
            && ones < 20
            && let Some(next) =
                tokens.next_if(|next| !next.word.starts_with(|c: char| c.is_ascii_digit()))
        {
            token.value = Some((tens + ones).to_string());
            token.range.end = next.range.end;
            token.word.push(' ');
            token.word.push_str(&next.word);
        }
        out.push(token);
    }
    out
}

fn number(token: &Token) -> Option<u32> {
    if !token.is(Class::NUM) {
        return None;
    }
    token.value.as_deref()?.parse().ok().filter(|n| *n <= 9999)
}

/// A length of time that starts at a token: how many tokens it takes, and its value.
fn length(tokens: &[Token], at: usize) -> Option<(usize, String)> {
    let first = tokens.get(at)?;
    if first.is(Class::DUR) {
        return first.value.clone().map(|value| (1, value));
    }
    if first.is(Class::ART) || first.is(Class::EACH) {
        let unit = tokens.get(at + 1).filter(|unit| unit.is(Class::UNIT));
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let timed = first.is(Class::EACH)
            || before.is_some_and(|token| token.is(Class::TPREP) || token.is(Class::ATMOST))
            || tokens
                .get(at + 2)
                .is_some_and(|token| token.is(Class::BEFORE) || token.is(Class::AFTER));
        if let Some(unit) = unit
            && timed
            && unit.word.len() > 1
        {
            return Some((2, iso(1, unit.value.as_deref()?)?));
        }
    }
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
        next += 1;
        unit = tokens
            .get(next)
            .filter(|unit| unit.is(Class::UNIT) && tokens.get(next - 1).is_some_and(plain))?;
    }
    if unit.word.len() < 2 && !first.word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((next + 1 - at, iso(count, unit.value.as_deref()?)?))
}

/// A word may stand between number and unit: "30 full days", "10 business days".
fn plain(token: &Token) -> bool {
    matches!(
        token.word.as_str(),
        "full"
            | "calendar"
            | "business"
            | "working"
            | "consecutive"
            | "short"
            | "whole"
            | "more"
            | "volle"
            | "vollen"
            | "weitere"
            | "weiteren"
    )
}

fn iso(count: u32, unit: &str) -> Option<String> {
    if count == 0 {
        return None;
    }
    Some(match unit {
        "S" => format!("PT{count}S"),
        "MIN" => format!("PT{count}M"),
        "H" => format!("PT{count}H"),
        "D" => format!("P{count}D"),
        "W" => format!("P{}D", count * 7),
        "M" => format!("P{count}M"),
        "Y" => format!("P{count}Y"),
        _ => return None,
    })
}

/// An age that starts at a token, told from a length of time by the words around it.
fn age(tokens: &[Token], at: usize, before: &[Token], ages: bool) -> Option<usize> {
    let years = number(tokens.get(at)?)?;
    if !(5..=21).contains(&years) {
        return None;
    }
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| token.is(Class::OPEN)) {
        next += 3;
    }
    if let Some(unit) = tokens.get(next).filter(|unit| unit.is(Class::UNIT)) {
        if unit.value.as_deref() != Some("Y") {
            return None;
        }
        next += 1;
    }
    let older = tokens
        .iter()
        .skip(next)
        .take(2)
        .any(|token| token.is(Class::OLDER));
    let led = before
        .iter()
        .rev()
        .take(3)
        .any(|token| token.is(Class::AGEPREP));
    // Without any word about age, "under 16" at the end of a phrase still is one.
    let bare = years >= 13
        && next == at + 1
        && before.last().is_some_and(|token| token.is(Class::AGEPREP))
        && tokens
            .get(next)
            .is_none_or(|token| token.is(Class::STOP) || token.is(Class::COMMA));
    ((ages && (older || led)) || bare).then_some(next - at)
}
