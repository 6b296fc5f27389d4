//! Modules of the standard contractual clauses against the roles of both sides.

use candor_model::Vendor;
use candor_model::vocabulary::{Mechanism, Relation, Role};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/clauses-do-not-fit",
        severity: Severity::Error,
        regimes: &["gdpr"],
        title: "a module of the clauses that does not fit the roles",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The module of the standard contractual clauses fits what the vendor is: modules 2 and 3 for a processor or subprocessor, modules 1 for one that decides itself; module 3 only where we are somebody's processor.

## Why it matters
Each module binds the two sides in certain roles. The wrong one leaves duties out that the law asks for (Decision (EU) 2021/914; GDPR Article 46(2)(c)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer:
  - {regime: gdpr, mechanism: scc-c2c} # <-
  - {regime: uk-gdpr, mechanism: uk-addendum}
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller]
transfer:
  - {regime: gdpr, mechanism: scc-p2p} # <-
  - {regime: uk-gdpr, mechanism: uk-addendum}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller]
transfer: [{regime: gdpr, mechanism: scc-c2p}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
serves: [controller, processor]
transfer: [{regime: gdpr, mechanism: scc-p2p}, {regime: gdpr, mechanism: scc-c2p}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

## Basis
Decision (EU) 2021/914, modules 1 to 4; GDPR Article 46(2)(c).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        for transfer in vendor.transfer() {
            let Some(why) = transfer
                .mechanism
                .known()
                .and_then(|named| misfit(vendor, *named))
            else {
                continue;
            };
            findings
                .report(
                    &RULE,
                    &transfer.mechanism.origin,
                    format!("{why}, and {} is declared as `{}`", vendor.name(), vendor.relation.value),
                )
                .subject(vendor.id.as_str())
                .related(&vendor.relation.origin, "its relation is stated here")
                .because("each module binds the two sides in certain roles (Decision (EU) 2021/914; GDPR Article 46(2)(c))")
                .help("look at the contract: name the module that was signed, or correct `relation:` or `serves:`");
        }
    }
}

/// Why a module does not fit a vendor. An affiliate can have any role, so it is not judged.
fn misfit(vendor: &Vendor, mechanism: Mechanism) -> Option<&'static str> {
    let decides = matches!(
        vendor.relation.value,
        Relation::IndependentController | Relation::JointController
    );
    let works_for_us = matches!(
        vendor.relation.value,
        Relation::Processor | Relation::Subprocessor
    );
    let serves =
        |role: Role| vendor.serves.is_empty() || vendor.serves.iter().any(|own| own.value == role);
    match mechanism {
        Mechanism::SccC2c if works_for_us => Some("module 1 is for two controllers"),
        Mechanism::SccC2p if decides => Some("module 2 is for a controller and its processor"),
        Mechanism::SccP2p if decides => Some("module 3 is for a processor and its subprocessor"),
        Mechanism::SccC2p if works_for_us && !serves(Role::Controller) => {
            Some("module 2 is for data that we control")
        }
        Mechanism::SccP2p if works_for_us && !serves(Role::Processor) => {
            Some("module 3 is for data that we process for a customer")
        }
        _ => None,
    }
}
