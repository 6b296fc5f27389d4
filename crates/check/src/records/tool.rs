//! Records of browser runs: the build is digested again, so that a record never speaks for code that nobody looked at.

use candor_model::vocabulary::{EvidenceLevel, Vocabulary};
use candor_model::{Date, Instant, Tool, ToolProof};
use candor_record::{HEADERS, ToolRun, shipped_digest, version};

use super::judge::Judging;
use super::{DoubtKind, Records, age, is_scan_enough};

/// Judges a record of a tool.
pub(super) fn judge(record: &Judging<'_>, records: &mut Records) -> Result<String, String> {
    let run = ToolRun::read(record.statement)?;
    let made = Instant::parse_rfc3339(&run.checked_at)
        .ok_or_else(|| format!("`{}` is no instant in UTC", run.checked_at))?
        .date();
    let until =
        Date::parse(&run.valid_until).ok_or_else(|| format!("`{}` is no day", run.valid_until))?;
    let level = EvidenceLevel::parse(&run.level)
        .ok_or_else(|| format!("`{}` is no evidence level", run.level))?;
    let Some(tool) = record.policy.tool(&run.tool) else {
        return Err(format!(
            "it is about the tool `{}`, which is not declared",
            run.tool
        ));
    };
    let (mut counts, doubt) = age(record.policy, made, record.today, Some(until));
    if let Some(kind) = doubt {
        record.doubt(records, &run.tool, kind);
    }
    match run.verdict.as_str() {
        "local" => {}
        "leak" => {
            let what = "the record says that something left".to_owned();
            record.doubt(records, &run.tool, DoubtKind::Leak(what));
            counts = false;
        }
        // A scan needs no verdict: it lists what is there, and clears nothing.
        _ if level == EvidenceLevel::Scanned && is_scan_enough(record.policy, tool) => {}
        _ => {
            let why = "the record says that nothing could be said".to_owned();
            record.doubt(records, &run.tool, DoubtKind::Inconclusive(why));
            counts &= level == EvidenceLevel::Scanned;
        }
    }
    if run.policy != record.policy.tool_digest(tool) {
        record.doubt(records, &run.tool, DoubtKind::PolicyChanged(Vec::new()));
        counts = false;
    }
    match changed(record, tool) {
        Ok(list) if list.is_empty() => {}
        Ok(list) => {
            record.doubt(records, &run.tool, DoubtKind::BuildChanged(list));
            counts = false;
        }
        Err(why) => {
            record.doubt(records, &run.tool, DoubtKind::NotRecomputable(why));
            counts = false;
        }
    }
    if counts && record.is_trusted {
        let proof = ToolProof {
            level,
            checked_on: made,
            valid_until: until,
            browser: run.browser.clone(),
            build: version(&record.statement.subject),
            not_covered: run.not_covered.clone(),
            files: paths(record, tool),
        };
        records
            .of_tools
            .insert(tool.id.clone(), record.file.to_owned());
        records.proofs.add_tool(tool.id.clone(), proof);
    }
    Ok(run.tool)
}

/// The files of the workspace that a record is about.
fn paths(record: &Judging<'_>, tool: &Tool) -> Vec<String> {
    let plan = tool.evidence.as_ref();
    let root = plan
        .and_then(|plan| plan.build.as_ref())
        .map_or("", |build| build.root.value.trim_end_matches('/'));
    let files = record.statement.subject.iter();
    files
        .filter(|subject| subject.name != HEADERS)
        .map(|subject| format!("{root}/{}", subject.name))
        .collect()
}

/// The files of the build that are not what the record saw.
fn changed(record: &Judging<'_>, tool: &Tool) -> Result<Vec<String>, String> {
    let subjects = &record.statement.subject;
    if subjects.is_empty() {
        return Err("the record names no file that it looked at".to_owned());
    }
    let plan = tool.evidence.as_ref();
    let Some(build) = plan.and_then(|plan| plan.build.as_ref()) else {
        return Err("the tool declares no build in the workspace (`evidence.build`)".to_owned());
    };
    let mut changed = Vec::new();
    for subject in subjects {
        let wanted = subject
            .digest
            .get("sha256")
            .ok_or("a file without a SHA-256")?;
        let path = if subject.name == HEADERS {
            let headers = record.policy.settings.site.headers.as_ref();
            match headers {
                Some(headers) => headers.value.clone(),
                None => {
                    changed
                        .push("the headers of the site, which are no longer declared".to_owned());
                    continue;
                }
            }
        } else {
            format!(
                "{}/{}",
                build.root.value.trim_end_matches('/'),
                subject.name
            )
        };
        let bytes = record
            .files
            .read(&path)
            .map_err(|why| format!("{path}: {why}"))?;
        let is_same = bytes.is_some_and(|bytes| shipped_digest(&path, &bytes) == *wanted);
        if !is_same {
            changed.push(path);
        }
    }
    Ok(changed)
}
