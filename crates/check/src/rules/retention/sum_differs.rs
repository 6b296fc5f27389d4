//! A total that the document states, against the sum of the stages and copies.

use candor_syntax::{RuleCard, Severity};

use super::total::{is_a_total, totals};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/sum-differs",
        severity: Severity::Error,
        regimes: &[],
        title: "a stated total that the stages do not add up to",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a window is a stage among others (`then`) or has further copies, and the document states a longer time for it elsewhere (`also_stated`), that time is the sum of the stages and the longest copy.

## Why it matters
People are told the day on which everything is gone; it must be the day that the stages lead to (GDPR Articles 5(1)(a) and 13(2)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed: {delete_within: 25 days, counted_from: account-closed, at_end: trash, then: emptied, enforced_by: manual}
emptied:
  delete_within: 30 days
  counted_from: window-end
  at_end: erase
  enforced_by: manual
  copies: [{where: backup, delete_within: 30 days}]
  also_stated:
    - {window: 90 days, where: the help pages} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed: {delete_within: 25 days, counted_from: account-closed, at_end: trash, then: emptied, enforced_by: manual}
emptied:
  delete_within: 30 days
  counted_from: window-end
  at_end: erase
  enforced_by: manual
  copies: [{where: backup, delete_within: 30 days}]
  also_stated:
    - {window: 85 days, where: the help pages}
```

## Basis
GDPR Articles 5(1)(a) and 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        for statement in &window.also_stated {
            if !is_a_total(facts.policy, window, statement) {
                continue;
            }
            let Some(stated) = &statement.duration else {
                continue;
            };
            let sums = totals(facts.policy, window);
            let equal = |sum: &candor_model::Duration| {
                sum.shortest_seconds() == stated.shortest_seconds()
                    && sum.longest_seconds() == stated.longest_seconds()
            };
            let Some(sum) = sums.last().filter(|_| !sums.iter().any(equal)) else {
                continue;
            };
            findings
                .report(
                    &RULE,
                    &statement.origin,
                    format!(
                        "the stages and copies of `{}` add up to {sum}, and the document says {stated} in {}",
                        window.id,
                        statement.at.first()
                    ),
                )
                .subject(window.id.as_str())
                .related(&window.origin, "this stage and those before it are added up")
                .because("people must be told the day on which everything is really gone (GDPR Articles 5(1)(a) and 13(2)(a))")
                .help(format!("write {sum} there, or correct the stage that is wrong"));
        }
    }
}
