//! What the policy says may leave a page while a local tool works.

use crate::run::Seen;

/// Messages that are declared, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The beginning of their URL; a path stands for the tool's own site.
    pub to: String,
    /// Why they are sent.
    pub why: String,
}

impl Explained {
    /// Whether a URL is meant.
    pub(crate) fn covers(&self, origin: &str, url: &str) -> bool {
        self.rest(origin, url).is_some()
    }

    /// What of a URL is left open, where it is meant.
    pub(super) fn rest<'u>(&self, origin: &str, url: &'u str) -> Option<&'u str> {
        let start = match self.to.starts_with('/') {
            true => format!("{origin}{}", self.to),
            false => self.to.clone(),
        };
        let rest = url.strip_prefix(start.as_str())?;
        let is_meant = rest.is_empty() || start.ends_with('/') || rest.starts_with(['/', '?', '#']);
        is_meant.then_some(rest)
    }
}

/// Whether a message needs no explanation, or has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It stays in the browser.
    Inside,
    /// It reads a file of the build, and says nothing by that.
    OwnFile,
    /// The policy explains it.
    Explained,
    /// Nothing explains it.
    Unexplained,
}

pub(super) fn standing(run: &Seen, explained: &[Explained], method: &str, url: &str) -> Standing {
    const INSIDE: [&str; 6] = [
        "data:",
        "blob:",
        "about:",
        "chrome:",
        "devtools:",
        "chrome-extension:",
    ];
    if INSIDE.iter().any(|start| url.starts_with(start)) {
        return Standing::Inside;
    }
    let path = url
        .strip_prefix(run.origin.as_str())
        .filter(|path| path.starts_with('/'));
    let is_reading = method == "GET" || method == "HEAD";
    // Browsers ask for the icon by themselves.
    if is_reading && path.is_some_and(|path| path == "/favicon.ico" || run.files.contains(path)) {
        return Standing::OwnFile;
    }
    match explained.iter().any(|one| one.covers(&run.origin, url)) {
        true => Standing::Explained,
        false => Standing::Unexplained,
    }
}
