//! Rights that must be told and are not.

use candor_model::Policy;
use candor_model::vocabulary::{LegalBasis, RightKind, Role};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/right-missing",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "rights that the notice leaves out",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Unless the organisation is only a processor, the notice offers access, rectification, erasure, restriction and the complaint to an authority; portability where data is processed by consent or contract; objection where it rests on legitimate interests or a public task. A workspace that has an audience, versions or pages and no `policies/rights.yaml` offers none of them.

## Why it matters
People must be told of each of these rights (GDPR Articles 13(2)(b) and 13(2)(d); Articles 20(1) and 21(1) say when the last two apply).

## Fails
```yaml fails policies/rights.yaml
answer_within: 1 month # <-
channels: [{email: privacy@pictures.example}]
rights:
  access: {how: request}
  erasure: {how: request}
```

```yaml fails policies/audience.yaml
covers: [visitor] # <-
minimum_age: 16
children: {directed_at: false}
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
  complaint: {to: supervisory_authority}
```

## Basis
GDPR Articles 13(2)(b), 13(2)(d), 20(1) and 21(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let Some(rights) = &policy.rights else {
        let of_notice = policy
            .audience
            .as_ref()
            .map(|audience| &audience.origin)
            .or(policy.changes.as_ref().map(|changes| &changes.origin))
            .or(policy.pages.first().map(|page| &page.origin));
        if let Some(at) = of_notice.filter(|_| facts.complete && !due(policy).is_empty()) {
            let message = "a notice is published, and nothing says which rights people have";
            report(findings, at, message.to_owned());
        }
        return;
    };
    let missing: Vec<String> = due(policy)
        .into_iter()
        .filter(|kind| !rights.rights.iter().any(|right| right.kind == *kind))
        .map(|kind| format!("`{kind}`"))
        .collect();
    if !missing.is_empty() {
        let message = format!("the notice does not offer {}", missing.join(", "));
        report(findings, &rights.origin, message);
    }
}

fn report(findings: &mut Findings<'_>, at: &candor_model::Origin, message: String) {
    findings
        .report(&RULE, at, message)
        .subject("rights")
        .because("people must be told of each right that they have (GDPR Articles 13(2)(b) and 13(2)(d))")
        .help("add each under `rights:` in policies/rights.yaml, such as `restriction: {how: request}`");
}

/// The rights that the processing of a controller brings with it.
fn due(policy: &Policy) -> Vec<RightKind> {
    let bases: Vec<Option<LegalBasis>> = policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server() && activity.role() != Some(Role::Processor))
        .map(|activity| {
            activity
                .legal_basis
                .as_ref()
                .and_then(|basis| basis.known())
                .copied()
        })
        .collect();
    if bases.is_empty() {
        return Vec::new();
    }
    let rests_on =
        |wanted: &[LegalBasis]| bases.iter().flatten().any(|basis| wanted.contains(basis));
    let mut due = vec![
        RightKind::Access,
        RightKind::Rectification,
        RightKind::Erasure,
        RightKind::Restriction,
    ];
    if rests_on(&[LegalBasis::Consent, LegalBasis::Contract]) {
        due.push(RightKind::Portability);
    }
    if rests_on(&[LegalBasis::LegitimateInterests, LegalBasis::PublicTask]) {
        due.push(RightKind::Objection);
    }
    due.push(RightKind::Complaint);
    due
}
