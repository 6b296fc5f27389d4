//! `policies/retention.yaml`: windows.

use candor_model::vocabulary::{AtEnd, CopyPlace, CountedFrom};
use candor_model::{self as model, Duration, Id, Located, Stated};
use candor_syntax::{Spanned, same_word};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::{BAD_VALUE, MISSING_KEY, SELF_REFERENCE};
use crate::lowering::{Context, key_origin, word};
use crate::shape::{At, Day, Length, Line, Or, Prose, Reference, TextForm, Word};

/// A named retention rule: `delete_within`, or `criteria`, or `memory_only`, or `set_by` with `value`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    /// Hard maximum from the start event.
    delete_within: Option<At<Or<Length>>>,
    /// A promise to keep that long.
    keep_at_least: Option<At<Length>>,
    counted_from: Option<At<Word<CountedFrom>>>,
    /// For `last-use`: what counts as a use, such as the last sign-in.
    use_means: Option<Prose>,
    /// How long before the end a reminder is sent.
    reminder_before_end: Option<At<Length>>,
    /// For `last-use`: the longest life after the upload.
    at_most_after_upload: Option<At<Length>>,
    /// For `last-use`: why there is no such bound.
    no_bound_because: Option<Prose>,
    /// Length of a bucket, where the default is not wanted.
    granularity: Option<At<Length>>,
    /// A rule in words instead of a period.
    criteria: Option<Prose>,
    /// Never on disk, gone when the request ends.
    memory_only: Option<At<bool>>,
    /// The vendor whose own rule this is.
    set_by: Option<At<Reference>>,
    /// The period as the vendor states it.
    value: Option<At<Or<Length>>>,
    /// The vendor's page that states it.
    source: Option<Line>,
    /// The day on which that page was read.
    as_of: Option<At<Day>>,
    /// The vendor's plan that it belongs to.
    plan: Option<Line>,
    at_end: Option<At<Or<Word<AtEnd>>>>,
    /// The window that follows `trash`; it counts from the end of this one.
    then: Option<At<Reference>>,
    /// `candor`, `manual`, `nobody`, `{config: FILE}` or `{vendor: URL}`.
    enforced_by: At<EnforcedBy>,
    /// What else the same document says of the same thing.
    #[serde(default)]
    also_stated: Vec<AlsoStated>,
    /// Further copies with a maximum of their own, counted from this window's end.
    #[serde(default)]
    copies: Vec<CopyWindow>,
    /// Why data is kept that long.
    why: Option<Prose>,
}

/// What carries a window out.
#[derive(Clone, Debug)]
pub(crate) enum EnforcedBy {
    Word(String),
    Config(String),
    Vendor(String),
}

impl<'de> Deserialize<'de> for EnforcedBy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        // A word, or a block with one key.
        struct Read;
        impl<'de> serde::de::Visitor<'de> for Read {
            type Value = EnforcedBy;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("candor, manual, nobody, {config: FILE} or {vendor: URL}")
            }
            fn visit_str<E: Error>(self, word: &str) -> Result<EnforcedBy, E> {
                Ok(EnforcedBy::Word(word.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<EnforcedBy, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((key, value)) if key.eq_ignore_ascii_case("config") => {
                        Ok(EnforcedBy::Config(value))
                    }
                    Some((key, value)) if key.eq_ignore_ascii_case("vendor") => {
                        Ok(EnforcedBy::Vendor(value))
                    }
                    _ => Err(A::Error::custom("expected {config: FILE} or {vendor: URL}")),
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for EnforcedBy {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "enforced-by".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let line = |description: &str| serde_json::json!({ "type": "string", "minLength": 1, "description": description });
        schemars::json_schema!({
            "description": "What carries the window out: `candor` (the embedded runtime), `manual` (a person), `nobody`, `not-stated`, `{config: FILE}` (a configuration file in the repository), `{vendor: URL}` (a vendor, as its page says).",
            "anyOf": [
                { "enum": ["candor", "manual", "nobody", "not-stated"] },
                {
                    "type": "object",
                    "properties": {
                        "config": line("A configuration file in the repository."),
                        "vendor": line("The vendor's page."),
                    },
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                },
            ],
        })
    }
}

/// A second statement of the same document about the same thing.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlsoStated {
    /// The statement, in words or as a length of time.
    window: Prose,
    /// Where the document says so.
    #[serde(rename = "where")]
    at: Prose,
}

/// A further copy and its own maximum.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopyWindow {
    #[serde(rename = "where")]
    place: At<Word<CopyPlace>>,
    delete_within: At<Or<Length>>,
}

