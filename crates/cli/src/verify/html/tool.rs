//! One tool in the report.

use candor_evidence::{Probe, Report, Scan, SinkKind, Verdict};
use candor_model::vocabulary::EvidenceLevel;

use super::markup::Markup;
use super::{leaks, round, verdict};
use crate::verify::Verified;
use crate::verify::worth::not_covered;

/// Longer lists are cut, and say so.
const MOST: usize = 200;

pub(super) fn section(page: &mut Markup, verified: &Verified) {
    let id = format!("tool-{}", verified.tool);
    let heading = format!("{id}-heading");
    page.open(
        "section",
        &[
            ("class", "tool"),
            ("id", &id),
            ("aria-labelledby", &heading),
        ],
    );
    page.raw("<div class=\"title\">");
    page.element("h2", &[("id", &heading)], verified.tool.as_str());
    verdict(page, verified.verdict());
    page.raw("</div>\n");
    page.element("p", &[("class", "lead")], &sentence(verified));
    if let Some(reason) = verified.reason() {
        page.element("p", &[("class", "reason")], reason);
    }
    if let Ok(report) = &verified.outcome {
        leaks::list(page, &report.leaks);
        facts(page, verified, report);
        if !report.timelines.is_empty() {
            page.raw("<h3>Runs</h3>\n");
            page.raw("<p class=\"quiet\">Time runs from left to right; zero is the choice of the file. A filled diamond is a message that counts against the claim; a ring is any other request.</p>\n");
        }
        for (index, run) in report.timelines.iter().enumerate() {
            round::figure(page, &format!("{id}-run-{index}"), run, &report.leaks);
        }
        probes(page, &report.probes, verified.closing());
        if let Some(scan) = &report.scan {
            scanned(page, scan);
        }
        limits(page, report);
    }
    page.raw("</section>\n");
}

/// What the verdict means, in one sentence.
fn sentence(verified: &Verified) -> String {
    let reached = match verified.level {
        EvidenceLevel::Declared => "nothing is proved",
        EvidenceLevel::Scanned => "the shipped files were searched, and no more is proved",
        EvidenceLevel::Observed => "nothing left that is not explained, as far as was observed",
        EvidenceLevel::Isolated => {
            "nothing left that is not explained, and the tool does its whole job without a network"
        }
        EvidenceLevel::Enforced => {
            "nothing left that is not explained, the tool does its whole job without a network, and the shipped headers close every way out that was tried"
        }
    };
    match verified.verdict() {
        Verdict::Local if verified.level < verified.wanted => format!(
            "In these runs {reached}. That is the level {}, and {} is asked for.",
            verified.level, verified.wanted
        ),
        Verdict::Local => format!("In these runs {reached}. Level: {}.", verified.level),
        Verdict::Leak => "Something left the browser after the file was chosen.".to_owned(),
        Verdict::Inconclusive => {
            format!("Nothing can be said of what leaves the browser: {reached}.")
        }
    }
}

fn facts(page: &mut Markup, verified: &Verified, report: &Report) {
    page.raw("<h3>What was done</h3>\n<dl>\n");
    page.term("Browser", &report.browser);
    page.term("Scenario", &report.scenario.join(", "));
    let made = match report.output_produced {
        true => "yes",
        false => "no, so that nothing left proves nothing",
    };
    page.term("Made something from the file", made);
    let requests = format!(
        "{}, with those that read files of its own build, and those of the second visit",
        report.requests
    );
    page.term("Requests after the choice", &requests);
    let isolation = match report.isolation {
        Some("network-namespace") => {
            "the whole job was done in a network namespace without any network"
        }
        Some("browser-flags") => {
            "the whole job was done with the network closed by switches of the browser"
        }
        Some(other) => other,
        None => "not proved",
    };
    page.term("Work without a network", isolation);
    if let Some(record) = &verified.record {
        page.term("Record", record);
    }
    page.term(
        "Time taken",
        &format!("{:.1} s", report.elapsed.as_secs_f64()),
    );
    page.raw("</dl>\n");
    if !report.canaries.is_empty() {
        page.raw("<details><summary>Files made for the runs</summary>\n<ul>\n");
        for canary in &report.canaries {
            page.raw("<li>");
            page.element("code", &[], &canary.name);
            page.text(&format!(" ({} bytes), SHA-256 ", canary.bytes.len()));
            page.element("code", &[], &canary.sha256());
            page.raw("</li>\n");
        }
        page.raw("</ul>\n</details>\n");
    }
    if !report.files.is_empty() {
        page.open("details", &[]);
        let count = format!(
            "Files of the build that were loaded ({})",
            report.files.len()
        );
        page.element("summary", &[], &count);
        page.raw("<ul>\n");
        for (name, digest) in report.files.iter().take(MOST) {
            page.raw("<li>");
            page.element("code", &[], name);
            page.text(" SHA-256 ");
            page.element("code", &[], digest);
            page.raw("</li>\n");
        }
        more(page, report.files.len());
        page.raw("</ul>\n</details>\n");
    }
}

