//! An activity that hands a vendor data which the vendor's entry does not list.

use candor_model::vocabulary::Relation;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/undeclared-data",
        severity: Severity::Error,
        regimes: &[],
        title: "data for a vendor that its entry does not list",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor that an activity names as a recipient lists at least one category of that activity under `receives` or `can_see`; a vendor that gets only the request lists none.

## Why it matters
The table of vendors and the page of the tool must tell the same story (GDPR Articles 13(1)(e) and 28(3)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [account] # <-
used: {when: always}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Basis
GDPR Articles 13(1)(e) and 28(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy.activities() {
        let Some(recipients) = &activity.recipients else {
            continue;
        };
        for (reference, named_at) in recipients.vendors() {
            let vendor = &policy[reference];
            let gets = |data: &candor_model::DataUse| {
                vendor
                    .receives()
                    .iter()
                    .chain(vendor.can_see())
                    .any(|own| own.value == data.data.value)
            };
            let nothing_to_share = activity.uses.is_empty() && activity.creates.is_empty();
            if nothing_to_share
                || vendor.relation.value == Relation::RequestOnly
                || activity.data_uses().any(gets)
            {
                continue;
            }
            let at = vendor
                .receives()
                .first()
                .map_or(&vendor.legal_name.origin, |first| &first.origin);
            let name = policy.activity_name(activity);
            let gap = match vendor.receives {
                Some(_) => "its entry lists none of it",
                None => "its entry does not say what it receives",
            };
            findings
                .report(&RULE, at, format!("{} gets data of `{name}`, and {gap}", vendor.name()))
                .subject(vendor.id.as_str())
                .related(named_at, "it is named as a recipient here")
                .because("the list of vendors and the page of the tool must say the same (GDPR Articles 13(1)(e) and 28(3))")
                .help("add the data to `receives:` (what we send) or `can_see:` (what it learns anyway)");
        }
    }
    for vendor in policy
        .vendors()
        .iter()
        .filter(|vendor| vendor.relation.value == Relation::RequestOnly)
    {
        if let Some(first) = vendor.receives().first() {
            findings
                .report(
                    &RULE,
                    &first.origin,
                    format!(
                        "{} is said to get only the request, and receives data",
                        vendor.name()
                    ),
                )
                .subject(vendor.id.as_str())
                .related(&vendor.relation.origin, "its relation is stated here")
                .because("the relation and the list contradict each other")
                .help("empty `receives:`, or correct `relation:`");
        }
    }
}
