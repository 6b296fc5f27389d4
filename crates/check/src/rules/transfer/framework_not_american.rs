//! Participation in the Data Privacy Framework by somebody who is not in the United States.

use candor_model::Territory;
use candor_model::vocabulary::Mechanism;
use candor_syntax::{RuleCard, Severity};

use super::abroad::{is_judged, places};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/framework-not-american",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "the Data Privacy Framework outside the United States",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose mechanism is `adequacy-dpf` is established, owned, processing or reaching data in the United States.

## Why it matters
Only organisations in the United States can take part, and the decision covers only them (Decision (EU) 2023/1795 of 10 July 2023; GDPR Article 45).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [IN]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer:
  - {regime: gdpr, mechanism: adequacy-dpf, checked: 2026-10-01, fallback: scc-c2p} # <-
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
transfer: [{regime: gdpr, mechanism: adequacy-dpf, checked: 2026-10-01, fallback: scc-c2p}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

## Basis
GDPR Article 45; the decision of 10 July 2023 on the EU-U.S. Data Privacy Framework.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(america) = Territory::parse("US") else {
        return;
    };
    for vendor in facts
        .policy
        .vendors()
        .iter()
        .filter(|vendor| is_judged(vendor))
    {
        let known = places(vendor);
        let american = known
            .iter()
            .map(|place| place.place.value)
            .chain(vendor.parent.iter().map(|parent| parent.country.value))
            .any(|place| place == america || place == Territory::Worldwide);
        let Some(place) = known.first().filter(|_| !american) else {
            continue;
        };
        for transfer in vendor.transfer() {
            if transfer.mechanism.known() != Some(&Mechanism::AdequacyDpf) {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &transfer.mechanism.origin,
                    format!("{} is said to take part in the Data Privacy Framework, and nothing of it is in the United States", vendor.name()),
                )
                .subject(vendor.id.as_str())
                .related(&place.place.origin, format!("it is in {}", place.place.value.name()))
                .because("only organisations in the United States can take part (decision of 10 July 2023; GDPR Article 45)")
                .help("name the mechanism that really holds, or add the company in the United States that takes part");
        }
    }
}
