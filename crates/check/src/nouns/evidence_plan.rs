//! The `evidence` block of a tool.

use candor_model::vocabulary::EvidenceLevel;
use candor_model::{self as model, Located, Origin, ScenarioStep};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, word};
use crate::shape::{At, Line, Many, Prose, Word};

/// How the local claim is proved.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidencePlan {
    /// The level that this tool asks for.
    level: Option<At<Word<EvidenceLevel>>>,
    /// A build in the repository.
    build: Option<Build>,
    /// A running page instead of a build.
    url: Option<Line>,
    /// What is done with the tool, step by step. Without it `candor verify` finds its own way.
    #[serde(default)]
    scenario: Many<At<Step>>,
    /// Messages that may leave while the tool works, because they carry nothing of the file.
    #[serde(default)]
    explains: Many<Explained>,
}

/// A built page in the repository.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Build {
    /// The directory of the built site.
    root: Line,
    /// The tool's first document, from there.
    entry: Line,
}

/// One step: exactly one of the keys. Elements are named by CSS selectors; `auto` is the likeliest one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Step {
    /// Goes to a path of the site.
    open: Option<Line>,
    /// Gives a file to a file input.
    upload: Option<Line>,
    /// Presses an element.
    click: Option<Line>,
    /// Writes a text into a field.
    fill: Option<Field>,
    /// Chooses a value from a list.
    select: Option<Field>,
    /// Waits until an element can be seen.
    wait_for: Option<Line>,
    /// Saves the result by pressing an element.
    download: Option<Line>,
}

/// A field of a page, and what goes into it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Field {
    selector: Line,
    value: Line,
}

/// A message that may leave.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Explained {
    /// The beginning of its URL, or a path of the tool's own site.
    to: Line,
    /// Why it is sent.
    why: Prose,
}

impl EvidencePlan {
    pub(super) fn lower(&self, context: &mut Context, origin: Origin) -> model::EvidencePlan {
        let steps = self.scenario.0.iter();
        let scenario = steps
            .filter_map(|step| {
                let Some(lowered) = step.value().lower() else {
                    let message = "a step of a scenario has exactly one of the keys open, upload, click, fill, select, wait_for, download";
                    context.fault(&crate::cards::BAD_VALUE, &step.origin(), message);
                    return None;
                };
                Some(Located::new(lowered, step.origin()))
            })
            .collect();
        model::EvidencePlan {
            origin,
            level: self.level.as_ref().map(word),
            build: self.build.as_ref().map(|build| model::Build {
                root: build.root.clone().located(),
                entry: build.entry.clone().located(),
            }),
            url: self.url.clone().map(At::located),
            scenario,
            explains: self
                .explains
                .0
                .iter()
                .map(|message| model::ExplainedMessage {
                    to: message.to.clone().located(),
                    why: context.text(&message.why),
                })
                .collect(),
        }
    }
}

impl Step {
    fn lower(&self) -> Option<ScenarioStep> {
        let text = |line: &Line| line.value().clone();
        let likeliest = |line: &Line| Some(text(line)).filter(|selector| selector != "auto");
        let field = |field: &Field| (text(&field.selector), text(&field.value));
        let all = [
            self.open
                .as_ref()
                .map(|path| ScenarioStep::Open(text(path))),
            self.upload
                .as_ref()
                .map(|input| ScenarioStep::Upload(likeliest(input))),
            self.click
                .as_ref()
                .map(|button| ScenarioStep::Click(text(button))),
            self.fill.as_ref().map(|own| {
                let (selector, value) = field(own);
                ScenarioStep::Fill(selector, value)
            }),
            self.select.as_ref().map(|own| {
                let (selector, value) = field(own);
                ScenarioStep::Select(selector, value)
            }),
            self.wait_for
                .as_ref()
                .map(|element| ScenarioStep::WaitFor(text(element))),
            self.download
                .as_ref()
                .map(|button| ScenarioStep::Download(likeliest(button))),
        ];
        let mut steps = all.into_iter().flatten();
        let step = steps.next();
        step.filter(|_| steps.next().is_none())
    }
}
