//! An erasure that covers less than the stores hold.

use std::collections::BTreeSet;

use candor_model::vocabulary::{Identifies, LegalBasis, Purpose, RightKind};
use candor_model::{Keep, Ref, Window};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/erasure-narrower",
        severity: Severity::Warning,
        regimes: &["gdpr"],
        title: "an erasure that covers less than is kept",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The right of erasure says for which data it holds (`scope:`) and within which time. Data that is not in it, can lead to a person, and is kept for longer than that time is reported, unless the law demands to keep it (by its basis, or as bills), or `not_needed:` says why no request is needed.

## Why it matters
Who asks for erasure believes that everything goes. What stays longer must be said (GDPR Articles 12(1) and 17).

## Fails
```yaml fails policies/rights.yaml
answer_within: 1 month
channels: [{email: privacy@example.example}]
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: # <-
    how: request
    within: 12 hours
    scope: [account]
  restriction: {how: request}
  portability: {how: request}
  objection: {how: request}
  complaint: {to: supervisory_authority}
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 1 month
channels: [{email: privacy@example.example}]
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: {how: request, within: 30 days}
  restriction: {how: request}
  portability: {how: request}
  objection: {how: request}
  complaint: {to: supervisory_authority}
```

## Basis
GDPR Articles 12(1) and 17.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let Some(rights) = &policy.rights else { return };
    let erasures = rights
        .rights
        .iter()
        .filter(|right| right.kind == RightKind::Erasure && !right.scope.is_empty());
    for right in erasures {
        let Some(within) = &right.within else {
            continue;
        };
        let covered: BTreeSet<_> = right
            .scope
            .iter()
            .map(|data| data.value)
            .chain(right.not_needed.iter().map(|exempt| exempt.data.value))
            .collect();
        let mut told: BTreeSet<Ref<_>> = BTreeSet::new();
        for activity in policy.activities().iter().filter(|one| one.is_server()) {
            // What the law demands to keep, such as bills, is not erased on request (Article 17(3)(b)).
            let basis = activity
                .legal_basis
                .as_ref()
                .and_then(|basis| basis.known());
            let purpose = activity.purpose.known();
            if basis == Some(&LegalBasis::LegalObligation) || purpose == Some(&Purpose::Billing) {
                continue;
            }
            for used in activity.data_uses() {
                let data = used.data.value;
                let category = &policy[data];
                let leads_to_nobody = category.identifies.known() == Some(&Identifies::Anonymous);
                let Keep::Window(window) = used.keep.value else {
                    continue;
                };
                let is_longer = is_longer(&policy[window], within.value.longest_seconds());
                if covered.contains(&data) || leads_to_nobody || !is_longer || !told.insert(data) {
                    continue;
                }
                findings
                    .report(
                        &RULE,
                        &right.origin,
                        format!(
                            "erasure does not cover \"{}\", which is kept longer than erasure takes",
                            category.label.first()
                        ),
                    )
                    .subject("rights")
                    .related(&used.keep.origin, "it is kept under this window")
                    .because("who asks for erasure believes that everything goes (GDPR Articles 12(1) and 17)")
                    .help("add it to `scope:`, or say under `not_needed:` why no request is needed");
            }
        }
    }
}

/// Whether a window keeps data for longer than that many seconds, even at its shortest.
fn is_longer(window: &Window, seconds: u64) -> bool {
    window
        .maximum()
        .is_some_and(|maximum| maximum.shortest_seconds() > seconds)
}
