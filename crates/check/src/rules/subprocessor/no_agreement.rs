//! Processors whose data processing terms are missing, or whose duties are not passed on.

use candor_model::vocabulary::{Relation, Stage};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/no-agreement",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a processor without a data processing agreement",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The contract with a processor or subprocessor in use names its data processing terms (`dpa`), and does not say `flow_down: false`.

## Why it matters
A processor works under a contract that binds it, and a further processor under the same duties (GDPR Articles 28(3) and 28(4)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
contract: {dpa: not-stated} # <-
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
contract: {dpa: https://nimbus.example/dpa, flow_down: false} # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
contract: {dpa: https://nimbus.example/dpa, flow_down: true}
```

## Basis
GDPR Articles 28(3) and 28(4). A vendor file without `contract:` says nothing of it and is not judged.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        let for_us = matches!(
            vendor.relation.value,
            Relation::Processor | Relation::Subprocessor
        );
        let in_use = matches!(vendor.stage.value, Stage::Active | Stage::Ending);
        let Some(contract) = vendor.contract.as_ref().filter(|_| for_us && in_use) else {
            continue;
        };
        let kept_down = contract.flow_down.as_ref().filter(|flow| !flow.value);
        let agreed = contract
            .dpa
            .as_ref()
            .is_some_and(|dpa| dpa.value != candor_model::Stated::NotStated);
        let (at, message) = match (contract.dpa.as_ref(), kept_down) {
            (_, Some(flow)) if vendor.relation.value == Relation::Subprocessor => (
                &flow.origin,
                format!("our duties are not passed on to {}", vendor.name()),
            ),
            (dpa, _) if !agreed => (
                dpa.map_or(&contract.origin, |dpa| &dpa.origin),
                format!(
                    "{} processes for us, and no data processing agreement is named",
                    vendor.name()
                ),
            ),
            _ => continue,
        };
        findings
            .report(&RULE, at, message)
            .subject(vendor.id.as_str())
            .because("a processor works under a contract that binds it, and a further one under the same duties (GDPR Articles 28(3) and 28(4))")
            .help("agree on it, and write `contract: {dpa: https://…, signed: YYYY-MM-DD, flow_down: true}`");
    }
}
