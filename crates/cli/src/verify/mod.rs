//! Verifying the local tools of a workspace: what to run from the policy, and what a run is worth for it.

mod findings;
mod html;
mod json;
mod origin;
mod recorded;
mod words;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::sync::Arc;

use candor_check::Observed;
use candor_evidence::{
    Build, Cancel, Channel, Chromium, Explained, HeadersOf, Inspection, Live, Report, Scan, Sink,
    SinkKind, Step, Subject, Verdict,
};
use candor_model::vocabulary::{ActivityLocation, EvidenceLevel};
use candor_model::{Date, Duration, EvidencePlan, Id, Policy, ScenarioStep, Tool, ToolProof};
use candor_record::{HEADERS, Statement, ToolRun, shipped_digest};
use candor_service::HeaderRules;

pub(crate) use findings::{RULES, findings};
pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use recorded::recorded;
pub(crate) use words::print;

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

    /// Why it is inconclusive, or what else is to be known.
    pub(crate) fn reason(&self) -> Option<&str> {
        match &self.outcome {
            Ok(report) => report.reason.as_deref(),
            Err(why) => Some(why),
        }
    }
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
            let report = candor_evidence::verify(&chromium, &inspection, &seed(), cancel);
            if cancel.is_cancelled() {
                return Err("interrupted; all browsers and their files are gone".to_owned());
            }
            report
        }
        Err(why) => Err(why),
    };
    let level = outcome.as_ref().map_or(EvidenceLevel::Declared, level);
    Ok(Verified {
        tool: tool.id.clone(),
        wanted: wanted(policy, tool),
        level,
        outcome,
        record: None,
    })
}

/// How far a run carries.
fn level(report: &Report) -> EvidenceLevel {
    match (report.verdict, report.isolation) {
        (Verdict::Local, Some(_)) if is_closed(report) => EvidenceLevel::Enforced,
        (Verdict::Local, Some(_)) => EvidenceLevel::Isolated,
        (Verdict::Local, None) => EvidenceLevel::Observed,
        // What was searched is suspicion laid open, and no more.
        (Verdict::Inconclusive, _) if report.scan.as_ref().is_some_and(is_whole) => {
            EvidenceLevel::Scanned
        }
        _ => EvidenceLevel::Declared,
    }
}

/// Whether everything that the build names could be read.
fn is_whole(scan: &Scan) -> bool {
    scan.faults.is_empty() && !scan.files.is_empty()
}

