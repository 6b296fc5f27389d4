//! Exceptions of Article 49 as the mechanism of a vendor that is always used.

use candor_model::vocabulary::{Mechanism, UsedWhen};
use candor_syntax::{RuleCard, Severity};

use super::abroad::is_judged;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/derogation-as-rule",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "an exception that is used all the time",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose mechanism is `derogation` is not used always.

## Why it matters
The exceptions of Article 49 are for occasional transfers and not for a service that runs every day (GDPR Article 49(1) and recital 111).

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
  - {regime: gdpr, mechanism: derogation} # <-
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
used: {when: optional, condition: only when you order a print from overseas}
transfer: [{regime: gdpr, mechanism: derogation}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

## Basis
GDPR Article 49(1), recital 111.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts
        .policy
        .vendors()
        .iter()
        .filter(|vendor| is_judged(vendor))
    {
        if vendor.used.when.known() != Some(&UsedWhen::Always) {
            continue;
        }
        for transfer in vendor.transfer() {
            if transfer.mechanism.known() != Some(&Mechanism::Derogation) {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &transfer.mechanism.origin,
                    format!("{} is always used, and the transfer rests on an exception", vendor.name()),
                )
                .subject(vendor.id.as_str())
                .related(&vendor.used.when.origin, "it is always used")
                .because("the exceptions of Article 49 are for occasional transfers (GDPR Article 49(1) and recital 111)")
                .help("agree on clauses, such as `scc-c2p`, or say when alone the vendor is used");
        }
    }
}
