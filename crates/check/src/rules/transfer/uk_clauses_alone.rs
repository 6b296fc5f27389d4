//! Transfers under the UK GDPR that rest on the clauses of the European Union alone.

use candor_model::vocabulary::{Mechanism, Regime};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/uk-clauses-alone",
        severity: Severity::Warning,
        regimes: &["uk-gdpr"],
        title: "EU clauses without the addendum of the United Kingdom",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Under `uk-gdpr`, a transfer that names EU clauses names the addendum or the agreement of the United Kingdom, too.

## Why it matters
The clauses of Decision (EU) 2021/914 alone are no mechanism under the UK GDPR (UK GDPR Article 46).

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
  - {regime: gdpr, mechanism: scc-c2p}
  - {regime: uk-gdpr, mechanism: scc-c2p} # <-
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
transfer: [{regime: gdpr, mechanism: scc-c2p}, {regime: uk-gdpr, mechanism: scc-c2p, in_addition: [uk-addendum]}]
```

## Basis
UK GDPR Article 46, as the Information Commissioner is quoted; read in a secondary text, so this is a warning.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        let of_uk = || {
            vendor
                .transfer()
                .iter()
                .filter(|transfer| transfer.regime.value == Regime::UkGdpr)
        };
        let own =
            |mechanism: &Mechanism| matches!(mechanism, Mechanism::UkIdta | Mechanism::UkAddendum);
        let has_own = of_uk().any(|transfer| {
            transfer.mechanism.known().is_some_and(own)
                || transfer
                    .in_addition
                    .iter()
                    .any(|further| own(&further.value))
        });
        let eu_clauses = of_uk().find(|transfer| {
            matches!(
                transfer.mechanism.known(),
                Some(Mechanism::SccC2c | Mechanism::SccC2p | Mechanism::SccP2p | Mechanism::SccP2c)
            )
        });
        let Some(transfer) = eu_clauses.filter(|_| !has_own) else {
            continue;
        };
        findings
            .report(
                &RULE,
                &transfer.mechanism.origin,
                format!(
                    "the transfer to {} from the United Kingdom rests on the EU clauses alone",
                    vendor.name()
                ),
            )
            .subject(vendor.id.as_str())
            .because("the EU clauses alone are no mechanism under the UK GDPR (UK GDPR Article 46)")
            .help(
                "sign the addendum and write `in_addition: [uk-addendum]`, or `mechanism: uk-idta`",
            );
    }
}
