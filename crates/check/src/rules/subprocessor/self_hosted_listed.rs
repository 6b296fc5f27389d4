//! Self-hosted software that is treated as somebody who gets data.

use candor_model::vocabulary::Relation;
use candor_model::{Origin, Policy, Ref, Vendor};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/self-hosted-listed",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "software that we run ourselves, listed as a recipient",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor with `relation: self-hosted` receives nothing, sees nothing, has no places of processing and is no recipient of an activity.

## Why it matters
The maker of software that we run ourselves gets no data. As a row in a list of processors it misleads, and hides who really hosts it (GDPR Articles 4(9) and 28(2)).

## Fails
```yaml fails subprocessors/chartroom.yaml
legal_name: Chartroom Software
relation: self-hosted # <-
stage: active
purpose: charts
established_in: [FI]
contact: {email: privacy@chartroom.example}
processes_in: [{countries: [US]}]
used: {when: always}
```

## Passes
```yaml passes subprocessors/chartroom.yaml
legal_name: Chartroom Software
relation: self-hosted
stage: active
purpose: charts
established_in: [FI]
contact: {email: privacy@chartroom.example}
receives: []
used: {when: always}
```

## Basis
GDPR Articles 4(9) and 28(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for reference in policy.references::<Vendor>() {
        let vendor = &policy[reference];
        if vendor.relation.value != Relation::SelfHosted {
            continue;
        }
        let Some((what, at)) = treated_as_recipient(policy, reference) else {
            continue;
        };
        findings
            .report(
                &RULE,
                &vendor.relation.origin,
                format!("{} is software that we run ourselves, and {what}", vendor.name()),
            )
            .subject(vendor.id.as_str())
            .related(at, "this makes it a recipient")
            .because("the maker of software that we run gets no data and belongs in no list of processors (GDPR Articles 4(9) and 28(2))")
            .help("remove that line and list the company that hosts it; or correct `relation:` if the maker does get data");
    }
}

fn treated_as_recipient(
    policy: &Policy,
    reference: Ref<Vendor>,
) -> Option<(&'static str, &Origin)> {
    let vendor = &policy[reference];
    if let Some(first) = vendor.receives().first() {
        return Some(("it receives data", &first.origin));
    }
    if let Some(first) = vendor.can_see().first() {
        return Some(("it can see data", &first.origin));
    }
    if let Some(place) = vendor.processes_in.first() {
        return Some(("it has places in which it processes", &place.origin));
    }
    policy.activities().iter().find_map(|activity| {
        let recipients = activity.recipients.as_ref()?;
        let (_, at) = recipients
            .vendors()
            .find(|(named, _)| *named == reference)?;
        Some(("an activity names it as a recipient", at))
    })
}
