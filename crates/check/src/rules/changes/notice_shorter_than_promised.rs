//! Versions that took effect before the promised notice had run.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "changes/notice-shorter-than-promised",
        severity: Severity::Warning,
        regimes: &[],
        title: "less notice than was promised",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Between the publication of a version and the day from which it holds lies at least the notice that `notice.policy` promises. The first version needs none. A version whose change the notice does not cover can be waived with that reason.

## Why it matters
The time between is promised so that people can read and object (GDPR Articles 5(1)(a) and 13(3)).

## Fails
```yaml fails policies/changes.yaml
notice: {policy: {at_least: 14 days, by: [email]}}
versions:
  - version: "2"
    published: 2026-03-01
    effective: 2026-03-05 # <-
  - {version: "1", published: 2026-01-01, effective: 2026-01-01}
```

## Passes
```yaml passes policies/changes.yaml
notice: {policy: {at_least: 14 days, by: [email]}}
versions:
  - {version: "2", published: 2026-03-01, effective: 2026-03-15}
  - {version: "1", published: 2026-01-01, effective: 2026-01-01}
```

## Basis
GDPR Articles 5(1)(a) and 13(3). Only where the promise is unconditional; `condition:` in the notice is not judged.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(changes) = &facts.policy.changes else {
        return;
    };
    let Some(notice) = changes
        .policy
        .as_ref()
        .filter(|notice| notice.condition.is_none())
    else {
        return;
    };
    let Some(promised) = notice.at_least.known() else {
        return;
    };
    let first = changes
        .versions
        .iter()
        .filter_map(|version| version.published.known())
        .min();
    for version in &changes.versions {
        let (Some(published), Some(effective)) =
            (version.published.known(), version.effective.known())
        else {
            continue;
        };
        let due = published.checked_add(promised);
        // A version that holds before it is published has a rule of its own.
        let too_short = effective >= published && due.is_some_and(|due| *effective < due);
        if Some(published) == first || !too_short {
            continue;
        }
        findings
            .report(
                &RULE,
                &version.effective.origin,
                format!("this version holds {} days after its publication, and {promised} are promised", published.days_until(*effective)),
            )
            .subject("changes")
            .related(&notice.at_least.origin, "the notice is promised here")
            .because("people were promised that time to read and object (GDPR Articles 5(1)(a) and 13(3))")
            .help("let the version hold later, or correct the day");
    }
}
