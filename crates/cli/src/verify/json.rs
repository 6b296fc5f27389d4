//! The answer of `candor verify --format json`, as the contract fixes it.

use serde::Serialize;

use super::Verified;
use super::origin::Served;

#[derive(Serialize)]
struct Document<'v> {
    tools: Vec<Tool<'v>>,
}

#[derive(Serialize)]
struct Tool<'v> {
    tool: &'v str,
    verdict: &'static str,
    level: String,
    leaks: Vec<Leak<'v>>,
    requests: usize,
    output_produced: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'v str>,
    /// What a live site serves, held against the build.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Served<'v>>,
}

#[derive(Serialize)]
struct Leak<'v> {
    channel: &'static str,
    url: &'v str,
    encoding: &'static str,
    bytes: usize,
    note: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<String>,
    advice: &'static str,
}

/// The document.
///
/// # Errors
/// Where it cannot be written as JSON.
pub(crate) fn json(all: &[Verified]) -> Result<String, String> {
    let tools = all.iter().map(|verified| {
        let report = verified.outcome.as_ref().ok();
        let leaks = report
            .iter()
            .flat_map(|report| &report.leaks)
            .map(|leak| Leak {
                channel: leak.channel.word(),
                url: &leak.url,
                encoding: leak.encoding.word(),
                bytes: leak.bytes,
                note: &leak.note,
                script: leak
                    .script
                    .as_ref()
                    .map(|at| format!("{}:{}:{}", at.url, at.line, at.column)),
                advice: leak.advice,
            });
        Tool {
            tool: verified.tool.as_str(),
            verdict: verified.verdict().word(),
            level: verified.level.to_string(),
            leaks: leaks.collect(),
            requests: report.map_or(0, |report| report.requests),
            output_produced: report.is_some_and(|report| report.output_produced),
            reason: verified.reason(),
            record: verified.record.as_deref(),
            origin: report
                .and_then(|report| report.origin.as_ref())
                .map(Served::of),
        }
    });
    let document = Document {
        tools: tools.collect(),
    };
    serde_json::to_string_pretty(&document).map_err(|error| error.to_string())
}
