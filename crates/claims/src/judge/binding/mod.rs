//! Text that the markup binds to a fact: it is held against the fact's value, never read by its pattern.

mod fact;
mod words;

use candor_model::{Duration, FactValue, Origin, Territory};

use super::facts::{Facts, meets};
use super::words::list;
use super::{Judgement, Scope, Verdict};
use crate::recognise::{durations, numbers};
use crate::{Claim, Language};
use fact::{Answer, NamedFact};

pub(crate) use fact::is_noun;
pub use fact::nearest;

/// How bound text stands to its fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// The text carries the fact's value.
    Fits,
    /// No fact has that path; the one that was probably meant.
    Unknown(Option<String>),
    /// The text says something else, or does not say the value; why, and where the fact is declared.
    Differs(String, Origin),
    /// The text is in a language that is not read.
    NotRead,
}

/// Holds bound text against the fact of a path.
pub fn judge_binding(
    path: &str,
    text: &str,
    language: Option<Language>,
    facts: &Facts<'_>,
) -> Binding {
    let Some(fact) = fact::resolve(path, facts) else {
        return Binding::Unknown(nearest(path, facts));
    };
    let Some(language) = language else {
        return Binding::NotRead;
    };
    match differs(&fact.value, text, language, facts) {
        None => Binding::Fits,
        Some(why) => Binding::Differs(why, fact.origin.clone()),
    }
}

/// Why a text does not carry a value; nothing where it does.
fn differs(
    value: &FactValue<'_>,
    text: &str,
    language: Language,
    facts: &Facts<'_>,
) -> Option<String> {
    match value {
        FactValue::Lengths(lengths) => {
            let stated = lengths_in(text, language);
            let carries = |length: &Duration| {
                stated.iter().any(|stated| meets(length, stated))
                    || words::says(text, &[&length.words(language.code())])
            };
            if lengths.iter().any(carries) {
                return None;
            }
            let declared = list(lengths.iter().map(ToString::to_string));
            Some(match stated.is_empty() {
                true => format!("the text gives no length of time, and the fact is {declared}"),
                false => format!(
                    "the text says {}, and the fact is {declared}",
                    list(stated.iter().map(ToString::to_string))
                ),
            })
        }
        FactValue::MemoryOnly => (!words::names_memory(text)).then(|| {
            "the text does not speak of memory, and the fact is that nothing is written to a disk".to_owned()
        }),
        FactValue::Location(location) => words::place_differs(text, *location),
        FactValue::Level(tool) => {
            let level = facts.level(tool);
            (!words::says(text, &[&level.to_string()]))
                .then(|| format!("the text does not name the level, which is `{level}`"))
        }
        FactValue::Age(age) => {
            let stated = numbers(text, language);
            (!stated.contains(&u32::from(*age))).then(|| format!("the text does not say {age}, which is the declared age"))
        }
        FactValue::Needed(needed) => (words::denies(text) == *needed).then(|| {
            let declared = if *needed { "is needed" } else { "is not needed" };
            format!("the text says the opposite of the declaration, which is that an account {declared}")
        }),
        FactValue::Words(variants) | FactValue::Criteria(variants) => (!words::says(text, variants)).then(|| {
            let quoted = variants.iter().map(|variant| format!("\"{variant}\""));
            format!("the text does not contain the declared words, {}", list(quoted))
        }),
        FactValue::Places(places) => {
            let missing = places.iter().filter(|place| !names(text, **place));
            let missing = list(missing.map(|place| place.name()));
            (!missing.is_empty()).then(|| format!("the text does not name {missing}, which is declared"))
        }
        FactValue::Field(field) => {
            let name = field.name.as_str().replace('-', " ");
            (!words::says(text, &[&name]))
                .then(|| format!("the text does not name the field, which is \"{name}\""))
        }
        FactValue::Excludes(labels) => {
            let says = |label: &candor_model::Text| {
                let variants: Vec<&str> = label.variants().map(|(_, text)| text).collect();
                words::says(text, &variants)
            };
            let missing = labels.iter().filter(|label| !says(label));
            let missing = list(missing.map(|label| label.first()));
            (!missing.is_empty()).then(|| format!("the text does not name {missing}, which is declared never to be in it"))
        }
        FactValue::Stays(true) => (!words::denies(text))
            .then(|| "the text does not say that it is not sent, which is declared".to_owned()),
        FactValue::Stays(false) => words::denies(text)
            .then(|| "the text says that it is not sent, which is not declared".to_owned()),
        FactValue::NotStated => Some(
            "the declarations do not state this, so no text can carry it; state it, or take the binding away"
                .to_owned(),
        ),
    }
}

/// Whether a text names a place, by its name or its code in capitals.
fn names(text: &str, place: Territory) -> bool {
    text.contains(place.name()) || super::words::whole(text, &place.to_string()).is_some()
}

fn lengths_in(text: &str, language: Language) -> Vec<Duration> {
    durations(text, language)
        .iter()
        .filter_map(|value| Duration::parse(value).ok())
        .collect()
}

/// Holds a claim against the facts that its sentence names: by `data-fact`, by a template variable, or by the binding
/// of its text. Nothing where these are about something else, or where the text carries its binding elsewhere.
pub(crate) fn judge_bound<'t>(
    claim: &Claim,
    sentence: &str,
    binding: Option<(&str, &str, Language)>,
    named: impl Iterator<Item = &'t str>,
    facts: &Facts<'_>,
) -> Option<Judgement> {
    if let Some((path, text, language)) = binding
        && let Some(fact) = fact::resolve(path, facts)
    {
        match fact.answer(claim, text) {
            Answer::Same if claim.value.is_some() => return Some(says_the_same(&fact)),
            Answer::None => {}
            Answer::Same | Answer::Other => {
                // The binding's own finding says that the value is missing; a second one would say it again.
                let why = differs(&fact.value, text, language, facts)?;
                return Some(Judgement {
                    is_bound: true,
                    ..Judgement::new(
                        Verdict::Contradicted,
                        format!("the text is bound to `{path}`, and {why}"),
                    )
                    .at(fact.origin)
                });
            }
        }
    }
    let mut others: Vec<NamedFact<'_>> = Vec::new();
    for fact in named.filter_map(|path| fact::resolve(path, facts)) {
        match fact.answer(claim, sentence) {
            Answer::Same => return Some(says_the_same(&fact)),
            Answer::Other => others.push(fact),
            Answer::None => {}
        }
    }
    let first = others.first()?;
    let stated = claim.value.as_deref()?;
    // Business days have no length that can be compared.
    Duration::parse(stated).ok()?;
    let values = list(others.iter().map(NamedFact::words));
    Some(
        Judgement::new(
            Verdict::Contradicted,
            format!("the text says {stated}, and the facts that it names are other: {values}; build the pages anew"),
        )
        .at(first.origin),
    )
}

fn says_the_same(fact: &NamedFact<'_>) -> Judgement {
    Judgement::new(
        Verdict::Declared,
        format!("the text is bound to a fact: {}", fact.words()),
    )
    .at(fact.origin)
}

/// The scope of text that is bound to a fact of one tool.
pub(crate) fn scope(path: &str, facts: &Facts<'_>) -> Option<Scope> {
    fact::tool(path, facts).map(|tool| Scope::Tools(vec![tool]))
}
