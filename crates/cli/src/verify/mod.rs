//! Verifying the local tools of a workspace: what to run from the policy, and what a run is worth for it.

mod findings;
mod html;
mod json;
mod origin;
mod recorded;
mod words;
mod worth;

use std::path::Path;
use std::sync::Arc;

use candor_evidence::{
    Build, Cancel, Chromium, Explained, HeadersOf, Inspection, Live, Report, Step, Subject, Verdict,
};
use candor_model::vocabulary::{ActivityLocation, EvidenceLevel};
use candor_model::{Activity, EvidencePlan, Id, Policy, ScenarioStep, Tool};
use candor_service::HeaderRules;

pub(crate) use findings::{RULES, findings};
pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use recorded::recorded;
pub(crate) use words::print;
pub(crate) use worth::{observed, statement};

/// A tool that was run, or could not be.
pub(crate) struct Verified {
    pub(crate) tool: Id,
    /// The level that is asked for.
    pub(crate) wanted: EvidenceLevel,
    /// The level that was reached.
    pub(crate) level: EvidenceLevel,
    /// What the runs came to, or why there were none.
    pub(crate) outcome: Result<Report, String>,
    /// Where the record was written.
    pub(crate) record: Option<String>,
    /// Whether a part of the tool works on a server.
    pub(crate) sends_too: bool,
}

impl Verified {
    pub(crate) fn verdict(&self) -> Verdict {
        self.outcome
            .as_ref()
            .map_or(Verdict::Inconclusive, |report| report.verdict)
    }

    /// Whether a live site serves something else than the build.
    pub(crate) fn is_other_than_build(&self) -> bool {
        let origin = self
            .outcome
            .as_ref()
            .ok()
            .and_then(|report| report.origin.as_ref());
        origin.is_some_and(|origin| !origin.files.is_empty() && !origin.is_same())
    }

    /// What closes ways out that are open.
    pub(crate) fn closing(&self) -> &'static str {
        match self.sends_too {
            false => "`candor export headers` writes headers that close them",
            true => {
                "a part of the tool must reach a server, so that headers cannot close them: ask for no more with \
                 `evidence: {level: isolated}`, or give the local part a page and a tool of its own"
            }
        }
    }

    /// Why it is inconclusive, or what else is to be known.
    pub(crate) fn reason(&self) -> Option<&str> {
        match &self.outcome {
            Ok(report) => report.reason.as_deref(),
            Err(why) => Some(why),
        }
    }
}

/// Whether a part of a tool works on a server, so that its page must be able to send.
pub(crate) fn sends_too(policy: &Policy, tool: &Tool) -> bool {
    let mut activities = policy.activities_of(tool);
    activities.any(Activity::is_server)
}

/// The tools of which a part is said to work in the browser.
pub(crate) fn local_tools(policy: &Policy) -> impl Iterator<Item = &Tool> {
    policy.tools().iter().filter(|tool| {
        policy
            .activities_of(tool)
            .any(|activity| activity.location.value == ActivityLocation::Local)
    })
}

/// The named tools, or all local ones.
///
/// # Errors
/// Where a name is none of them.
pub(crate) fn chosen<'p>(policy: &'p Policy, names: &[String]) -> Result<Vec<&'p Tool>, String> {
    let local: Vec<&Tool> = local_tools(policy).collect();
    if names.is_empty() {
        return Ok(local);
    }
    let known = || {
        local
            .iter()
            .map(|tool| tool.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    names
        .iter()
        .map(|name| {
            let found = local.iter().find(|tool| tool.id.as_str() == name);
            found.copied().ok_or_else(|| {
                format!(
                    "`{name}` is no tool that is said to work in the browser; those are: {}",
                    known()
                )
            })
        })
        .collect()
}

/// So many browsers run at once, unless something else is asked for: one for each run of a tool, because most of a run is
/// waiting for what a page may do later.
pub(crate) const AT_ONCE: usize = 6;

/// Where and how a tool is run.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p> {
    /// The page that somebody serves, where that is wanted instead of the build.
    pub(crate) url: Option<&'p str>,
    /// How many browsers may run at once.
    pub(crate) at_once: usize,
}

