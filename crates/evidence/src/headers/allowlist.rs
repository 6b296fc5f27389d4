//! A Connection-Allowlist: an inner list of RFC 9651 with URL patterns or `response-origin`.

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// The origin that answered, with every path and query of it.
    ResponseOrigin,
    /// A URL pattern.
    Pattern(String),
}

impl Entry {
    /// Whether only the bare URL fits: no wildcard, and a query is forbidden.
    pub(super) fn is_exact(&self) -> bool {
        match self {
            Self::ResponseOrigin => false,
            Self::Pattern(pattern) => pattern.strip_suffix("\\?").is_some_and(|path| {
                let rest = path.split_once("://").map_or(path, |(_, rest)| rest);
                !rest.contains(['*', '(', ')', '{', '}', '+', '?', '\\'])
                    && rest
                        .split_once('/')
                        .is_some_and(|(_, path)| !path.contains(':'))
            }),
        }
    }
}

/// Reads the header's value; none where it is no inner list, which a browser ignores as a whole.
pub(super) fn read(value: &str) -> Option<Vec<Entry>> {
    let mut rest = value.trim().strip_prefix('(')?;
    let mut entries = Vec::new();
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(end) = rest.strip_prefix(')') {
            // Parameters may follow, another member may not.
            let end = end.trim();
            let is_end = end.is_empty() || (end.starts_with(';') && !end.contains(','));
            return is_end.then_some(entries);
        }
        if let Some(text) = rest.strip_prefix('"') {
            let (pattern, after) = string(text)?;
            entries.push(Entry::Pattern(pattern));
            rest = after;
        } else {
            let end = rest.find([' ', ')'])?;
            let (token, after) = rest.split_at_checked(end)?;
            if token != "response-origin" {
                return None;
            }
            entries.push(Entry::ResponseOrigin);
            rest = after;
        }
        if !rest.starts_with([' ', ')']) {
            return None;
        }
    }
}

/// A string up to its closing quote, and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => match signs.next()?.1 {
                escaped @ ('"' | '\\') => value.push(escaped),
                _ => return None,
            },
            sign if sign.is_ascii_graphic() || sign == ' ' => value.push(sign),
            _ => return None,
        }
    }
    None
}
