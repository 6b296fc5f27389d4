//! A window that nothing carries out.

use candor_model::EnforcedBy;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/unenforced-window",
        severity: Severity::Warning,
        regimes: &[],
        title: "a window that nothing enforces",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window says `enforced_by: nobody`, or `enforced_by: not-stated`.

## Why it matters
A period that nothing carries out is only a wish, and authorities have fined exactly that (GDPR Article 5(1)(e) and 5(2)).

## Fails
```yaml fails policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: nobody # <-
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: manual}
```

## Basis
GDPR Articles 5(1)(e) and 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let message = match window.enforced_by.value {
            EnforcedBy::Nobody => format!("nothing enforces the window `{}`", window.id),
            EnforcedBy::NotStated => {
                format!("what enforces the window `{}` is not stated", window.id)
            }
            EnforcedBy::Candor
            | EnforcedBy::Manual
            | EnforcedBy::Config(_)
            | EnforcedBy::Vendor(_) => continue,
        };
        findings
                .report(&RULE, &window.enforced_by.origin, message)
                .subject(window.id.as_str())
                .because("a period that nothing carries out is not kept (GDPR Article 5(1)(e))")
                .help("name what deletes the data: `enforced_by: candor`, `{config: FILE}`, `{vendor: URL}` or `manual`");
    }
}
