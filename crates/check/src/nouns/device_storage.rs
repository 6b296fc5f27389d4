//! `policies/device-storage.yaml`.

use candor_model::vocabulary::{Consent, Exemption, Party, StorageKind};
use candor_model::{self as model, Date, Lifetime, Located, OptOut, Stated};
use candor_syntax::same_word;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::UNKNOWN_WORD;
use crate::lowering::{Context, word};
use crate::shape::{Area, At, Length, Many, Or, Prose, Reference, Word};

/// One item that is stored on the visitor's device.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    /// Its name; `*` stands for any characters.
    name: At<Or<String>>,
    kind: At<Word<StorageKind>>,
    party: At<Word<Party>>,
    /// The vendor, where somebody else sets it.
    vendor: Option<At<Reference>>,
    /// What it is for.
    purpose: Prose,
    /// What it holds.
    #[serde(default)]
    holds: Many<At<Reference>>,
    /// Where the visitors are for whom this line holds; without it, everywhere.
    #[serde(default)]
    applies_in: Many<At<Area>>,
    /// A length of time, `until 2027-05-31`, `session` or `until-cleared`.
    lifetime: At<Or<Length>>,
    exemption: Option<At<Or<Word<Exemption>>>>,
    consent: Option<At<Or<Word<Consent>>>>,
    /// `none`, `not-stated`, or `{how: WORDS}`.
    opt_out: Option<At<OptOutForm>>,
    /// What the document calls it, such as "essential".
    label: Option<Prose>,
    /// The event that sets it.
    set_when: Option<Prose>,
    /// `never`: its content stays on the device.
    leaves_device: Option<At<LeavesDevice>>,
}

/// How one says no.
#[derive(Clone, Debug)]
pub(crate) enum OptOutForm {
    Word(String),
    How(Prose),
}

impl<'de> Deserialize<'de> for OptOutForm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> serde::de::Visitor<'de> for Read {
            type Value = OptOutForm;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("none, not-stated or {how: WORDS}")
            }
            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<OptOutForm, E> {
                Ok(OptOutForm::Word(word.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<OptOutForm, A::Error> {
                match map.next_key::<String>()? {
                    Some(key) if same_word(&key, "how") => map.next_value().map(OptOutForm::How),
                    _ => Err(serde::de::Error::custom("expected {how: WORDS}")),
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for OptOutForm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "opt-out".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words = generator.subschema_for::<crate::shape::TextForm>();
        schemars::json_schema!({ "anyOf": [
            { "enum": ["none", "not-stated"] },
            {
                "type": "object",
                "properties": { "how": words },
                "required": ["how"],
                "additionalProperties": false,
            },
        ]})
    }
}

/// Whether the content leaves the device.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LeavesDevice {
    Never,
    Sometimes,
}

impl Item {
    pub(crate) fn lower(&self, context: &mut Context) -> model::DeviceStorage {
        let lifetime = self.lifetime(context);
        model::DeviceStorage {
            origin: self.name.origin(),
            name: context.stated_line(&self.name),
            kind: word(&self.kind),
            party: word(&self.party),
            vendor: self
                .vendor
                .as_ref()
                .and_then(|vendor| context.refer(vendor)),
            purpose: context.text(&self.purpose),
            holds: context.refer_all(&self.holds.0),
            lifetime,
            applies_in: context.areas(&self.applies_in.0),
            exemption: self
                .exemption
                .as_ref()
                .map(|exemption| context.stated_word(exemption)),
            consent: self
                .consent
                .as_ref()
                .map(|consent| context.stated_word(consent)),
            opt_out: self
                .opt_out
                .as_ref()
                .and_then(|opt_out| lower_opt_out(context, opt_out)),
            label: context.maybe_text(self.label.as_ref()),
            set_when: context.maybe_text(self.set_when.as_ref()),
            never_leaves_device: matches!(
                self.leaves_device.as_ref().map(At::value),
                Some(LeavesDevice::Never)
            ),
        }
    }

    fn lifetime(&self, context: &mut Context) -> Located<Stated<Lifetime>> {
        if let candor_syntax::OrWord::Value(length) = &self.lifetime.value().0 {
            let words = [
                ("session", Lifetime::Session),
                ("until-cleared", Lifetime::UntilCleared),
            ];
            if let Some((_, lifetime)) = words
                .into_iter()
                .find(|(word, _)| same_word(word, &length.0))
            {
                return Located::new(Stated::Known(lifetime), self.lifetime.origin());
            }
        }
        if let candor_syntax::OrWord::Value(length) = &self.lifetime.value().0
            && let Some((word, day)) = length.0.trim().split_once(' ')
            && same_word(word, "until")
            && let Some(day) = Date::parse(day.trim())
        {
            let lifetime = Stated::Known(Lifetime::Until(day));
            return Located::new(lifetime, self.lifetime.origin());
        }
        let stated = context.open_length(&self.lifetime);
        stated.map(|stated| stated.map(Lifetime::For))
    }
}

fn lower_opt_out(context: &mut Context, declared: &At<OptOutForm>) -> Option<Located<OptOut>> {
    let opt_out = match declared.value() {
        OptOutForm::How(words) => OptOut::How(context.text(words)),
        OptOutForm::Word(word) if same_word(word, "none") => OptOut::None,
        OptOutForm::Word(word) if same_word(word, "not-stated") => OptOut::NotStated,
        OptOutForm::Word(word) => {
            let message = format!("expected none, not-stated or {{how: …}}; found `{word}`");
            context.fault(&UNKNOWN_WORD, &declared.origin(), message);
            return None;
        }
    };
    Some(Located::new(opt_out, declared.origin()))
}
