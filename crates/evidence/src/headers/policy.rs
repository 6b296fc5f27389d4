//! A Content-Security-Policy, read as the standard's "parse a serialized CSP" says: <https://www.w3.org/TR/CSP3/>.

/// One policy: its directives, the first of each name.
pub(super) struct Policy {
    directives: Vec<(String, Vec<String>)>,
}

impl Policy {
    /// Every policy of a header's value; several stand between commas, and all of them are enforced.
    pub(super) fn list(value: &str) -> Vec<Self> {
        value.split(',').map(Self::read).collect()
    }

    fn read(text: &str) -> Self {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else {
                continue;
            };
            if directives.iter().all(|(known, _)| *known != name) {
                let sources = words.map(str::to_ascii_lowercase).collect();
                directives.push((name, sources));
            }
        }
        Self { directives }
    }

    /// The sources that a directive allows; none where nothing limits it.
    pub(super) fn sources(&self, name: &str) -> Option<&[String]> {
        let chain: &[&str] = match name {
            "worker-src" => &["worker-src", "child-src", "script-src", "default-src"],
            "frame-src" => &["frame-src", "child-src", "default-src"],
            "form-action" => &["form-action"],
            "base-uri" => &["base-uri"],
            "report-uri" => &["report-uri"],
            "report-to" => &["report-to"],
            name => &[name, "default-src"],
        };
        chain.iter().find_map(|wanted| {
            let own = self.directives.iter().find(|(name, _)| name == wanted);
            own.map(|(_, sources)| sources.as_slice())
        })
    }

    /// Whether nothing that a directive allows reaches a network.
    pub(super) fn closes(&self, name: &str) -> bool {
        let is_local = |source: &String| {
            let source = source.as_str();
            matches!(source, "'none'" | "blob:" | "data:")
        };
        self.sources(name)
            .is_some_and(|sources| sources.iter().all(is_local))
    }
}
