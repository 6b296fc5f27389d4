//! Names of elements, and what they mean for text.

/// The longest name that is told apart from others; all of the standard's are shorter.
const LONGEST: usize = 16;

/// The name of an element in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Name {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Name {
    pub(in crate::extract) fn new(name: &str) -> Self {
        let mut bytes = [0; LONGEST];
        let mut length = 0;
        for (to, from) in bytes.iter_mut().zip(name.bytes()) {
            *to = from.to_ascii_lowercase();
            length += 1;
        }
        Self { bytes, length }
    }

    pub(in crate::extract) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length));
        bytes
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Whether it stands in a line of text. Components count by what their names end with.
    pub(in crate::extract) fn is_inline(&self) -> bool {
        match self.as_str() {
            "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "br" | "cite" | "code"
            | "data" | "del" | "dfn" | "em" | "font" | "i" | "img" | "input" | "ins" | "kbd"
            | "mark" | "meter" | "nobr" | "output" | "path" | "picture" | "progress" | "q"
            | "rp" | "rt" | "ruby" | "s" | "samp" | "script" | "small" | "source" | "span"
            | "strike" | "strong" | "style" | "sub" | "sup" | "svg" | "template" | "time"
            | "tt" | "u" | "use" | "var" | "wbr" | "trans" | "i18n" | "i18n-t" | "g" | "circle"
            | "rect" | "link" | "meta" => true,
            name => ["link", "-strong", "-bold", "-span", "highlight", "icon"]
                .iter()
                .any(|end| name.ends_with(end)),
        }
    }

    /// Whether it has no content.
    pub(super) fn is_void(&self) -> bool {
        matches!(
            self.as_str(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "param"
                | "source"
                | "track"
                | "wbr"
        )
    }

    /// Whether its content is text without elements.
    pub(super) fn is_raw(&self) -> bool {
        matches!(
            self.as_str(),
            "script" | "style" | "textarea" | "title" | "iframe" | "xmp" | "noembed" | "noframes"
        )
    }

    /// The open elements that its start ends, and those around which they must not be looked for.
    pub(super) fn ends(&self) -> Option<(&'static [&'static str], &'static [&'static str])> {
        Some(match self.as_str() {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "option" => (&["option"], &["select", "datalist"]),
            "p" | "div" | "ul" | "ol" | "dl" | "table" | "section" | "article" | "aside"
            | "header" | "footer" | "nav" | "main" | "blockquote" | "details" | "fieldset"
            | "figure" | "figcaption" | "form" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "pre" | "address" | "menu" => (&["p"], &["button", "td", "th", "li"]),
            _ => return None,
        })
    }

    /// The level of a heading; 0 for anything else.
    pub(super) fn level(&self) -> u8 {
        match self.as_str().as_bytes() {
            [b'h', level @ b'1'..=b'6'] => level - b'0',
            _ => 0,
        }
    }
}
