//! Text under construction that remembers where each byte comes from.

use std::ops::Range;

use super::html::reference;

/// The text of one unit, with its runs (see [`Unit::runs`](crate::Unit)).
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    runs: Vec<(usize, Range<usize>)>,
}

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds what stands in the source byte for byte.
    pub(super) fn copy(&mut self, part: &str, at: usize) {
        self.add(part, at..at + part.len());
    }

    /// Adds what other bytes of the source stand for. A run that is as long as its text would pass for copied, so such a
    /// text has two runs, of which the last has no bytes of its own. White space stands for white space either way.
    pub(super) fn replace(&mut self, with: &str, range: Range<usize>) {
        let is_blank = with.bytes().all(|byte| byte.is_ascii_whitespace());
        if with.len() != range.len() || is_blank {
            self.add(with, range);
            return;
        }
        let last = with.chars().next_back().map_or(0, char::len_utf8);
        let (head, tail) = with.split_at(with.len() - last);
        let end = if head.is_empty() {
            range.start
        } else {
            range.end
        };
        self.add(head, range);
        self.add(tail, end..end);
    }

    fn add(&mut self, part: &str, range: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let end = self.text.len();
        let joins = part.len() == range.len()
            && self
                .runs
                .last()
                .is_some_and(|(at, source)| source.end == range.start && source.len() == end - at);
        match self.runs.last_mut() {
            Some((_, source)) if joins => source.end = range.end,
            _ => self.runs.push((end, range)),
        }
        self.text.push_str(part);
    }

    /// Adds a space unless one stands there, or nothing does.
    pub(super) fn space(&mut self, range: Range<usize>) {
        if self.wants_space() {
            self.replace(" ", range);
        }
    }

    /// Adds a line break, which ends what has no full stop; white space before it goes.
    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if self.text.is_empty() {
            return;
        }
        if self.text.ends_with(' ') {
            self.cut_end(1);
        }
        self.replace("\n", range);
    }

    /// Whether a space would part two words here.
    pub(super) fn wants_space(&self) -> bool {
        !matches!(self.text.as_bytes().last(), None | Some(b' ' | b'\n'))
    }

    /// Adds text of HTML: white space folds, character references resolve.
    pub(super) fn fold(&mut self, raw: &str, base: usize) {
        let bytes = raw.as_bytes();
        let mut start = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
                    let end = at + blank(bytes.get(at..).unwrap_or_default());
                    let alone = byte == b' ' && end == at + 1;
                    if alone && (at > start || self.wants_space()) {
                        at = end;
                        continue;
                    }
                    self.copy(raw.get(start..at).unwrap_or_default(), base + start);
                    self.space(base + at..base + end);
                    at = end;
                    start = end;
                }
                b'&' => {
                    let rest = raw.get(at..).unwrap_or_default();
                    let mut letters = [0; 4];
                    let Some((length, resolved)) = reference::resolve(rest, &mut letters) else {
                        at += 1;
                        continue;
                    };
                    self.copy(raw.get(start..at).unwrap_or_default(), base + start);
                    self.replace(&resolved, base + at..base + at + length);
                    at += length;
                    start = at;
                }
                _ => at += 1,
            }
        }
        self.copy(raw.get(start..).unwrap_or_default(), base + start);
    }

    /// Adds another text.
    pub(super) fn append(&mut self, other: &Self) {
        other.pass(self, 0..other.text.len());
    }

    /// Removes white space at the end.
    pub(super) fn trim_end(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\n', '\t', '\r']).len();
        self.cut_end(self.text.len() - kept);
    }

    fn cut_end(&mut self, count: usize) {
        let kept = self.text.len().saturating_sub(count);
        let mut end = self.text.len();
        self.text.truncate(kept);
        while let Some((at, source)) = self.runs.last_mut() {
            if *at < kept {
                if source.len() == end - *at {
                    source.end = source.start + (kept - *at);
                } else if source.len() == kept - *at {
                    // It has just become as long as its text.
                    let (at, source) = (*at, source.clone());
                    self.runs.pop();
                    let part = self.text.split_off(at);
                    self.replace(&part, source);
                }
                break;
            }
            end = *at;
            self.runs.pop();
        }
    }

    /// The finished text and its runs; a new one begins.
    pub(super) fn take(&mut self) -> (String, Vec<(usize, Range<usize>)>) {
        // The buffers keep their room for the next unit, and the unit gets exactly what it needs.
        let taken = (self.text.as_str().to_owned(), self.runs.clone());
        self.clear();
        taken
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
    }

    /// The text without the tags in it: messages and strings carry markup of their own. Where only the place of the
    /// whole text is known, it stays as it is.
    pub(super) fn without_tags(self) -> Self {
        if !self.text.contains('<') || self.is_opaque() {
            return self;
        }
        let mut plain = Self::default();
        let mut from = 0;
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find('<')) {
            let open = from + found;
            let Some(close) = tag_end(self.text.as_bytes(), open) else {
                self.pass(&mut plain, from..open + 1);
                from = open + 1;
                continue;
            };
            self.pass(&mut plain, from..open);
            if breaks(self.text.get(open..close).unwrap_or_default()) {
                let place = self.runs_of(open..close);
                plain.line_break(place);
            }
            from = close;
        }
        self.pass(&mut plain, from..self.text.len());
        plain.trim_end();
        plain
    }

    /// Whether one run that was not copied made all of the text.
    fn is_opaque(&self) -> bool {
        match self.runs.as_slice() {
            [(_, only)] => only.len() != self.text.len(),
            // As long as its text, see `replace`.
            [(_, only), (_, rest)] => rest.is_empty() && only.len() == self.text.len(),
            _ => false,
        }
    }

    /// Copies a range of this text, with its runs, behind another.
    fn pass(&self, to: &mut Self, range: Range<usize>) {
        let first = self
            .runs
            .partition_point(|(at, _)| *at <= range.start)
            .saturating_sub(1);
        for index in first..self.runs.len() {
            let Some((at, source)) = self.runs.get(index) else {
                break;
            };
            if *at >= range.end {
                break;
            }
            let next = self
                .runs
                .get(index + 1)
                .map_or(self.text.len(), |(at, _)| *at);
            let start = range.start.max(*at);
            let end = range.end.min(next);
            let Some(part) = self.text.get(start..end) else {
                continue;
            };
            if next - at == source.len() {
                to.add(part, source.start + (start - at)..source.start + (end - at));
            } else {
                to.replace(part, source.clone());
            }
        }
    }

    /// A range of this text.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        self.pass(&mut part, range);
        part
    }

    fn runs_of(&self, range: Range<usize>) -> Range<usize> {
        let place = self.part(range);
        let start = place.runs.first().map_or(0, |(_, source)| source.start);
        start..place.runs.last().map_or(start, |(_, source)| source.end)
    }
}

/// How many bytes of white space a text begins with.
pub(super) fn blank(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c))
        .count()
}

/// The end of the tag that opens at a `<`, where it is one: a name or a number, and an end in sight.
fn tag_end(bytes: &[u8], open: usize) -> Option<usize> {
    const LONGEST: usize = 512;
    let after = match bytes.get(open + 1)? {
        b'/' => bytes.get(open + 2)?,
        other => other,
    };
    if !after.is_ascii_alphanumeric() && *after != b'>' {
        return None;
    }
    let rest = bytes.get(open + 1..bytes.len().min(open + LONGEST))?;
    let length = rest.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    (rest.get(length) == Some(&b'>')).then_some(open + 1 + length + 1)
}

/// Whether a tag ends a line of text.
fn breaks(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = name.get(..length).unwrap_or_default();
    [
        "br", "p", "li", "ul", "ol", "div", "h1", "h2", "h3", "h4", "tr", "td",
    ]
    .iter()
    .any(|block| name.eq_ignore_ascii_case(block))
}
