//! `policies/rights.yaml`.

use candor_model::vocabulary::{How, RightKind, Subject, Vocabulary};
use candor_model::{self as model, Origin};
use candor_syntax::{Spanned, closest};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::UNKNOWN_KEY;
use crate::lowering::{Context, key_origin, words};
use crate::nouns::contact::Channel;
use crate::shape::{At, Length, Line, Many, Map, Or, Prose, Reference, Word};

/// The rights that a notice offers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rights {
    /// How fast requests are answered.
    answer_within: At<Or<Length>>,
    free_of_charge: Option<At<Or<bool>>>,
    /// Where requests go.
    #[serde(default)]
    channels: Vec<Channel>,
    rights: Map<Right>,
    /// A limit that the notice states.
    note: Option<Prose>,
}

/// One right.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Right {
    how: Option<At<Or<Word<How>>>>,
    /// The way in words.
    by: Option<Prose>,
    /// How fast it is carried out.
    within: Option<At<Length>>,
    /// The data that it covers; without it, all.
    #[serde(default)]
    scope: Vec<At<Reference>>,
    /// The people who have it; without it, all whom the notice covers.
    #[serde(default)]
    who: Many<At<Word<Subject>>>,
    condition: Option<Prose>,
    /// The form of what one gets.
    format: Option<Prose>,
    /// The uses that it is about, such as marketing.
    #[serde(default, rename = "for")]
    uses: Many<Line>,
    /// Whom one turns to, where it is not the organisation.
    to: Option<Prose>,
    /// The state of the runtime that carries it out.
    runtime: Option<Line>,
    /// Data for which no request is needed.
    #[serde(default)]
    not_needed: Vec<NotNeeded>,
}

/// Data for which no request is needed, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotNeeded {
    data: At<Reference>,
    because: Prose,
}

impl Rights {
    pub(crate) fn lower(&self, context: &mut Context, origin: Origin) -> model::Rights {
        let answer_within = context.open_length(&self.answer_within);
        model::Rights {
            origin,
            answer_within,
            free_of_charge: self
                .free_of_charge
                .as_ref()
                .and_then(|free| context.stated(free, |_, free, _| Some(*free))),
            channels: self
                .channels
                .iter()
                .filter_map(|channel| channel.lower(context))
                .collect(),
            rights: self
                .rights
                .0
                .iter()
                .filter_map(|(key, right)| right.lower(context, key))
                .collect(),
            note: context.maybe_text(self.note.as_ref()),
        }
    }
}

impl Right {
    fn lower(&self, context: &mut Context, key: &Spanned<String>) -> Option<model::Right> {
        let Some(kind) = RightKind::parse(key) else {
            let near = closest(key, RightKind::ALL.iter().map(|kind| kind.word()));
            let help = near.map_or_else(
                || format!("the rights are {}", RightKind::choices()),
                |near| format!("did you mean `{near}`?"),
            );
            let fault = context.fault(
                &UNKNOWN_KEY,
                &key_origin(key),
                format!("`{}` is no right", key.value),
            );
            fault.help = Some(help);
            return None;
        };
        Some(model::Right {
            origin: key_origin(key),
            kind,
            how: self.how.as_ref().map(|how| context.stated_word(how)),
            by: context.maybe_text(self.by.as_ref()),
            within: context.maybe_length(self.within.as_ref()),
            scope: context.refer_all(&self.scope),
            who: words(&self.who),
            condition: context.maybe_text(self.condition.as_ref()),
            format: context.maybe_text(self.format.as_ref()),
            uses: self
                .uses
                .0
                .iter()
                .map(|line| line.clone().located())
                .collect(),
            to: context.maybe_text(self.to.as_ref()),
            runtime: self.runtime.clone().map(At::located),
            not_needed: self
                .not_needed
                .iter()
                .filter_map(|exempt| {
                    let because = context.text(&exempt.because);
                    Some(model::NotNeeded {
                        data: context.refer(&exempt.data)?,
                        because,
                    })
                })
                .collect(),
        })
    }
}
