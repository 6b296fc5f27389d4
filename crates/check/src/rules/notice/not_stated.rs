//! Required points that a document leaves open.

use candor_model::{Located, Origin, Representative, Stated};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/not-stated",
        severity: Severity::Warning,
        regimes: &[],
        title: "a required point that is left open",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A required key says `not-stated`. The page prints "not stated", so nothing is hidden; the gap is still a gap.

## Why it matters
A notice must be complete (GDPR Articles 13 and 14), and a list of vendors must identify them.

## Fails
```yaml fails policies/changes.yaml
notice:
  policy: {at_least: not-stated, by: [email]} # <-
```

## Passes
```yaml passes policies/changes.yaml
notice:
  policy: {at_least: 14 days, by: [email]}
```

## Basis
GDPR Articles 12 to 14.
"#,
    },
    check,
};

struct Gaps<'f, 'w> {
    findings: &'f mut Findings<'w>,
}

impl Gaps<'_, '_> {
    fn look<T>(&mut self, what: &str, subject: &str, value: &Located<Stated<T>>) {
        if matches!(value.value, Stated::NotStated) {
            self.gap(what, subject, &value.origin);
        }
    }

    fn gap(&mut self, what: &str, subject: &str, at: &Origin) {
        self.findings
            .report(&RULE, at, format!("{what} is not stated"))
            .subject(subject)
            .because("a notice must be complete (GDPR Articles 12 to 14)")
            .help("find it out and write it here; until then the page says \"not stated\"");
    }
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let mut gaps = Gaps { findings };
    let organisation = &policy.organisation;
    gaps.look(
        "the legal name of the organisation",
        "organisation",
        &organisation.legal_name,
    );
    gaps.look(
        "the address of the organisation",
        "organisation",
        &organisation.address,
    );
    gaps.look(
        "the contact of the organisation",
        "organisation",
        &organisation.contact,
    );
    gaps.look(
        "the supervisory authority",
        "organisation",
        &organisation.supervisory_authority,
    );
    gaps.look(
        "the part in the Data Privacy Framework",
        "organisation",
        &organisation.data_privacy_framework,
    );
    gaps.look(
        "in which roles the organisation speaks",
        "organisation",
        &organisation.roles,
    );
    for (what, office) in [
        (
            "whether there is a data protection officer",
            &organisation.data_protection_officer,
        ),
        (
            "whether there is a representative in the EU",
            &organisation.eu_representative,
        ),
        (
            "whether there is a representative in the United Kingdom",
            &organisation.uk_representative,
        ),
    ] {
        if matches!(office.value, Representative::NotStated) {
            gaps.gap(what, "organisation", &office.origin);
        }
    }
    if let Some(audience) = &policy.audience {
        gaps.look("the minimum age", "audience", &audience.minimum_age);
    }
    for category in policy.data() {
        gaps.look(
            &format!("how closely `{}` identifies a person", category.id),
            category.id.as_str(),
            &category.identifies,
        );
    }
    for window in policy.windows() {
        if let candor_model::Extent::Fixed {
            delete_within: Some(maximum),
            ..
        } = &window.extent
        {
            gaps.look(
                &format!("the maximum of the window `{}`", window.id),
                window.id.as_str(),
                maximum,
            );
        }
        if let candor_model::Extent::SetBy { value, .. } = &window.extent {
            gaps.look(
                &format!("the period of the window `{}`", window.id),
                window.id.as_str(),
                value,
            );
        }
    }
    for activity in policy.activities() {
        let name = policy.activity_name(activity);
        gaps.look(
            &format!("the purpose of `{name}`"),
            &name,
            &activity.purpose,
        );
        if let Some(role) = &activity.role {
            gaps.look(&format!("our role in `{name}`"), &name, role);
        }
        if let Some(subjects) = &activity.subjects {
            gaps.look(&format!("whose data `{name}` processes"), &name, subjects);
        }
    }
    for vendor in policy.vendors() {
        gaps.look(
            &format!("where `{}` is established", vendor.id),
            vendor.id.as_str(),
            &vendor.established_in,
        );
    }
    for item in &policy.device_storage {
        gaps.look(
            &format!("the lifetime of \"{}\"", item.purpose.first()),
            "device-storage",
            &item.lifetime,
        );
        gaps.look(
            &format!("the name of the item for \"{}\"", item.purpose.first()),
            "device-storage",
            &item.name,
        );
    }
    if let Some(rights) = &policy.rights {
        gaps.look(
            "how fast requests are answered",
            "rights",
            &rights.answer_within,
        );
    }
    if let Some(changes) = &policy.changes {
        for (what, notice) in [
            ("policy", &changes.policy),
            ("subprocessors", &changes.subprocessors),
        ] {
            if let Some(notice) = notice {
                gaps.look(
                    &format!("the notice before a change of the {what}"),
                    "changes",
                    &notice.at_least,
                );
            }
        }
    }
}
