//! Plain text: paragraphs, lists and headings as people write them without markup.

use super::page::Page;
use crate::Element;

/// From this width on a line may have been wrapped rather than ended.
const WRAPPED: usize = 45;

/// Longer lines are paragraphs: in a text that has such, lines are not wrapped.
const UNWRAPPED: usize = 120;

/// Reads a text.
pub(super) fn read(page: &mut Page<'_>) {
    let source = page.source;
    let mut at = 0;
    let mut lines = source.split_inclusive('\n').peekable();
    let mut in_list = false;
    let wraps = source.lines().all(|line| line.len() <= UNWRAPPED);
    // Whether the line before may go on in this one.
    let mut open = false;
    while let Some(whole) = lines.next() {
        let space = [' ', '\t', '\r', '\n', '\u{c}', '\u{feff}'];
        let line = whole.trim_start_matches(space);
        let start = at + (whole.len() - line.len());
        let line = line.trim_end_matches(space);
        at += whole.len();
        if line.is_empty() {
            end(page, &mut open);
            continue;
        }
        let mark = bullet(line);
        if mark > 0 {
            end(page, &mut open);
            if !in_list {
                page.open_list(None);
                page.open(None, |frame| frame.element = Element::ListItem);
                in_list = true;
            }
        } else if !open && in_list {
            page.close_to(1);
            page.end_lead();
            in_list = false;
        }
        let alone = !open && mark == 0;
        if open {
            page.text.space(start.saturating_sub(1)..start);
        }
        page.copy(line.get(mark..).unwrap_or_default(), start + mark);
        let finished = line.ends_with(['.', '!', '?', ':', ';', '…']);
        let next = lines.peek().map_or("", |next| next.trim());
        open = wraps && line.len() >= WRAPPED && !finished && !next.is_empty() && bullet(next) == 0;
        if alone
            && !open
            && !finished
            && line.len() <= 80
            && !in_list
            && next_is_text(&mut lines.clone())
        {
            page.open(None, |frame| {
                frame.element = Element::Heading;
                frame.level = 2;
            });
            page.flush();
            page.close_to(page.depth() - 1);
        }
        if !open {
            page.flush();
        }
    }
    page.flush();
}

fn end(page: &mut Page<'_>, open: &mut bool) {
    page.flush();
    *open = false;
}

/// Whether one of the next lines is longer text, to which a short line is the heading.
fn next_is_text<'t>(lines: &mut impl Iterator<Item = &'t str>) -> bool {
    let mut next = lines.take(6).map(str::trim).filter(|line| !line.is_empty());
    next.any(|next| next.len() > 60 || next.ends_with(['.', ':', '!', '?']) || bullet(next) > 0)
}

/// The length of the marks that open an item of a list; 0 where there is none.
fn bullet(line: &str) -> usize {
    let mut rest = line;
    while let Some(mark) = rest
        .chars()
        .next()
        .filter(|mark| "-*•–+▪◦‣✓✔✗✘".contains(*mark))
    {
        let after = rest.get(mark.len_utf8()..).unwrap_or_default();
        let text = after.trim_start_matches([' ', '\t']);
        if text.len() == after.len() {
            break;
        }
        rest = text;
    }
    line.len() - rest.len()
}
