//! Consent without a way to take it back.

use candor_model::vocabulary::{LegalBasis, RightKind, Role};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/withdrawal-missing",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "consent that cannot be taken back",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where an activity rests on consent, the notice offers `withdraw-consent`.

## Why it matters
Consent can be taken back at any time, as easily as it was given, and people must be told so (GDPR Articles 7(3) and 13(2)(c)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: consent # <-
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 1 month
channels: [{email: privacy@pictures.example}]
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: {how: request}
  restriction: {how: request}
  portability: {how: request}
  withdraw-consent: {how: self-service, by: the switch in the settings}
  complaint: {to: supervisory_authority}
```

## Basis
GDPR Articles 7(3) and 13(2)(c).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let offered = policy.rights.as_ref().is_some_and(|rights| {
        rights
            .rights
            .iter()
            .any(|right| right.kind == RightKind::WithdrawConsent)
    });
    // Where a file has a structural fault, the right may stand in it.
    if offered || (policy.rights.is_none() && !facts.complete) {
        return;
    }
    for activity in policy.activities() {
        let Some(basis) = activity.legal_basis.as_ref().filter(|basis| {
            basis.known() == Some(&LegalBasis::Consent) && activity.role() != Some(Role::Processor)
        }) else {
            continue;
        };
        let name = policy.activity_name(activity);
        findings
            .report(
                &RULE,
                &basis.origin,
                format!("`{name}` rests on consent, and the notice does not say how to take it back"),
            )
            .subject(name)
            .because("consent can be taken back at any time, and people must be told (GDPR Articles 7(3) and 13(2)(c))")
            .help("add `withdraw-consent: {how: self-service, by: …}` under `rights:` in policies/rights.yaml");
    }
}
