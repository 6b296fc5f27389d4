//! Sentences to claims: words get classes, frames of classes make claims, gates hold back what the speaker does not say.

mod class;
mod clause;
mod duration;
mod entry;
mod frame;
mod gate;
mod hold;
mod identifier;
mod index;
mod language;
mod length;
mod lexicon;
mod negation;
mod normalise;
mod number;
mod place;
mod sieve;
mod token;
mod trace;
mod word;

use std::ops::Range;

use class::{Class, Classes};
use frame::{Frame, Site, Unions};
use gate::Gates;
use language::Grammar;
pub use language::Language;
use lexicon::Found;
use token::{Buffer, Piece, Token, Value};

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

/// Memory that is used for one sentence after another.
#[derive(Default)]
pub(crate) struct Scratch {
    buffer: Buffer,
    found: Found<'static>,
    frames: Vec<&'static Frame>,
}

/// The claims that a sentence makes about the speaker's own service.
pub fn recognise(sentence: &str, context: &Context<'_>) -> Vec<Claim> {
    recognise_in(&mut Scratch::default(), sentence, context)
}

/// The same for one of many sentences.
pub(crate) fn recognise_in(
    scratch: &mut Scratch,
    sentence: &str,
    context: &Context<'_>,
) -> Vec<Claim> {
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
        let alone = read(scratch, stem, grammar, false);
        let mut claims = read(scratch, &format!("{stem} {sentence}"), grammar, false);
        claims.retain(|claim| {
            alone
                .iter()
                .all(|known| (known.kind, &known.value) != (claim.kind, &claim.value))
        });
        for own in read(scratch, sentence, grammar, false) {
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
        let mut claims = read(
            scratch,
            question.trim_end_matches(['?', ' ']),
            grammar,
            negated,
        );
        for claim in &mut claims {
            claim.sentence = whole.clone();
        }
        return claims;
    }
    let mut claims = read(scratch, sentence, grammar, false);
    if context.label {
        claims.retain(|claim| claim.kind != Kind::NoSale && claim.kind != Kind::NoSharing);
    }
    claims
}

/// The lengths of time in a text, in ISO 8601, or in business days.
pub(crate) fn durations(text: &str, language: Language) -> Vec<String> {
    let buffer = Buffer::of(text);
    let tokens = duration::join(
        language.grammar().lexicon.find(&buffer).tokens(&buffer),
        &buffer,
    );
    let lengths = tokens.into_iter().filter(|token| token.is(Class::DUR));
    lengths
        .filter_map(|token| match token.value {
            Value::Length(length) => Some(length),
            Value::Word(word) => Some(word.to_owned()),
            Value::Number(_) | Value::None => None,
        })
        .collect()
}

/// The whole numbers in a text, in digits or words.
pub(crate) fn numbers(text: &str, language: Language) -> Vec<u32> {
    let buffer = Buffer::of(text);
    let tokens = language.grammar().lexicon.find(&buffer).tokens(&buffer);
    tokens
        .iter()
        .filter_map(duration::number)
        .filter(|number| number.is_multiple_of(1000))
        .filter_map(|number| u32::try_from(number / 1000).ok())
        .collect()
}

/// The most words that are read as one sentence; longer ones are listings, and are read in parts.
const MOST: usize = 256;

/// Reads a sentence; `denied` turns every negation round, as the answer "no" does with its question.
fn read(
    scratch: &mut Scratch,
    sentence: &str,
    grammar: &'static Grammar,
    denied: bool,
) -> Vec<Claim> {
    if !denied && sentence.trim_end().ends_with('?') {
        return Vec::new();
    }
    // Most sentences hold no claim, and end here.
    if !grammar.may_claim(sentence, denied) {
        return Vec::new();
    }
    let plain = identifier::plain(sentence);
    let reading = Reading {
        grammar,
        denied,
        crafted: plain.crafted,
    };
    scratch.buffer.fill(&plain.text);
    if scratch.buffer.pieces.len() <= MOST {
        return read_buffer(sentence, scratch, &reading);
    }
    let mut claims: Vec<Claim> = Vec::new();
    for range in parts(&scratch.buffer.pieces) {
        let part = sentence.get(range.clone()).unwrap_or_default();
        scratch
            .buffer
            .fill(plain.text.get(range).unwrap_or_default());
        for claim in read_buffer(part, scratch, &reading) {
            if claims.iter().all(|known| !same(known, &claim)) {
                claims.push(claim);
            }
        }
    }
    for claim in &mut claims {
        claim.sentence = 0..sentence.len();
    }
    claims
}

/// The parts in which a long sentence is read: each ends at a mark where there is one.
fn parts(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = pieces;
    while let Some(first) = rest.first() {
        let window = rest.get(..MOST).unwrap_or(rest);
        let mark = window
            .iter()
            .rposition(|piece| !piece.class.is_empty())
            .filter(|at| *at > MOST / 2 && window.len() == MOST);
        let count = mark.map_or(window.len(), |at| at + 1);
        let end = rest.get(count - 1).map_or(first.raw.1, |piece| piece.raw.1);
        found.push(first.raw.0 as usize..end as usize);
        rest = rest.get(count..).unwrap_or_default();
    }
    found
}

/// Whether two claims of a sentence are one.
fn same(one: &Claim, other: &Claim) -> bool {
    (one.kind, one.polarity, &one.value) == (other.kind, other.polarity, &other.value)
}

