//! `policies/security.yaml`: measures under GDPR Article 32.

use candor_model as model;
use candor_model::vocabulary::{Availability, Subject};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, word};
use crate::shape::{At, Day, Line, Or, Prose, Reference, Word};

/// One measure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    /// Its short name, such as `encryption-at-rest`.
    measure: Line,
    how: Option<Prose>,
    /// The data that it protects; without it, all.
    #[serde(default)]
    applies_to: Vec<At<Reference>>,
    /// The point of Article 32, such as `32(1)(a)`.
    article: Option<Line>,
    /// Who carries it out.
    by: Option<Prose>,
    /// When it was last done.
    last: Option<At<Or<Day>>>,
    /// How one gets its report.
    report: Option<At<Word<Availability>>>,
    /// Who can use it, where it is a feature for others.
    offered_to: Option<At<Word<Subject>>>,
}

impl Measure {
    pub(crate) fn lower(&self, context: &mut Context) -> model::SecurityMeasure {
        model::SecurityMeasure {
            origin: self.measure.origin(),
            measure: self.measure.clone().located(),
            how: context.maybe_text(self.how.as_ref()),
            applies_to: context.refer_all(&self.applies_to),
            article: self.article.clone().map(At::located),
            by: context.maybe_text(self.by.as_ref()),
            last: self.last.as_ref().and_then(|day| context.stated_day(day)),
            report: self.report.as_ref().map(word),
            offered_to: self.offered_to.as_ref().map(word),
        }
    }
}
