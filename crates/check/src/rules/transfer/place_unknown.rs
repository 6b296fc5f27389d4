//! Vendors of whom nothing says where they are and where they process.

use candor_syntax::{RuleCard, Severity};

use super::abroad::{is_judged, places};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/place-unknown",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a vendor of whom no place is known",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor in use says where it is established or where it processes, or which mechanism covers a transfer to it.

## Why it matters
Without any place nobody can tell whether data leaves the area, and people must be told that (GDPR Articles 13(1)(f) and 44).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: not-stated # <-
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: not-stated
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
processes_in: [{countries: [DE]}]
```

## Basis
GDPR Articles 13(1)(f) and 44.
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
        let covered = vendor
            .transfer()
            .iter()
            .any(|transfer| transfer.mechanism.known().is_some());
        if covered || !places(vendor).is_empty() {
            continue;
        }
        findings
            .report(
                &RULE,
                &vendor.established_in.origin,
                format!("no place of {} is stated, so nobody can tell whether data leaves the area", vendor.name()),
            )
            .subject(vendor.id.as_str())
            .because("people must be told when data goes to another country, and on which ground (GDPR Articles 13(1)(f) and 44)")
            .help("ask the vendor and write `established_in:` and `processes_in:`");
    }
}
