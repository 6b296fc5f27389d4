//! A server activity without a legal basis.

use candor_model::vocabulary::{LegalBasis, Role};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/missing-legal-basis",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "processing without a legal basis",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Every server activity in which the organisation is a controller states its legal basis; legitimate interests are written down.

## Why it matters
Processing without a basis is unlawful, and people must be told the basis (GDPR Articles 6(1) and 13(1)(c) and (d)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge # <-
location: server
purpose: requested-service
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Basis
GDPR Articles 6(1), 13(1)(c) and 13(1)(d).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server() && activity.role() != Some(Role::Processor))
    {
        let name = policy.activity_name(activity);
        match activity.legal_basis.as_ref() {
            None => {
                findings
                    .report(&RULE, &activity.origin, format!("`{name}` states no legal basis"))
                    .subject(name)
                    .because("people must be told on which basis their data is processed (GDPR Articles 6(1) and 13(1)(c))")
                    .help("add `legal_basis:` with consent, contract, legal-obligation, vital-interests, public-task or legitimate-interests");
            }
            Some(basis) => match basis.known() {
                None => {
                    findings
                        .report(&RULE, &basis.origin, format!("the legal basis of `{name}` is not stated"))
                        .subject(name)
                        .because("people must be told on which basis their data is processed (GDPR Articles 6(1) and 13(1)(c))")
                        .help("find out the basis and name it");
                }
                Some(LegalBasis::LegitimateInterests) if activity.interest.is_none() => {
                    findings
                        .report(
                            &RULE,
                            &basis.origin,
                            format!(
                                "`{name}` rests on legitimate interests and does not name them"
                            ),
                        )
                        .subject(name)
                        .because("the interests must be told (GDPR Article 13(1)(d))")
                        .help("add `interest:` with what the organisation wants to achieve");
                }
                Some(_) => {}
            },
        }
    }
}