impl Window {
    pub(crate) fn lower(&self, context: &mut Context, key: &Spanned<String>) -> model::Window {
        let at = key_origin(key);
        let read = self.extent(context, key);
        // A window that could not be read keeps its place in the list, so that references to others hold, and says
        // nothing that a rule could look at. The fault or the missing file was reported.
        let is_read = read.is_some();
        let extent = read.unwrap_or_else(|| {
            model::Extent::Criteria(model::Text::plain("could not be read", at.clone()))
        });
        let fixed = matches!(extent, model::Extent::Fixed { .. });
        if fixed && self.counted_from.is_none() {
            let fault = context.fault(
                &MISSING_KEY,
                &at,
                format!(
                    "the window `{}` does not say from when it counts",
                    key.value
                ),
            );
            fault.help = Some("add `counted_from: upload` (or collection, processing, result, last-use, window-end, account-closed, contract-end)".to_owned());
        }
        let at_end = match &self.at_end {
            Some(end) => context.stated_word(end),
            None => Located::new(Stated::NotStated, at.clone()),
        };
        model::Window {
            id: Id::new(key),
            origin: at,
            extent,
            counted_from: self.counted_from.as_ref().map(word),
            use_means: context.maybe_text(self.use_means.as_ref()),
            reminder_before_end: context.maybe_length(self.reminder_before_end.as_ref()),
            at_most_after_upload: context.maybe_length(self.at_most_after_upload.as_ref()),
            no_bound_because: context.maybe_text(self.no_bound_because.as_ref()),
            at_end,
            then: self.then(context, key),
            enforced_by: self
                .enforced_by
                .clone()
                .located()
                .map(|enforced| match enforced {
                    EnforcedBy::Config(file) => model::EnforcedBy::Config(file),
                    EnforcedBy::Vendor(url) => model::EnforcedBy::Vendor(url),
                    EnforcedBy::Word(word) => match Id::new(&word).as_str() {
                        "candor" => model::EnforcedBy::Candor,
                        "manual" => model::EnforcedBy::Manual,
                        "not-stated" => model::EnforcedBy::NotStated,
                        // The schema allows these four words.
                        _ => model::EnforcedBy::Nobody,
                    },
                }),
            also_stated: self
                .also_stated
                .iter()
                .filter(|_| is_read)
                .map(|statement| statement.lower(context))
                .collect(),
            copies: self
                .copies
                .iter()
                .filter_map(|copy| {
                    let delete_within = context.stated_length(&copy.delete_within)?;
                    Some(model::CopyWindow {
                        place: word(&copy.place),
                        delete_within,
                    })
                })
                .collect(),
            why: context.maybe_text(self.why.as_ref()),
        }
    }

    /// The window that follows; it cannot be this one.
    fn then(
        &self,
        context: &mut Context,
        key: &Spanned<String>,
    ) -> Option<Located<model::Ref<model::Window>>> {
        let then = self.then.as_ref()?;
        if same_word(&then.value().0, key) {
            let message = format!("the window `{}` is followed by itself", key.value);
            let fault = context.fault(&SELF_REFERENCE, &then.origin(), message);
            fault.help = Some("name the window that counts after this one has ended".to_owned());
            return None;
        }
        context.refer(then)
    }

    /// How long: exactly one of the forms.
    fn extent(&self, context: &mut Context, key: &Spanned<String>) -> Option<model::Extent> {
        let at = key_origin(key);
        let fixed = self.delete_within.is_some() || self.keep_at_least.is_some();
        let memory = self
            .memory_only
            .as_ref()
            .is_some_and(|memory| *memory.value());
        let forms = [
            fixed,
            memory,
            self.set_by.is_some(),
            self.criteria.is_some(),
        ];
        match forms.iter().filter(|form| **form).count() {
            1 => {}
            0 => {
                let fault = context.fault(
                    &MISSING_KEY,
                    &at,
                    format!("the window `{}` does not say how long", key.value),
                );
                fault.help = Some("add `delete_within: 24 hours`, or `delete_within: not-stated`, `criteria: …`, `memory_only: true`, or `set_by: VENDOR`".to_owned());
                return None;
            }
            _ => {
                let message = format!("the window `{}` says in several ways how long", key.value);
                let fault = context.fault(&BAD_VALUE, &at, message);
                fault.help = Some("keep one of `delete_within`, `criteria`, `memory_only` and `set_by`; write a second statement under `also_stated`".to_owned());
                return None;
            }
        }
        if memory {
            return Some(model::Extent::MemoryOnly);
        }
        if let Some(criteria) = &self.criteria {
            return Some(model::Extent::Criteria(context.text(criteria)));
        }
        if let Some(vendor) = &self.set_by {
            let vendor = context.refer(vendor);
            let value = match &self.value {
                Some(value) => context.stated_length(value),
                None => Some(Located::new(Stated::NotStated, at)),
            };
            let as_of = context.maybe_day(self.as_of.as_ref());
            return Some(model::Extent::SetBy {
                vendor: vendor?,
                value: value?,
                source: self.source.clone().map(At::located),
                as_of,
                plan: self.plan.clone().map(At::located),
            });
        }
        // A maximum that cannot be read was reported and leaves no policy.
        Some(model::Extent::Fixed {
            delete_within: self
                .delete_within
                .as_ref()
                .and_then(|maximum| context.stated_length(maximum)),
            keep_at_least: context.maybe_length(self.keep_at_least.as_ref()),
            granularity: context.maybe_length(self.granularity.as_ref()),
        })
    }
}

impl AlsoStated {
    fn lower(&self, context: &mut Context) -> model::AlsoStated {
        let duration = match self.window.value() {
            TextForm::Plain(text) => Duration::parse(text).ok(),
            TextForm::PerLanguage(_) => None,
        };
        model::AlsoStated {
            window: context.text(&self.window),
            duration,
            at: context.text(&self.at),
            origin: self.window.origin(),
        }
    }
}
