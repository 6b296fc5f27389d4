//! JSON-LD: descriptions, questions and answers that search engines show.

use std::ops::Range;

use crate::Element;
use crate::extract::json;
use crate::extract::message::Asked;
use crate::extract::page::Page;

/// Reads the content of a script of linked data. The script's own frame is hidden, so units are made around it.
pub(super) fn read(page: &mut Page<'_>, inner: Range<usize>) {
    let mut comments = std::mem::take(&mut page.comments);
    let mut asked = Asked::default();
    let source = page.source;
    let depth = page.depth();
    page.close_to(depth - 1);
    json::strings(source, inner, &mut comments, |path, text| {
        let key = path.rsplit('.').next().unwrap_or_default();
        let asks = key == "name" && text.as_str().trim_end().ends_with('?');
        let shown = matches!(
            key,
            "text" | "description" | "headline" | "abstract" | "reviewBody" | "slogan"
        );
        if !shown && !asks {
            return;
        }
        let count = page.units.len();
        page.message(Element::Metadata, path, text.without_tags());
        if page.units.len() > count
            && let Some(unit) = page.units.last_mut()
        {
            unit.question = asked.by(path, &unit.text);
        }
    });
    page.comments = comments;
    // The end tag that follows finds no script open, which changes nothing.
}
