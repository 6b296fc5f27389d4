//! A window that no bucket fits into.

use candor_model::Extent;
use candor_model::schedule::NoRoom;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/no-room",
        severity: Severity::Error,
        regimes: &[],
        title: "a window that cannot be kept",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
Between the promise to keep (`keep_at_least`) and the maximum (`delete_within`) there must be room for the deletion to run.

## Why it matters
"Kept for 7 days, deleted after 7 days" promises an instant that no system meets: one of the two statements is always untrue by a little.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results:
  keep_at_least: 7 days
  delete_within: 7 days # <-
  counted_from: result
  at_end: erase
  enforced_by: candor
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results:
  keep_at_least: 7 days
  delete_within: 7 days 2 hours
  counted_from: result
  at_end: erase
  enforced_by: candor
```

## Basis
The arithmetic of buckets in ARCHITECTURE.md. Only windows that Candor enforces are looked at.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts
        .policy
        .windows()
        .iter()
        .filter(|window| window.is_enforced_by_candor())
    {
        let Some(Err(reason)) = window.schedule() else {
            continue;
        };
        let at = match &window.extent {
            Extent::Fixed {
                delete_within: Some(maximum),
                ..
            } => &maximum.origin,
            _ => &window.origin,
        };
        let help = match &reason {
            NoRoom::TooShort { least } => format!(
                "write `delete_within: {least}` or longer; a page then says \"at most {least}\""
            ),
            NoRoom::KeepInBusinessDays => "write the promise in days".to_owned(),
            NoRoom::Granularity(_) => {
                "write a granularity such as `15 minutes`, or leave it out".to_owned()
            }
            NoRoom::NoMaximum => "add `delete_within`".to_owned(),
        };
        findings
            .report(&RULE, at, format!("the window `{}` cannot be kept: {reason}", window.id))
            .subject(window.id.as_str())
            .because("data must be readable until the promise ends and gone by the maximum, and deletion takes a moment")
            .help(help);
    }
}