fn probes(page: &mut Markup, probes: &[Probe], closing: &str) {
    if probes.is_empty() {
        return;
    }
    let open = probes.iter().filter(|probe| probe.is_open).count();
    page.raw("<h3>Probes under the shipped headers</h3>\n");
    let told = match open {
        0 => format!(
            "All {} ways out that were tried on purpose are closed.",
            probes.len()
        ),
        open => format!(
            "{open} of {} ways out that were tried on purpose are open; {closing}.",
            probes.len()
        ),
    };
    page.element("p", &[], &told);
    page.raw("<ul class=\"probes\">\n");
    let (first, then): (Vec<&Probe>, Vec<&Probe>) = probes.iter().partition(|probe| probe.is_open);
    for probe in first.into_iter().chain(then) {
        let (class, word) = match probe.is_open {
            true => ("open", "open"),
            false => ("closed", "closed"),
        };
        page.open("li", &[("class", class)]);
        page.element("span", &[], &probe.name);
        page.element("b", &[], word);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn scanned(page: &mut Markup, scan: &Scan) {
    let is_network = |kind: &SinkKind| matches!(kind, SinkKind::Network(_));
    let (network, other): (Vec<_>, Vec<_>) =
        scan.sinks.iter().partition(|sink| is_network(&sink.kind));
    page.raw("<h3>Scan of the shipped files</h3>\n");
    page.element(
        "p",
        &[],
        &format!(
            "{} files, {} ways to send, {} other places to look at, {} hosts outside, {} files that could not be read. A scan raises suspicion and clears nothing.",
            scan.files.len(),
            network.len(),
            other.len(),
            scan.external.len(),
            scan.faults.len()
        ),
    );
    let count = network.len() + scan.external.len() + scan.faults.len();
    if count == 0 {
        return;
    }
    page.raw("<details><summary>Places</summary>\n<ul>\n");
    let sinks = network.iter().map(|sink| {
        let place = format!("{}:{}:{}", sink.file, sink.line, sink.column);
        (place, format!("{} ({})", sink.kind.word(), sink.detail))
    });
    let hosts = scan.external.iter().map(|host| {
        let place = format!("{}:{}:{}", host.file, host.line, host.column);
        (place, format!("names {}", host.host))
    });
    let faults = scan.faults.iter().map(|fault| {
        (
            fault.file.clone(),
            format!("could not be read: {}", fault.message),
        )
    });
    for (place, said) in sinks.chain(hosts).chain(faults).take(MOST) {
        page.raw("<li>");
        page.element("code", &[], &place);
        page.text(" ");
        page.text(&super::cut(&said, 300));
        page.raw("</li>\n");
    }
    more(page, count);
    page.raw("</ul>\n</details>\n");
}

fn limits(page: &mut Markup, report: &Report) {
    page.raw("<h3>What these runs do not see</h3>\n<ul>\n");
    for limit in not_covered(report) {
        page.element("li", &[], &limit);
    }
    page.raw("</ul>\n");
}

fn more(page: &mut Markup, count: usize) {
    if count > MOST {
        page.element("li", &[], &format!("and {} more", count - MOST));
    }
}
