//! `policies/promises.yaml`.

use std::borrow::Cow;
use std::fmt;

use candor_model::vocabulary::{ActivityLocation, CheckedBy, NeverDo, Vocabulary};
use candor_model::{self as model, About, Id, Located};
use candor_syntax::same_word;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::lowering::{Context, word, words};
use crate::shape::{Area, At, Line, Many, Prose, Reference, Word};

/// A public commitment, bound to the facts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Promise {
    id: Line,
    /// The words of the promise.
    says: Prose,
    /// `all`, `device-storage`, or data categories.
    about: At<Many<At<Reference>>>,
    /// What is never done.
    #[serde(default)]
    never: Many<At<NeverForm>>,
    /// Where it is done only.
    #[serde(default)]
    only_in: Many<At<Area>>,
    /// The tools for which it holds; without it, everything that is done.
    #[serde(default)]
    tools: Many<At<Reference>>,
    /// The location for which it holds, such as only what runs in the browser.
    location: Option<At<Word<ActivityLocation>>>,
    /// Whether it binds the vendors too.
    #[serde(default)]
    includes_vendors: bool,
    #[serde(default)]
    checked_by: Many<At<Word<CheckedBy>>>,
    /// Where the document says it.
    #[serde(rename = "where")]
    at: Option<Prose>,
}

/// An act of the closed list, or `{vendor: NAME}`.
#[derive(Clone, Debug)]
pub(crate) enum NeverForm {
    Do(NeverDo),
    Vendor(String),
}

impl<'de> Deserialize<'de> for NeverForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = NeverForm;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an act, or {vendor: NAME}")
            }
            fn visit_str<E: Error>(self, word: &str) -> Result<NeverForm, E> {
                NeverDo::parse(word).map(NeverForm::Do).ok_or_else(|| {
                    E::custom(format!("expected {}; found `{word}`", NeverDo::choices()))
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NeverForm, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((key, name)) if same_word(&key, "vendor") => Ok(NeverForm::Vendor(name)),
                    _ => Err(A::Error::custom("expected {vendor: NAME}")),
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for NeverForm {
    fn schema_name() -> Cow<'static, str> {
        "never".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let act = generator.subschema_for::<Word<NeverDo>>();
        json_schema!({ "anyOf": [
            act,
            {
                "type": "object",
                "description": "Use of this product or company, by name.",
                "properties": { "vendor": { "type": "string", "minLength": 1 } },
                "required": ["vendor"],
                "additionalProperties": false,
            },
        ]})
    }
}

impl Promise {
    pub(crate) fn lower(&self, context: &mut Context) -> model::Promise {
        model::Promise {
            id: Id::new(self.id.value()),
            origin: self.id.origin(),
            says: context.text(&self.says),
            about: self.about(context),
            never: self
                .never
                .0
                .iter()
                .map(|never| {
                    never.clone().located().map(|never| match never {
                        NeverForm::Do(act) => model::Never::Do(act),
                        NeverForm::Vendor(name) => model::Never::Use(name),
                    })
                })
                .collect(),
            only_in: context.areas(&self.only_in.0),
            tools: context.refer_all(&self.tools.0),
            location: self.location.as_ref().map(word),
            includes_vendors: self.includes_vendors,
            checked_by: words(&self.checked_by),
            at: context.maybe_text(self.at.as_ref()),
        }
    }

    fn about(&self, context: &mut Context) -> Located<About> {
        let list = &self.about.value().0;
        let about = match list.as_slice() {
            [only] if same_word(&only.value().0, "all") => About::All,
            [only] if same_word(&only.value().0, "device-storage") => About::DeviceStorage,
            _ => About::Data(context.refer_all(list)),
        };
        Located::new(about, self.about.origin())
    }
}
