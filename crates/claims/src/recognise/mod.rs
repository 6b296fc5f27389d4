//! Sentences to claims: words get classes, frames of classes make claims, gates hold back what the speaker does not say.

mod class;
mod clause;
mod duration;
mod frame;
mod gate;
mod language;
mod lexicon;
mod negation;
mod normalise;
mod token;
mod trace;

use class::{Class, Classes};
use frame::Frame;
use gate::Gates;
pub use language::Language;
use token::Token;

use crate::{Claim, Kind};

/// What is known around a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The language; none means English.
    pub language: Option<Language>,
    /// The sentence that opens the list in which this one is an item.
    pub stem: Option<&'a str>,
    /// The question that this one answers.
    pub question: Option<&'a str>,
    /// The heading above it.
    pub heading: Option<&'a str>,
    /// It stands in a quotation, which speaks for somebody else.
    pub quotation: bool,
    /// It labels a link or a button: "Do not sell my information" is a control there.
    pub label: bool,
}

/// The claims that a sentence makes about the speaker's own service.
pub fn recognise(sentence: &str, context: &Context<'_>) -> Vec<Claim> {
    let language = context.language.unwrap_or(Language::En);
    let grammar = language.grammar();
    if context.quotation {
        return Vec::new();
    }
    let whole = 0..sentence.len();
    if let Some(stem) = context.stem.map(str::trim_end)
        && !stem.ends_with(['.', '!', '?'])
    {
        let stem = stem.trim_end_matches([':', ' ']);
        let alone = read(stem, grammar, false);
        let mut claims = read(&format!("{stem} {sentence}"), grammar, false);
        claims.retain(|claim| {
            alone
                .iter()
                .all(|known| (known.kind, &known.value) != (claim.kind, &claim.value))
        });
        for own in read(sentence, grammar, false) {
            if claims
                .iter()
                .all(|claim| (claim.kind, &claim.value) != (own.kind, &own.value))
                && alone.is_empty()
            {
                claims.push(own);
            }
        }
        for claim in &mut claims {
            claim.sentence = whole.clone();
        }
        return claims;
    }
    if let Some(question) = context.question
        && let Some(negated) = grammar.answer(sentence)
    {
        let mut claims = read(question.trim_end_matches(['?', ' ']), grammar, negated);
        for claim in &mut claims {
            claim.sentence = whole.clone();
        }
        return claims;
    }
    let mut claims = read(sentence, grammar, false);
    if context.label {
        claims.retain(|claim| claim.kind != Kind::NoSale && claim.kind != Kind::NoSharing);
    }
    claims
}

/// The lengths of time in a text, in ISO 8601.
pub(crate) fn durations(text: &str, language: Language) -> Vec<String> {
    let tokens = duration::join(language.grammar().lexicon.tag(token::tokenise(text)));
    let lengths = tokens.into_iter().filter(|token| token.is(Class::DUR));
    lengths.filter_map(|token| token.value).collect()
}

/// The whole numbers in a text, in digits or words.
pub(crate) fn numbers(text: &str, language: Language) -> Vec<u32> {
    let tokens = language.grammar().lexicon.tag(token::tokenise(text));
    let numbers = tokens.iter().filter(|token| token.is(Class::NUM));
    numbers
        .filter_map(|token| token.value.as_deref()?.parse().ok())
        .collect()
}

/// Reads a sentence; `denied` turns every negation round, as the answer "no" does with its question.
fn read(sentence: &str, grammar: &language::Grammar, denied: bool) -> Vec<Claim> {
    if !denied && sentence.trim_end().ends_with('?') {
        return Vec::new();
    }
    let mut tokens = duration::join(grammar.lexicon.tag(token::tokenise(sentence)));
    let union = tokens
        .iter()
        .fold(Classes::default(), |union, token| union.or(token.classes));
    let frames: Vec<&Frame> = grammar
        .frames
        .iter()
        .filter(|frame| frame.possible(union))
        .collect();
    if frames.is_empty() {
        return Vec::new();
    }
    clause::split(&mut tokens);
    negation::mark(&mut tokens, grammar.negation_follows);
    if denied {
        for token in &mut tokens {
            token.negated = !token.negated;
        }
    }
    let quoted = quoted(&tokens);
    let last = tokens.last().map_or(0, |token| token.clause);
    let mut claims: Vec<Claim> = Vec::new();
    for clause in 0..=last {
        if !denied && asks(&tokens, clause) {
            continue;
        }
        let gates = Gates::of(&tokens, clause);
        for frame in &frames {
            if !denied && !gates.allow(frame) {
                continue;
            }
            for fit in frame.fits(&tokens, clause) {
                if fit.iter().any(|at| quoted.get(*at) == Some(&true)) {
                    continue;
                }
                let claim = trace::claim(frame, &fit, &tokens, sentence);
                let known = claims
                    .iter()
                    .any(|known| known.kind == claim.kind && known.value == claim.value);
                if !known {
                    claims.push(claim);
                }
            }
        }
    }
    settle(&mut claims);
    claims
}

/// A question in the middle of a text ends with its mark.
fn asks(tokens: &[Token], clause: u16) -> bool {
    tokens
        .iter()
        .find(|token| token.clause > clause)
        .is_some_and(|token| token.is(Class::STOP) && token.word == "?")
}

/// Which tokens stand between quotation marks.
fn quoted(tokens: &[Token]) -> Vec<bool> {
    let marks = tokens.iter().filter(|token| token.is(Class::QUOTE)).count();
    let mut inside = false;
    tokens
        .iter()
        .map(|token| {
            if token.is(Class::QUOTE) && marks > 1 {
                inside = !inside;
            }
            inside
        })
        .collect()
}

/// One length of time is one claim: a response time or a notice is not a retention at the same time.
fn settle(claims: &mut Vec<Claim>) {
    let timed: Vec<Option<String>> = claims
        .iter()
        .filter(|claim| matches!(claim.kind, Kind::RightsResponseTime | Kind::NoticePeriod))
        .map(|claim| claim.value.clone())
        .collect();
    claims.retain(|claim| claim.kind != Kind::RetentionDuration || !timed.contains(&claim.value));
    let valued = claims
        .iter()
        .any(|claim| claim.kind == Kind::Encryption && claim.value.is_some());
    claims.retain(|claim| claim.kind != Kind::Encryption || claim.value.is_some() || !valued);
}
