//! Vendors called subprocessor that work only for what we control.

use candor_model::vocabulary::{Relation, Role};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/serves-controller-only",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a subprocessor that serves only our own purposes",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor with `relation: subprocessor` serves us as somebody's processor: `serves:` is left out or names `processor`.

## Why it matters
A subprocessor processes what a customer entrusted to us. Who only does our own billing or mail is our processor, and is out of place in the list for customers (GDPR Articles 28(2), 28(4) and 28(10)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor # <-
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller]
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller]
```

```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller, processor]
```

## Basis
GDPR Articles 28(2), 28(4) and 28(10).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        let Some(serves) = vendor.serves.first() else {
            continue;
        };
        let for_customers = vendor
            .serves
            .iter()
            .any(|role| role.value == Role::Processor);
        if vendor.relation.value != Relation::Subprocessor || for_customers {
            continue;
        }
        findings
            .report(
                &RULE,
                &vendor.relation.origin,
                format!(
                    "{} is called a subprocessor, and serves only what we decide ourselves",
                    vendor.name()
                ),
            )
            .subject(vendor.id.as_str())
            .related(&serves.origin, "it serves us as a controller")
            .because(
                "a subprocessor processes what a customer entrusted to us (GDPR Article 28(4))",
            )
            .help("write `relation: processor`, or add `processor` to `serves:`");
    }
}
