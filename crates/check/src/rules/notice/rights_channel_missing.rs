//! Rights that one must ask for, and nowhere to ask.

use candor_model::vocabulary::How;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/rights-channel-missing",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a right without a way to use it",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A right that is used by `request` names a channel: under `channels:`, or for that right with `by:` or `to:`.

## Why it matters
A right that one cannot use is not a right; using it must be made easy (GDPR Article 12(2)).

## Fails
```yaml fails policies/rights.yaml
answer_within: 1 month # <-
channels: []
rights:
  access: {how: self-service}
  rectification: {how: self-service}
  erasure: {how: request}
  restriction: {how: request, by: a letter to the address above}
  portability: {how: self-service}
  complaint: {to: supervisory_authority}
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 1 month
channels: [{email: privacy@pictures.example}]
rights:
  access: {how: self-service}
  rectification: {how: self-service}
  erasure: {how: request}
  restriction: {how: request}
  portability: {how: self-service}
  complaint: {to: supervisory_authority}
```

## Basis
GDPR Articles 12(1), 12(2) and 13(2)(b).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(rights) = facts
        .policy
        .rights
        .as_ref()
        .filter(|rights| rights.channels.is_empty())
    else {
        return;
    };
    let asked: Vec<String> = rights
        .rights
        .iter()
        .filter(|right| {
            let by_request = right
                .how
                .as_ref()
                .is_some_and(|how| how.known() == Some(&How::Request));
            by_request && right.by.is_none() && right.to.is_none()
        })
        .map(|right| format!("`{}`", right.kind))
        .collect();
    if asked.is_empty() {
        return;
    }
    findings
        .report(
            &RULE,
            &rights.origin,
            format!(
                "no channel takes requests, and one must ask for {}",
                asked.join(", ")
            ),
        )
        .subject("rights")
        .because("using a right must be made easy (GDPR Article 12(2))")
        .help("write `channels: [{email: …}]` or `[{url: …}]`");
}
