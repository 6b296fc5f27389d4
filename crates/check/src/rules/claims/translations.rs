//! The same text in several languages: values of translation files by their keys, and pages such as `/x` and `/de/x`.

use std::collections::BTreeMap;

use candor_claims::{Kind, Language, Polarity};
use candor_model::Duration;
use candor_syntax::Place;

use crate::facts::Facts;
use crate::texts::{JudgedClaim, JudgedText};

/// What one language says in one place.
#[derive(Debug)]
pub(super) struct Version<'t> {
    pub(super) language: Language,
    pub(super) claims: Vec<&'t JudgedClaim>,
    /// Where it stands, for a language that claims nothing.
    pub(super) place: Place,
}

/// A pair of languages that say the same, the first of which binds.
pub(super) type Pair<'t> = (Version<'t>, Version<'t>);

/// All texts that stand in several languages, each beside the language that binds.
pub(super) fn pairs<'t>(facts: &Facts<'t>) -> Vec<Pair<'t>> {
    let mut found: BTreeMap<(String, String), Vec<Version<'t>>> = BTreeMap::new();
    let texts: &'t crate::texts::Texts = facts.texts;
    let binding = facts.policy.settings.languages.first();
    let binding = binding.and_then(|language| Language::of(language.value.as_str()));
    // What was not read says nothing about what is missing in it.
    for text in texts
        .of_people()
        .filter(|text| text.not_assessed.is_empty())
    {
        let (family, stated) = family(&text.file);
        if text.keys.is_empty() {
            let spoken = text.claims.first().map(|claim| claim.stated.language);
            if let Some(language) = stated.or(spoken).or(binding) {
                let claims = text.claims.iter().collect();
                let place = Place::start_of(text.file.clone());
                add(
                    &mut found,
                    (family, String::new()),
                    Version {
                        language,
                        claims,
                        place,
                    },
                );
            }
            continue;
        }
        for (key, place, spoken) in &text.keys {
            // One file may hold all languages, each under its code.
            let (first, rest) = key.split_once('.').unwrap_or(("", key));
            let own = Some(first).filter(|_| stated.is_none()).and_then(code);
            let name = if own.is_some() { rest } else { key.as_str() };
            let Some(language) = stated.or(own).or(*spoken) else {
                continue;
            };
            let version = Version {
                language,
                claims: with_key(text, key),
                place: place.clone(),
            };
            add(&mut found, (family.clone(), name.to_owned()), version);
        }
    }
    let mut pairs = Vec::new();
    for mut versions in found.into_values().filter(|versions| versions.len() > 1) {
        let first = versions
            .iter()
            .position(|one| Some(one.language) == binding);
        let reference = versions.remove(first.unwrap_or(0));
        pairs.extend(versions.into_iter().map(|other| (reference.again(), other)));
    }
    pairs
}

impl Version<'_> {
    fn again(&self) -> Self {
        Self {
            language: self.language,
            claims: self.claims.clone(),
            place: self.place.clone(),
        }
    }

    /// The claims of a kind.
    pub(super) fn of(&self, kind: Kind) -> Vec<&JudgedClaim> {
        let same = |claim: &&&JudgedClaim| claim.stated.claim.kind == kind;
        self.claims.iter().filter(same).copied().collect()
    }

    /// The claims that say what their kind says.
    pub(super) fn asserted(&self) -> impl Iterator<Item = &JudgedClaim> {
        let asserts = |claim: &&JudgedClaim| claim.stated.claim.polarity == Polarity::Asserts;
        self.claims.iter().copied().filter(asserts)
    }
}

fn add<'t>(
    found: &mut BTreeMap<(String, String), Vec<Version<'t>>>,
    key: (String, String),
    version: Version<'t>,
) {
    let versions = found.entry(key).or_default();
    if versions.iter().all(|one| one.language != version.language) {
        versions.push(version);
    }
}

fn with_key<'t>(text: &'t JudgedText, key: &str) -> Vec<&'t JudgedClaim> {
    text.claims
        .iter()
        .filter(|claim| claim.stated.unit.key_path.as_deref() == Some(key))
        .collect()
}

/// The language that a part of a path is the code of.
fn code(part: &str) -> Option<Language> {
    let is_code = part.len() == 2 || part.len() == 5 && part.contains(['-', '_']);
    Language::of(part).filter(|_| is_code)
}

/// A path without its language, and that language: `locales/de/a.json`, `a.de.json` and `de/a.html` lose their code.
fn family(path: &str) -> (String, Option<Language>) {
    let mut language = None;
    let mut kept: Vec<String> = Vec::new();
    for step in path.split('/') {
        if let Some(found) = code(step).filter(|_| language.is_none()) {
            language = Some(found);
            continue;
        }
        kept.push(step.to_owned());
    }
    if let (None, Some(name)) = (language, kept.last_mut()) {
        let mut parts: Vec<&str> = name.split('.').collect();
        if let Some(at) = parts.iter().rposition(|part| code(part).is_some()) {
            language = code(parts.remove(at));
            *name = parts.join(".");
        }
    }
    (kept.join("/"), language)
}

/// Whether two values of one kind are the same.
pub(super) fn agree(a: &JudgedClaim, b: &JudgedClaim) -> bool {
    let (a, b) = (&a.stated.claim.value, &b.stated.claim.value);
    let length = |value: &Option<String>| Duration::parse(value.as_deref()?).ok();
    match (length(a), length(b)) {
        (Some(a), Some(b)) => {
            a.shortest_seconds() <= b.longest_seconds()
                && b.shortest_seconds() <= a.longest_seconds()
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_loses_its_language() {
        for (path, of, language) in [
            ("locales/de/a.json", "locales/a.json", Some(Language::De)),
            ("i18n/en.json", "i18n/json", Some(Language::En)),
            ("i18n/app.fr-CA.yaml", "i18n/app.yaml", Some(Language::Fr)),
            (
                "site/es/x/index.html",
                "site/x/index.html",
                Some(Language::Es),
            ),
            ("site/x/index.html", "site/x/index.html", None),
            ("site/desk/de.md", "site/desk/md", Some(Language::De)),
        ] {
            assert_eq!(family(path), (of.to_owned(), language), "{path}");
        }
    }
}
