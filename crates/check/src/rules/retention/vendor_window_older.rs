//! Periods of vendors that nobody has looked up for a year.

use candor_model::{Duration, Extent};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/vendor-window-older",
        severity: Severity::Warning,
        regimes: &[],
        title: "a vendor's period that was read long ago",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window that a vendor sets names the page that states it (`source`), and the day on which that page was read (`as_of`) is not older than a year.

## Why it matters
A vendor changes its page without asking; the notice would then state a period that no longer holds (GDPR Articles 5(1)(d) and 13(2)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
delivery:
  set_by: nimbus
  value: 30 days
  source: https://nimbus.example/retention
  as_of: 2025-10-01 # <-
  at_end: erase
  enforced_by: {vendor: https://nimbus.example/retention}
```

```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
delivery:
  set_by: nimbus
  value: 30 days # <-
  at_end: erase
  enforced_by: manual
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
delivery:
  set_by: nimbus
  value: 30 days
  source: https://nimbus.example/retention
  as_of: 2026-10-01
  at_end: erase
  enforced_by: {vendor: https://nimbus.example/retention}
```

## Basis
GDPR Articles 5(1)(d) and 13(2)(a).
"#,
    },
    check,
};

const REASON: &str = "a vendor changes its page without asking, and the notice would then be wrong (GDPR Articles 5(1)(d) and 13(2)(a))";

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Ok(year) = Duration::parse("1 year") else {
        return;
    };
    let policy = facts.policy;
    for window in policy.windows() {
        let Extent::SetBy {
            vendor,
            value,
            source,
            as_of,
            ..
        } = &window.extent
        else {
            continue;
        };
        let name = policy[vendor.value].name();
        let (at, message, help) = match (as_of, source) {
            (Some(read), _)
                if read
                    .value
                    .checked_add(&year)
                    .is_some_and(|end| end < facts.as_of) =>
            {
                (
                    &read.origin,
                    format!(
                        "what {name} says of its period was last read on {}",
                        read.value.english()
                    ),
                    "read the vendor's page again, and write the value and the day that you find",
                )
            }
            (_, None) if value.known().is_some() => (
                &value.origin,
                format!("nothing says where {name} states this period"),
                "add `source:` with the address of the vendor's page, and `as_of:` with the day on which you read it",
            ),
            _ => continue,
        };
        findings
            .report(&RULE, at, message)
            .subject(window.id.as_str())
            .because(REASON)
            .help(help);
    }
}
