//! Words that a person wrote as part of a text and YAML does not read as such.

use std::ops::Range;

use super::Builder;
use crate::rules::LOST_TEXT;
use crate::{Diagnostic, Span};

impl Builder<'_> {
    /// Reports a `#` close to a word behind a plain value: a remark that was probably meant as text.
    pub(super) fn remark_fault(&mut self, value: Span) {
        // The line is looked for only where there is something to say: it may be long and hold many values.
        let Some(behind) = self.source.text().get(value.end as usize..) else {
            return;
        };
        let remark = behind.trim_start_matches([' ', '\t']);
        let word = remark
            .strip_prefix('#')
            .and_then(|word| word.chars().next());
        let is_close = word.is_some_and(|first| !first.is_whitespace() && !"#!-=".contains(first));
        if remark.len() == behind.len() || !is_close {
            return;
        }
        let start = value.end as usize + behind.len() - remark.len();
        let remark = remark.lines().next().unwrap_or_default();
        let Some(line) = self.rest_of_line(value.start) else {
            return;
        };
        let text = line.split(" # ").next().unwrap_or(line);
        // Between brackets the text ends with its entry.
        let text = match remark.contains(['}', ']']) {
            true => text.split([',', '}', ']']).next().unwrap_or(text),
            false => text,
        };
        let text = text.trim_end();
        let message = "`#` begins a remark here, so that the value ends before it";
        let help = format!(
            "put the whole text in quotation marks: \"{text}\", or write a space behind the `#` of a remark"
        );
        self.lost(start..start + 1, message.to_owned(), help);
    }

    /// Reports `&word` before a plain value: the word is a name, and no part of the text.
    pub(super) fn name_fault(&mut self, name: Span) {
        let Some(line) = self.rest_of_line(name.start) else {
            return;
        };
        let text = line.split(" #").next().unwrap_or(line).trim_end();
        let word = text.split(' ').next().unwrap_or(text);
        let message = format!("`{word}` gives a value a name, and is no part of the text");
        let help = format!("put the whole text in quotation marks: \"{text}\"");
        self.lost(name.start as usize..name.end as usize, message, help);
    }

    /// The `&name` before a value.
    pub(super) fn name_before(&self, value: Span) -> Option<Span> {
        let before = self.source.text().get(..value.start as usize)?.trim_end();
        let start = before.rfind('&')?;
        let name = before.get(start..)?;
        let start = u32::try_from(start).ok()?;
        (!name.contains(char::is_whitespace)).then_some(Span {
            start,
            end: start + u32::try_from(name.len()).ok()?,
        })
    }

    fn rest_of_line(&self, start: u32) -> Option<&str> {
        let rest = self.source.text().get(start as usize..)?;
        rest.lines().next()
    }

    fn lost(&mut self, range: Range<usize>, message: String, help: String) {
        let fault = Diagnostic::new(&LOST_TEXT, message)
            .at(self.source.place(range))
            .because("a page would print the rest alone, and nobody would notice")
            .help(help);
        self.faults.push(fault);
    }
}
