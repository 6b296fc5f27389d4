//! Data on a server without a window.

use candor_model::{Keep, Recipients};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/missing-window",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "data on a server without a period",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A server activity does not say how long data is kept, or says that nothing is kept while it has a store.

## Why it matters
People must be told how long their data is stored, or how that is decided (GDPR Article 13(2)(a)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses:
  - {data: uploaded-image, keep: not-stated} # <-
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
uses:
  - {data: uploaded-image, keep: uploads}
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Basis
GDPR Article 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server())
    {
        for data in activity.data_uses() {
            if data.keep.value != Keep::NotStated {
                continue;
            }
            let label = policy[data.data.value].label.first();
            let name = policy.activity_name(activity);
            findings
                .report(&RULE, &data.keep.origin, format!("`{name}` does not say how long \"{label}\" is kept"))
                .subject(name)
                .because("people must be told how long their data is stored, or how that is decided (GDPR Article 13(2)(a))")
                .help("name a window of policies/retention.yaml; where only a rule exists, give that window `criteria:`");
        }
        let sends = activity
            .recipients
            .as_ref()
            .is_some_and(|to| matches!(to.value, Recipients::Listed(_)));
        if activity.uses.is_empty() && activity.creates.is_empty() && sends {
            let name = policy.activity_name(activity);
            findings
                .report(
                    &RULE,
                    &activity.origin,
                    format!("`{name}` names recipients and no data"),
                )
                .subject(name)
                .because("without data there is no period to state (GDPR Article 13(2)(a))")
                .help("list the data under `uses:` with the window that it is kept under");
        }
    }
}
