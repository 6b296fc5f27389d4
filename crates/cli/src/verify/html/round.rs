//! One run in the report: what left when, what was saved, and how the page looked.

use candor_evidence::{Leak, Timeline, TimelineEvent};
use data_encoding::BASE64;

use super::markup::Markup;
use super::{chart, cut};

/// Longer lists are cut, and say so.
const MOST: usize = 200;
/// So much of what a page writes to its console is shown.
const CONSOLE: usize = 30;

pub(super) fn figure(page: &mut Markup, id: &str, run: &Timeline, leaks: &[Leak]) {
    let heading = format!("{id}-heading");
    page.open(
        "article",
        &[("class", "run"), ("aria-labelledby", &heading)],
    );
    page.open("h4", &[("id", &heading)]);
    page.text(&sentence_case(run.label));
    if let Some(isolation) = run.isolation {
        page.element("small", &[], &format!(" {}", isolation.replace('-', " ")));
    }
    page.close("h4");
    if let Some(trouble) = &run.trouble {
        page.element("p", &[("class", "reason")], &cut(trouble, 1000));
    }
    chart::draw(page, id, run, leaks);
    page.raw("<div class=\"seen\">\n<div>\n<dl>\n");
    page.term("Done", &run.done.join(", "));
    if !run.saved.is_empty() {
        let saved: Vec<String> = run
            .saved
            .iter()
            .take(MOST)
            .map(|(name, bytes)| format!("{} ({bytes} bytes)", cut(name, 120)))
            .collect();
        page.term("Saved", &saved.join(", "));
    }
    let seconds = f64::from(u32::try_from(run.elapsed_ms).unwrap_or(u32::MAX)) / 1000.0;
    page.term("Time taken", &format!("{seconds:.1} s"));
    page.raw("</dl>\n");
    events(page, run, leaks);
    console(page, &run.console);
    page.raw("</div>\n");
    if let Some(picture) = &run.picture {
        let source = format!("data:image/png;base64,{}", BASE64.encode(picture));
        let said = format!("The page at the end of the run \"{}\"", run.label);
        page.open(
            "img",
            &[("src", &source), ("alt", &said), ("loading", "lazy")],
        );
    }
    page.raw("</div>\n</article>\n");
}

fn events(page: &mut Markup, run: &Timeline, leaks: &[Leak]) {
    if run.events.is_empty() {
        return;
    }
    page.raw("<details>");
    let count = format!("Every message ({})", run.events.len());
    page.element("summary", &[], &count);
    page.raw("<table class=\"events\">\n<thead><tr><th scope=\"col\">ms</th><th scope=\"col\">Way</th><th scope=\"col\">Where to</th><th scope=\"col\">Bytes</th><th scope=\"col\">Answer</th></tr></thead>\n<tbody>\n");
    for event in run.events.iter().take(MOST) {
        let counts = counts(run, event, leaks);
        page.open("tr", if counts { &[("class", "counts")] } else { &[] });
        page.element("td", &[("data-label", "ms")], &event.at.to_string());
        let way = match counts {
            true => format!("{} (counts)", event.channel),
            false => event.channel.to_string(),
        };
        page.element("td", &[("data-label", "Way")], &way);
        page.open("td", &[("data-label", "Where to")]);
        page.text(&event.method);
        page.text(" ");
        page.element("code", &[], &event.url);
        page.raw("</td>");
        page.element("td", &[("data-label", "Bytes")], &event.bytes.to_string());
        let answer = cut(event.answer.as_deref().unwrap_or("none"), 120);
        page.element("td", &[("data-label", "Answer")], &answer);
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
    if run.events.len() > MOST {
        let more = format!("And {} more.", run.events.len() - MOST);
        page.element("p", &[], &more);
    }
    page.raw("</details>\n");
}

fn console(page: &mut Markup, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.raw("<details>");
    let count = format!("Errors in the console ({})", lines.len());
    page.element("summary", &[], &count);
    page.raw("<ul>\n");
    for line in lines.iter().take(CONSOLE) {
        page.raw("<li>");
        page.element("code", &[], &cut(line, 500));
        page.raw("</li>\n");
    }
    if lines.len() > CONSOLE {
        page.element("li", &[], &format!("and {} more", lines.len() - CONSOLE));
    }
    page.raw("</ul>\n</details>\n");
}

/// Whether a message is one of those that count against the claim.
pub(super) fn counts(run: &Timeline, event: &TimelineEvent, leaks: &[Leak]) -> bool {
    event.at >= 0
        && leaks.iter().any(|leak| {
            leak.channel == event.channel
                && leak.runs.contains(&run.label)
                && place(&leak.url) == place(&event.url)
        })
}

/// A URL without what differs from message to message, as far as a timeline keeps it.
fn place(url: &str) -> String {
    const KEPT: usize = 300;
    let place = url.split(['?', '#']).next().unwrap_or(url);
    place.chars().take(KEPT).collect()
}

fn sentence_case(label: &str) -> String {
    let mut characters = label.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
