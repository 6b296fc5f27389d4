//! Processing activities: on their own, of a hybrid tool, or a tool's only one.

use candor_model::vocabulary::{
    ActivityLocation, Certainty, LegalBasis, Medium, Purpose, Role, Subject, Training,
};
use candor_model::{
    self as model, HeldBy, Id, Keep, Located, Origin, Recipient, Recipients, Ref, Stated,
};
use candor_syntax::{OrWord, same_word};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::MISSING_KEY;
use crate::lowering::{Context, word, words};
use crate::shape::{Area, At, Line, Many, None_, Or, Prose, Reference, Size, Word};

/// What happens to data in one activity. The keys are the same in a tool, in a branch of a hybrid tool, and in
/// `policies/activities/`; this struct is written out for each, because a flattened block would lose its places.
macro_rules! activity_keys {
    ($(#[$attr:meta])* struct $name:ident { $($(#[$own_attr:meta])* $own:ident: $type:ty,)* }) => {
        $(#[$attr])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$own_attr])* pub(crate) $own: $type,)*
            /// In which legal role we act; without it, as the controller.
            pub(crate) role: Option<At<Or<Word<Role>>>>,
            /// The condition under which it happens.
            pub(crate) only_when: Option<Prose>,
            /// Why a server is needed.
            pub(crate) why_server: Option<Prose>,
            /// What the purpose comes down to here.
            pub(crate) description: Option<Prose>,
            pub(crate) legal_basis: Option<At<Or<Word<LegalBasis>>>>,
            /// The interest, where the basis is legitimate interests.
            pub(crate) interest: Option<Prose>,
            /// Whose data it is.
            pub(crate) subjects: Option<At<Or<Many<At<Word<Subject>>>>>>,
            /// What goes in.
            #[serde(default)]
            pub(crate) uses: Vec<At<DataUse>>,
            /// What comes out.
            #[serde(default)]
            pub(crate) creates: Vec<At<DataUse>>,
            /// What a job may ask for.
            #[serde(default)]
            pub(crate) operations: Vec<Line>,
            /// The largest accepted body.
            pub(crate) max_size: Option<At<Size>>,
            /// Where stored data lives.
            pub(crate) storage: Option<At<Or<Storage>>>,
            /// Who receives data: `none`, `not-stated`, or a list of vendors.
            pub(crate) recipients: Option<At<Or<Many<At<RecipientForm>>, None_>>>,
            /// Whether the data trains models.
            pub(crate) training: Option<At<Or<Word<Training>>>>,
        }
    };
}
pub(crate) use activity_keys;

activity_keys! {
    /// An activity that belongs to no tool.
    struct StandAlone {
        name: Prose,
        location: At<Word<ActivityLocation>>,
        purpose: At<Or<Word<Purpose>>>,
        /// How surely the location holds.
        certainty: Option<At<Word<Certainty>>>,
    }
}

activity_keys! {
    /// A branch of a tool.
    struct Branch {
        id: Line,
        name: Option<Prose>,
        location: At<Word<ActivityLocation>>,
        purpose: At<Or<Word<Purpose>>>,
        /// How surely the location holds.
        certainty: Option<At<Word<Certainty>>>,
    }
}

/// A data category and how long it is kept: `nothing`, a window, or `not-stated`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataUse {
    data: At<Reference>,
    /// `nothing`, the id of a window, or `not-stated`.
    keep: At<Reference>,
    /// What it is made from.
    from: Option<At<Reference>>,
}

/// Where stored data lives.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Storage {
    medium: Many<At<Word<Medium>>>,
    /// Countries or areas; not needed where somebody else chooses them.
    regions: Option<At<Or<Many<At<Area>>>>>,
    /// Who chooses the place, where it is not fixed.
    chosen_by: Option<Prose>,
    /// City or building.
    place: Option<Prose>,
    /// `us`, `customer`, or the id of a vendor.
    held_by: Option<At<Reference>>,
}

