//! A window of Candor's store that counts from something the store never learns.

use candor_model::Extent;
use candor_model::vocabulary::Vocabulary;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/start-not-enforced",
        severity: Severity::Error,
        regimes: &[],
        title: "a window of Candor's store that starts with something the store never learns",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window with `enforced_by: candor` counts from an event that Candor's store learns: `upload`, `collection`, `processing`, `result`, `last-use`, `account-closed` or `contract-end`.

## Why it matters
The store refuses data whose end it could never know, so nothing carries out what the page says (GDPR Article 5(1)(e)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
answers:
  delete_within: 30 days
  counted_from: request # <-
  at_end: erase
  enforced_by: candor
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
answers: {delete_within: 30 days, counted_from: request, at_end: erase, enforced_by: manual}
```

## Basis
GDPR Article 5(1)(e).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let Some(start) = &window.counted_from else {
            continue;
        };
        let is_fixed = matches!(window.extent, Extent::Fixed { .. });
        if !window.is_enforced_by_candor() || !is_fixed || start.value.is_learnt_by_a_store() {
            continue;
        }
        findings
            .report(
                &RULE,
                &start.origin,
                format!(
                    "Candor's store never learns of `{}`, from which the window `{}` counts",
                    start.value.word(),
                    window.id
                ),
            )
            .subject(window.id.as_str())
            .because("the store takes no data whose end it could never know, so nothing carries this window out (GDPR Article 5(1)(e))")
            .help("count from `upload`, `collection`, `processing`, `result`, `last-use`, `account-closed` or `contract-end`, or name what else deletes the data under `enforced_by`");
    }
}
