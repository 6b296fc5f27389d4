//! Bytes to lines and columns, for many places in one pass.

/// Counts lines and characters up to ascending offsets, so that a minified file of one line stays linear.
pub(super) struct Places<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// The line and the column of an offset that is not before the last one asked for.
    pub(super) fn of(&mut self, offset: usize) -> (usize, usize) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for character in rest.chars() {
            if self.at >= offset {
                break;
            }
            self.at += character.len_utf8();
            match character {
                '\n' => {
                    self.line += 1;
                    self.column = 1;
                }
                _ => self.column += 1,
            }
        }
        (self.line, self.column)
    }
}
