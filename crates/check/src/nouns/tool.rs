//! `policies/tools/ID.yaml`: tools.

use candor_model::vocabulary::{
    Account, ActivityLocation, Certainty, ClearedWhen, Purpose, ToolLocation,
};
use candor_model::{self as model, Id, Located, Nouns, Origin, Ref};
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence_plan::EvidencePlan;
use crate::cards::{BAD_VALUE, MISSING_KEY, NO_ACTIVITY};
use crate::lowering::{Context, lines, word, words};
use crate::nouns::activity::{
    Branch, DataUse, Head, RecipientForm, Storage, activity_keys, lower_keys,
};
use crate::shape::{At, Line, Many, None_, Or, Prose, Size, Word};
use candor_model::vocabulary::{LegalBasis, Role, Subject, Training};

activity_keys! {
    /// One thing that a visitor uses. It lists `activities`, or has the keys of its only activity itself.
    struct Tool {
        name: Prose,
        /// What it does, in one sentence.
        summary: Option<Prose>,
        /// Its page.
        url: Option<Line>,
        location: At<Word<ToolLocation>>,
        /// How surely that holds.
        certainty: Option<At<Word<Certainty>>>,
        account: Option<At<Word<Account>>>,
        /// Formats that it takes.
        #[serde(default)]
        formats: Vec<Line>,
        /// Formats that it gives.
        #[serde(default)]
        output_formats: Vec<Line>,
        /// Devices that it runs on.
        #[serde(default)]
        devices: Many<Prose>,
        /// What limits it.
        #[serde(default)]
        limits: Many<Prose>,
        purpose: Option<At<Or<Word<Purpose>>>>,
        #[serde(default)]
        activities: Vec<Branch>,
        /// What the visitor or customer can choose.
        #[serde(default)]
        controls: Vec<Control>,
        /// What the visitor should do.
        #[serde(default)]
        advice: Many<Prose>,
        /// What the statement about the location leaves out.
        #[serde(default)]
        does_not_cover: Many<Prose>,
        /// Network activity that never carries the file.
        #[serde(default)]
        also_loads: Many<Prose>,
        /// What clears local work.
        #[serde(default)]
        cleared_when: Many<At<Word<ClearedWhen>>>,
        /// Questions whose answers are written from the facts.
        #[serde(default)]
        questions: Vec<Question>,
        /// How its local claim is proved.
        evidence: Option<At<EvidencePlan>>,
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Control {
    what: Prose,
    how: Option<Prose>,
}

/// A question about an activity of the tool.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    question: Prose,
    /// The id of the activity whose facts answer it.
    about: Line,
}

impl Tool {
    /// Lowers the tool and appends its activities to the list of all.
    pub(crate) fn lower(
        &self,
        context: &mut Context,
        id: &str,
        index: usize,
        origin: Origin,
        all: &mut Vec<model::Activity>,
    ) -> model::Tool {
        let reference: Ref<model::Tool> = Nouns::reference(index);
        let id = Id::new(id);
        let first = all.len();
        if self.activities.is_empty() {
            if let Some(activity) = self.only_activity(context, &id, reference, &origin) {
                all.push(activity);
            }
        } else {
            self.refuse_own_keys(context, &origin);
            for branch in &self.activities {
                let own = Id::new(branch.id.value());
                let taken = all[first..]
                    .iter()
                    .find(|other| other.id == own)
                    .map(|other| other.origin.clone());
                if let Some(other) = taken {
                    context.duplicate("activity", own.as_str(), &branch.id.origin(), Some(other));
                } else {
                    all.push(branch.lower(context, reference));
                }
            }
        }
        let activities: Vec<Ref<model::Activity>> =
            (first..all.len()).map(Nouns::reference).collect();
        let questions = self
            .questions
            .iter()
            .filter_map(|question| question.lower(context, &all[first..], &activities))
            .collect();
        model::Tool {
            id,
            origin,
            name: context.text(&self.name),
            summary: context.maybe_text(self.summary.as_ref()),
            url: self.url.clone().map(At::located),
            location: word(&self.location),
            certainty: self.certainty.as_ref().map(word),
            account: self.account.as_ref().map(word),
            formats: lines(&self.formats),
            output_formats: lines(&self.output_formats),
            devices: context.texts(&self.devices.0),
            limits: context.texts(&self.limits.0),
            activities,
            controls: self
                .controls
                .iter()
                .map(|control| model::Control {
                    what: context.text(&control.what),
                    how: context.maybe_text(control.how.as_ref()),
                })
                .collect(),
            advice: context.texts(&self.advice.0),
            does_not_cover: context.texts(&self.does_not_cover.0),
            also_loads: context.texts(&self.also_loads.0),
            cleared_when: words(&self.cleared_when),
            questions,
            evidence: self
                .evidence
                .as_ref()
                .map(|plan| plan.value().lower(context, plan.origin())),
        }
    }

    /// The activity of a tool that does one thing: it has the tool's id.
    fn only_activity(
        &self,
        context: &mut Context,
        id: &Id,
        tool: Ref<model::Tool>,
        origin: &Origin,
    ) -> Option<model::Activity> {
        let location = match self.location.value().0 {
            ToolLocation::Local => ActivityLocation::Local,
            ToolLocation::Server => ActivityLocation::Server,
            // What a hybrid tool does where is in its branches; the boundary rule reports that they are missing.
            ToolLocation::Hybrid => {
                let fault = context.fault(
                    &NO_ACTIVITY,
                    &self.location.origin(),
                    format!("the hybrid tool `{id}` lists no activities"),
                );
                fault.help = Some("list each branch under `activities:` with its own `location:` and `only_when:`".to_owned());
                return None;
            }
        };
        let Some(purpose) = &self.purpose else {
            let fault = context.fault(
                &MISSING_KEY,
                origin,
                format!("the tool `{id}` does not say what it processes data for"),
            );
            fault.help =
                Some("add `purpose: requested-service`, or `purpose: not-stated`".to_owned());
            return None;
        };
        let head = Head {
            id: id.clone(),
            origin: origin.clone(),
            name: None,
            tool: Some(tool),
            location: Located::new(location, self.location.origin()),
            purpose: context.stated_word(purpose),
            certainty: self.certainty.as_ref().map(word),
        };
        Some(lower_keys!(self, context, head))
    }

    /// A tool with branches says everything about data in them, so that nothing is said twice.
    fn refuse_own_keys(&self, context: &mut Context, origin: &Origin) {
        let own = [
            ("purpose", self.purpose.as_ref().map(At::origin)),
            ("uses", self.uses.first().map(At::origin)),
            ("creates", self.creates.first().map(At::origin)),
            ("legal_basis", self.legal_basis.as_ref().map(At::origin)),
            ("subjects", self.subjects.as_ref().map(At::origin)),
            ("storage", self.storage.as_ref().map(At::origin)),
            ("recipients", self.recipients.as_ref().map(At::origin)),
            ("operations", self.operations.first().map(At::origin)),
            ("max_size", self.max_size.as_ref().map(At::origin)),
            ("only_when", self.only_when.as_ref().map(At::origin)),
            ("role", self.role.as_ref().map(At::origin)),
            ("training", self.training.as_ref().map(At::origin)),
            ("why_server", self.why_server.as_ref().map(At::origin)),
            ("interest", self.interest.as_ref().map(At::origin)),
            ("description", self.description.as_ref().map(At::origin)),
        ];
        for (key, at) in own {
            if let Some(at) = at {
                let message = format!("`{key}` stands at the tool, which lists its activities");
                let fault = context.fault(&BAD_VALUE, &at, message);
                fault.help = Some(format!("move `{key}` into the activity that it is about"));
                fault
                    .related
                    .extend(
                        crate::shape::place(origin).map(|place| candor_syntax::Related {
                            place,
                            message: "the tool begins here".to_owned(),
                        }),
                    );
            }
        }
    }
}

impl Question {
    fn lower(
        &self,
        context: &mut Context,
        own: &[model::Activity],
        references: &[Ref<model::Activity>],
    ) -> Option<model::Question> {
        let wanted = Id::new(self.about.value());
        let Some(at) = own.iter().position(|activity| activity.id == wanted) else {
            let names: Vec<&str> = own.iter().map(|activity| activity.id.as_str()).collect();
            let message = format!("this tool has no activity `{wanted}`");
            let fault = context.fault(&crate::cards::UNKNOWN_ID, &self.about.origin(), message);
            fault.help = Some(format!("its activities are: {}", names.join(", ")));
            return None;
        };
        Some(model::Question {
            question: context.text(&self.question),
            about: Located::new(*references.get(at)?, self.about.origin()),
        })
    }
}
