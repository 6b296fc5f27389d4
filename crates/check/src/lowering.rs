//! Declared files to the model: the context that every noun is lowered in.
//!
//! Lowering never stops at a fault. It notes the fault, leaves out what depends on it, and goes on; then the policy is
//! not complete and never leaves this crate.

use std::collections::BTreeMap;
use std::sync::Arc;

use candor_model::{
    Date, Duration, Id, Language, Located, Nouns, Origin, Ref, Stated, Territory, Text,
};
use candor_syntax::{Diagnostic, OrWord, Related, RuleCard, closest};

use crate::cards::{
    BAD_DATE, BAD_DURATION, BAD_ID, BAD_SIZE, BAD_TERRITORY, DUPLICATE_ID, UNKNOWN_ID,
};
use crate::ids::{Ids, Named};
use crate::kind::is_id;
use crate::shape::{
    Area, At, Day, Length, Many, Or, Prose, Reference, Size, TextForm, Word, origin, place,
};

/// What lowering knows: the ids of every kind, and the faults so far.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub(crate) data: Ids,
    pub(crate) windows: Ids,
    pub(crate) vendors: Ids,
    pub(crate) tools: Ids,
    pub(crate) faults: Vec<Diagnostic>,
    /// What was left out, per file, because the file that declares it has faults.
    pub(crate) unresolved: BTreeMap<Arc<str>, BTreeMap<String, Origin>>,
}

impl Context {
    /// Notes a fault at a place.
    pub(crate) fn fault(
        &mut self,
        card: &RuleCard,
        at: &Origin,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let mut fault = Diagnostic::new(card, message);
        fault.place = place(at);
        self.faults.push(fault);
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    /// Notes a word that cannot be an id.
    pub(crate) fn id(&mut self, noun: &str, id: &str, at: &Origin) {
        if is_id(id) {
            return;
        }
        let message = format!("`{id}` cannot be the id of a {noun}");
        let fault = self.fault(&BAD_ID, at, message);
        fault.reason = Some("ids become parts of web addresses and of file names".to_owned());
        fault.help = Some(
            "use letters a to z, digits and single hyphens, such as `edited-picture`".to_owned(),
        );
    }

    /// Notes that an id is declared twice.
    pub(crate) fn duplicate(&mut self, noun: &str, id: &str, at: &Origin, first: Option<Origin>) {
        let fault = self.fault(
            &DUPLICATE_ID,
            at,
            format!("the {noun} `{id}` is declared twice"),
        );
        fault.help = Some("give one of them another id".to_owned());
        if let Some(first) = first.as_ref().and_then(place) {
            fault.related.push(Related {
                place: first,
                message: "it is declared here first".to_owned(),
            });
        }
    }

    /// Resolves a reference.
    pub(crate) fn refer<T: Named>(&mut self, reference: &At<Reference>) -> Option<Located<Ref<T>>> {
        let at = reference.origin();
        self.refer_word(&reference.value().0, &at)
            .map(|found| Located::new(found, at))
    }

    /// Resolves a reference that stands in a text.
    pub(crate) fn refer_word<T: Named>(&mut self, word: &str, at: &Origin) -> Option<Ref<T>> {
        let id = Id::new(word);
        let ids = T::ids(self);
        if let Some(index) = ids.index(&id) {
            return Some(Nouns::reference(index));
        }
        if ids.may_exist(&id) {
            let left_out = format!("the {} `{id}`", T::NOUN);
            self.unresolved
                .entry(at.file.clone())
                .or_default()
                .insert(left_out, at.clone());
            return None;
        }
        let known = ids.known();
        let near = closest(word, known.iter().map(|id| id.as_str())).map(Id::new);
        let near_at = near.as_ref().and_then(|near| ids.place(near)).cloned();
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() <= 12 && !known.is_empty() => {
                let known: Vec<&str> = known.iter().map(|id| id.as_str()).collect();
                format!(
                    "known are {}; a new one goes into {}",
                    known.join(", "),
                    T::PLACE
                )
            }
            None => format!("declare it in {}", T::PLACE),
        };
        let message = format!("there is no {} `{word}`", T::NOUN);
        let fault = self.fault(&UNKNOWN_ID, at, message);
        fault.help = Some(help);
        if let Some(near_at) = near_at.as_ref().and_then(place) {
            fault.related.push(Related {
                place: near_at,
                message: "this one is declared here".to_owned(),
            });
        }
        None
    }

