//! What runs came to, for a person.

use candor_evidence::har::RECORDING;
use candor_evidence::{Leak, Report, Scan, SinkKind, Verdict};

use super::{Verified, origin};
use crate::output::say;

/// The leaks in one line, for a finding.
pub(super) fn leaks(report: &Report) -> String {
    const SHOWN: usize = 3;
    let said: Vec<String> = report
        .leaks
        .iter()
        .take(SHOWN)
        .map(|leak| format!("{} to {} ({})", leak.channel, short(&leak.url), leak.note))
        .collect();
    match report.leaks.len().saturating_sub(SHOWN) {
        0 => said.join("; "),
        more => format!("{}; and {more} more", said.join("; ")),
    }
}

/// A URL as far as it is of interest.
pub(super) fn short(url: &str) -> String {
    const LONGEST: usize = 100;
    match url.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", url.get(..end).unwrap_or(url)),
        None => url.to_owned(),
    }
}

/// From when the time of a leak is counted. A recording does not say when a file was chosen.
pub(super) fn since(leak: &Leak) -> &'static str {
    match leak.runs.contains(&RECORDING) {
        true => "the page had loaded",
        false => "the file was chosen",
    }
}

/// Prints a tool's outcome.
pub(crate) fn print(verified: &Verified) {
    let tool = &verified.tool;
    match verified.verdict() {
        Verdict::Local => say!(
            "{tool}: local. Level: {} (asked for: {}).",
            verified.level,
            verified.wanted
        ),
        Verdict::Leak => say!("{tool}: LEAK. Something left the browser."),
        Verdict::Inconclusive => say!("{tool}: inconclusive. Nothing can be said."),
    }
    if let Some(reason) = verified.reason() {
        say!("  {reason}");
    }
    let Ok(report) = &verified.outcome else {
        return;
    };
    for leak in &report.leaks {
        say!("  {} to {}", leak.channel, short(&leak.url));
        say!(
            "    {} ms after {}; form: {}; {} bytes; in: {}",
            leak.after,
            since(leak),
            leak.encoding.word(),
            leak.bytes,
            leak.runs.join(", ")
        );
        say!("    {}", leak.note);
        if let Some(script) = &leak.script {
            say!(
                "    asked for at {}:{}:{}",
                short(&script.url),
                script.line,
                script.column
            );
        }
        say!("    help: {}", leak.advice);
    }
    say!(
        "  {}; {} files of the build were loaded; {} messages left after the file was chosen; {:.1} s",
        report.browser,
        report.files.len(),
        report.requests,
        report.elapsed.as_secs_f64()
    );
    if let Some(origin) = &report.origin {
        origin::print(origin);
    }
    if let Some(scan) = &report.scan {
        print_scan(scan);
    }
    let (open, closed): (Vec<_>, Vec<_>) = report.probes.iter().partition(|probe| probe.is_open);
    if !report.probes.is_empty() {
        say!(
            "  probes under the shipped headers: {} of {} closed",
            closed.len(),
            report.probes.len()
        );
    }
    if !open.is_empty() {
        let names: Vec<&str> = open.iter().map(|probe| probe.name.as_str()).collect();
        say!("    open: {}; {}", names.join(", "), verified.closing());
    }
    for run in &report.timelines {
        let saved: Vec<String> = run
            .saved
            .iter()
            .map(|(name, bytes)| format!("{name} ({bytes} bytes)"))
            .collect();
        let saved = if saved.is_empty() {
            String::new()
        } else {
            format!("; saved {}", saved.join(", "))
        };
        let isolation = run
            .isolation
            .map_or_else(String::new, |how| format!(" ({how})"));
        let trouble = run
            .trouble
            .as_ref()
            .map_or_else(String::new, |why| format!("; {why}"));
        say!(
            "  run \"{}\"{isolation}: {}{saved}{trouble}",
            run.label,
            run.done.join(", ")
        );
    }
    if let Some(record) = &verified.record {
        say!("  {record}");
    }
}

/// What a scan names: what can send is shown in full, the rest is counted.
fn print_scan(scan: &Scan) {
    let (network, other): (Vec<_>, Vec<_>) = scan
        .sinks
        .iter()
        .partition(|sink| matches!(sink.kind, SinkKind::Network(_)));
    say!(
        "  scan of {} files: {} ways to send, {} other places to look at, {} hosts outside",
        scan.files.len(),
        network.len(),
        other.len(),
        scan.external.len()
    );
    const SHOWN: usize = 12;
    for sink in network.iter().take(SHOWN) {
        say!(
            "    {}:{}:{}: {} ({})",
            sink.file,
            sink.line,
            sink.column,
            sink.kind.word(),
            sink.detail
        );
    }
    if network.len() > SHOWN {
        say!("    and {} more", network.len() - SHOWN);
    }
    for host in scan.external.iter().take(SHOWN) {
        say!(
            "    {}:{}:{}: names {}",
            host.file,
            host.line,
            host.column,
            host.host
        );
    }
    for fault in &scan.faults {
        say!("    could not look at {}: {}", fault.file, fault.message);
    }
}
