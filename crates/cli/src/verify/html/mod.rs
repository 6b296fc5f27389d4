//! The report of `candor verify` as one page that loads nothing else and needs no script.

mod chart;
mod leaks;
mod markup;
mod round;
mod tool;

use candor_evidence::Verdict;
use candor_evidence::har::RECORDING;

use super::Verified;
use markup::Markup;

const STYLE: &str = include_str!("page.css");

/// The page over all tools of a command, made at an instant.
pub(crate) fn html(all: &[Verified], made_at: &str) -> String {
    let mut page = Markup::default();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // What a hostile page said is escaped; should that ever fail, it can still load and run nothing.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n");
    page.element("title", &[], &format!("Evidence: {}", counted(all)));
    page.raw("<style>\n");
    page.raw(STYLE);
    page.raw(
        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n",
    );
    page.raw("<main id=\"main\">\n<header>\n<p class=\"eyebrow\">Candor verify</p>\n<h1>What left the browser</h1>\n");
    page.element("p", &[("class", "lead")], &counted(all));
    page.element(
        "p",
        &[("class", "quiet")],
        &format!(
            "Made on {made_at} by Candor {}.{}",
            env!("CARGO_PKG_VERSION"),
            files(all)
        ),
    );
    page.raw("</header>\n");
    if all.len() > 1 {
        overview(&mut page, all);
    }
    for verified in all {
        tool::section(&mut page, verified);
    }
    page.raw("</main>\n</body>\n</html>\n");
    page.finish()
}

/// Whose files were used. A recording may hold a person's.
fn files(all: &[Verified]) -> &'static str {
    let reports = all.iter().filter_map(|one| one.outcome.as_ref().ok());
    let is_recorded = reports
        .flat_map(|report| &report.timelines)
        .any(|run| run.label == RECORDING);
    match is_recorded {
        true => " It shows addresses of a recording, which may hold what a person wrote.",
        false => {
            " The files that were chosen were made for these runs; no file of a person is in this report."
        }
    }
}

/// The verdicts, counted; what is worst first.
fn counted(all: &[Verified]) -> String {
    let count = |verdict| all.iter().filter(|one| one.verdict() == verdict).count();
    let parts: Vec<String> = [
        (count(Verdict::Leak), "leaking"),
        (count(Verdict::Inconclusive), "inconclusive"),
        (count(Verdict::Local), "local"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    match all.len() {
        0 => "no tool is said to work in the browser".to_owned(),
        1 => format!("one tool: {}", parts.join(", ").trim_start_matches("1 ")),
        more => format!("{more} tools: {}", parts.join(", ")),
    }
}

fn overview(page: &mut Markup, all: &[Verified]) {
    page.raw("<nav aria-label=\"Tools\">\n<table>\n<thead><tr><th scope=\"col\">Tool</th><th scope=\"col\">Verdict</th><th scope=\"col\">Level reached</th><th scope=\"col\">Level asked for</th></tr></thead>\n<tbody>\n");
    for one in all {
        page.raw("<tr><th scope=\"row\">");
        page.element(
            "a",
            &[("href", &format!("#tool-{}", one.tool))],
            one.tool.as_str(),
        );
        page.raw("</th><td>");
        verdict(page, one.verdict());
        page.raw("</td>");
        page.element("td", &[], &one.level.to_string());
        page.element("td", &[], &one.wanted.to_string());
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</nav>\n");
}

/// A verdict as a mark; the word says it, the colour only repeats it.
fn verdict(page: &mut Markup, verdict: Verdict) {
    let class = format!("badge {}", verdict.word());
    page.element("span", &[("class", &class)], verdict.word());
}

/// So many characters of a text, so that no page can fill the report.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