    /// Resolves a list of references; what is unknown is noted and left out.
    pub(crate) fn refer_all<T: Named>(
        &mut self,
        references: &[At<Reference>],
    ) -> Vec<Located<Ref<T>>> {
        references
            .iter()
            .filter_map(|reference| self.refer(reference))
            .collect()
    }

    /// A text in the model's form.
    pub(crate) fn text(&mut self, text: &Prose) -> Text {
        let at = text.origin();
        match text.value() {
            TextForm::Plain(plain) => Text::plain(plain, at),
            TextForm::PerLanguage(texts) => {
                let list = texts
                    .iter()
                    .map(|(language, text)| (Language::new(language), text.clone()))
                    .collect();
                // The schema asks for at least one language.
                Text::per_language(list, at.clone()).unwrap_or_else(|| Text::plain("", at))
            }
        }
    }

    /// An optional text.
    pub(crate) fn maybe_text(&mut self, text: Option<&Prose>) -> Option<Text> {
        text.map(|text| self.text(text))
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, texts: &[Prose]) -> Vec<Text> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    /// A length of time.
    pub(crate) fn length(&mut self, length: &At<Length>) -> Option<Located<Duration>> {
        let at = length.origin();
        self.length_word(&length.value().0, &at)
            .map(|duration| Located::new(duration, at))
    }

