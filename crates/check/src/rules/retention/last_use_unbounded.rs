//! Windows that count from the last use and never need to end.

use candor_model::vocabulary::CountedFrom;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/last-use-unbounded",
        severity: Severity::Error,
        regimes: &[],
        title: "a period that every use starts again, without a bound",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window that counts from `last-use` has `at_most_after_upload`, or says why there is none (`no_bound_because`).

## Why it matters
Data that somebody opens once in a while would be kept for ever; storage must have a limit (GDPR Article 5(1)(e)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
links:
  delete_within: 30 days
  counted_from: last-use # <-
  at_end: erase
  enforced_by: manual
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
links:
  delete_within: 30 days
  counted_from: last-use
  at_most_after_upload: 180 days
  at_end: erase
  enforced_by: manual
```

## Basis
GDPR Article 5(1)(e).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let Some(start) = window
            .counted_from
            .as_ref()
            .filter(|start| start.value == CountedFrom::LastUse)
        else {
            continue;
        };
        if window.at_most_after_upload.is_some() || window.no_bound_because.is_some() {
            continue;
        }
        findings
            .report(
                &RULE,
                &start.origin,
                format!(
                    "every use starts the window `{}` again, and nothing bounds it",
                    window.id
                ),
            )
            .subject(window.id.as_str())
            .because("data that is used now and then would be kept for ever (GDPR Article 5(1)(e))")
            .help(
                "add `at_most_after_upload: 1 year`, say, or `no_bound_because:` with the reason",
            );
    }
}