/// Runs a tool.
///
/// # Errors
/// Where it was interrupted; everything else is part of what is given.
pub(crate) fn verify(
    root: &Path,
    policy: &Policy,
    tool: &Tool,
    place: &Place<'_>,
    cancel: &Cancel,
) -> Result<Verified, String> {
    let runs = inspection(root, policy, tool, place)
        .and_then(|inspection| Ok((Chromium::find(cancel)?, inspection)));
    let outcome = match runs {
        Ok((chromium, inspection)) => {
            let seed = candor_record::random_bytes()?;
            let report = candor_evidence::verify(&chromium, &inspection, &seed, cancel);
            if cancel.is_cancelled() {
                return Err("interrupted; all browsers and their files are gone".to_owned());
            }
            report
        }
        Err(why) => Err(why),
    };
    let level = outcome
        .as_ref()
        .map_or(EvidenceLevel::Declared, worth::level);
    Ok(Verified {
        tool: tool.id.clone(),
        wanted: policy.asked_level(tool),
        level,
        outcome,
        record: None,
        sends_too: sends_too(policy, tool),
    })
}

/// What is to be done with a tool, as its policy says.
pub(crate) fn inspection(
    root: &Path,
    policy: &Policy,
    tool: &Tool,
    place: &Place<'_>,
) -> Result<Inspection, String> {
    let plan = tool.evidence.as_ref().ok_or(
        "the tool says nowhere what is to be looked at; write `evidence: {build: {root: DIR, entry: FILE}}` into its file",
    )?;
    let build = match &plan.build {
        Some(build) => Some(Build {
            root: root.join(&build.root.value),
            entry: build.entry.value.clone(),
            headers: headers(root, policy, tool)?,
        }),
        None => None,
    };
    let declared = plan.url.as_ref().map(|url| url.value.as_str());
    let is_served = place.url.is_some() || build.is_none();
    let subject = match (build, place.url.or(declared)) {
        (build, Some(url)) if is_served => Subject::Live(Live {
            url: url.to_owned(),
            build,
        }),
        (Some(build), _) => Subject::Build(build),
        (None, _) => {
            return Err(
                "the tool names neither a build nor a page (`evidence.build` or `evidence.url`)"
                    .to_owned(),
            );
        }
    };
    Ok(Inspection {
        subject,
        scenario: plan
            .scenario
            .iter()
            .map(|step| step_of(&step.value))
            .collect(),
        explained: explained(policy, plan),
        probed: policy.settings.site.headers.is_some() && !is_served,
        switches: Vec::new(),
        at_once: place.at_once,
    })
}

/// What the policy says may leave.
fn explained(policy: &Policy, plan: &EvidencePlan) -> Vec<Explained> {
    let language = policy.settings.languages.first();
    let explained = plan.explains.iter().map(|message| Explained {
        to: message.to.value.clone(),
        why: language.map_or_else(String::new, |first| {
            message.why.in_language(first).to_owned()
        }),
    });
    explained.collect()
}

fn step_of(step: &ScenarioStep) -> Step {
    match step.clone() {
        ScenarioStep::Open(path) => Step::Open(path),
        ScenarioStep::Upload(selector) => Step::Upload(selector),
        ScenarioStep::Click(selector) => Step::Click(selector),
        ScenarioStep::Fill(selector, value) => Step::Fill { selector, value },
        ScenarioStep::Select(selector, value) => Step::Select { selector, value },
        ScenarioStep::WaitFor(selector) => Step::WaitFor(selector),
        ScenarioStep::Download(selector) => Step::Download(selector),
    }
}

/// The headers that the site ships, for the paths of a build. A build that is not the whole site stands at the tool's path.
fn headers(root: &Path, policy: &Policy, tool: &Tool) -> Result<HeadersOf, String> {
    let Some(file) = &policy.settings.site.headers else {
        return Ok(Arc::new(|_, _| Vec::new()));
    };
    let base = policy.settings.site.base_url.as_ref();
    let rules = HeaderRules::read(&root.join(&file.value))
        .map_err(|fault| fault.to_string())?
        .with_base(base.map(|base| base.value.as_str()));
    let build = tool.evidence.as_ref().and_then(|plan| plan.build.as_ref());
    let inside = build.and_then(|build| {
        let below = build
            .root
            .value
            .strip_prefix(policy.settings.site.out.as_str())?;
        Some(below.trim_matches('/').to_owned())
    });
    let prefix = inside
        .filter(|path| !path.is_empty())
        .map_or_else(String::new, |path| format!("/{path}"));
    Ok(Arc::new(move |path, origin| {
        rules.of(&format!("{prefix}{path}"), origin)
    }))
}
