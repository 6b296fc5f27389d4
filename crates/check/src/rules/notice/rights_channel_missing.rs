//! Rights that one must ask for, and nowhere to ask.

use candor_model::vocabulary::How;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/rights-channel-missing",
        severity: Severity::Error,
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
answer_within: 1 month
channels: []
rights:
  access: {how: self-service}
  rectification: {how: self-service}
  erasure: {how: request} # <-
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
    for right in &rights.rights {
        let asked = right
            .how
            .as_ref()
            .is_some_and(|how| how.known() == Some(&How::Request));
        if !asked || right.by.is_some() || right.to.is_some() {
            continue;
        }
        findings
            .report(
                &RULE,
                &right.origin,
                format!(
                    "the right `{}` is used by request, and no channel takes one",
                    right.kind
                ),
            )
            .subject(right.kind.to_string())
            .related(&rights.origin, "`channels` is empty here")
            .because("using a right must be made easy (GDPR Article 12(2))")
            .help("write `channels: [{email: …}]` or `[{url: …}]`");
    }
}
