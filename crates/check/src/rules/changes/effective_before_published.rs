//! Versions that took effect before they were published.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "changes/effective-before-published",
        severity: Severity::Error,
        regimes: &[],
        title: "a version that held before anybody could read it",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The day from which a version of the policy holds is not before the day of its publication.

## Why it matters
Nobody can follow a notice that is not there yet (GDPR Articles 12(1) and 13).

## Fails
```yaml fails policies/changes.yaml
notice: {policy: {at_least: 14 days, by: [email]}}
versions:
  - version: "2"
    published: 2026-03-10
    effective: 2026-03-01 # <-
```

## Passes
```yaml passes policies/changes.yaml
notice: {policy: {at_least: 14 days, by: [email]}}
versions:
  - {version: "2", published: 2026-03-01, effective: 2026-03-15}
```

## Basis
GDPR Articles 12(1) and 13.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for version in facts
        .policy
        .changes
        .iter()
        .flat_map(|changes| &changes.versions)
    {
        let (Some(published), Some(effective)) =
            (version.published.known(), version.effective.known())
        else {
            continue;
        };
        if effective >= published {
            continue;
        }
        findings
            .report(
                &RULE,
                &version.effective.origin,
                format!("this version held from {} on and was published on {}", effective.english(), published.english()),
            )
            .subject("changes")
            .related(&version.published.origin, "it was published on this day")
            .because("nobody can follow a notice that is not there yet (GDPR Articles 12(1) and 13)")
            .help("correct the day that is wrong; a version holds from its publication at the earliest");
    }
}
