//! `policies/audience.yaml`.

use candor_model::vocabulary::Subject;
use candor_model::{self as model, Located, Origin, Stated};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, word, words};
use crate::shape::{At, Line, Many, Or, Prose, Word};

/// Whom the notice covers and whom it does not.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Audience {
    covers: Many<At<Word<Subject>>>,
    #[serde(default)]
    does_not_cover: Vec<NotCovered>,
    /// Least age in years.
    minimum_age: At<Or<u8>>,
    children: Option<Children>,
}

/// People whom the notice does not cover.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotCovered {
    who: At<Word<Subject>>,
    because: Prose,
}

/// What is said of children.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Children {
    /// Whether the service is directed at them.
    directed_at: At<Or<bool>>,
    /// What happens when a child's data is found.
    on_discovery: Option<Line>,
    note: Option<Prose>,
}

impl Audience {
    pub(crate) fn lower(&self, context: &mut Context, origin: Origin) -> model::Audience {
        let minimum_age = context
            .stated(&self.minimum_age, |_, age, _| Some(*age))
            .unwrap_or_else(|| Located::new(Stated::NotStated, self.minimum_age.origin()));
        model::Audience {
            origin,
            covers: words(&self.covers),
            does_not_cover: self
                .does_not_cover
                .iter()
                .map(|people| model::NotCovered {
                    who: word(&people.who),
                    because: context.text(&people.because),
                })
                .collect(),
            minimum_age,
            children: self.children.as_ref().map(|children| model::Children {
                directed_at: context
                    .stated(&children.directed_at, |_, answer, _| Some(*answer))
                    .unwrap_or_else(|| {
                        Located::new(Stated::NotStated, children.directed_at.origin())
                    }),
                on_discovery: children.on_discovery.clone().map(At::located),
                note: context.maybe_text(children.note.as_ref()),
            }),
        }
    }
}
