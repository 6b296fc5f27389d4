//! The fixed words of the pages, one file per language.

use std::collections::HashMap;
use std::sync::OnceLock;

use candor_model::Territory;

/// The phrases of a language. A language without a file has English ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrases {
    own: &'static HashMap<&'static str, &'static str>,
    /// Names of places by code; a language without them has the English ones of the model.
    places: Option<&'static HashMap<&'static str, &'static str>>,
}

const ENGLISH: &str = include_str!("../../../templates/text/en.txt");
const GERMAN: &str = include_str!("../../../templates/text/de.txt");
const GERMAN_PLACES: &str = include_str!("../../../templates/text/de-places.txt");

impl Phrases {
    pub(crate) fn of(language: &str) -> Self {
        type Words = HashMap<&'static str, &'static str>;
        static READ: OnceLock<[Words; 3]> = OnceLock::new();
        let [english, german, german_places] =
            READ.get_or_init(|| [parse(ENGLISH), parse(GERMAN), parse(GERMAN_PLACES)]);
        match language {
            "de" => Self {
                own: german,
                places: Some(german_places),
            },
            _ => Self {
                own: english,
                places: None,
            },
        }
    }

    /// The phrase of a key; a word of a closed list without a phrase of its own prints as the word.
    pub(crate) fn get(&self, key: &str) -> String {
        self.own
            .get(key)
            .map_or_else(|| key.replace('-', " "), |phrase| (*phrase).to_owned())
    }

    /// The phrase of a word of a closed list; the word itself, with spaces, where it has none.
    pub(crate) fn word(&self, word: &str) -> String {
        let phrase = self.own.get(format!("word-{word}").as_str());
        phrase.map_or_else(|| word.replace('-', " "), |phrase| (*phrase).to_owned())
    }

    /// The name of a country or area.
    pub(crate) fn place(&self, place: Territory) -> &'static str {
        self.places
            .and_then(|places| places.get(place.to_string().as_str()).copied())
            .unwrap_or_else(|| place.name())
    }

    /// The phrase with its names filled in.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let phrase = self.get(key);
        let mut text = String::with_capacity(phrase.len() + 32);
        let mut rest = phrase.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                break;
            };
            text.push_str(
                values
                    .iter()
                    .find(|(own, _)| *own == name)
                    .map_or("", |(_, value)| value),
            );
            rest = behind;
        }
        text.push_str(rest);
        text
    }
}

fn parse(text: &'static str) -> HashMap<&'static str, &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, phrase)| (key.trim(), phrase.trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_phrase_with_the_same_names() {
        let (english, german) = (parse(ENGLISH), parse(GERMAN));
        let names = |phrase: &str| {
            let mut names: Vec<String> = phrase
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names
        };
        let mut keys: Vec<_> = english.keys().collect();
        keys.sort();
        for key in keys {
            let other = german
                .get(key)
                .unwrap_or_else(|| panic!("{key} is missing in German"));
            assert_eq!(names(english[key]), names(other), "{key}");
        }
        assert_eq!(english.len(), german.len());
    }

    #[test]
    fn every_country_has_a_german_name() {
        for first in b'A'..=b'Z' {
            for second in b'A'..=b'Z' {
                let code = String::from_utf8(vec![first, second]).unwrap();
                if Territory::parse(&code).is_some_and(|place| place.to_string() == code) {
                    assert!(parse(GERMAN_PLACES).contains_key(code.as_str()), "{code}");
                }
            }
        }
        let phrases = Phrases::of("de");
        assert_eq!(
            phrases.place(Territory::Eea),
            "Europäischer Wirtschaftsraum"
        );
        assert_eq!(phrases.place(Territory::Worldwide), "weltweit");
    }

    #[test]
    fn names_are_filled_in_once() {
        let phrases = Phrases::of("en");
        assert_eq!(
            phrases.fill("window-keep", &[("keep", "{max}"), ("max", "8 days")]),
            "at least {max}, at most 8 days"
        );
    }
}
