//! Changes of the policy that nobody announces.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/change-notice-missing",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "changes that are announced in no way",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
`policies/changes.yaml` says how a change of the policy is announced: at least one channel.

## Why it matters
People must hear of a change before it concerns them; a change that shows only to those who look is not told (GDPR Articles 12(1) and 13(3)).

## Fails
```yaml fails policies/changes.yaml
notice:
  policy: {at_least: 14 days} # <-
```

```yaml fails policies/changes.yaml
versions: # <-
  - {version: "1", published: 2026-01-05, effective: 2026-01-05}
```

## Passes
```yaml passes policies/changes.yaml
notice:
  policy: {at_least: 14 days, by: [email, site]}
```

## Basis
GDPR Articles 12(1) and 13(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(changes) = &facts.policy.changes else {
        return;
    };
    let (at, message) = match &changes.policy {
        None => (
            &changes.origin,
            "nothing says how a change of the policy is announced",
        ),
        Some(notice) if notice.by.is_empty() => (
            &notice.origin,
            "a change of the policy is announced through no channel",
        ),
        Some(_) => return,
    };
    findings
        .report(&RULE, at, message)
        .subject("changes")
        .because("people must hear of a change before it concerns them (GDPR Articles 12(1) and 13(3))")
        .help("write `notice: {policy: {at_least: 14 days, by: [email, site]}}` with the channels that you really use");
}