    fn length_word(&mut self, text: &str, at: &Origin) -> Option<Duration> {
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(wrong) => {
                let help = wrong.suggestion.map_or_else(
                    || "write it like `24 hours`, `7 days` or `2 years`".to_owned(),
                    |suggestion| format!("write `{suggestion}`"),
                );
                let fault = self.fault(
                    &BAD_DURATION,
                    at,
                    format!(
                        "`{text}` cannot be read as a length of time: {}",
                        wrong.message
                    ),
                );
                fault.help = Some(help);
                None
            }
        }
    }

    /// An optional length of time.
    pub(crate) fn maybe_length(
        &mut self,
        length: Option<&At<Length>>,
    ) -> Option<Located<Duration>> {
        length.and_then(|length| self.length(length))
    }

    /// A day.
    pub(crate) fn day(&mut self, day: &At<Day>) -> Option<Located<Date>> {
        let at = day.origin();
        self.day_word(&day.value().0, &at)
            .map(|date| Located::new(date, at))
    }

    fn day_word(&mut self, text: &str, at: &Origin) -> Option<Date> {
        let day = Date::parse(text);
        if day.is_none() {
            let fault = self.fault(&BAD_DATE, at, format!("`{text}` cannot be read as a day"));
            fault.help = Some("write it as YYYY-MM-DD, such as 2026-11-16; if a document states it like this, write {stated: \"…\"}".to_owned());
        }
        day
    }

    /// An optional day.
    pub(crate) fn maybe_day(&mut self, day: Option<&At<Day>>) -> Option<Located<Date>> {
        day.and_then(|day| self.day(day))
    }

    /// A country or area.
    pub(crate) fn area(&mut self, area: &At<Area>) -> Option<Located<Territory>> {
        let word = &area.value().0;
        let at = area.origin();
        let territory = Territory::parse(word);
        if territory.is_none() {
            let fault = self.fault(
                &BAD_TERRITORY,
                &at,
                format!("`{word}` is no country or area"),
            );
            fault.help =
                Some("write two letters such as `DE`, or `EU`, `EEA` or `worldwide`".to_owned());
        }
        territory.map(|territory| Located::new(territory, at))
    }

    /// Countries and areas.
    pub(crate) fn areas(&mut self, areas: &[At<Area>]) -> Vec<Located<Territory>> {
        areas.iter().filter_map(|area| self.area(area)).collect()
    }

    /// A size in bytes.
    pub(crate) fn size(&mut self, size: &At<Size>) -> Option<Located<u64>> {
        let text = &size.value().0;
        let at = size.origin();
        let bytes = parse_size(text);
        if bytes.is_none() {
            let fault = self.fault(&BAD_SIZE, &at, format!("`{text}` cannot be read as a size"));
            fault.help = Some("write it like `20 MB` or `512 KiB`".to_owned());
        }
        bytes.map(|bytes| Located::new(bytes, at))
    }

    /// A value that a document may leave open.
    pub(crate) fn stated<T, W, U>(
        &mut self,
        value: &At<Or<T, W>>,
        lower: impl FnOnce(&mut Self, &T, &Origin) -> Option<U>,
    ) -> Option<Located<Stated<U>>> {
        let at = value.origin();
        let stated = match &value.value().0 {
            OrWord::Value(value) => Stated::Known(lower(self, value, &at)?),
            OrWord::Word(_) => Stated::NotStated,
            OrWord::Stated(text) => Stated::Unreadable(text.clone()),
        };
        Some(Located::new(stated, at))
    }

    /// A word of a closed list that a document may leave open.
    pub(crate) fn stated_word<V: Copy, W>(
        &mut self,
        value: &At<Or<Word<V>, W>>,
    ) -> Located<Stated<V>> {
        self.stated(value, |_, word, _| Some(word.0))
            .unwrap_or_else(|| Located::new(Stated::NotStated, value.origin()))
    }

    /// A string that a document may leave open.
    pub(crate) fn stated_line<W>(&mut self, value: &At<Or<String, W>>) -> Located<Stated<String>> {
        self.stated(value, |_, line, _| Some(line.clone()))
            .unwrap_or_else(|| Located::new(Stated::NotStated, value.origin()))
    }

    /// A length of time that a document may leave open. One that cannot be read was reported and leaves no policy.
    pub(crate) fn open_length<W>(
        &mut self,
        value: &At<Or<Length, W>>,
    ) -> Located<Stated<Duration>> {
        self.stated_length(value)
            .unwrap_or_else(|| Located::new(Stated::NotStated, value.origin()))
    }

    /// A length of time that a document may leave open.
    pub(crate) fn stated_length<W>(
        &mut self,
        value: &At<Or<Length, W>>,
    ) -> Option<Located<Stated<Duration>>> {
        self.stated(value, |context, length, at| {
            context.length_word(&length.0, at)
        })
    }

    /// A day that a document may leave open.
    pub(crate) fn stated_day<W>(
        &mut self,
        value: &At<Or<Day, W>>,
    ) -> Option<Located<Stated<Date>>> {
        self.stated(value, |context, day, at| context.day_word(&day.0, at))
    }
}

/// Words of a closed list with their places.
pub(crate) fn words<V: Copy>(list: &Many<At<Word<V>>>) -> Vec<Located<V>> {
    list.0.iter().map(word).collect()
}

/// A word of a closed list with its place.
pub(crate) fn word<V: Copy>(word: &At<Word<V>>) -> Located<V> {
    Located::new(word.value().0, word.origin())
}

/// Strings with their places.
pub(crate) fn lines(list: &[At<String>]) -> Vec<Located<String>> {
    list.iter().map(|line| line.clone().located()).collect()
}

/// The place of a key in the model's form.
pub(crate) fn key_origin(key: &candor_syntax::Spanned<String>) -> Origin {
    origin(&key.place)
}

/// `20 MB` is 20,000,000 bytes, `20 MiB` is 20,971,520.
fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => 1,
        "kb" => 1_000,
        "kib" => 1 << 10,
        "mb" => 1_000_000,
        "mib" => 1 << 20,
        "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => return None,
    };
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(factor)
        .filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("20 MB"), Some(20_000_000));
        assert_eq!(parse_size("512KiB"), Some(524_288));
        assert_eq!(parse_size("20"), None);
        assert_eq!(parse_size("0 MB"), None);
        assert_eq!(parse_size("ä"), None);
        assert_eq!(parse_size("99999999999999999999 GB"), None);
    }
}
