//! Which ways out the headers of one response close, by what was measured on Chromium 156, and which stay open.

use std::collections::BTreeSet;

use super::allowlist::{self, Entry};
use super::policy::Policy;
use crate::Channel;

/// Something that stays open, or that weakens a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The way out.
    pub channel: Channel,
    /// Why it is open.
    pub reason: String,
    /// What to write instead.
    pub instead: String,
}

/// What the headers of one response do. Every response needs them: a worker obeys the headers of its own script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confinement {
    /// The ways out that a header closes.
    pub closed: BTreeSet<Channel>,
    /// What is open or weak, each with what to write.
    pub gaps: Vec<Gap>,
}

/// The directives and the ways out that they close.
const DIRECTIVES: [(&str, &[Channel]); 4] = [
    (
        "connect-src",
        &[
            Channel::Fetch,
            Channel::Xhr,
            Channel::Beacon,
            Channel::Websocket,
            Channel::Webtransport,
        ],
    ),
    ("form-action", &[Channel::Form]),
    ("img-src", &[Channel::Image]),
    ("worker-src", &[Channel::Worker, Channel::ServiceWorker]),
];

impl Confinement {
    /// Judges the headers of one response.
    pub fn of(headers: &[(String, String)]) -> Self {
        let of = |wanted: &str| -> Vec<&str> {
            let own = headers.iter();
            own.filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.as_str())
                .collect()
        };
        let mut found = Self {
            closed: BTreeSet::new(),
            gaps: Vec::new(),
        };
        let policies: Vec<Policy> = of("content-security-policy")
            .into_iter()
            .flat_map(Policy::list)
            .collect();
        let is_exact = found.allowlist(&of("connection-allowlist"));
        found.policy(&policies, is_exact);
        found.gap(
            Channel::Webrtc,
            "no header of Chromium 156 stops a direct data channel: webrtc 'block' and ;webrtc=block do not",
            "leave no RTCPeerConnection in what the tool ships, and no connection over which it could be arranged",
        );
        found.gaps.sort();
        found.gaps.dedup();
        found
    }

    /// Whether both headers stand and close every way out but WebRTC, which no header closes.
    pub fn is_tight(&self) -> bool {
        self.gaps.iter().all(|gap| gap.channel == Channel::Webrtc)
    }

    fn gap(&mut self, channel: Channel, reason: impl Into<String>, instead: impl Into<String>) {
        self.gaps.push(Gap {
            channel,
            reason: reason.into(),
            instead: instead.into(),
        });
    }

    /// Judges the allowlist, and says whether it names exact files only.
    fn allowlist(&mut self, values: &[&str]) -> bool {
        let instead =
            "Connection-Allowlist: (\"https://HOST/FILE\\\\?\" …) with the exact files of the tool";
        let entries = match values {
            [] => {
                for (channel, what) in [
                    (Channel::Navigation, "links, popups and location"),
                    (Channel::Dns, "dns-prefetch and preconnect"),
                ] {
                    let reason =
                        format!("{what} are open: no Connection-Allowlist, and no CSP closes them");
                    self.gap(channel, reason, instead);
                }
                return false;
            }
            [one] => allowlist::read(one),
            _ => None,
        };
        let Some(entries) = entries else {
            let reason = "the Connection-Allowlist is not one list of quoted patterns, so a browser ignores it";
            self.gap(Channel::Navigation, reason, instead);
            self.gap(Channel::Dns, reason, instead);
            return false;
        };
        let mut is_exact = true;
        for entry in entries.iter().filter(|entry| !entry.is_exact()) {
            is_exact = false;
            let reason = match entry {
                Entry::ResponseOrigin => {
                    "response-origin allows every path and query of the site itself".to_owned()
                }
                Entry::Pattern(pattern) => {
                    format!("{pattern} allows a query or several URLs, and data fits in them")
                }
            };
            self.gap(Channel::Navigation, reason, instead);
        }
        self.closed.insert(Channel::Dns);
        if is_exact {
            self.closed.extend([
                Channel::Fetch,
                Channel::Beacon,
                Channel::Webtransport,
                Channel::Form,
                Channel::Navigation,
            ]);
        }
        is_exact
    }

    fn policy(&mut self, policies: &[Policy], is_exact: bool) {
        if policies.is_empty() {
            let reason = "there is no Content-Security-Policy; one in report-only mode or in a <meta> element does not reach workers";
            let instead = "Content-Security-Policy: default-src 'none'; script-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-src 'none'";
            self.gap(Channel::Other, reason, instead);
        }
        for (directive, channels) in DIRECTIVES {
            if policies.iter().any(|policy| policy.closes(directive)) {
                self.closed.extend(channels);
                continue;
            }
            let own: Vec<&[String]> = policies
                .iter()
                .filter_map(|one| one.sources(directive))
                .collect();
            let is_self = own.iter().any(|list| {
                list.iter()
                    .all(|one| matches!(one.as_str(), "'self'" | "blob:" | "data:" | "'none'"))
            });
            // Files of the site itself are no way out once the allowlist leaves no query on them.
            if is_self && is_exact && matches!(directive, "img-src" | "worker-src") {
                self.closed.extend(channels);
                continue;
            }
            let reason = match (own.is_empty(), is_self) {
                (true, _) => format!("{directive} is missing, so nothing limits it"),
                (_, true) => format!(
                    "{directive} 'self' includes the site's own routes, and a query on any file"
                ),
                (_, false) => format!("{directive} allows hosts, schemes or a wildcard"),
            };
            let instead = match directive {
                "worker-src" | "img-src" => {
                    format!(
                        "{directive} 'self' together with an exact Connection-Allowlist, or {directive} 'none'"
                    )
                }
                _ => format!("{directive} 'none'"),
            };
            for channel in channels {
                self.gap(*channel, reason.clone(), instead.clone());
            }
        }
        for (directive, channel, why) in [
            (
                "frame-src",
                Channel::Navigation,
                "a frame's URL carries data",
            ),
            (
                "object-src",
                Channel::Navigation,
                "an embedded document's URL carries data",
            ),
            (
                "base-uri",
                Channel::Other,
                "<base> sends every relative URL elsewhere",
            ),
        ] {
            if !policies.iter().any(|policy| policy.closes(directive)) {
                let reason = format!("{directive} is not 'none': {why}");
                self.gap(channel, reason, format!("{directive} 'none'"));
            }
        }
        self.scripts(policies);
    }

    /// Scripts from elsewhere, and reports.
    fn scripts(&mut self, policies: &[Policy]) {
        let is_strict = |policy: &Policy| {
            policy.sources("script-src").is_some_and(|sources| {
                sources.iter().all(|one| {
                    matches!(one.as_str(), "'self'" | "'none'" | "'wasm-unsafe-eval'")
                        || one.starts_with("'sha")
                })
            })
        };
        if !policies.iter().any(is_strict) {
            let reason = "script-src allows more than files of the site: a nonce, a host or inline code loads a script, and its URL carries data";
            self.gap(Channel::Other, reason, "script-src 'self'");
        }
        for name in ["style-src", "font-src", "media-src", "manifest-src"] {
            let is_own = |policy: &Policy| {
                policy.sources(name).is_some_and(|list| {
                    list.iter()
                        .all(|one| matches!(one.as_str(), "'self'" | "'none'" | "blob:" | "data:"))
                })
            };
            if !policies.iter().any(is_own) {
                let reason =
                    format!("{name} allows more than files of the site, and a URL carries data");
                self.gap(Channel::Other, reason, "default-src 'none'");
            }
        }
        for name in ["report-uri", "report-to"] {
            if policies.iter().any(|policy| policy.sources(name).is_some()) {
                let reason =
                    format!("{name} sends the blocked URL, with what stands in it, to a collector");
                self.gap(Channel::Other, reason, format!("remove {name}"));
            }
        }
    }
}
