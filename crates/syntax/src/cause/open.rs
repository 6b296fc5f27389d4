//! Which brackets and quotation marks are open at a place of a text.

/// What is open before a byte.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Opening brackets, the innermost last.
    pub(super) brackets: Vec<(usize, char)>,
    /// A closing bracket of the other kind, where one came.
    pub(super) mismatch: Option<(usize, char)>,
    /// The quotation mark of a text that has not ended.
    pub(super) quote: Option<(usize, char)>,
    /// The marks around the last quoted text.
    pub(super) last_quoted: Option<(usize, usize)>,
}

impl Open {
    /// What is open before a byte. It stops at a closing bracket of the wrong kind.
    pub(super) fn before(text: &str, at: usize) -> Self {
        let mut open = Self::default();
        let mut start = 0;
        // Lines that are indented further than this one belong to a text of several lines.
        let mut text_below: Option<usize> = None;
        for line in text.split_inclusive('\n') {
            let depth = line.len() - line.trim_start_matches(' ').len();
            let is_text = text_below.is_some_and(|key| depth > key || line.trim().is_empty());
            if !is_text {
                let end = (start + line.len()).min(at).max(start);
                let part = text.get(start..end).unwrap_or(line);
                open.read(part, start);
                text_below = None;
                if open.quote.is_none() && open.brackets.is_empty() && begins_text(line) {
                    text_below = Some(depth);
                }
            }
            start += line.len();
            if start >= at || open.mismatch.is_some() {
                break;
            }
        }
        open
    }

    fn read(&mut self, line: &str, start: usize) {
        // The last sign that is no space: values begin behind some of them.
        let mut before = '\n';
        let mut spaced = true;
        let mut escaped = false;
        for (at, sign) in line.char_indices() {
            let byte = start + at;
            if let Some((from, mark)) = self.quote {
                let ends = sign == mark && !escaped;
                escaped = mark == '"' && sign == '\\' && !escaped;
                if ends {
                    self.quote = None;
                    self.last_quoted = Some((from, byte));
                    before = mark;
                    spaced = false;
                }
                continue;
            }
            let in_brackets = !self.brackets.is_empty();
            let value_begins = match before {
                '\n' => true,
                ':' | '-' => spaced,
                ',' | '[' | '{' => in_brackets,
                // Two quotation marks are an apostrophe in a text that goes on.
                '\'' => sign == '\'' && !spaced,
                _ => false,
            };
            match sign {
                '#' if spaced => return,
                '"' | '\'' if value_begins => {
                    let resumed = self.last_quoted.filter(|_| before == '\'');
                    self.quote = Some(resumed.map_or((byte, sign), |(from, _)| (from, sign)));
                }
                '[' | '{' if value_begins || in_brackets => self.brackets.push((byte, sign)),
                ']' | '}' => {
                    if let Some((_, opening)) = self.brackets.last() {
                        if (*opening == '[') != (sign == ']') {
                            self.mismatch = Some((byte, sign));
                            return;
                        }
                        self.brackets.pop();
                    }
                }
                _ => {}
            }
            spaced = sign.is_whitespace();
            if !spaced {
                before = sign;
            }
        }
    }
}

/// Whether a line ends with `|` or `>` behind a colon or dash.
fn begins_text(line: &str) -> bool {
    let words = line.split(" #").next().unwrap_or(line).trim();
    let signs = words.trim_end_matches(|sign: char| "+-123456789".contains(sign));
    let key = signs.strip_suffix(['|', '>']);
    key.is_some_and(|key| key.trim_end().ends_with([':', '-']) && key.ends_with(' '))
}
