//! Participation in the Data Privacy Framework without a recent check or without a fallback.

use candor_model::Duration;
use candor_model::vocabulary::Mechanism;
use candor_syntax::{RuleCard, Severity};

use super::abroad::is_judged;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/framework-unchecked",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a participation that nobody looked up this year",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose mechanism is `adequacy-dpf` has a day `checked` that is not older than a year, and a `fallback`.

## Why it matters
Participation is renewed every year and can lapse, and an appeal against the decision is pending (C-703/25 P); who has only this mechanism has none on the day on which it falls (GDPR Articles 44 and 45).

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
  - {regime: gdpr, mechanism: adequacy-dpf, checked: 2025-06-01, fallback: scc-c2p} # <-
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
transfer:
  - {regime: gdpr, mechanism: adequacy-dpf, checked: 2026-10-01} # <-
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
GDPR Articles 44 and 45. That participation is renewed yearly has not been looked up in the text, so this is a warning.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Ok(year) = Duration::parse("1 year") else {
        return;
    };
    for vendor in facts
        .policy
        .vendors()
        .iter()
        .filter(|vendor| is_judged(vendor))
    {
        for transfer in vendor.transfer() {
            if transfer.mechanism.known() != Some(&Mechanism::AdequacyDpf) {
                continue;
            }
            let name = vendor.name();
            let checked = transfer.checked.as_ref().map(|day| day.value);
            let message = match checked {
                None => format!(
                    "nothing says when {name} was last found among the participants of the Data Privacy Framework"
                ),
                Some(day) if day.checked_add(&year).is_some_and(|end| end < facts.as_of) => {
                    format!(
                        "{name} was last found among the participants of the Data Privacy Framework on {}",
                        day.english()
                    )
                }
                Some(_) if transfer.fallback.is_none() && transfer.in_addition.is_empty() => {
                    format!("the transfer to {name} rests on the Data Privacy Framework alone")
                }
                Some(_) => continue,
            };
            findings
                .report(&RULE, &transfer.mechanism.origin, message)
                .subject(vendor.id.as_str())
                .because("participation can lapse every year, and an appeal against the decision is pending (GDPR Article 45; C-703/25 P)")
                .help("look the company up in the list of participants and write `checked: YYYY-MM-DD`; agree on clauses for the day on which the decision falls and write `fallback: scc-c2p`, say");
        }
    }
}
