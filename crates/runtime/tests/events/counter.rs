//! A policy with categories of events, a runtime that enforces it, and what a test asks of it.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use candor_check::{Options, Workspace, check};
use candor_model::{Date, Policy};
use candor_runtime::{EVENTS_MEDIA_TYPE, EventsAccepted, Kind, Refusal, RefusalKind, Runtime};
use serde_json::Value;

use crate::bench::Bench;

const DATA: &str = "\
usage-count:
  label: Usage counts
  identifies: anonymous
  fields: {tool: {}, outcome: {}, day: {}, browser: {kept: family only}, ip-address: {kept: never}, device-id: {kept: not-received}}
log-line:
  label: Log lines
  identifies: pseudonymous
  fields: {ip-address: {kept: truncated}, visitor: {kept: hashed}, page: {kept: truncated}, status: {}, time: {}, route: {kept: the kind of page}}
ticket: {label: Messages, identifies: identified, fields: {email: {}, message: {}, open: {}}}
bare: {label: Bare, identifies: anonymous}
unused: {label: Unused, identifies: anonymous, fields: {a: {}}}
drawing: {label: Drawings, identifies: anonymous, fields: {colour: {}}}
elsewhere: {label: Elsewhere, identifies: anonymous, fields: {a: {}}}
twice: {label: Twice, identifies: anonymous, fields: {a: {}}}
visit:
  label: Visits
  identifies: pseudonymous
  fields: {day: {}, place: {kept: the part of the country}, page: {kept: truncated}, visitor: {kept: hashed}}
binned: {label: Binned, identifies: anonymous, fields: {a: {}}}
closing: {label: Closing, identifies: anonymous, fields: {a: {}}}
sketch: {label: Sketches, identifies: anonymous}
abroad: {label: Abroad, identifies: anonymous, fields: {a: {}}}
";

const WINDOWS: &str = "\
short: {delete_within: 24 hours, counted_from: collection, at_end: erase, enforced_by: candor}
by-hand: {delete_within: 24 hours, counted_from: collection, at_end: erase, enforced_by: manual}
bin: {delete_within: 24 hours, counted_from: collection, at_end: trash, then: short, enforced_by: candor}
closed: {delete_within: 24 hours, counted_from: account-closed, at_end: anonymise, enforced_by: candor}
dim: {delete_within: 24 hours, counted_from: collection, at_end: anonymise, enforced_by: candor}
";

fn activity(uses: &str, location: &str, region: &str) -> String {
    format!(
        "name: N\nlocation: {location}\nrole: controller\npurpose: service-improvement\nlegal_basis: legitimate-interests\n\
         interest: to see what works\nsubjects: [visitor]\nuses: [{uses}]\nstorage: {{medium: event-store, regions: [{region}]}}\n\
         recipients: none\n"
    )
}

pub(crate) fn policy() -> Policy {
    let keep = |data: &str| format!("{{data: {data}, keep: short}}");
    let counts = ["usage-count", "log-line", "ticket", "bare", "twice"]
        .map(keep)
        .join(", ");
    let files = [
        ("candor.yaml", "candor: 1\nworkspace: test\nlanguages: [en]\nregimes: [gdpr]\nstore: {region: DE}\n".to_owned()),
        (
            "policies/organisation.yaml",
            "legal_name: Test GmbH\naddress: {city: Berlin, country: DE}\ncontact: {email: a@test.example}\n\
             data_protection_officer: not-applicable\neu_representative: not-applicable\n\
             uk_representative: not-applicable\nsupervisory_authority: {name: Authority}\n\
             roles: [{role: controller, for: visitor}]\ndata_privacy_framework: not-applicable\n"
                .to_owned(),
        ),
        ("policies/data.yaml", DATA.to_owned()),
        ("policies/retention.yaml", WINDOWS.to_owned()),
        ("policies/activities/counts.yaml", activity(&counts, "server", "DE")),
        ("policies/activities/other.yaml", activity("{data: twice, keep: short}, {data: elsewhere, keep: by-hand}, {data: visit, keep: dim}, {data: binned, keep: bin}, {data: closing, keep: closed}", "server", "DE")),
        ("policies/activities/abroad.yaml", activity("{data: abroad, keep: short}", "server", "US")),
        (
            "policies/tools/fade.yaml",
            "name: Fade\nlocation: server\npurpose: requested-service\nsubjects: [visitor]\nlegal_basis: contract\n\
             uses: [{data: sketch, keep: dim}]\nstorage: {medium: object-store, regions: [DE]}\nrecipients: none\n".to_owned(),
        ),
        (
            "policies/tools/draw.yaml",
            "name: Draw\nlocation: local\npurpose: requested-service\nuses: [{data: drawing, keep: nothing}]\n".to_owned(),
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let outcome = check(
        &Workspace::from_files(Path::new("."), files),
        &Options::on(Date::parse("2026-11-23").unwrap()),
    );
    outcome
        .policy
        .unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

/// A runtime over the policy, in a store of its own.
pub(crate) struct Counter {
    pub(crate) bench: Bench,
    pub(crate) runtime: Runtime,
}

impl Counter {
    pub(crate) fn new() -> Self {
        let bench = Bench::new();
        let runtime = Runtime::new(Arc::new(policy()), Arc::new(bench.open())).unwrap();
        Self { bench, runtime }
    }

    /// The same store, opened again.
    pub(crate) fn again(self) -> Self {
        let bench = self.bench;
        drop(self.runtime);
        let runtime = Runtime::new(Arc::new(policy()), Arc::new(bench.open())).unwrap();
        Self { bench, runtime }
    }

    pub(crate) fn send(
        &self,
        category: &str,
        kind: &str,
        body: &[u8],
    ) -> Result<EventsAccepted, Refusal> {
        self.runtime
            .record_events(category, None, Some(kind), None, &mut &*body)
    }

    pub(crate) fn lines(&self, category: &str, body: &str) -> Result<EventsAccepted, Refusal> {
        self.send(category, EVENTS_MEDIA_TYPE, body.as_bytes())
    }

    pub(crate) fn refused(
        &self,
        category: &str,
        body: &str,
    ) -> (RefusalKind, &'static str, String) {
        let refusal = self.lines(category, body).unwrap_err();
        (refusal.kind, refusal.rule, refusal.to_string())
    }

    pub(crate) fn stored(&self, accepted: &EventsAccepted) -> Vec<Value> {
        let mut text = String::new();
        let mut body = self.runtime.store().read(&accepted.id, None).unwrap();
        body.read_to_string(&mut text).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub(crate) fn objects(&self) -> usize {
        self.runtime.store().ids_of(Kind::Object).len()
    }

    /// The groups of a count as `day values count`.
    pub(crate) fn counts(
        &self,
        category: &str,
        by: &[&str],
        from: &str,
        until: &str,
    ) -> Vec<String> {
        let day = |text: &str| Date::parse(text).unwrap();
        let counts = self
            .runtime
            .count_events(category, by, day(from), day(until))
            .unwrap();
        assert_eq!(counts.undated, 0);
        assert_eq!(
            counts.total,
            counts.groups.iter().map(|group| group.count).sum::<u64>()
        );
        counts
            .groups
            .iter()
            .map(|group| {
                format!(
                    "{} {} {}",
                    group.day,
                    Value::from(group.values.clone()),
                    group.count
                )
            })
            .collect()
    }
}
