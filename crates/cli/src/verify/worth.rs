//! What runs are worth: the level that they carry, and the record or the proof that is made of them.

use std::path::Path;

use candor_check::Observed;
use candor_evidence::{Channel, Report, Scan, Sink, SinkKind, Verdict};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Duration, Instant, Policy, Tool, ToolProof};
use candor_record::{Canary, HEADERS, Statement, Subject, ToolRun, shipped_digest, version};
use candor_render::publish::Written;

use super::{Verified, words};

/// How far a run carries.
pub(super) fn level(report: &Report) -> EvidenceLevel {
    match (report.verdict, report.isolation) {
        (Verdict::Local, Some(_)) if is_closed(report) => EvidenceLevel::Enforced,
        (Verdict::Local, Some(_)) => EvidenceLevel::Isolated,
        (Verdict::Local, None) => EvidenceLevel::Observed,
        // What was searched is suspicion laid open, and no more: it needs no verdict, and gives none.
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

/// The last day on which a run counts.
fn valid_until(policy: &Policy, today: Date) -> Result<Date, String> {
    const USUAL_DAYS: u64 = 90;
    let own = policy.settings.evidence.valid_for.as_ref();
    let length = own
        .map(|own| own.value.clone())
        .or_else(|| Duration::seconds(USUAL_DAYS * 86_400));
    length
        .and_then(|length| today.checked_add(&length))
        .ok_or_else(|| "the end of the record is no day of the calendar".to_owned())
}

/// What the runs of a tool are worth in the same pipeline.
///
/// # Errors
/// Where the end of its validity is no day of the calendar, or a file that was looked at cannot be read any more.
pub(crate) fn observed(
    root: &Path,
    policy: &Policy,
    tool: &Tool,
    verified: &Verified,
    today: Date,
) -> Result<Observed, String> {
    let report = match &verified.outcome {
        Ok(report) => report,
        Err(why) => return Ok(Observed::Inconclusive(why.clone())),
    };
    let why = || {
        let reason = report.reason.clone();
        reason.unwrap_or_else(|| "no reason is known".to_owned())
    };
    let proof = || {
        let subjects = subjects(root, policy, tool, report)?;
        let base = tool.evidence.as_ref().and_then(|plan| plan.build.as_ref());
        let base = base.map_or("", |build| build.root.value.trim_end_matches('/'));
        let files = subjects.iter().filter(|subject| subject.name != HEADERS);
        Ok::<_, String>(ToolProof {
            level: verified.level,
            checked_on: today,
            valid_until: valid_until(policy, today)?,
            browser: report.browser.clone(),
            build: version(&subjects),
            not_covered: not_covered(report),
            files: files
                .map(|subject| format!("{base}/{}", subject.name))
                .collect(),
        })
    };
    Ok(match (report.verdict, verified.level) {
        (Verdict::Leak, _) => Observed::Leak(words::leaks(report)),
        (Verdict::Inconclusive, EvidenceLevel::Scanned) => Observed::Scanned(proof()?, why()),
        (Verdict::Inconclusive, _) => Observed::Inconclusive(why()),
        (Verdict::Local, _) => Observed::Proved(proof()?),
    })
}

/// What was looked at: the files that the browser loaded, or, where it came to no verdict, those that were searched; and
/// the headers of the site.
fn subjects(
    root: &Path,
    policy: &Policy,
    tool: &Tool,
    report: &Report,
) -> Result<Vec<Subject>, String> {
    let read = |path: &str| {
        std::fs::read(root.join(path)).map_err(|error| format!("{path} cannot be read: {error}"))
    };
    let mut subjects = Vec::new();
    let build = tool.evidence.as_ref().and_then(|plan| plan.build.as_ref());
    match (report.verdict, &report.scan, build) {
        (Verdict::Inconclusive, Some(scan), Some(build)) => {
            for file in &scan.files {
                let bytes = read(&format!("{}/{}", build.root.value, file.path))?;
                let digest = shipped_digest(&file.path, &bytes);
                subjects.push(Subject::sha256(&file.path, &digest));
            }
        }
        _ => {
            // Pages that a build writes say what the record says, so they cannot be a part of it; `build --check` holds
            // them against the policy. The browser sees them only after the work, where the tool's page links to them.
            let site = &policy.settings.site.out;
            let written = Written::of(&root.join(site)).map_err(|fault| fault.to_string())?;
            let base = build.map_or("", |build| build.root.value.as_str());
            for (name, digest) in &report.files {
                let path = root.join(base).join(name);
                let inside = path.strip_prefix(root.join(site)).ok();
                let inside = inside.map(|inside| inside.to_string_lossy().replace('\\', "/"));
                let is_written = match (&inside, std::fs::read(&path)) {
                    (Some(inside), Ok(bytes)) => written.has(inside, &bytes),
                    _ => false,
                };
                if !is_written {
                    subjects.push(Subject::sha256(name, digest));
                }
            }
        }
    }
    if let Some(headers) = &policy.settings.site.headers {
        let digest = shipped_digest(&headers.value, &read(&headers.value)?);
        subjects.push(Subject::sha256(HEADERS, &digest));
    }
    Ok(subjects)
}

/// What such a run does not see, for pages and records.
pub(super) fn not_covered(report: &Report) -> Vec<String> {
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
    now: Instant,
) -> Result<Statement, String> {
    let report = verified.outcome.as_ref().map_err(Clone::clone)?;
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
            .map(|canary| Canary {
                name: canary.name.clone(),
                sha256: canary.sha256(),
                bytes: canary.bytes.len() as u64,
            })
            .collect(),
        requests: report.requests as u64,
        output_produced: report.output_produced,
        not_covered: not_covered(report),
    };
    run.statement(subjects(root, policy, tool, report)?)
}

#[cfg(test)]
mod tests;
