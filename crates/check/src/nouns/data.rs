//! `policies/data.yaml`: data categories.

use candor_model::vocabulary::{Identifies, Source};
use candor_model::{self as model, Id, Located};
use candor_syntax::{Spanned, same_word};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::SELF_REFERENCE;
use crate::lowering::{Context, key_origin, words};
use crate::shape::{At, Line, Many, Map, Or, Prose, Reference, TextForm, Word};

/// One kind of data that the product meets.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataCategory {
    /// What people call it.
    label: Prose,
    /// A key of the fideslang taxonomy, such as `user.content.private`.
    standard: Option<Line>,
    /// Where it comes from.
    #[serde(default)]
    source: Many<At<Word<Source>>>,
    identifies: At<Or<Word<Identifies>>>,
    /// What it was made from; then it is still that person's data.
    derived_from: Option<At<Reference>>,
    /// The only fields that are ever stored.
    #[serde(default)]
    fields: Map<Field>,
    /// Categories that never enter this one.
    #[serde(default)]
    never: Many<At<Reference>>,
}

/// One field of a category.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// `not-received`, `never`, `hashed`, `truncated`, `encrypted`, or a note such as "family only".
    kept: Option<Prose>,
    /// What the field is for.
    why: Option<Prose>,
}

impl DataCategory {
    pub(crate) fn lower(
        &self,
        context: &mut Context,
        key: &Spanned<String>,
    ) -> model::DataCategory {
        model::DataCategory {
            id: Id::new(key),
            origin: key_origin(key),
            label: context.text(&self.label),
            standard: self.standard.clone().map(At::located),
            source: words(&self.source),
            identifies: context.stated_word(&self.identifies),
            derived_from: self.derived_from(context, key),
            fields: self
                .fields
                .0
                .iter()
                .map(|(name, field)| field.lower(context, name))
                .collect(),
            never: context.refer_all(&self.never.0),
            built_in: false,
        }
    }
}

impl DataCategory {
    /// What it was made from; it cannot be itself.
    fn derived_from(
        &self,
        context: &mut Context,
        key: &Spanned<String>,
    ) -> Option<Located<model::Ref<model::DataCategory>>> {
        let from = self.derived_from.as_ref()?;
        if same_word(&from.value().0, key) {
            let message = format!("`{}` is made from itself", key.value);
            let fault = context.fault(&SELF_REFERENCE, &from.origin(), message);
            fault.help =
                Some("name the category that it is made from, or leave the key out".to_owned());
            return None;
        }
        context.refer(from)
    }
}

impl Field {
    fn lower(&self, context: &mut Context, name: &Spanned<String>) -> model::Field {
        model::Field {
            name: Id::new(name),
            origin: key_origin(name),
            kept: self.kept.as_ref().map(|kept| {
                let word = match kept.value() {
                    TextForm::Plain(text) => model::Kept::parse(text),
                    TextForm::PerLanguage(_) => None,
                };
                let kept_as = word.unwrap_or_else(|| model::Kept::Note(context.text(kept)));
                Located::new(kept_as, kept.origin())
            }),
            why: context.maybe_text(self.why.as_ref()),
        }
    }
}