/// A vendor, or somebody whom a document describes and does not name.
#[derive(Clone, Debug)]
pub(crate) enum RecipientForm {
    Vendor(String),
    Unnamed(Prose),
    NamedByPerson(Prose),
}

impl<'de> Deserialize<'de> for RecipientForm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> serde::de::Visitor<'de> for Read {
            type Value = RecipientForm;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the id of a vendor, {unnamed: WORDS} or {named_by_person: WORDS}")
            }
            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<RecipientForm, E> {
                Ok(RecipientForm::Vendor(id.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<RecipientForm, A::Error> {
                match map.next_key::<String>()? {
                    Some(key) if same_word(&key, "unnamed") => {
                        map.next_value().map(RecipientForm::Unnamed)
                    }
                    Some(key) if same_word(&key, "named_by_person") => {
                        map.next_value().map(RecipientForm::NamedByPerson)
                    }
                    _ => Err(serde::de::Error::custom(
                        "expected {unnamed: WORDS} or {named_by_person: WORDS}",
                    )),
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for RecipientForm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "recipient".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words = generator.subschema_for::<crate::shape::TextForm>();
        schemars::json_schema!({
            "description": "The id of a vendor, `{unnamed: …}` for somebody whom a document describes and does not name, or `{named_by_person: …}` for somebody whom only the person can name, such as an endpoint of their own.",
            "anyOf": [
                { "type": "string", "minLength": 1 },
                {
                    "type": "object",
                    "properties": { "unnamed": words, "named_by_person": words },
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                },
            ],
        })
    }
}

/// The parts of an activity that differ between its three places.
pub(crate) struct Head {
    pub(crate) id: Id,
    pub(crate) origin: Origin,
    pub(crate) name: Option<model::Text>,
    pub(crate) tool: Option<Ref<model::Tool>>,
    pub(crate) location: Located<ActivityLocation>,
    pub(crate) purpose: Located<Stated<Purpose>>,
    pub(crate) certainty: Option<Located<Certainty>>,
}

/// Lowers the keys that every activity has.
macro_rules! lower_keys {
    ($keys:expr, $context:expr, $head:expr) => {{
        let (keys, context, head) = ($keys, $context, $head);
        model::Activity {
            id: head.id,
            origin: head.origin,
            name: head.name,
            tool: head.tool,
            location: head.location,
            purpose: head.purpose,
            certainty: head.certainty,
            role: keys.role.as_ref().map(|role| context.stated_word(role)),
            only_when: context.maybe_text(keys.only_when.as_ref()),
            why_server: context.maybe_text(keys.why_server.as_ref()),
            description: context.maybe_text(keys.description.as_ref()),
            legal_basis: keys
                .legal_basis
                .as_ref()
                .map(|basis| context.stated_word(basis)),
            interest: context.maybe_text(keys.interest.as_ref()),
            subjects: keys.subjects.as_ref().and_then(|list| {
                context.stated(list, |_, list, _| Some(crate::lowering::words(list)))
            }),
            uses: keys
                .uses
                .iter()
                .filter_map(|data| crate::nouns::activity::data_use(context, data))
                .collect(),
            creates: keys
                .creates
                .iter()
                .filter_map(|data| crate::nouns::activity::data_use(context, data))
                .collect(),
            operations: crate::lowering::lines(&keys.operations),
            max_size: keys.max_size.as_ref().and_then(|size| context.size(size)),
            storage: keys.storage.as_ref().and_then(|storage| {
                context.stated(storage, |context, storage, at| storage.lower(context, at))
            }),
            recipients: keys
                .recipients
                .as_ref()
                .map(|recipients| crate::nouns::activity::recipients(context, recipients)),
            training: keys
                .training
                .as_ref()
                .map(|training| context.stated_word(training)),
        }
    }};
}
pub(crate) use lower_keys;

impl StandAlone {
    pub(crate) fn lower(&self, context: &mut Context, id: &str, origin: Origin) -> model::Activity {
        let head = Head {
            id: Id::new(id),
            origin,
            name: Some(context.text(&self.name)),
            tool: None,
            location: word(&self.location),
            purpose: context.stated_word(&self.purpose),
            certainty: self.certainty.as_ref().map(word),
        };
        lower_keys!(self, context, head)
    }
}

impl Branch {
    pub(crate) fn lower(&self, context: &mut Context, tool: Ref<model::Tool>) -> model::Activity {
        let head = Head {
            id: Id::new(self.id.value()),
            origin: self.id.origin(),
            name: context.maybe_text(self.name.as_ref()),
            tool: Some(tool),
            location: word(&self.location),
            purpose: context.stated_word(&self.purpose),
            certainty: self.certainty.as_ref().map(word),
        };
        lower_keys!(self, context, head)
    }
}

pub(crate) fn data_use(context: &mut Context, declared: &At<DataUse>) -> Option<model::DataUse> {
    let origin = declared.origin();
    let declared = declared.value();
    let data = context.refer(&declared.data);
    let keep = keep(context, &declared.keep);
    let from = declared.from.as_ref().and_then(|from| context.refer(from));
    Some(model::DataUse {
        origin,
        data: data?,
        keep: keep?,
        from,
    })
}

/// `nothing`, `not-stated`, or a window.
pub(crate) fn keep(context: &mut Context, declared: &At<Reference>) -> Option<Located<Keep>> {
    let word = &declared.value().0;
    let keep = if same_word(word, "nothing") {
        Keep::Nothing
    } else if same_word(word, "not-stated") {
        Keep::NotStated
    } else {
        Keep::Window(context.refer(declared)?.value)
    };
    Some(Located::new(keep, declared.origin()))
}

impl Storage {
    pub(crate) fn lower(&self, context: &mut Context, at: &Origin) -> Option<model::Storage> {
        let regions = match &self.regions {
            Some(regions) => {
                context.stated(regions, |context, areas, _| Some(context.areas(&areas.0)))?
            }
            None => {
                if self.chosen_by.is_none() {
                    let message = "the storage does not say in which countries it is".to_owned();
                    let fault = context.fault(&MISSING_KEY, at, message);
                    fault.help = Some(
                        "add `regions: [DE]`, `regions: not-stated`, or `chosen_by:` where somebody else chooses"
                            .to_owned(),
                    );
                }
                Located::new(Stated::NotStated, at.clone())
            }
        };
        let held_by = self.held_by.as_ref().and_then(|holder| {
            let held_by = match holder.value().0.as_str() {
                own if same_word(own, "us") => HeldBy::Us,
                own if same_word(own, "customer") => HeldBy::Customer,
                _ => HeldBy::Vendor(context.refer(holder)?.value),
            };
            Some(Located::new(held_by, holder.origin()))
        });
        Some(model::Storage {
            origin: at.clone(),
            medium: words(&self.medium),
            regions,
            chosen_by: context.maybe_text(self.chosen_by.as_ref()),
            place: context.maybe_text(self.place.as_ref()),
            held_by,
        })
    }
}

pub(crate) fn recipients(
    context: &mut Context,
    declared: &At<Or<Many<At<RecipientForm>>, None_>>,
) -> Located<Recipients> {
    let recipients = match &declared.value().0 {
        OrWord::Word(absent) if absent == "none" => Recipients::Nobody,
        OrWord::Word(_) | OrWord::Stated(_) => Recipients::NotStated,
        OrWord::Value(list) => Recipients::Listed(
            list.0
                .iter()
                .filter_map(|one| recipient(context, one))
                .collect(),
        ),
    };
    Located::new(recipients, declared.origin())
}

fn recipient(context: &mut Context, declared: &At<RecipientForm>) -> Option<Located<Recipient>> {
    let at = declared.origin();
    let recipient = match declared.value() {
        RecipientForm::Vendor(id) => Recipient::Vendor(context.refer_word(id, &at)?),
        RecipientForm::Unnamed(words) => Recipient::Unnamed(context.text(words)),
        RecipientForm::NamedByPerson(words) => Recipient::NamedByPerson(context.text(words)),
    };
    Some(Located::new(recipient, at))
}
