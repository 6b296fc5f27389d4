//! Transfers that are said not to happen, against the places of the vendor.

use candor_model::Territory;
use candor_model::vocabulary::{Mechanism, Regime};
use candor_syntax::{RuleCard, Severity};

use super::abroad::{Reach, is_judged, places};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/not-needed-outside",
        severity: Severity::Error,
        regimes: &["gdpr"],
        title: "\"no transfer\" although data lies in another country",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose transfer under the GDPR is `not-needed` processes only in the European Economic Area and has no access from elsewhere.

## Why it matters
Data that a company processes or reaches in another country has left the area; even an adequate country needs its decision named (GDPR Articles 13(1)(f), 44 and 45).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
processes_in: [{countries: [US]}]
transfer:
  - {regime: gdpr, mechanism: not-needed} # <-
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
processes_in: [{countries: [DE, NO]}]
transfer: [{regime: gdpr, mechanism: not-needed}]
```

## Basis
GDPR Articles 13(1)(f), 44 and 45.
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
        for transfer in vendor.transfer() {
            let not_needed = transfer.mechanism.known() == Some(&Mechanism::NotNeeded);
            if !not_needed || transfer.regime.value != Regime::Gdpr || !transfer.data.is_empty() {
                continue;
            }
            let Some(outside) = places(vendor).into_iter().find(|place| {
                place.reach != Reach::Established && !place.place.value.is_within(Territory::Eea)
            }) else {
                continue;
            };
            findings
                .report(
                    &RULE,
                    &transfer.mechanism.origin,
                    format!("no mechanism is said to be needed, and {} {}", vendor.name(), outside.words()),
                )
                .subject(vendor.id.as_str())
                .related(&outside.place.origin, "the place stands here")
                .because("data that is processed or reached there has left the European Economic Area (GDPR Articles 44 and 45)")
                .help("name the mechanism, such as `adequacy` or `scc-c2p`, or correct the place");
        }
    }
}
