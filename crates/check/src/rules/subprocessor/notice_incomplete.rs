//! A notice of new subprocessors without a channel or without a time to object.

use candor_model::vocabulary::Authorisation;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/notice-incomplete",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a change of subprocessors that nobody hears of",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Under a general authorisation, `notice.subprocessors` in `policies/changes.yaml` names a channel (`by`) and says how long one may object (`objection_within`).

## Why it matters
Customers must be informed of every intended change so that they can object (GDPR Article 28(2)). Without a channel nobody is informed.

## Fails
```yaml fails policies/changes.yaml
notice:
  policy: {at_least: 14 days, by: [email]}
  subprocessors: {at_least: 30 days, authorisation: general} # <-
```

## Passes
```yaml passes policies/changes.yaml
notice:
  policy: {at_least: 14 days, by: [email]}
  subprocessors: {at_least: 30 days, by: [email], objection_within: 14 days, authorisation: general}
```

```yaml passes policies/changes.yaml
notice:
  policy: {at_least: 14 days, by: [email]}
  subprocessors: {at_least: 30 days, by: [email], authorisation: specific}
```

## Basis
GDPR Article 28(2); Decision (EU) 2021/915, clause 7.7.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(notice) = facts
        .policy
        .changes
        .as_ref()
        .and_then(|changes| changes.subprocessors.as_ref())
    else {
        return;
    };
    let specific = notice
        .authorisation
        .as_ref()
        .is_some_and(|form| form.known() == Some(&Authorisation::Specific));
    let objection = notice
        .objection_within
        .as_ref()
        .is_some_and(|time| time.known().is_some());
    let missing = match (notice.by.is_empty(), objection || specific) {
        (false, true) => return,
        (true, true) => "no channel is named",
        (false, false) => "nothing says how long one may object",
        (true, false) => "neither a channel nor a time to object is named",
    };
    findings
        .report(
            &RULE,
            &notice.origin,
            format!("new subprocessors are announced, and {missing}"),
        )
        .subject("changes")
        .because("customers must be informed of every change so that they can object (GDPR Article 28(2))")
        .help("write `by: [email, feed]` and `objection_within: 14 days` with what your contracts say");
}
