//! The shapes that declared values have: words of closed lists, texts, places, absences. Each reads itself with its
//! place and describes itself in the schemas.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use candor_model::{Located, Origin, Vocabulary};
use candor_syntax::{OrWord, Place, Spanned};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct At<T>(pub(crate) Spanned<T>);

impl<T> At<T> {
    /// The value.
    pub(crate) fn value(&self) -> &T {
        &self.0.value
    }

    /// Where it stands.
    pub(crate) fn origin(&self) -> Origin {
        origin(&self.0.place)
    }

    /// The value with its place in the model's form.
    pub(crate) fn located(self) -> Located<T> {
        let origin = self.origin();
        Located::new(self.0.value, origin)
    }
}

/// A place of the sources as a place of the model.
pub(crate) fn origin(place: &Place) -> Origin {
    Origin {
        file: place.file.clone(),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

/// A place of the model as a place of the sources; nothing for what is built in.
pub(crate) fn place(origin: &Origin) -> Option<Place> {
    (!origin.is_built_in()).then(|| Place {
        file: origin.file.clone(),
        line: origin.line,
        column: origin.column,
        end_line: origin.end_line,
        end_column: origin.end_column,
    })
}

/// Gives a wrapper the schema of what it wraps.
macro_rules! transparent {
    ($wrapper:ident, $generator:ident => $schema:expr) => {
        impl<T: JsonSchema> JsonSchema for $wrapper<T> {
            fn schema_name() -> Cow<'static, str> {
                format!("{}_{}", stringify!($wrapper), T::schema_name()).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}
transparent!(At, generator => generator.subschema_for::<T>());

/// One value or a list of them.
#[derive(Clone, Debug)]
pub(crate) struct Many<T>(pub(crate) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        candor_syntax::Many::deserialize(deserializer).map(|list| Self(list.0))
    }
}
transparent!(Many, generator => {
    let one = generator.subschema_for::<T>();
    json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
});

/// A block of ids, each with its noun.
#[derive(Clone, Debug)]
pub(crate) struct Map<T>(pub(crate) Vec<(Spanned<String>, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        candor_syntax::Map::deserialize(deserializer).map(|map| Self(map.0))
    }
}
transparent!(Map, generator => {
    let value = generator.subschema_for::<T>();
    json_schema!({ "type": "object", "additionalProperties": value })
});

/// The words that may stand instead of a value.
pub(crate) trait Absence: 'static {
    const WORDS: &'static [&'static str];
}

/// `not-stated`.
#[derive(Clone, Debug)]
pub(crate) struct NotStated;
impl Absence for NotStated {
    const WORDS: &'static [&'static str] = &["not-stated"];
}

/// `not-stated` or `none`.
#[derive(Clone, Debug)]
pub(crate) struct None_;
impl Absence for None_ {
    const WORDS: &'static [&'static str] = &["not-stated", "none"];
}

/// `not-stated` or `not-applicable`.
#[derive(Clone, Debug)]
pub(crate) struct NotApplicable;
impl Absence for NotApplicable {
    const WORDS: &'static [&'static str] = &["not-stated", "not-applicable"];
}

/// A value, a word for its absence, or words of a document that have no certain reading.
#[derive(Clone, Debug)]
pub(crate) struct Or<T, W = NotStated>(pub(crate) OrWord<T>, PhantomData<W>);

impl<'de, T: Deserialize<'de>, W> Deserialize<'de> for Or<T, W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        OrWord::deserialize(deserializer).map(|value| Self(value, PhantomData))
    }
}

impl<T: JsonSchema, W: Absence> JsonSchema for Or<T, W> {
    fn schema_name() -> Cow<'static, str> {
        format!("Or_{}_{}", T::schema_name(), W::WORDS.concat()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [
            value,
            { "enum": W::WORDS },
            {
                "type": "object",
                "description": "What a document says in words that have no certain reading.",
                "properties": { "stated": { "type": ["string", "number"] } },
                "required": ["stated"],
                "additionalProperties": false,
            },
        ]})
    }
}

/// A word of a closed list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<V>(pub(crate) V);

impl<'de, V: Vocabulary> Deserialize<'de> for Word<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        V::parse(&text)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("expected {}; found `{text}`", V::choices())))
    }
}

impl<V: Vocabulary> JsonSchema for Word<V> {
    fn schema_name() -> Cow<'static, str> {
        V::NOUN.replace(' ', "-").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = V::ALL.iter().map(|word| word.word()).collect();
        let meanings: Vec<&str> = V::ALL.iter().map(|word| word.meaning()).collect();
        let list: Vec<String> = V::ALL
            .iter()
            .map(|word| format!("`{}`: {}", word.word(), word.meaning()))
            .collect();
        json_schema!({
            "enum": words,
            "enumDescriptions": meanings,
            "markdownEnumDescriptions": meanings,
            "description": list.join("\n\n"),
        })
    }
}

/// A text for all languages, or one per language.
#[derive(Clone, Debug)]
pub(crate) enum TextForm {
    Plain(String),
    PerLanguage(Vec<(Spanned<String>, String)>),
}

impl<'de> Deserialize<'de> for TextForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = TextForm;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text per language")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<TextForm, E> {
                Ok(TextForm::Plain(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TextForm, A::Error> {
                let mut texts = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    texts.push(entry);
                }
                Ok(TextForm::PerLanguage(texts))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for TextForm {
    fn schema_name() -> Cow<'static, str> {
        "text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text, or a text per language such as {en: …, de: …}.",
            "anyOf": [
                { "type": "string", "minLength": 1 },
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": { "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$" },
                    "additionalProperties": { "type": "string", "minLength": 1 },
                },
            ],
        })
    }
}

/// A text with its place.
pub(crate) type Prose = At<TextForm>;
/// A plain string with its place.
pub(crate) type Line = At<String>;

/// Declares a string with a meaning, for the schemas.
macro_rules! described_string {
    ($($(#[$doc:meta])* $name:ident = $title:literal, $description:literal, $example:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name(pub(crate) String);
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "minLength": 1, "description": $description, "examples": [$example] })
            }
        }
    )+};
}

described_string! {
    /// A length of time.
    Length = "length-of-time", "A length of time: `24 hours`, `7 days 2 hours`, `2 years`, `PT24H`, `10 business days`.", "24 hours";
    /// A day.
    Day = "day", "A day as YYYY-MM-DD.", "2026-11-16";
    /// A size.
    Size = "size", "A number of bytes with its unit: `20 MB`, `512 KiB`.", "20 MB";
    /// A country or area.
    Area = "country-or-area", "A country by its two letters (ISO 3166-1), `EU`, `EEA` or `worldwide`.", "DE";
    /// The id of another noun.
    Reference = "reference", "The id of something that is declared elsewhere in the workspace.", "uploads";
}
