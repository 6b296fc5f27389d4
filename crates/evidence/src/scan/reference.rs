//! What one file says of another, and where a URL points.

/// What a reader found in one file, before places are counted.
#[derive(Default)]
pub(super) struct Found {
    pub(super) sinks: Vec<(usize, super::SinkKind, String)>,
    pub(super) hosts: Vec<(usize, String)>,
    pub(super) references: Vec<Reference>,
    pub(super) faults: Vec<(usize, String)>,
}

/// A file that another one names.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) at: usize,
    pub(super) url: String,
    pub(super) role: Role,
    /// Whether the URL counts from the document and not from the file that names it.
    pub(super) is_of_document: bool,
    /// Whether the page breaks without it; a mere string that looks like a name may name nothing.
    pub(super) is_required: bool,
}

/// As what a file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Document,
    Script,
    Module,
    Style,
    Other,
}

impl Found {
    pub(super) fn sink(&mut self, at: usize, kind: super::SinkKind, detail: impl Into<String>) {
        self.sinks.push((at, kind, detail.into()));
    }

    /// Takes a URL in: a host outside is written down, a file inside is followed.
    pub(super) fn url(&mut self, at: usize, url: &str, role: Role, is_of_document: bool) {
        if let Some(host) = host(url) {
            self.hosts.push((at, host));
        } else if let Some(path) = local(url) {
            self.references.push(Reference {
                at,
                url: path.to_owned(),
                role,
                is_of_document,
                is_required: true,
            });
        }
    }

    /// A string that may be the name of a file.
    pub(super) fn maybe(&mut self, at: usize, url: &str, role: Role) {
        for is_of_document in [false, true] {
            if let Some(path) = local(url) {
                self.references.push(Reference {
                    at,
                    url: path.to_owned(),
                    role,
                    is_of_document,
                    is_required: false,
                });
            }
        }
    }

    /// Takes over what was found in a part that begins at an offset.
    pub(super) fn take(&mut self, part: Self, from: usize, is_of_document: bool) {
        let sinks = part.sinks.into_iter();
        self.sinks
            .extend(sinks.map(|(at, kind, detail)| (from + at, kind, detail)));
        let hosts = part.hosts.into_iter();
        self.hosts.extend(hosts.map(|(at, host)| (from + at, host)));
        let faults = part.faults.into_iter();
        self.faults
            .extend(faults.map(|(at, fault)| (from + at, fault)));
        self.references
            .extend(part.references.into_iter().map(|one| Reference {
                at: from + one.at,
                is_of_document: is_of_document || one.is_of_document,
                ..one
            }));
    }
}

/// The host of a URL that names one.
pub(super) fn host(url: &str) -> Option<String> {
    // Browsers drop tabs and line breaks in a URL and read a backslash as a slash.
    let url: String = url
        .trim()
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if c == '\\' { '/' } else { c })
        .take(2_000)
        .collect();
    let rest = match url.strip_prefix("//") {
        Some(rest) => rest,
        None => {
            let (scheme, rest) = url.split_once(':')?;
            let scheme = scheme.to_ascii_lowercase();
            let is_known = ["http", "https", "ws", "wss", "ftp", "stun", "turn", "turns"];
            if !is_known.contains(&scheme.as_str()) {
                return None;
            }
            rest.trim_start_matches('/')
        }
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.to_ascii_lowercase();
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_' | '%'));
    is_host.then_some(host)
}

/// The path of a URL inside the site, without query and fragment.
fn local(url: &str) -> Option<&str> {
    let url = url.trim();
    let path = url.split(['?', '#']).next()?;
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '+')
    });
    (!path.is_empty() && !has_scheme).then_some(path)
}
