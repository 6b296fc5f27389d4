//! The headers that the site ships: a file in the form of Netlify and Cloudflare Pages.
//!
//! A line without indentation is a path, `*` stands for any characters; indented lines are headers for it. Every rule
//! that fits a request applies, and a header that stands in several rules is sent several times, because two content
//! security policies are both enforced.

use std::fmt;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The rules of a headers file.
#[derive(Clone, Debug, Default)]
pub struct HeaderRules {
    rules: Vec<(String, Vec<(HeaderName, HeaderValue)>)>,
    /// Where the site stands for its visitors, such as `https://darkroom.example`.
    base: Option<String>,
}

/// Why a headers file cannot be used.
#[derive(Debug)]
pub enum HeadersFault {
    /// The file cannot be read.
    Unreadable(PathBuf, std::io::Error),
    /// A line is neither a path nor a header.
    Line(PathBuf, usize, String),
}

impl fmt::Display for HeadersFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(
                f,
                "{} (site.headers in candor.yaml) cannot be read: {error}",
                path.display()
            ),
            Self::Line(path, line, text) => write!(
                f,
                "{}:{line}: `{text}` is neither a path that starts with / nor an indented `Name: value`",
                path.display()
            ),
        }
    }
}

impl std::error::Error for HeadersFault {}

impl HeaderRules {
    /// Reads a headers file.
    ///
    /// # Errors
    /// Names the line that is no rule.
    pub fn read(path: &Path) -> Result<Self, HeadersFault> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| HeadersFault::Unreadable(path.to_owned(), error))?;
        Self::parse(&text).map_err(|(line, text)| HeadersFault::Line(path.to_owned(), line, text))
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut rules: Vec<(String, Vec<(HeaderName, HeaderValue)>)> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let trimmed = line.trim();
            let fault = || (index + 1, trimmed.to_owned());
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if line.starts_with([' ', '\t']) {
                let (name, value) = trimmed.split_once(':').ok_or_else(fault)?;
                let name = name.trim().parse().map_err(|_| fault())?;
                let value = value.trim().parse().map_err(|_| fault())?;
                rules.last_mut().ok_or_else(fault)?.1.push((name, value));
            } else if trimmed.starts_with('/') {
                rules.push((trimmed.to_owned(), Vec::new()));
            } else {
                return Err(fault());
            }
        }
        Ok(Self { rules, base: None })
    }

    /// The same rules for a site that stands at a URL. Patterns that name it mean wherever it is served.
    #[must_use]
    pub fn with_base(mut self, base: Option<&str>) -> Self {
        self.base = base.map(|base| base.trim_end_matches('/').to_owned());
        self
    }

    /// The headers for a path, as text, for a site that is served at an origin.
    pub fn of(&self, path: &str, origin: &str) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        self.apply(path, origin, &mut headers);
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect()
    }

    /// Adds the headers for a path.
    pub(crate) fn apply(&self, path: &str, origin: &str, headers: &mut HeaderMap) {
        for (_, list) in self.rules.iter().filter(|(pattern, _)| fits(pattern, path)) {
            for (name, value) in list {
                headers.append(name.clone(), self.moved(value, origin));
            }
        }
    }

    /// A value in which the site's own URL is the origin at which it is served now.
    fn moved(&self, value: &HeaderValue, origin: &str) -> HeaderValue {
        let named = self
            .base
            .as_ref()
            .zip(value.to_str().ok())
            .filter(|(base, text)| text.contains(base.as_str()));
        let moved = named.and_then(|(base, text)| text.replace(base.as_str(), origin).parse().ok());
        moved.unwrap_or_else(|| value.clone())
    }
}

/// Whether a path fits a pattern in which `*` stands for any characters.
fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_that_fits_applies() {
        let rules =
            HeaderRules::parse("/*\n  X-A: 1\n# note\n/tools/*\n  X-A: 2\n  X-B: 3\n").unwrap();
        let mut headers = HeaderMap::new();
        rules.apply("/tools/resize/", "http://127.0.0.1:1", &mut headers);
        assert_eq!(headers.get_all("x-a").iter().count(), 2);
        assert_eq!(headers["x-b"], "3");
        let mut headers = HeaderMap::new();
        rules.apply("/privacy/", "http://127.0.0.1:1", &mut headers);
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn the_site_means_wherever_it_is_served() {
        let rules = HeaderRules::parse("/*\n  X-A: (\"https://a.example/b.js\")\n")
            .unwrap()
            .with_base(Some("https://a.example/"));
        let value = |origin| rules.of("/", origin)[0].1.clone();
        assert_eq!(value("http://127.0.0.1:9"), "(\"http://127.0.0.1:9/b.js\")");
        assert_eq!(value("https://a.example"), "(\"https://a.example/b.js\")");
    }

    #[test]
    fn patterns() {
        assert!(fits("/*", "/a/b"));
        assert!(fits("/a", "/a"));
        assert!(!fits("/a", "/ab"));
        assert!(fits("/a/*/c.js", "/a/b/c.js"));
        assert!(!fits("/a/*/c.js", "/a/b/c.css"));
    }

    #[test]
    fn a_line_that_is_no_rule_is_named() {
        assert_eq!(HeaderRules::parse("/*\n  X-A 1\n").unwrap_err().0, 2);
        assert_eq!(HeaderRules::parse("X-A: 1\n").unwrap_err().0, 1);
        assert_eq!(HeaderRules::parse("  X-A: 1\n").unwrap_err().0, 1);
    }
}