/// How a sentence is read.
struct Reading {
    grammar: &'static Grammar,
    /// Every negation is turned round.
    denied: bool,
    /// It names things of a program.
    crafted: bool,
}

fn read_buffer(sentence: &str, scratch: &mut Scratch, reading: &Reading) -> Vec<Claim> {
    let Reading {
        grammar, denied, ..
    } = *reading;
    let Scratch {
        buffer,
        found,
        frames,
    } = scratch;
    grammar.lexicon.find_in(buffer, found);
    let negated = denied || Classes::NEGATIONS.meets(found.union);
    frames.clear();
    frames.extend(grammar.frames.possible(found.union, negated));
    if frames.is_empty() {
        return Vec::new();
    }
    let mut tokens = duration::join(found.tokens(buffer), buffer);
    clause::relate(&mut tokens);
    place::narrow(&mut tokens);
    clause::split(&mut tokens);
    negation::mark(&mut tokens, grammar.negation_follows);
    if denied {
        for token in &mut tokens {
            token.negated = !token.negated;
        }
    }
    let quoted = quoted(&tokens);
    let whole = Unions::of(&tokens);
    let mut claims: Vec<Claim> = Vec::new();
    let mut start = 0;
    let mut others = false;
    let spoken = tokens
        .first()
        .is_some_and(|token| token.is(Class::SELF) && token.is(Class::PRON));
    let crafted = (reading.crafted || whole.has(Class::CRAFT.set()) || rehearsed(&tokens))
        && !whole.has(PROMISED);
    let general =
        tokens.first().is_some_and(|token| token.is(Class::GENERIC)) && !whole.has(PERSONAL);
    for own in tokens.chunk_by(|one, next| one.clause == next.clause) {
        let site = Site {
            tokens: &tokens,
            clause: start..start + own.len(),
        };
        start += own.len();
        let asked = tokens
            .get(start)
            .is_some_and(|next| next.is(Class::STOP) && next.word == "?");
        if !denied && asked {
            continue;
        }
        let clause = Unions::of(own);
        let gates_of = || {
            let mut gates = Gates::of(own, tokens.get(start..).unwrap_or_default());
            gates.follow(spoken);
            gates.take(general, crafted);
            gates
        };
        let mut gates = None;
        // "They say that nothing is kept and that nobody looks": both hang on what others say.
        if whole.has(OTHERS) {
            let mut own = gates_of();
            own.go_on(others);
            others = own.others();
            gates = Some(own);
        }
        for frame in &*frames {
            if !frame.possible_in(&clause, &whole) {
                continue;
            }
            let gates = gates.get_or_insert_with(gates_of);
            if !denied && !gates.allow(frame) {
                continue;
            }
            for fit in frame.fits(&site) {
                if fit.iter().any(|at| quoted.get(*at) == Some(&true)) {
                    continue;
                }
                let value = trace::value(frame, &fit, &tokens);
                let made = (frame.kind, frame.polarity(), value);
                let same = |one: &Claim| (one.kind, one.polarity, one.value.as_deref()) == made;
                if !claims.iter().any(same) {
                    claims.push(trace::claim(frame, &fit, &tokens, sentence));
                }
            }
        }
    }
    settle(&mut claims);
    claims
}

/// "To run it locally", "Building the page": what the reader does.
fn rehearsed(tokens: &[Token<'_>]) -> bool {
    let leads = |token: &&Token<'_>| {
        token.is_mark() || token.is(Class::IDIOM) || token.is(Class::TOWARD) || token.is(Class::FOR)
    };
    let first = tokens.iter().find(|token| !leads(token));
    first.is_some_and(|token| token.is(Class::REHEARSE))
}

/// The classes of those who are not the speaker.
const OTHERS: Classes = Classes::of(&[Class::OTHER, Class::VENDOR]);

/// The classes of those between whom a promise is made.
const PERSONAL: Classes = Classes::of(&[Class::SELF, Class::YOURS, Class::YOU]);

/// What a promise to somebody names, and a manual for those who build programs does not.
const PROMISED: Classes =
    Classes::of(&[Class::SELF, Class::YOURS, Class::PERSONAL, Class::ABSOLUTE]);

/// Which tokens stand between quotation marks; nothing where there are none. A single denied word between them is no
/// quotation: we do not "sell" data.
fn quoted(tokens: &[Token<'_>]) -> Vec<bool> {
    let marks = tokens.iter().filter(|token| token.is(Class::QUOTE)).count();
    if marks < 2 {
        return Vec::new();
    }
    let mut inside = false;
    let mut scare = false;
    tokens
        .iter()
        .enumerate()
        .map(|(at, token)| {
            if token.is(Class::QUOTE) {
                inside = !inside;
                scare = inside
                    && tokens.get(at + 1).is_some_and(|word| word.negated)
                    && tokens.get(at + 2).is_some_and(|next| next.is(Class::QUOTE));
            }
            inside && !scare
        })
        .collect()
}

/// One length of time is one claim: a response time or a notice is not a retention at the same time.
fn settle(claims: &mut Vec<Claim>) {
    // Nobody promises to answer within years or seconds.
    claims.retain(|claim| {
        let of = |value: &str| value.ends_with('Y') || value.ends_with('S');
        let not = claim.value.as_deref().is_some_and(of);
        !(not && claim.kind == Kind::RightsResponseTime)
    });
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
