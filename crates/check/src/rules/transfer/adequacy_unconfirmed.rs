//! Transfers that rest on a row of the table which was not read in the decision itself.

use candor_model::vocabulary::{Mechanism, Regime};
use candor_syntax::{RuleCard, Severity};

use super::abroad::{is_judged, reliance};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::tables::Reading;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/adequacy-unconfirmed",
        severity: Severity::Info,
        regimes: &["gdpr"],
        title: "an adequacy decision that should be looked up",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a transfer rests on `adequacy` and nothing says when that was checked, the row of the table was read in the decision itself, and covers everybody in the country.

## Why it matters
A decision can be limited (in Canada to commercial organisations), changed or withdrawn; the table of Candor is no substitute for looking (GDPR Article 45).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [NZ]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer:
  - {regime: gdpr, mechanism: adequacy} # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [NZ]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer: [{regime: gdpr, mechanism: adequacy, checked: 2026-10-01}]
```

```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [BR]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer: [{regime: gdpr, mechanism: adequacy}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

## Basis
GDPR Article 45.
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
        let Some((place, row)) = reliance(vendor) else {
            continue;
        };
        let how = match row.reading {
            Reading::Read => None,
            Reading::Secondary => Some("read in a text about it"),
            Reading::Memory => Some("never looked up"),
        };
        let caution = match (row.only, how) {
            (Some(only), _) => format!("it covers only {only}"),
            (None, Some(how)) => format!("in the table of Candor it was {how}"),
            (None, None) => continue,
        };
        for transfer in vendor.transfer() {
            let rests_on_it = transfer.mechanism.known() == Some(&Mechanism::Adequacy)
                && transfer.regime.value == Regime::Gdpr;
            if !rests_on_it || transfer.checked.is_some() {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &transfer.mechanism.origin,
                    format!(
                        "the transfer to {} rests on the adequacy of {} ({}); {caution}",
                        vendor.name(),
                        place.value.name(),
                        row.source
                    ),
                )
                .subject(vendor.id.as_str())
                .related(&place.origin, "the place stands here")
                .because("a decision can be limited, changed or withdrawn (GDPR Article 45)")
                .help("look the decision up and write `checked: YYYY-MM-DD`");
        }
    }
}
