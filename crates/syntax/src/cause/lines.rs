//! One line of a text and its neighbours.

use super::Open;

/// A line without its line break and without the remark at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Its first byte.
    pub(super) start: usize,
    /// Which line it is, from 1.
    number: usize,
    content: &'t str,
}

impl<'t> Line<'t> {
    /// The line that holds a byte.
    pub(super) fn around(text: &'t str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let number = before.matches('\n').count() + 1;
        Self::at(text, start, number)
    }

    fn at(text: &'t str, start: usize, number: usize) -> Self {
        let rest = text.get(start..).unwrap_or_default();
        let content = rest.split('\n').next().unwrap_or_default();
        Self {
            start,
            number,
            content: without_remark(content).trim_end(),
        }
    }

    /// The white space before its first word.
    pub(super) fn indentation(&self) -> &'t str {
        let depth = self.content.len() - self.content.trim_start().len();
        self.content.get(..depth).unwrap_or_default()
    }

    /// How far it is indented.
    pub(super) fn depth(&self) -> usize {
        self.indentation().len()
    }

    /// The first byte of its first word.
    pub(super) fn first(&self) -> usize {
        self.start + self.depth()
    }

    /// The first byte behind its last word.
    pub(super) fn end(&self) -> usize {
        self.start + self.content.len()
    }

    /// Its words.
    pub(super) fn words(&self) -> &'t str {
        self.content.trim()
    }

    /// The nearest line above it that is not empty.
    pub(super) fn above(&self, text: &'t str) -> Option<Self> {
        let mut end = self.start;
        let mut number = self.number;
        while end > 0 {
            let start = text.get(..end - 1)?.rfind('\n').map_or(0, |end| end + 1);
            number -= 1;
            let line = Self::at(text, start, number);
            if !line.words().is_empty() {
                return Some(line);
            }
            end = start;
        }
        None
    }

    /// The nearest line above it that is indented less.
    pub(super) fn outer(&self, text: &'t str) -> Option<Self> {
        let mut line = self.above(text)?;
        while line.depth() >= self.depth() {
            line = line.above(text)?;
        }
        Some(line)
    }

    /// Whether a text of several lines begins below it.
    pub(super) fn begins_text(&self) -> bool {
        let signs = self
            .words()
            .trim_end_matches(['+', '-', '1', '2', '3', '4']);
        signs.ends_with(": |") || signs.ends_with(": >")
    }

    /// What a message calls it.
    pub(super) fn name(&self) -> String {
        let words = self.words();
        let key = words.split(": ").next().unwrap_or(words);
        let key: String = key.trim_end_matches(':').chars().take(24).collect();
        format!("`{key}` in line {}", self.number)
    }
}

/// A remark begins with `#` behind white space, or is the whole line.
fn without_remark(content: &str) -> &str {
    if content.trim_start().starts_with('#') {
        return "";
    }
    let start = content.match_indices('#').map(|(at, _)| at).find(|at| {
        content
            .get(..*at)
            .is_some_and(|before| before.ends_with([' ', '\t']))
    });
    start.and_then(|at| content.get(..at)).unwrap_or(content)
}

/// The plain value that begins at a byte.
pub(super) fn value_at<'t>(text: &'t str, at: usize, open: &Open) -> &'t str {
    let line = Line::around(text, at);
    let value = text.get(at..line.end().max(at)).unwrap_or_default();
    let end = if open.brackets.is_empty() {
        None
    } else {
        value.find([',', ']', '}'])
    };
    let cut = end.and_then(|end| value.get(..end));
    cut.unwrap_or(value).trim_end()
}

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
