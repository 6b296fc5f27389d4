//! Writing HTML and SVG: markup comes from this source alone, and everything else is escaped.

use std::fmt::Write;

/// A document that grows.
#[derive(Default)]
pub(super) struct Markup {
    text: String,
}

impl Markup {
    /// Markup as it stands in this source.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.text.push_str(markup);
    }

    /// Text from anywhere.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.text);
    }

    /// The beginning of an element, or an element that has no end.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            // Writing to a String cannot fail.
            let _ = write!(self.text, " {name}=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// The end of an element.
    pub(super) fn close(&mut self, name: &'static str) {
        let _ = writeln!(self.text, "</{name}>");
    }

    /// An element with a text.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        text: &str,
    ) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// A term and what is said of it.
    pub(super) fn term(&mut self, term: &'static str, said: &str) {
        self.raw("<div>");
        self.element("dt", &[], term);
        self.element("dd", &[], said);
        self.raw("</div>\n");
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Escapes for the content of elements and for quoted attributes. Characters that nobody sees, or that turn the direction
/// of what follows, are written out: a hostile page must not decide how its address is read.
fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            '\n' | '\t' => into.push(character),
            hidden if is_hidden(hidden) => {
                let _ = write!(into, "\\u{{{:x}}}", u32::from(hidden));
            }
            other => into.push(other),
        }
    }
}

/// Controls, marks of direction, and characters without width.
fn is_hidden(character: char) -> bool {
    let is_format = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    character.is_control() || is_format
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn text_and_attributes_cannot_leave_their_place() {
        let mut markup = Markup::default();
        let hostile = "\"'><script>alert(1)</script>&\u{202e}\u{0}";
        markup.element("p", &[("title", hostile)], hostile);
        let written = markup.finish();
        let escaped = "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\\u{202e}\\u{0}";
        assert_eq!(written, format!("<p title=\"{escaped}\">{escaped}</p>\n"));
    }
}