/// Whether the shipped headers close every way out that was tried, and the build has no peer connection, which no header
/// closes.
fn is_closed(report: &Report) -> bool {
    let is_peer = |sink: &Sink| sink.kind == SinkKind::Network(Channel::Webrtc);
    let scan = report.scan.as_ref();
    let has_no_peer = scan.is_some_and(|scan| is_whole(scan) && !scan.sinks.iter().any(is_peer));
    has_no_peer && !report.probes.is_empty() && report.probes.iter().all(|probe| !probe.is_open)
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

/// The level that is asked for.
fn wanted(policy: &Policy, tool: &Tool) -> EvidenceLevel {
    let plan = tool.evidence.as_ref();
    let asked = plan.and_then(|plan| plan.level.as_ref());
    asked.map_or(policy.settings.evidence.local_claims, |level| level.value)
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

/// Thirty-two bytes that nobody can know beforehand.
pub(crate) fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    for chunk in seed.chunks_exact_mut(8) {
        // The standard library draws the keys of its hash tables from the system.
        let number = RandomState::new().build_hasher().finish();
        chunk.copy_from_slice(&number.to_be_bytes());
    }
    seed
}

/// The last day on which a run counts.
fn valid_until(policy: &Policy, today: Date) -> Result<Date, String> {
    const USUAL_DAYS: u64 = 90;
    let own = policy
        .settings
        .evidence
        .valid_for
        .as_ref()
        .map(|own| own.value.clone());
    let length = own.or_else(|| Duration::seconds(USUAL_DAYS * 86_400));
    length
        .and_then(|length| today.checked_add(&length))
        .ok_or_else(|| "the end of the record is no day of the calendar".to_owned())
}

/// What the runs of a tool are worth in the same pipeline.
///
/// # Errors
/// Where the end of its validity is no day of the calendar.
pub(crate) fn observed(
    policy: &Policy,
    verified: &Verified,
    today: Date,
) -> Result<Observed, String> {
    let report = match &verified.outcome {
        Ok(report) => report,
        Err(why) => return Ok(Observed::Inconclusive(why.clone())),
    };
    Ok(match report.verdict {
        Verdict::Leak => Observed::Leak(words::leaks(report)),
        Verdict::Inconclusive => Observed::Inconclusive(
            report
                .reason
                .clone()
                .unwrap_or_else(|| "no reason is known".to_owned()),
        ),
        Verdict::Local => Observed::Proved(ToolProof {
            level: verified.level,
            checked_on: today,
            valid_until: valid_until(policy, today)?,
            browser: report.browser.clone(),
            build: build(&report.files),
            not_covered: not_covered(report),
        }),
    })
}

fn build(files: &std::collections::BTreeMap<String, String>) -> String {
    let files = files
        .iter()
        .map(|(name, digest)| (name.clone(), digest.clone()))
        .collect();
    candor_record::fold(&files).chars().take(12).collect()
}

/// What such a run does not see, for pages and records.
fn not_covered(report: &Report) -> Vec<String> {
    let mut all = vec![
        "other browsers".to_owned(),
        "extensions of the browser".to_owned(),
        "what the device itself sends".to_owned(),
    ];
    if report.probes.iter().any(|probe| probe.is_open) || report.probes.is_empty() {
        all.push("code that is not in this build".to_owned());
    }
    if report.isolation.is_none() {
        all.push("work without a network".to_owned());
    }
    all.extend(candor_evidence::NOT_COVERED.map(str::to_owned));
    all
}

/// The record of a run.
///
/// # Errors
/// Plain words where the runs say nothing that a record could keep, or a file cannot be read.
pub(crate) fn statement(
    root: &Path,
    policy: &Policy,
    tool: &Tool,
    verified: &Verified,
    now: candor_model::Instant,
) -> Result<Statement, String> {
    let report = verified.outcome.as_ref().map_err(Clone::clone)?;
    let mut subjects: Vec<_> = report
        .files
        .iter()
        .map(|(name, digest)| candor_record::Subject::sha256(name, digest))
        .collect();
    if let Some(headers) = &policy.settings.site.headers {
        let bytes = std::fs::read(root.join(&headers.value))
            .map_err(|error| format!("{} cannot be read: {error}", headers.value))?;
        let digest = shipped_digest(&headers.value, &bytes);
        subjects.push(candor_record::Subject::sha256(HEADERS, &digest));
    }
    let run = ToolRun {
        tool: tool.id.to_string(),
        verdict: report.verdict.word().to_owned(),
        level: verified.level.to_string(),
        checked_at: now.to_rfc3339(),
        valid_until: valid_until(policy, now.date())?.to_string(),
        policy: policy.tool_digest(tool),
        browser: report.browser.clone(),
        flags: report.switches.clone(),
        witnesses: ["devtools-protocol", "net-log", "downloads", "server"]
            .map(str::to_owned)
            .to_vec(),
        isolation: report.isolation.map(str::to_owned),
        scenario: report.scenario.clone(),
        canaries: report
            .canaries
            .iter()
            .map(|canary| candor_record::Canary {
                name: canary.name.clone(),
                sha256: canary.sha256(),
                bytes: canary.bytes.len() as u64,
            })
            .collect(),
        requests: report.requests as u64,
        output_produced: report.output_produced,
        not_covered: not_covered(report),
    };
    run.statement(subjects)
}
