//! A vendor without a contact.

use candor_model::vocabulary::{Relation, Stage};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/contact-missing",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a vendor without a contact",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Every vendor that is in use has a contact for data protection.

## Why it matters
A customer must be able to identify and reach every processor in the chain (EDPB Opinion 22/2024; Annex IV of the clauses of Decision (EU) 2021/915).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: not-stated # <-
receives: [uploaded-image, result-image]
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
EDPB Opinion 22/2024; Decision (EU) 2021/915, Annex IV.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        let ours = vendor.relation.value == Relation::SelfHosted;
        if ours || vendor.stage.value == Stage::Removed || vendor.contact.known().is_some() {
            continue;
        }
        findings
            .report(&RULE, &vendor.contact.origin, format!("{} has no contact for data protection", vendor.name()))
            .subject(vendor.id.as_str())
            .because("customers must be able to reach every processor in the chain (EDPB Opinion 22/2024)")
            .help("write `contact: {email: …}` or `contact: {url: …}`");
    }
}
