//! What counts against a claim, with what to do about it.

use candor_evidence::Leak;

use super::cut;
use super::markup::Markup;
use crate::verify::words::since;

/// Longer lists are cut, and say so; what says most stands first.
const MOST: usize = 100;

pub(super) fn list(page: &mut Markup, leaks: &[Leak]) {
    if leaks.is_empty() {
        return;
    }
    page.raw("<h3>What left</h3>\n<ol class=\"leaks\">\n");
    for leak in leaks.iter().take(MOST) {
        page.raw("<li>\n<p class=\"where\">");
        page.element("b", &[], leak.channel.word());
        page.text(" to ");
        page.element("code", &[], &cut(&leak.url, 600));
        page.raw("</p>\n");
        page.element("p", &[], &cut(&leak.note, 1000));
        page.raw("<dl>\n");
        page.term("Form", leak.encoding.word());
        page.term("Bytes", &leak.bytes.to_string());
        page.term("When", &format!("{} ms after {}", leak.after, since(leak)));
        page.term("In the runs", &leak.runs.join(", "));
        if let Some(script) = &leak.script {
            page.raw("<div><dt>Asked for at</dt><dd>");
            let place = format!(
                "{}:{}:{}",
                cut(&script.url, 300),
                script.line,
                script.column
            );
            page.element("code", &[], &place);
            page.raw("</dd></div>\n");
        }
        page.term("What to do", leak.advice);
        page.raw("</dl>\n</li>\n");
    }
    page.raw("</ol>\n");
    if leaks.len() > MOST {
        let more = format!("And {} more, which say less.", leaks.len() - MOST);
        page.element("p", &[], &more);
    }
}
