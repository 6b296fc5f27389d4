//! Windows that end in a trash without a window that follows.

use candor_model::vocabulary::AtEnd;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/then-missing",
        severity: Severity::Error,
        regimes: &[],
        title: "a trash that nothing empties",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window with `at_end: trash` names under `then` the window that empties the trash, and only such a window has a `then`.

## Why it matters
In the trash data is still there. Without a second period it stays for ever (GDPR Articles 5(1)(e) and 13(2)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed:
  delete_within: 25 days
  counted_from: account-closed
  at_end: trash # <-
  enforced_by: manual
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed:
  delete_within: 25 days
  counted_from: account-closed
  at_end: trash
  then: emptied
  enforced_by: manual
emptied: {delete_within: 30 days, counted_from: window-end, at_end: erase, enforced_by: manual}
```

## Basis
GDPR Articles 5(1)(e) and 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let (at, message, help) = match (window.at_end.known(), &window.then) {
            (Some(AtEnd::Trash), None) => (
                &window.at_end.origin,
                format!(
                    "the window `{}` ends in a trash that nothing empties",
                    window.id
                ),
                "add `then:` with the window that empties it, counted from `window-end`",
            ),
            (Some(AtEnd::Erase | AtEnd::Anonymise), Some(then)) => (
                &then.origin,
                format!(
                    "after the window `{}` nothing is left, and another window follows it",
                    window.id
                ),
                "write `at_end: trash` if the data can still be recovered, or remove `then:`",
            ),
            _ => continue,
        };
        findings
            .report(&RULE, at, message)
            .subject(window.id.as_str())
            .because("people must be told until when data really exists (GDPR Articles 5(1)(e) and 13(2)(a))")
            .help(help);
    }
}
