//! A promise to keep data that counts from an event which may never come.

use candor_model::vocabulary::CountedFrom;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/keep-from-processing",
        severity: Severity::Error,
        regimes: &[],
        title: "a promise to keep that counts from processing",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A window with `keep_at_least` does not count from `processing`.

## Why it matters
A maximum from `processing` is enforced from the upload, which is stricter and so always true. A promise to keep cannot be made stricter in that way: it would be broken (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results:
  keep_at_least: 7 days
  delete_within: 8 days
  counted_from: processing # <-
  at_end: erase
  enforced_by: candor
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results:
  keep_at_least: 7 days
  delete_within: 8 days
  counted_from: result
  at_end: erase
  enforced_by: candor
```

## Basis
GDPR Article 5(1)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let Some(start) = window
            .counted_from
            .as_ref()
            .filter(|start| start.value == CountedFrom::Processing)
        else {
            continue;
        };
        let Some(keep) = window.minimum() else {
            continue;
        };
        findings
            .report(
                &RULE,
                &start.origin,
                format!("the window `{}` promises to keep for {keep} from the end of the processing", window.id),
            )
            .subject(window.id.as_str())
            .because("such a window is enforced from the upload, so the promise to keep could be broken (GDPR Article 5(1)(a))")
            .help("write `counted_from: result` or `counted_from: upload`");
    }
}
